package maestro.core.param;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import maestro.model.definition.Step;
import maestro.model.definition.StepType;
import maestro.model.definition.Transition;
import maestro.model.json.Json;
import maestro.model.param.Param;
import maestro.model.param.ParamDefinition;
import maestro.model.param.ParamJson;
import maestro.model.param.ParamType;
import maestro.model.run.StepStatus;
import maestro.sel.Budget;
import tools.jackson.databind.JsonNode;

/** Makes the inputs of param tests; what a test does not say cannot matter to it. */
final class Params {
    static final long NOW = 1_609_464_600_000L; // 2021-01-01T01:30Z
    static final Budget BUDGET = Budget.defaults();

    private Params() {}

    /** Definitions from JSON with single quotes, entries without a value allowed. */
    static Map<String, ParamDefinition> params(String json) {
        return ParamJson.schema(parse(json), "params");
    }

    static JsonNode parse(String json) {
        return Json.parse(json.replace('\'', '"'));
    }

    static ParamDefinition text(String value) {
        return ParamDefinition.literal(ParamType.STRING, value);
    }

    static ParamDefinition number(long value) {
        return ParamDefinition.literal(ParamType.LONG, value);
    }

    static ParamDefinition decimal(String value) {
        return ParamDefinition.literal(ParamType.DOUBLE, new BigDecimal(value));
    }

    static ParamDefinition sel(ParamType type, String expression) {
        return ParamDefinition.expression(type, expression);
    }

    static Param evaluated(ParamDefinition definition, Object result) {
        return Param.of(definition, result, NOW);
    }

    static Clocked now() {
        return new Clocked(NOW, new SplittableRandom(1));
    }

    static InstanceFacts instance() {
        return instance("w1", SignalFacts.NONE);
    }

    static InstanceFacts instance(String workflowId, SignalFacts signals) {
        return new InstanceFacts(
                workflowId,
                "ann",
                "MANUAL",
                Optional.empty(),
                Optional.of("bob"),
                "START_FRESH_NEW_RUN",
                Optional.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                "test",
                signals);
    }

    /** Evaluates workflow params, without the catalogue's, into plain values. */
    static Map<String, Object> workflow(Map<String, ParamDefinition> definitions) {
        return results(WorkflowParams.evaluate(definitions, instance(), now(), BUDGET));
    }

    static Map<String, Object> results(Map<String, Param> params) {
        var results = new LinkedHashMap<String, Object>();
        params.forEach((name, param) -> results.put(name, param.result()));
        return results;
    }

    static Map<String, Param> evaluatedParams(Map<String, ?> values) {
        var params = new LinkedHashMap<String, Param>();
        values.forEach((name, value) -> params.put(
                name, evaluated(Values.literal(ParamDefinition.literal(ParamType.STRING, ""), value), value)));
        return params;
    }

    static Step step(String id, StepType type, Map<String, ParamDefinition> params) {
        var common = new Step.Common(
                id,
                Optional.empty(),
                Optional.empty(),
                Transition.NONE,
                Optional.empty(),
                List.of(),
                Optional.empty(),
                List.of(),
                List.of(),
                params,
                Set.of());
        return new Step.Leaf(common, type, Optional.empty(), Optional.empty(), Optional.empty());
    }

    static StepFacts completed(String id, Map<String, ?> values) {
        return completed(id, StepStatus.SUCCEEDED, values);
    }

    static StepFacts completed(String id, StepStatus status, Map<String, ?> values) {
        return new StepFacts(
                id,
                "uuid-" + id,
                1,
                1,
                "NoOp",
                0,
                status,
                OptionalLong.of(NOW - 1000),
                evaluatedParams(values));
    }

    /** A run in memory. */
    static class Run implements RunFacts {
        private InstanceFacts instance = Params.instance().numbered(12, 3);
        private Map<String, Param> workflowParams = Map.of();
        private final Map<String, StepFacts> steps = new HashMap<>();
        private StepFacts own = new StepFacts(
                "me", "uuid-me", 4, 2, "NoOp", 1, StepStatus.EVALUATING_PARAMS, OptionalLong.empty(), Map.of());

        Run workflow(Map<String, ?> values) {
            workflowParams = evaluatedParams(values);
            return this;
        }

        Run with(StepFacts step) {
            steps.put(step.id(), step);
            return this;
        }

        Run signals(SignalFacts signals) {
            instance = Params.instance("w1", signals).numbered(12, 3);
            return this;
        }

        Map<String, Object> evaluate(Map<String, ParamDefinition> definitions) {
            return results(StepParams.evaluate(definitions, this, NOW, BUDGET));
        }

        @Override
        public InstanceFacts instance() {
            return instance;
        }

        @Override
        public Map<String, Param> workflowParams() {
            return workflowParams;
        }

        @Override
        public Optional<StepFacts> completedStep(String id) {
            return Optional.ofNullable(steps.get(id));
        }

        @Override
        public Optional<StepFacts> own() {
            return Optional.of(own);
        }

        @Override
        public RandomGenerator random() {
            return new SplittableRandom(1);
        }

        @Override
        public Object fromForeach(String foreachStep, String innerStep, String name) {
            return new long[] {1, 2, 3};
        }
    }
}
