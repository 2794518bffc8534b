package maestro.runtime.store;

import java.util.List;
import maestro.core.row.WorkflowRow;

/**
 * Removes what deleted workflows leave behind (execution.md §12), and old events, piece by piece, so that no call takes
 * long. Works
 * beside the shards without their fence: rows of a deleted workflow are never written again. Thread-safe; may throw
 * {@link StoreUnavailable}, and calling again goes on where it was.
 */
public interface Removal {
    /** Workflows of a shard whose data is not yet all gone; what a new owner has to go on with. */
    List<WorkflowRow> pending(int shard);

    /**
     * Removes some 200 rows of the first stage that has any: versions, timeline, snapshots, then runs with their
     * steps and logs, those of inline iterations included.
     *
     * @return true while rows may remain
     */
    boolean removeSome(String workflowId, long internalId);

    /**
     * Removes at most 200 event batches of a shard that are older than a moment, from the oldest on; stops at the first
     * that is not.
     *
     * @return true while older ones may remain
     */
    boolean removeEvents(int shard, long beforeMillis);
}
