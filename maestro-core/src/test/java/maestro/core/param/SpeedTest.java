package maestro.core.param;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import maestro.model.definition.StepType;
import maestro.model.param.ParamDefinition;
import maestro.model.param.ParamSource;
import maestro.model.param.ParamType;
import maestro.sel.Budget;
import org.junit.jupiter.api.Test;

/** Catches a hot path gone slow by orders of magnitude; exact numbers are a benchmark's business. */
final class SpeedTest {
    private static final MergeContext LAUNCH = new MergeContext(ParamSource.LAUNCH, false, false);

    private static double micros(String what, Supplier<Map<?, ?>> work) {
        for (int i = 0; i < 5_000; i++) work.get();
        double best = Double.MAX_VALUE;
        for (int round = 0; round < 5; round++) {
            long start = System.nanoTime();
            for (int i = 0; i < 2_000; i++) work.get();
            best = Math.min(best, (System.nanoTime() - start) / 2_000e3);
        }
        if (Boolean.getBoolean("maestro.test.print")) System.out.printf("%s: %.2f us%n", what, best);
        return best;
    }

    @Test
    void hotPathsStayHot() {
        var run = new Params.Run().workflow(Map.of("w", 5L));
        var noop = StepParams.shared(ParamCatalogue.STANDARD, Params.step("me", StepType.NOOP, Map.of()));
        assertThat(micros("NoOp step", () -> StepParams.evaluate(noop, run, Params.NOW, Budget.inline())))
                .isLessThan(500);
        assertThat(micros("default workflow params", () -> WorkflowParams.evaluate(
                        WorkflowParams.merged(ParamCatalogue.STANDARD, Map.of(), Map.of(), LAUNCH),
                        Params.instance(), Params.now(), Budget.inline())))
                .isLessThan(2_000);
        var definitions = new LinkedHashMap<String, ParamDefinition>();
        for (int i = 0; i < 10; i++) definitions.put("e" + i, Params.sel(ParamType.LONG, "w * 2 + l" + i));
        for (int i = 0; i < 10; i++) definitions.put("l" + i, Params.number(i));
        for (int i = 0; i < 10; i++) definitions.put("t" + i, Params.text(i % 2 == 0 ? "plain" : "with $w inside"));
        var step = Params.step("me", StepType.NOOP, definitions);
        assertThat(micros("30 params", () -> StepParams.evaluate(
                        StepParams.merged(ParamCatalogue.STANDARD, step, Map.of(), Map.of(), StepRunParams.NONE),
                        run, Params.NOW, Budget.inline())))
                .isLessThan(2_000);
        var own = Params.evaluatedParams(Map.of("param2", 3L, "name", "x"));
        var condition = "param2 >= 0 && name == 'x'";
        assertThat(micros(
                        "condition",
                        () -> Map.of(1, Conditions.evaluate(condition, own, run, 0, Budget.inline()))))
                .isLessThan(500);
        var params = WorkflowParams.evaluate(WorkflowParams.merged(ParamCatalogue.STANDARD, Map.of(), Map.of(), LAUNCH),
                Params.instance(), Params.now(), Budget.inline());
        var encoded = ParamStore.encode(params);
        assertThat(micros("encode", () -> Map.of(1, ParamStore.encode(params)))).isLessThan(500);
        assertThat(micros("decode", () -> ParamStore.decode(encoded))).isLessThan(500);
    }
}
