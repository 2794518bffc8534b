package maestro.testkit.store;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import maestro.core.row.MessageRow;
import maestro.core.row.RunRow;
import maestro.core.row.WorkflowRow;
import maestro.runtime.store.Batch;
import maestro.runtime.store.Leases.Shard;
import maestro.runtime.store.RefusedRows;
import maestro.runtime.store.Signals;
import maestro.runtime.store.Store;
import maestro.runtime.store.TagPermits;

/** {@link Store} in memory. */
record MemoryStore(MemoryDatabase database) implements Store {
    private record Loaded(List<WorkflowRow> workflows, List<LiveRun> runs) {}

    @Override
    public Outcome commit(Batch batch) {
        return database.call("commit", batch.shard(), tables -> {
            Shard shard = tables.shards[batch.shard()];
            if (shard.epoch() != batch.epoch() || shard.sequence() != batch.firstSeq()) {
                return Outcome.FENCED;
            }
            tables.write(batch);
            tables.shards[batch.shard()] = new Shard(shard.shard(), shard.owner(), shard.epoch(), batch.lastSeq());
            return Outcome.COMMITTED;
        });
    }

    @Override
    public Head head(int shard) {
        return database.call("head", shard, tables -> {
            Shard stored = tables.shards[shard];
            return new Head(shard, stored.epoch(), stored.sequence(), stored.owner());
        });
    }

    @Override
    public void load(int shard, Loading into) {
        Loaded loaded = database.call("load", shard, tables -> {
            var live = new ArrayList<>(tables.live(shard).values());
            var owners = live.stream()
                    .map(RunRow::workflowId)
                    .distinct()
                    .sorted()
                    .map(tables.workflows::get)
                    .filter(Objects::nonNull)
                    .toList();
            return new Loaded(
                    owners,
                    live.stream()
                            .map(run -> new LiveRun(run, tables.latestSteps(run.runKey())))
                            .toList());
        });
        loaded.workflows().forEach(into::workflow);
        loaded.runs().forEach(into::run);
    }

    @Override
    public boolean refuses(Batch batch) {
        return database.call("refuses", batch.shard(), tables -> {
            try {
                new MemoryTables(tables).write(batch);
                return false;
            } catch (RefusedRows refused) {
                return true;
            }
        });
    }

    @Override
    public Aside aside(int shard) {
        return database.call("aside", shard, tables -> new Aside(
                tables.aside.values().stream().filter(row -> row.shard() == shard).toList(),
                tables.lettersAside.entrySet().stream()
                        .filter(letter -> letter.getKey().toShard() == shard)
                        .map(Map.Entry::getValue)
                        .toList()));
    }

    @Override
    public Optional<WorkflowRow> workflow(String workflowId) {
        return database.call("workflow", tables -> Optional.ofNullable(tables.workflows.get(workflowId)));
    }

    @Override
    public List<MessageRow> inbox(int shard, int size) {
        return database.call("inbox", shard, tables -> tables.letters.values().stream()
                .filter(letter -> letter.toShard() == shard)
                .limit(size)
                .toList());
    }

    @Override
    public List<Integer> shardsWithMail(Collection<Integer> shards) {
        return database.call("shardsWithMail", tables -> tables.letters.values().stream()
                .map(MessageRow::toShard)
                .distinct()
                .filter(shards::contains)
                .toList());
    }

    @Override
    public List<Triggered> triggered(int shard) {
        return database.call("triggered", shard, tables -> tables.workflows.values().stream()
                .filter(row -> row.shard() == shard)
                .map(row -> new Triggered(
                        row.workflowId(), row.dueMillis(), row.triggersVersion() != row.activeVersion()))
                .filter(row -> row.dueMillis() > 0 || row.behind())
                .toList());
    }

    @Override
    public TagPermits permits() {
        return new MemoryTags(database);
    }

    @Override
    public Signals signals() {
        return new MemorySignals(database);
    }

    @Override
    public long nextInternalId() {
        return database.call("nextInternalId", tables -> tables.nextInternalId++);
    }
}
