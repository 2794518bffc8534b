package maestro.core.param;

import java.util.Map;
import java.util.Optional;
import maestro.model.param.Param;

/**
 * Reads what steps of child runs left. May read a database, so it is asked where waiting is allowed, for an evaluation
 * outside a turn and after the turn's commit; may throw what the store throws. Thread-safe.
 */
@FunctionalInterface
public interface ChildSteps {
    /** There are no child runs. */
    ChildSteps NONE = (workflowId, first, last, stepId, name) -> Map.of();

    /**
     * A param of the latest attempt at a step over all runs of each instance, by instance id: present and empty where the
     * attempt has no such param, missing for an instance without such an attempt.
     *
     * @param first instance id, inclusive; {@code last} likewise, a few hundred beyond it at most
     */
    Map<Long, Optional<Param>> params(String workflowId, long first, long last, String stepId, String name);
}
