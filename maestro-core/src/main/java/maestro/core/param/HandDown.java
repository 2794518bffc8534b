package maestro.core.param;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import maestro.model.definition.Step;
import maestro.model.param.Param;
import maestro.model.param.ParamBody;
import maestro.model.param.ParamDefinition;
import maestro.model.param.ParamMode;
import maestro.model.param.ParamType;

/** The run params that a parent step gives its child run (parameters.md §14); merged there as an upstream merge. */
public final class HandDown {
    private HandDown() {}

    /** An evaluated param as a definition again: its value as a literal, or all of it as it was when IMMUTABLE. */
    static ParamDefinition carried(Param param) {
        var definition = param.definition();
        boolean kept = definition.mode().filter(ParamMode.IMMUTABLE::equals).isPresent()
                || definition.body() instanceof ParamBody.Literal(var value) && sameWhenEvaluated(value);
        return kept ? definition : Values.literal(definition, param.result());
    }

    private static boolean sameWhenEvaluated(Object literal) {
        return literal instanceof Long
                || literal instanceof Boolean
                || literal instanceof String text && text.indexOf('$') < 0;
    }

    /**
     * Of a subworkflow step.
     *
     * @param step its evaluated params
     * @param written the names its definition mentions
     * @param passed the names of parent params that pass: all of them unless params are explicit
     */
    public static LinkedHashMap<String, ParamDefinition> subworkflow(
            Map<String, Param> parent, Map<String, Param> step, Collection<String> written, Passed passed) {
        var params = new LinkedHashMap<String, ParamDefinition>();
        parent.forEach((name, param) -> {
            if (passed.passes(name)) params.put(name, carried(param));
        });
        putWritten(params, step, written);
        params.remove("subworkflow_id");
        params.remove("subworkflow_version");
        return params;
    }

    /** Which workflow params go down to a subworkflow. */
    public sealed interface Passed {
        record All() implements Passed {}

        /** Explicit params: only what the server always passes. */
        record Only(Collection<String> names) implements Passed {}

        Passed ALL = new All();

        static Passed of(Step.Subworkflow call) {
            return call.explicitParams().orElse(false) ? new Only(List.of()) : ALL;
        }

        private boolean passes(String name) {
            return switch (this) {
                case All() -> true;
                case Only(var names) -> names.contains(name);
            };
        }
    }

    /** What all iterations of a loop step share; compute it once a step. */
    public static LinkedHashMap<String, ParamDefinition> loop(
            Map<String, Param> parent, Map<String, Param> step, Collection<String> written) {
        var params = new LinkedHashMap<String, ParamDefinition>();
        parent.forEach((name, param) -> params.put(name, carried(param)));
        putWritten(params, step, written);
        params.remove("loop_params");
        return params;
    }

    /**
     * Of one iteration of a foreach.
     *
     * @param index iteration id - 1
     * @param values of the loop params: String, Long, Double or Boolean
     */
    public static LinkedHashMap<String, ParamDefinition> foreach(
            Map<String, ParamDefinition> loop, long index, Map<String, ?> values) {
        var params = LinkedHashMap.<String, ParamDefinition>newLinkedHashMap(loop.size() + values.size() + 2);
        params.putAll(loop);
        params.put("loop_index", fresh(index));
        values.forEach((name, value) -> params.put(name, fresh(value)));
        return params;
    }

    /** Of one iteration of a while; {@code values} are the current ones. */
    public static LinkedHashMap<String, ParamDefinition> whileLoop(
            Map<String, ParamDefinition> loop, long index, Map<String, ?> values) {
        var params = foreach(loop, index, values);
        params.put("condition", fresh(true));
        return params;
    }

    /** Merged params of an iteration with the parent's values in place of all expressions that the parent has too. */
    public static LinkedHashMap<String, ParamDefinition> valued(
            Map<String, ParamDefinition> merged, Map<String, Param> parent, Map<String, Param> step) {
        var params = new LinkedHashMap<>(merged);
        params.replaceAll((name, definition) -> {
            var known = step.getOrDefault(name, parent.get(name));
            boolean replaced = definition.body() instanceof ParamBody.Expression && known != null;
            return replaced ? Values.literal(definition, known.result()) : definition;
        });
        return params;
    }

    private static void putWritten(
            Map<String, ParamDefinition> params, Map<String, Param> step, Collection<String> written) {
        written.forEach(name -> {
            if (step.get(name) instanceof Param param) params.put(name, carried(param));
        });
    }

    private static ParamDefinition fresh(Object value) {
        return Values.literal(ParamDefinition.of(ParamType.STRING, ParamBody.UNSET), value);
    }
}
