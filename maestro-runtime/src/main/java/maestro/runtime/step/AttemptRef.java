package maestro.runtime.step;

import java.util.UUID;

/**
 * Which attempt a runtime works for.
 *
 * @param attemptKey unique per launch: the step uuid and the epoch under which it was launched; the idempotency key
 *     towards other systems that must tell a launch after a crash from the one before
 * @param stepUuid unique per attempt, the same after a relaunch
 */
public record AttemptRef(
        String workflowId,
        long instanceId,
        long runId,
        String stepId,
        int attempt,
        long runKey,
        UUID stepUuid,
        String attemptKey) {}
