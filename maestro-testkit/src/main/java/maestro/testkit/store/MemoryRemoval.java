package maestro.testkit.store;

import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;
import maestro.core.row.RunRow;
import maestro.core.row.WorkflowRow;
import maestro.runtime.store.Removal;

/** {@link Removal} in memory. */
record MemoryRemoval(MemoryDatabase database) implements Removal {
    private static final int ROWS = 200;

    @Override
    public List<WorkflowRow> pending(int shard) {
        return database.call("pending", shard, tables -> tables.workflows.values().stream()
                .filter(row -> row.shard() == shard && row.deleted() && !tables.removed.contains(row.internalId()))
                .toList());
    }

    @Override
    public boolean removeSome(String workflowId, long internalId) {
        return database.call("removeSome", tables -> {
            if (some(tables.versions.values(), row -> row.internalId() == internalId)
                    || some(tables.timeline.values(), row -> row.internalId() == internalId)
                    || some(tables.snapshots.values(), row -> row.internalId() == internalId)
                    || someRuns(tables, internalId)) {
                return true;
            }
            tables.removed.add(internalId);
            return false;
        });
    }

    @Override
    public boolean removeEvents(int shard, long beforeMillis) {
        return database.call("removeEvents", shard, tables -> {
            var kept = tables.events.get(shard);
            var oldest = kept.values().stream().limit(ROWS).toList();
            var old = oldest.stream().filter(batch -> batch.atMillis() < beforeMillis).toList();
            old.forEach(batch -> kept.remove(batch.lastSeq()));
            return old.size() == ROWS;
        });
    }

    private static <T> boolean some(Collection<T> rows, Predicate<T> wanted) {
        var some = rows.stream().filter(wanted).limit(ROWS).toList();
        rows.removeAll(some);
        return !some.isEmpty();
    }

    private static boolean someRuns(MemoryTables tables, long internalId) {
        List<RunRow> runs = tables.runs.values().stream()
                .filter(row -> row.internalId() == internalId)
                .limit(ROWS)
                .toList();
        for (var run : runs) {
            tables.attempts(run.runKey())
                    .toList()
                    .forEach(step -> tables.steps.remove(
                            new MemoryTables.StepKey(step.runKey(), step.stepId(), step.attempt())));
            tables.logs.keySet().removeIf(key -> key.runKey() == run.runKey());
            tables.remove(run);
        }
        return !runs.isEmpty();
    }
}
