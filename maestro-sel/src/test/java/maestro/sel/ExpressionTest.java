package maestro.sel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.Map;
import maestro.sel.SelException.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpressionTest {
    private static SelException failure(String text) {
        return catchThrowableOfType(SelException.class,
                () -> Expression.parse(text).evaluate(Scope.of(Map.of()), Budget.defaults()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', quoteCharacter = '`', value = {
        "a + b~a,b", "a.b.c~a", "a[b]~a,b", "x = 1; x + y~y", "x + 1; x = 2~x", "x = x + 1~x", "a += 1~a",
        "a[b] = c~a,b,c", "params.get('x')~params", "Math.min(a, String.valueOf(b))~a,b", "int x = x + y; x~x,y",
        "for (int i = 0; i < n; i += k) { s += i; } return s;~n,k,s", "c ? a : b~c,a,b",
        "new DateTime(z).plusDays(p)~z,p",
        "if (a) b = 1; else c = b; return c;~a", "while (go) { throw why; }~go,why", "new int[n]~n", "!a || -b > 0~a,b",
    })
    void referencesAreReadsThatAreNotFirstAssigned(String text, String names) throws SelException {
        assertThat(Expression.parse(text).references()).containsExactly(names.split(","));
    }

    @Test
    void literalKeysOfParamsAreKnownWithoutEvaluation() throws SelException {
        var expression = Expression.parse("params.get('a-b') + params['c.d'] + params.e + params.get(f) + m.get('g')");
        assertThat(expression.literalParamKeys()).containsExactly("a-b", "c.d", "e");
        assertThat(expression.references()).containsExactly("params", "f", "m");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', quoteCharacter = '`', value = {
        "1 +~1~4~expected an expression", "1; x++~1~5~did you mean += 1?", "a & b~1~3~did you mean &&?",
        "'abc'.lenght()~1~7~did you mean length?", "Strin.valueOf(1)~1~1~did you mean String?",
        "new Mapp()~1~1~did you mean Map?", "Maht.min(1, 2)~1~1~did you mean Math?", "'a'.trim(1)~1~5~does not take 1",
        "new int[1].lenght~1~12~did you mean length?", "params.gte('a')~1~8~did you mean get?",
        "'a'.length~1~5~length(…)", "(x) = 1~1~5~cannot be assigned to", "if (1) 2;~1~5~found a LONG",
    })
    void errorsTellWhereAndWhatWasMeant(String text, int line, int column, String part) {
        var failure = failure(text);
        assertThat(failure).hasMessageContaining(part);
        assertThat(List.of(failure.line(), failure.column())).containsExactly(line, column);
    }

    @Test
    void placesCountLinesOfTheTextAsGiven() {
        var failure = failure("\n  x = 1;\r\n  y = '\\u0041' / 2;");
        assertThat(List.of(failure.line(), failure.column())).containsExactly(3, 16);
        assertThat(failure.kind()).isEqualTo(Kind.UNSUPPORTED);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', quoteCharacter = '`', value = {
        "\\u0053tring.valueOf(1)~1", "'\\uuu0041'~A", "'a\\\\u0041'.length()~7", "/* \\u002a/ 1;~1",
        "new int[]{,}.length;~0", "1 > 0 ? 1 > 0 ? 'a' : 'b' : 'c'~a", "'' + '\\u005cn'.length()~1",
        "DateTimeFormat.forPattern('HH').print(new DateTime(0, DateTimeZone.forID('America/New_York')))~19",
        "String.format('%tF', 0)~1970-01-01", "String.format('%x', -1)~ffffffff", "'' + new String[]{'a', 'b'};~[a, b]",
        "Util.toJson(new String[]{'a\"', 'b'})~[\"a\\\"\",\"b\"]", "Util.toJson(1.0e10)~1.0E10",
        "Util.toJson(null)~null",
        "Map m = new Map(); m.put('k', new Map()); '' + m~{k={}}", "UUID.randomUUID().toString().substring(14, 15)~4",
        "'' + DateTimeZone.forID('US/Pacific')~America/Los_Angeles", "'abc'.replace('', '-')~-a-b-c-",
    })
    void finePointsOfTheSpecification(String text, String expected) throws SelException {
        Object value = Expression.parse(text).evaluate(Scope.of(Map.of()), Budget.defaults());
        assertThat(String.valueOf(value)).isEqualTo(expected);
    }

    @Test
    void longChainsNeedNoDeepStack() throws SelException {
        String sum = "1" + "+1".repeat(4_000);
        assertThat(Expression.parse(sum).evaluate(Scope.of(Map.of()), Budget.defaults())).isEqualTo(4_001L);
        String calls = "' a '" + ".trim()".repeat(1_200);
        assertThat(Expression.parse(calls).evaluate(Scope.of(Map.of()), Budget.defaults())).isEqualTo("a");
    }

    @Test
    void nestingIsBoundedWellBelowTheStack() throws SelException {
        assertThat(Expression.parse("(".repeat(300) + "1" + ")".repeat(300)).references()).isEmpty();
        for (String open : new String[] {"(", "a[", "-", "- ", "{", "a = ", "true ? 1 : ", "if (a) ", "f.g("})
            assertThatThrownBy(() -> Expression.parse(open.repeat(2_000)))
                    .isInstanceOfSatisfying(SelException.class,
                            e -> assertThat(e.kind()).isIn(Kind.LIMIT, Kind.PARSE));
    }

    @Test
    void oneExpressionServesManyEvaluationsAtOnce() throws Exception {
        var expression = Expression.parse("int s = 0; for (int i = 0; i < n; i += 1) s += i; return s;");
        try (var threads = java.util.concurrent.Executors.newVirtualThreadPerTaskExecutor()) {
            var sums = java.util.stream.LongStream.range(0, 200)
                    .mapToObj(n -> threads.submit(() ->
                            expression.evaluate(Scope.of(Map.of("n", n)), Budget.defaults())))
                    .toList();
            for (int n = 0; n < 200; n++) assertThat(sums.get(n).get()).isEqualTo(Math.max(0, n * (n - 1L) / 2));
        }
    }
}
