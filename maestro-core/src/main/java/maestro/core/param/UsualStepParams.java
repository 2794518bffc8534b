package maestro.core.param;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import maestro.model.definition.StepType;
import maestro.model.param.Param;
import maestro.model.param.ParamDefinition;

/**
 * The params of a step that writes none and whose type has none: they follow from the step's place but for the instance id.
 * Thread-safe.
 */
public final class UsualStepParams {
    private static final String INSTANCE = "workflow_instance_id";
    private static final Map<String, ParamDefinition> DEFINITIONS =
            ParamMerge.cleanup(ParamCatalogue.STANDARD.mergedStep(StepType.NOOP));

    private UsualStepParams() {}

    /** The instance id by which {@link #of} makes just these params; empty: these are others. */
    public static OptionalLong instanceId(
            Map<String, Param> params, String stepId, int attempt, UUID uuid, long millis) {
        if (params.size() != DEFINITIONS.size()
                || !(params.get(INSTANCE) instanceof Param instance)
                || !(instance.result() instanceof Long number)) {
            return OptionalLong.empty();
        }
        var usual = of(number, stepId, attempt, uuid, millis);
        boolean same = params.equals(usual) && params.keySet().stream().toList().equals(usual.keySet().stream().toList());
        return same ? OptionalLong.of(number) : OptionalLong.empty();
    }

    public static LinkedHashMap<String, Param> of(
            long instanceId, String stepId, int attempt, UUID uuid, long millis) {
        var params = new LinkedHashMap<String, Param>();
        DEFINITIONS.forEach((name, definition) -> params.put(
                name,
                Param.of(
                        definition,
                        switch (name) {
                            case INSTANCE -> (Object) instanceId;
                            case "step_instance_uuid" -> uuid.toString();
                            case "step_attempt_id" -> (long) attempt;
                            case "step_id" -> stepId;
                            default -> throw new IllegalStateException("a step's default param without a rule: " + name);
                        },
                        millis)));
        return params;
    }
}
