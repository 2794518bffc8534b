package maestro.core.param;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import maestro.model.Code;
import maestro.model.MaestroException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The tables of parameters.md §10, and attributes of §15. */
final class InterpolationTest {
    private static final Map<String, Object> VALUES = Map.of(
            "a", "A", "b", 5L, "a-b.c/d", "dashed", "d", 1.0E8, "t", true, "s", new String[] {"x", "y"}, "l",
            new long[] {1, 2}, "m", new LinkedHashMap<>(Map.of("k", "v\"\n")), "x_1", "under");

    private static String interpolate(String text) {
        var scope = ParamScope.workflow(Params.evaluatedParams(VALUES), Params.now());
        return Interpolation.text(text, "timeout of workflow [w]", scope);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            $a-${b}      | A-5
            $$a          | $a
            $$$a         | $A
            $$$$a        | $$a
            $a$$b        | A$b
            $$${a}       | $A
            $${a}        | ${a}
            ${a}b        | Ab
            $5           | $5
            $            | $
            ${}          | ${}
            ${a          | ${a
            $_x          | $_x
            ${_x}        | ${_x}
            a$$          | a$
            $$           | $
            \\$a         | \\A
            $a.          | A.
            ${a-b.c/d}   | dashed
            $a-b         | A-b
            $x_1/$d/$t   | under/1.0E8/true
            $s${l}       | ["x","y"][1,2]
            $m           | {"k":"v\\"\\n"}
            plain        | plain
            """)
    void substitutes(String text, String result) {
        assertThat(interpolate(text)).isEqualTo(result);
    }

    @Test
    void anUnknownNameIsAnError() {
        assertThatThrownBy(() -> interpolate("x $ab"))
                .isInstanceOfSatisfying(MaestroException.class, failure ->
                        assertThat(failure.code()).isEqualTo(Code.INTERNAL_ERROR))
                .hasMessageContaining("timeout of workflow [w]")
                .hasMessageContaining("[ab]");
    }

    @Test
    void collectsExactlyTheNamesThatWouldBeReplaced() {
        assertThat(Interpolation.names("$a $$b $$$c $$$$d ${e-f} ${g $5 $_h $a")).containsExactly("a", "c", "e-f");
    }

    @Test
    void insertedTextIsNotScannedAgain() {
        var scope = ParamScope.workflow(Params.evaluatedParams(Map.of("a", "$b", "b", "x")), Params.now());
        assertThat(Interpolation.text("$a", "text", scope)).isEqualTo("$b");
    }

    @Test
    void escapedTextsComeBackUnchanged() {
        var random = new SplittableRandom(7);
        var parts = List.of("$", "$", "{", "}", "a", "_", "5", "-", " ");
        for (int i = 0; i < 20_000; i++) {
            var text = new StringBuilder();
            for (int n = random.nextInt(10); n > 0; n--) text.append(parts.get(random.nextInt(parts.size())));
            var escaped = Dollars.escape(text.toString());
            assertThat(Dollars.replace(escaped, name -> "!")).isEqualTo(text.toString());
            assertThat(Dollars.names(escaped)).isEmpty();
        }
    }

    @Test
    void scopesShowWhatTheirPlaceMaySee() {
        var run = new Params.Run().workflow(Map.of("w", 1L, "o", 1L)).with(Params.completed("s1", Map.of("x", 7L)));
        var own = Params.evaluatedParams(Map.of("o", 2L));
        var transition = ParamScope.transition(own, run, Params.NOW);
        assertThat(transition.expression("w + o + s1__x + me__o", "c", Params.BUDGET)).isEqualTo(12L);
        assertThat(transition.expression("params.getFromStep('step_id')", "c", Params.BUDGET)).isEqualTo("me");
        var signals = ParamScope.signals(Map.of(), run, Params.NOW);
        var output = Params.params("{'o':{'type':'LONG','expression':'o + s1__x'}}");
        assertThat(Params.results(signals.params(output, Params.BUDGET))).containsEntry("o", 8L);
        assertThat(signals.expression("params.getFromStep('step_id')", "c", Params.BUDGET)).isEqualTo("me");
        var ownOnly = ParamScope.ownOnly(own, run, Params.NOW);
        assertThat(ownOnly.expression("w + o + me__o", "c", Params.BUDGET)).isEqualTo(5L);
        assertThatThrownBy(() -> ownOnly.expression("s1__x", "c", Params.BUDGET)).hasMessageContaining("s1__x");
        assertThatThrownBy(() -> ParamScope.workflow(Map.of(), Params.now()).expression("w", "c", Params.BUDGET))
                .hasMessageContaining("[w]");
    }
}
