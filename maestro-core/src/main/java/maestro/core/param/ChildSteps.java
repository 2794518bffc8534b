package maestro.core.param;

import java.util.Map;
import maestro.model.param.Param;

/**
 * Reads what steps of child runs left. May read a database, so it is asked where waiting is allowed, for an evaluation
 * outside a turn and after the turn's commit; may throw what the store throws. Thread-safe.
 */
@FunctionalInterface
public interface ChildSteps {
    /** There are no child runs. */
    ChildSteps NONE = (workflowId, first, last, stepId) -> Map.of();

    /**
     * The params of the latest attempt at a step over all runs of each instance, by instance id; an instance without such
     * an attempt is missing.
     *
     * @param first instance id, inclusive; {@code last} likewise
     */
    Map<Long, Map<String, Param>> params(String workflowId, long first, long last, String stepId);
}
