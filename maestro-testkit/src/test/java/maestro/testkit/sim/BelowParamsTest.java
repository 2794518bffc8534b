package maestro.testkit.sim;

import static maestro.testkit.build.Workflows.workflow;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;
import maestro.core.param.ChildSteps;
import maestro.core.rule.RuleConfig;
import maestro.core.template.Templates;
import maestro.model.param.Param;
import maestro.model.param.ParamDefinition;
import maestro.model.param.ParamType;
import org.junit.jupiter.api.Test;

/** What {@code getFromForeach} takes of what iterations left, and how much of it (parameters.md §11). */
class BelowParamsTest {
    private static final String READ = "params.getFromForeach('f', 'x', 'p')";

    private final List<String> reads = new ArrayList<>();

    /** Each iteration left a value of its own. */
    private ChildSteps left(ParamType type, LongFunction<Object> values) {
        return (_, first, last, stepId, name) -> {
            reads.add(stepId + "." + name + " " + first + "-" + last);
            var found = new HashMap<Long, Optional<Param>>();
            for (long number = first; number <= last; number++) {
                var value = values.apply(number);
                found.put(number, Optional.of(Param.of(ParamDefinition.literal(type, value), value, 1)));
            }
            return found;
        };
    }

    /** The step behind a loop of so many iterations, with a param {@code g}. */
    private static String after(ChildSteps below, int iterations, ParamType type, String expression) {
        var driver = new Driver(RuleConfig.DEFAULT.withReads(Templates.NONE, below));
        var body = workflow("body").noop("x").stepExpression("p", ParamType.LONG, "return 1;");
        var run = driver.run(workflow("w").foreach("f", iterations, body)
                .noop("after", "f").stepExpression("g", type, expression));
        var g = driver.detail(run, "after").params().get("g");
        return driver.step(run, "after").status() + " "
                + (g == null ? driver.timeline(run, "after") : String.valueOf(g.result()));
    }

    @Test
    void eachParamIsReadOnceInPagesHoweverOftenItIsAskedFor() {
        var below = left(ParamType.LONG, number -> number);
        String twice = "s = 0; for (i = 0; i < 3; i += 1) { a = " + READ + "; s += a[i]; } return s + " + READ
                + ".length;";
        assertThat(after(below, 450, ParamType.LONG, twice)).isEqualTo("SUCCEEDED 456");
        assertThat(reads).containsExactly("x.p 1-200", "x.p 201-400", "x.p 401-450");
    }

    @Test
    void moreTextThanAnExpressionMayHoldIsRefusedWhileItIsRead() {
        String million = "x".repeat(1_000_000);
        var below = left(ParamType.STRING, _ -> million);
        assertThat(after(below, 16, ParamType.LONG, "return " + READ + ".length;")).isEqualTo("SUCCEEDED 16");
        assertThat(after(below, 17, ParamType.LONG, "return " + READ + ".length;"))
                .startsWith("INTERNALLY_FAILED")
                .contains("param [p] of step [x]: what an expression reads of runs below it holds at most 16000000");
    }

    @Test
    void whatHasAnotherTypeThanTheFirstIsAsIfItWereNotThere() {
        ChildSteps mixed = (_, first, last, _, _) -> {
            var found = new HashMap<Long, Optional<Param>>();
            for (long number = first; number <= last; number++) {
                var type = number == 2 ? ParamType.STRING : ParamType.LONG;
                Object value = number == 2 ? "two" : (Object) number;
                found.put(number, Optional.of(Param.of(ParamDefinition.literal(type, value), value, 1)));
            }
            return found;
        };
        assertThat(after(mixed, 3, ParamType.LONG, "a = " + READ + "; return a[0] * 100 + a[1] * 10 + a[2];"))
                .isEqualTo("SUCCEEDED 103");
    }
}
