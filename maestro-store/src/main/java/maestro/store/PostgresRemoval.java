package maestro.store;

import java.util.List;
import maestro.core.row.WorkflowRow;
import maestro.runtime.store.Removal;

/** The stages of a removal, in order; a call works at the first that has rows. */
record PostgresRemoval(Pool pool) implements Removal {
    private static final int ROWS = 200;

    @Override
    public List<WorkflowRow> pending(int shard) {
        return WorkflowTable.inRemoval(pool, shard);
    }

    @Override
    public boolean removeSome(String workflowId, long internalId) {
        if (VersionTable.remove(pool, internalId, ROWS) > 0
                || TimelineTable.remove(pool, internalId, ROWS) > 0
                || SnapshotTable.remove(pool, internalId, ROWS) > 0
                || removeRuns(internalId)) {
            return true;
        }
        WorkflowTable.removed(pool, workflowId, internalId);
        return false;
    }

    @Override
    public boolean removeEvents(int shard, long beforeMillis) {
        return EventTable.removeOldest(pool, shard, ROWS, beforeMillis) == ROWS;
    }

    /** What hangs on a run goes before it: a crash in between leaves nothing that nobody finds. */
    private boolean removeRuns(long internalId) {
        var keys = RunTable.keys(pool, internalId, ROWS).stream()
                .mapToLong(Long::longValue)
                .toArray();
        if (keys.length == 0) {
            return false;
        }
        if (StepTable.remove(pool, keys, ROWS) == 0 && LogTable.remove(pool, keys, ROWS) == 0) {
            RunTagTable.remove(pool, keys);
            RunTable.remove(pool, keys);
        }
        return true;
    }
}
