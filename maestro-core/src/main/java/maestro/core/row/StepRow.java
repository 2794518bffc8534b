package maestro.core.row;

import java.util.UUID;
import maestro.model.run.StepStatus;

/**
 * One attempt at one step of one run; written whole at each change.
 *
 * @param seq the step instance id: order of creation within the run, from 1, the same for all attempts
 * @param attempt from 1
 * @param startMillis when the attempt reached STARTING; 0: not yet
 * @param endMillis 0: not ended
 * @param detail JSON of the rest: other timestamps, params, conditions, retries, artifacts, timeline
 */
public record StepRow(
        long runKey,
        String stepId,
        int attempt,
        long seq,
        UUID uuid,
        StepStatus status,
        long createMillis,
        long startMillis,
        long endMillis,
        byte[] detail) {
    /** The same attempt, told otherwise. */
    public StepRow with(StepDetail other) {
        return new StepRow(
                runKey, stepId, attempt, seq, uuid, status, createMillis, startMillis, endMillis,
                other.write(stepId, attempt, uuid));
    }

    /** The same attempt, ended without a look at what it holds. */
    public StepRow ended(StepStatus ending, long atMillis) {
        return new StepRow(
                runKey, stepId, attempt, seq, uuid, ending, createMillis, startMillis, atMillis, detail);
    }
}
