package maestro.runtime.node;

import java.util.LinkedHashMap;
import maestro.core.row.WorkflowRow;

/** Rows of workflows as of the last commit, the most recently used ones; whoever misses one reads it. Thread-safe. */
final class Heads {
    private static final int ROWS_MAX = 5_000;
    private static final long BYTES_MAX = 32L << 20;

    private final LinkedHashMap<String, WorkflowRow> rows = new LinkedHashMap<>(64, 0.75f, true);
    private long bytes;

    /** @return null: it is not here */
    synchronized WorkflowRow get(String workflowId) {
        return rows.get(workflowId);
    }

    synchronized void put(WorkflowRow row) {
        bytes += size(row) - size(rows.put(row.workflowId(), row));
        for (var oldest = rows.entrySet().iterator(); rows.size() > ROWS_MAX || bytes > BYTES_MAX && rows.size() > 1; ) {
            bytes -= size(oldest.next().getValue());
            oldest.remove();
        }
    }

    /** Those of a shard that is no longer here. */
    synchronized void forget(int shard) {
        rows.values().removeIf(row -> row.shard() == shard);
        bytes = rows.values().stream().mapToLong(Heads::size).sum();
    }

    private static long size(WorkflowRow row) {
        return row == null ? 0 : row.workflowId().length() + row.detail().length();
    }
}
