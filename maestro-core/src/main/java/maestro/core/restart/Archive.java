package maestro.core.restart;

import java.util.Map;
import java.util.Optional;
import maestro.core.dag.Plan;
import maestro.model.MaestroException;

/** Reads stored runs; off the shard's loop. May throw what the store throws. Thread-safe. */
public interface Archive {
    /** The latest run of an instance. */
    Optional<Past> latest(String workflowId, long instanceId);

    /** All steps of the level of the definition that a run belongs to. */
    Plan whole(Past past);

    /** A workflow's revision; 0 for an id without a row. Read it before the runs that it is to vouch for. */
    long revision(String workflowId);

    /** The alerting of the properties that an instance began with, references as written; empty: none. */
    Optional<Map<String, Object>> alerting(Past past);

    /** @throws MaestroException NOT_FOUND when there is no such instance */
    default Past require(String workflowId, long instanceId) {
        return latest(workflowId, instanceId)
                .orElseThrow(() -> MaestroException.notFound(
                        "Workflow [" + workflowId + "] has no instance [" + instanceId + "]"));
    }
}
