package maestro.testkit.store;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import maestro.core.row.Changes;
import maestro.core.row.IterationHead;
import maestro.core.row.LetterAside;
import maestro.core.row.MessageRow;
import maestro.core.row.RunRow;
import maestro.core.row.SetAsideEnd;
import maestro.core.row.SetAsideRow;
import maestro.core.row.SnapshotRow;
import maestro.core.row.StepRow;
import maestro.core.row.TimelineRow;
import maestro.core.row.VersionRow;
import maestro.core.row.WorkflowRow;
import maestro.model.run.StepStatus;
import maestro.runtime.log.LogStore.Chunk;
import maestro.runtime.log.LogStore.LogKey;
import maestro.runtime.shard.FeedCodec;
import maestro.runtime.store.Batch;
import maestro.runtime.store.JobTemplates;
import maestro.runtime.store.Leases;
import maestro.runtime.store.Leases.Shard;
import maestro.runtime.store.OutputData;
import maestro.runtime.store.Reads.EventBatch;
import maestro.runtime.store.RefusedRows;
import maestro.runtime.store.WorkflowSources;

/** The tables, kept as sorted maps; rows are shared by reference. Not thread-safe: {@link MemoryDatabase} locks. */
final class MemoryTables {
    record VersionKey(long internalId, long version) implements Comparable<VersionKey> {
        @Override
        public int compareTo(VersionKey other) {
            return ORDER.compare(this, other);
        }

        private static final Comparator<VersionKey> ORDER =
                Comparator.comparingLong(VersionKey::internalId).thenComparingLong(VersionKey::version);
    }

    record TimelineKey(long internalId, long atMillis, long seq) implements Comparable<TimelineKey> {
        @Override
        public int compareTo(TimelineKey other) {
            return ORDER.compare(this, other);
        }

        private static final Comparator<TimelineKey> ORDER = Comparator.comparingLong(TimelineKey::internalId)
                .thenComparingLong(TimelineKey::atMillis)
                .thenComparingLong(TimelineKey::seq);
    }

    record StepKey(long runKey, String stepId, int attempt) implements Comparable<StepKey> {
        @Override
        public int compareTo(StepKey other) {
            return ORDER.compare(this, other);
        }

        private static final Comparator<StepKey> ORDER = Comparator.comparingLong(StepKey::runKey)
                .thenComparing(StepKey::stepId)
                .thenComparingInt(StepKey::attempt);
    }

    record LetterKey(int toShard, int fromShard, long seq) implements Comparable<LetterKey> {
        @Override
        public int compareTo(LetterKey other) {
            return ORDER.compare(this, other);
        }

        private static final Comparator<LetterKey> ORDER = Comparator.comparingInt(LetterKey::toShard)
                .thenComparingInt(LetterKey::fromShard)
                .thenComparingLong(LetterKey::seq);
    }

    record TemplateKey(String jobType, String version) implements Comparable<TemplateKey> {
        TemplateKey(JobTemplates.Row row) {
            this(row.jobType(), row.version());
        }

        @Override
        public int compareTo(TemplateKey other) {
            return ORDER.compare(this, other);
        }

        private static final Comparator<TemplateKey> ORDER =
                Comparator.comparing(TemplateKey::jobType).thenComparing(TemplateKey::version);
    }

    record Beat(Leases.Member member, boolean draining, Instant at) {}

    private record Uuid(String workflowId, String uuid) {}

    final Shard[] shards;
    final TreeMap<String, Beat> nodes = new TreeMap<>();
    String secret = "";
    final TreeMap<String, WorkflowRow> workflows = new TreeMap<>();
    /** Internal ids of deleted workflows of which nothing but their row is left. */
    final Set<Long> removed = new HashSet<>();
    final TreeMap<VersionKey, VersionRow> versions = new TreeMap<>();
    final TreeMap<VersionKey, SnapshotRow> snapshots = new TreeMap<>();
    final TreeMap<TimelineKey, TimelineRow> timeline = new TreeMap<>();
    final TreeMap<Long, RunRow> runs = new TreeMap<>();
    final TreeMap<StepKey, StepRow> steps = new TreeMap<>();
    final TreeMap<LetterKey, MessageRow> letters = new TreeMap<>();
    final TreeMap<Long, SetAsideRow> aside = new TreeMap<>();
    final TreeMap<LetterKey, LetterAside> lettersAside = new TreeMap<>();
    final TreeMap<TemplateKey, JobTemplates.Row> templates = new TreeMap<>();
    final Map<String, OutputData.Row> outputs = new HashMap<>();
    final Map<VersionKey, WorkflowSources.Source> sources = new HashMap<>();
    final TreeMap<MemoryHooks.Key, MemoryHooks.Kept> hooks = new TreeMap<>();
    final MemorySignals.Tables signals = new MemorySignals.Tables();
    final MemoryTags.Tables tags = new MemoryTags.Tables();
    final List<TreeMap<Long, EventBatch>> events = new ArrayList<>();
    /** Chunks by first line, launches in order of their first writing. */
    final Map<LogKey, TreeMap<Long, Chunk>> logs = new LinkedHashMap<>();
    long nextInternalId = 10_000;

    private final Map<String, TreeMap<Long, TreeMap<Long, Long>>> runKeys = new HashMap<>();
    private final Map<Uuid, Long> uuids = new HashMap<>();
    private final List<TreeMap<Long, RunRow>> live = new ArrayList<>();

    MemoryTables(int shardCount) {
        shards = new Shard[shardCount];
        for (int i = 0; i < shardCount; i++) {
            shards[i] = new Shard(i, "", 0, 0);
            events.add(new TreeMap<>());
            live.add(new TreeMap<>());
        }
    }

    MemoryTables(MemoryTables from) {
        this(from.shards.length);
        System.arraycopy(from.shards, 0, shards, 0, shards.length);
        nodes.putAll(from.nodes);
        secret = from.secret;
        workflows.putAll(from.workflows);
        removed.addAll(from.removed);
        versions.putAll(from.versions);
        snapshots.putAll(from.snapshots);
        timeline.putAll(from.timeline);
        steps.putAll(from.steps);
        templates.putAll(from.templates);
        outputs.putAll(from.outputs);
        sources.putAll(from.sources);
        hooks.putAll(from.hooks);
        signals.putAll(from.signals);
        tags.putAll(from.tags);
        from.runs.values().forEach(this::put);
        for (int i = 0; i < shards.length; i++) {
            events.get(i).putAll(from.events.get(i));
        }
        letters.putAll(from.letters);
        aside.putAll(from.aside);
        lettersAside.putAll(from.lettersAside);
        from.logs.forEach((key, chunks) -> logs.put(key, new TreeMap<>(chunks)));
        nextInternalId = from.nextInternalId;
    }

    void write(Batch batch) {
        var changes = batch.changes();
        changes.runs().forEach(this::refuseTwins);
        signals.write(changes.signals());
        tags.write(changes.tags());
        changes.workflows().forEach(row -> workflows.put(row.workflowId(), row));
        changes.versions().forEach(row -> versions.putIfAbsent(new VersionKey(row.internalId(), row.version()), row));
        changes.snapshots()
                .forEach(row -> snapshots.putIfAbsent(new VersionKey(row.internalId(), row.createMillis()), row));
        changes.timeline()
                .forEach(row -> timeline.putIfAbsent(
                        new TimelineKey(row.internalId(), row.atMillis(), row.seq()), row));
        changes.runs().forEach(row -> put(withHead(row)));
        changes.hooks().forEach(row -> hooks.putIfAbsent(new MemoryHooks.Key(row), MemoryHooks.fresh(row)));
        changes.steps().forEach(row -> steps.put(new StepKey(row.runKey(), row.stepId(), row.attempt()), row));
        changes.sent()
                .forEach(row -> letters.put(new LetterKey(row.toShard(), row.fromShard(), row.seq()), row));
        changes.taken().forEach(key -> letters.remove(new LetterKey(batch.shard(), key.fromShard(), key.seq())));
        if (!changes.aside().isEmpty()) {
            write(batch.shard(), changes.aside());
        }
        if (batch.events().length > 0) {
            var stored = new EventBatch(
                    batch.shard(), batch.firstSeq(), batch.lastSeq(), batch.atMillis(), batch.events());
            events.get(batch.shard()).put(batch.lastSeq(), stored);
        }
    }

    private void write(int shard, Changes.Aside changes) {
        changes.put().forEach(row -> aside.put(row.runKey(), row));
        changes.released().forEach(aside::remove);
        changes.ended().forEach(end -> end.keys().stream()
                .map(runs::get)
                .filter(Objects::nonNull)
                .filter(RunRow::live)
                .forEach(run -> end(run, end)));
        changes.letters().forEach(letter -> {
            var key = new LetterKey(shard, letter.letter().fromShard(), letter.letter().seq());
            letters.remove(key);
            lettersAside.put(key, letter);
        });
        changes.lettersBack().forEach(back -> {
            var key = new LetterKey(shard, back.fromShard(), back.seq());
            letters.put(key, lettersAside.remove(key).letter());
        });
    }

    private void end(RunRow run, SetAsideEnd end) {
        put(run.ended(end.status(), end.atMillis()));
        attempts(run.runKey()).filter(step -> !step.status().terminal()).toList().forEach(step -> steps.put(
                new StepKey(step.runKey(), step.stepId(), step.attempt()),
                step.ended(StepStatus.INTERNALLY_FAILED, end.atMillis())));
    }

    /** The batch, without its events when it has none of the run. */
    static EventBatch telling(EventBatch batch, long runKey) {
        var keys = ByteBuffer.wrap(FeedCodec.runKeys(batch.events()));
        var key = FeedCodec.bytes(runKey);
        while (keys.hasRemaining()) {
            var one = new byte[key.length];
            keys.get(one);
            if (Arrays.equals(one, key)) {
                return batch;
            }
        }
        return new EventBatch(batch.shard(), batch.firstSeq(), batch.lastSeq(), batch.atMillis(), new byte[0]);
    }

    private void refuseTwins(RunRow row) {
        boolean sameRun = run(row.workflowId(), row.instanceId(), row.runId())
                .filter(other -> other.runKey() != row.runKey())
                .isPresent();
        boolean sameUuid = runByUuid(row.workflowId(), row.uuid())
                .filter(other -> other.runKey() != row.runKey())
                .isPresent();
        if (sameRun || sameUuid) {
            throw new RefusedRows("another run has the identity or uuid of run " + row.runKey(), null);
        }
    }

    private RunRow withHead(RunRow row) {
        var old = runs.get(row.runKey());
        if (old == null) {
            return row.likeKey() == 0 || runs.get(row.likeKey()) == null
                    ? row
                    : row.withHead(IterationHead.joined(runs.get(row.likeKey()).head(), row.head()));
        }
        return new RunRow(
                old.runKey(), old.shard(), old.workflowId(), old.internalId(), old.instanceId(), old.runId(),
                old.version(), old.uuid(), row.status(), row.live(), row.unblocked(), old.createMillis(),
                row.startMillis(), row.endMillis(), row.modifyMillis(), 0, old.labels(), old.head(),
                row.tail());
    }

    private void put(RunRow row) {
        runs.put(row.runKey(), row);
        runKeys.computeIfAbsent(row.workflowId(), _ -> new TreeMap<>())
                .computeIfAbsent(row.instanceId(), _ -> new TreeMap<>())
                .put(row.runId(), row.runKey());
        uuids.put(new Uuid(row.workflowId(), row.uuid()), row.runKey());
        if (row.live()) {
            live.get(row.shard()).put(row.runKey(), row);
        } else {
            live.get(row.shard()).remove(row.runKey());
        }
    }

    void remove(RunRow row) {
        runs.remove(row.runKey());
        hooks.keySet().removeIf(key -> key.runKey() == row.runKey());
        live.get(row.shard()).remove(row.runKey());
        uuids.remove(new Uuid(row.workflowId(), row.uuid()));
        var instances = runKeys.get(row.workflowId());
        instances.get(row.instanceId()).remove(row.runId());
        if (instances.get(row.instanceId()).isEmpty()) {
            instances.remove(row.instanceId());
        }
    }

    TreeMap<Long, RunRow> live(int shard) {
        return live.get(shard);
    }

    /** Run keys of a workflow by instance id, then by run id. */
    TreeMap<Long, TreeMap<Long, Long>> instances(String workflowId) {
        return runKeys.getOrDefault(workflowId, new TreeMap<>());
    }

    TreeMap<Long, Long> runs(String workflowId, long instanceId) {
        return instances(workflowId).getOrDefault(instanceId, new TreeMap<>());
    }

    Optional<RunRow> run(String workflowId, long instanceId, long runId) {
        return Optional.ofNullable(runs(workflowId, instanceId).get(runId)).map(runs::get);
    }

    Optional<RunRow> runByUuid(String workflowId, String uuid) {
        return Optional.ofNullable(uuids.get(new Uuid(workflowId, uuid))).map(runs::get);
    }

    /** All attempts of a run's steps, by step id and attempt. */
    Stream<StepRow> attempts(long runKey) {
        return steps.subMap(new StepKey(runKey, "", 0), new StepKey(runKey + 1, "", 0)).values().stream();
    }

    List<StepRow> latestSteps(long runKey) {
        var latest = new HashMap<String, StepRow>();
        attempts(runKey).forEach(row -> latest.put(row.stepId(), row));
        return latest.values().stream().sorted(Comparator.comparingLong(StepRow::seq)).toList();
    }
}
