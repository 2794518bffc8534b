package maestro.runtime.engine;

import maestro.model.run.InstanceStatus;

/**
 * How an action on an instance went (rest-api.md §9.2).
 *
 * @param completed whether the final state is reached already
 */
public record ActionOutcome(
        String workflowId,
        long instanceId,
        long runId,
        InstanceStatus status,
        String info,
        boolean completed,
        String message,
        long atMillis) {}
