package maestro.bench.kernel;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import maestro.core.param.Conditions;
import maestro.core.param.ParamCatalogue;
import maestro.core.param.StepParams;
import maestro.model.definition.Definitions;
import maestro.model.definition.Step;
import maestro.model.json.Json;
import maestro.model.param.Param;
import maestro.model.param.ParamDefinition;
import maestro.model.param.ParamType;
import maestro.sel.Budget;
import maestro.sel.Expression;
import maestro.sel.SelException;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Params and expressions: a condition, and a step with 30 params of which 10 are expressions and 5 refer to others. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
public class ParamKernel {
    private static final String CONDITION = "rows >= 0 && name == 'x'";

    private Facts facts;
    private Map<String, Param> own;
    private Step step;
    private Step plain;
    private Map<String, ParamDefinition> plainMerged;

    @Setup
    public void prepare() {
        facts = new Facts(Map.of("w", evaluated(ParamType.LONG, 5L)));
        own = Map.of("rows", evaluated(ParamType.LONG, 3L), "name", evaluated(ParamType.STRING, "x"));
        plain = step(new LinkedHashMap<>());
        plainMerged = StepParams.shared(ParamCatalogue.STANDARD, plain);
        var params = new LinkedHashMap<String, Object>();
        for (int i = 0; i < 10; i++) {
            params.put("e" + i, Map.of("type", "LONG", "expression", "w * 2 + l" + i));
            params.put("l" + i, Map.of("type", "LONG", "value", i));
            params.put("t" + i, Map.of("type", "STRING", "value", i % 2 == 0 ? "plain" : "with $w inside"));
        }
        step = step(params);
    }

    private static Param evaluated(ParamType type, Object value) {
        return Param.of(ParamDefinition.literal(type, value), value, Facts.NOW);
    }

    private static Step step(Map<String, Object> params) {
        return Definitions.stepFromJson(
                Json.node(Map.of("step", Map.of("id", "s1", "type", "NoOp", "params", params))));
    }

    @Benchmark
    public Expression parseCondition() throws SelException {
        return Expression.parse(CONDITION);
    }

    /** Parsed before, as in every run but a version's first. */
    @Benchmark
    public boolean condition() {
        return Conditions.evaluate(CONDITION, own, facts, Facts.NOW, Budget.inline());
    }

    @Benchmark
    public Map<String, Param> noopStep() {
        return StepParams.evaluate(plainMerged, facts, Facts.NOW, Budget.inline());
    }

    @Benchmark
    public Map<String, Param> thirtyParams() {
        return StepParams.evaluate(
                StepParams.shared(ParamCatalogue.STANDARD, step), facts, Facts.NOW, Budget.inline());
    }
}
