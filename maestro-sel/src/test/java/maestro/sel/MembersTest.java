package maestro.sel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import maestro.sel.SelException.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What can be reached, and what the host lends. */
class MembersTest {
    private static Object eval(String text, Scope scope) throws SelException {
        return Expression.parse(text).evaluate(scope, Budget.defaults());
    }

    private static Kind kind(String text, Scope scope) {
        return catchThrowableOfType(SelException.class, () -> eval(text, scope)).kind();
    }

    @Test
    void theNamesToldInMessagesAreThoseDispatched() {
        var unreachable = new TreeSet<String>();
        Object[] receivers = {"text", 1L, 1.5, new SelMap(), Type.Single.PARAMS, ClassName.UUID, ClassName.DATE_TIME,
            ClassName.DATE_TIME_ZONE, ClassName.DATE_TIME_FORMAT, ClassName.PROPERTY, ClassName.DAYS, ClassName.MATH,
            ClassName.SYSTEM, ClassName.UTIL};
        for (Object receiver : receivers)
            for (String name : Members.names(receiver)) if (!isDispatched(receiver, name)) unreachable.add(name);
        assertThat(unreachable).isEmpty();
    }

    /** With some number of arguments it is not unknown, whatever else is wrong with the call. */
    private static boolean isDispatched(Object receiver, String name) {
        for (int count = 0; count <= 5; count++) {
            Object[] arguments = new Object[count];
            java.util.Arrays.fill(arguments, "1");
            var call = new Invocation(receiver, name, name + "/" + count, arguments, new Meter(Budget.defaults()),
                    Scope.of(Map.of()));
            try {
                Members.call(call);
                return true;
            } catch (Fault fault) {
                String message = fault.getMessage();
                if (!message.contains("has no member") && !message.contains("does not take")) return true;
            }
        }
        return false;
    }

    @ParameterizedTest
    @ValueSource(strings = {"getClass", "hashCode", "wait", "notify", "charAt", "indexOf", "intern", "getChronology",
        "toDate", "parseInt", "clone", "forName", "exit", "getProperty", "setProperty", "now", "getZone"})
    void nothingElseIsReachable(String member) {
        var vars = Map.<String, Object>of("s", "x", "l", 1L, "d", 1.5, "b", true, "a", new long[1], "m", Map.of(),
                "t", new org.joda.time.DateTime(0L));
        for (String receiver : List.of("s", "l", "d", "b", "a", "m", "t", "params", "null", "String", "Long", "Double",
                "Map", "DateTime", "DateTimeZone", "DateTimeFormat", "Days", "UUID", "System", "Math", "Util", "Arrays",
                "DateTimeZone.UTC", "DateTimeFormat.forPattern('yy')", "UUID.randomUUID()")) {
            assertThat(kind(receiver + "." + member + "()", Scope.of(vars))).as(receiver).isEqualTo(Kind.UNSUPPORTED);
            if (!receiver.equals("params"))
                assertThat(kind(receiver + "." + member, Scope.of(vars))).as(receiver).isEqualTo(Kind.UNSUPPORTED);
        }
    }

    @Test
    void hostValuesOfEachKindComeIn() throws SelException {
        var scope = Scope.of(Map.ofEntries(Map.entry("i", 7), Map.entry("f", 0.5f), Map.entry("is", new int[] {1}),
                Map.entry("fs", new float[] {0.5f}), Map.entry("ls", new Long[] {2L}),
                Map.entry("ds", new Double[] {1.5}),
                Map.entry("bs", new Boolean[] {true}), Map.entry("nulls", new String[] {null}),
                Map.entry("list", List.of(1)), Map.entry("missing", new Long[] {null}),
                Map.entry("m", Map.of("in", Map.of("n", 1))), Map.entry("bad", Map.of("l", List.of()))));
        assertThat(eval("i + f + is[0] + fs[0] + ls[0] + ds[0]", scope)).isEqualTo(12.5);
        assertThat(eval("bs[0] && nulls[0] == null && nulls[0] + '' == 'null'", scope)).isEqualTo(true);
        assertThat(eval("m", scope)).isEqualTo(Map.of("in", Map.of("n", 1L)));
        for (String name : List.of("list", "missing", "bad"))
            assertThat(kind(name, scope)).as(name).isEqualTo(Kind.UNSUPPORTED);
    }

    @Test
    void theHostsDataIsNeverChanged() throws SelException {
        long[] given = {1, 2, 3};
        var scope = Scope.of(Map.of("xs", given));
        assertThat(eval("xs[0] = 9; ys = params.get('xs'); ys[1] = 8; xs", scope)).isEqualTo(new long[] {9, 2, 3});
        assertThat(given).containsExactly(1, 2, 3);
    }

    private static Scope withFunctions() {
        var extension = new Extension() {
            @Override
            public boolean has(String name, int arguments) {
                return name.equals("greet") && arguments == 1 || name.equals("refuse");
            }

            @Override
            public Object call(String name, List<String> arguments) throws SelException {
                if (name.equals("refuse")) throw new SelException(Kind.ARGUMENT, "refused", 0, 0);
                return new String[] {"hello", arguments.getFirst()};
            }
        };
        return new Scope() {
            @Override
            public Object variable(String name) {
                return null;
            }

            @Override
            public Extension extension() {
                return extension;
            }
        };
    }

    @Test
    void theHostsFunctionsAreMembersOfParamsAndUtil() throws SelException {
        assertThat(eval("params.greet('you')[1] + Util.greet('me').length", withFunctions())).isEqualTo("you2");
        assertThat(kind("params.refuse()", withFunctions())).isEqualTo(Kind.ARGUMENT);
        assertThat(kind("params.greet(1)", withFunctions())).isEqualTo(Kind.UNSUPPORTED);
        assertThat(kind("params.greet('a', 'b')", withFunctions())).isEqualTo(Kind.UNSUPPORTED);
        assertThat(kind("params.other()", withFunctions())).isEqualTo(Kind.UNSUPPORTED);
    }
}
