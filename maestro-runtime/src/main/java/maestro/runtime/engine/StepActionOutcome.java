package maestro.runtime.engine;

import java.util.Optional;
import maestro.core.row.StepRow;

/**
 * How an action on a step went (rest-api.md §12).
 *
 * @param runId 0: told by the new run that the action made
 * @param attempt the attempt that has it; 0: none, a new run was made
 * @param state the attempt as it is now, when the caller waited for its end
 */
public record StepActionOutcome(
        String workflowId,
        long instanceId,
        long runId,
        String stepId,
        int attempt,
        Optional<StepRow> state,
        String message,
        long atMillis) {}
