package maestro.core.param;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import java.util.OptionalLong;
import maestro.model.param.Param;
import maestro.model.run.StepStatus;

/**
 * A step attempt as params see it (parameters.md §9, §11).
 *
 * @param uuid of the attempt's step instance
 * @param instanceId the step's number within its run
 * @param typeText the sub-type, or else the name of the step's type, in capitals
 * @param errorRetries how many user errors were retried so far
 * @param endMillis epoch milliseconds
 * @param params evaluated, with outputs merged in; empty for the step under evaluation
 */
public record StepFacts(
        String id,
        String uuid,
        long instanceId,
        long attemptId,
        String typeText,
        long errorRetries,
        StepStatus status,
        OptionalLong endMillis,
        Map<String, Param> params) {
    public StepFacts {
        requireNonNull(id, "id");
        requireNonNull(uuid, "uuid");
        requireNonNull(typeText, "typeText");
        requireNonNull(status, "status");
        requireNonNull(endMillis, "endMillis");
        requireNonNull(params, "params");
    }
}
