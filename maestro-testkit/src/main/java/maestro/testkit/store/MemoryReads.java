package maestro.testkit.store;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import maestro.core.row.RunRow;
import maestro.core.row.SetAsideRow;
import maestro.core.row.SnapshotRow;
import maestro.core.row.StepRow;
import maestro.core.row.TimelineRow;
import maestro.core.row.VersionRow;
import maestro.core.row.WorkflowRow;
import maestro.core.why.StepFacts.Holder;
import maestro.model.run.InstanceStatus;
import maestro.model.run.StepStatus;
import maestro.runtime.store.InstanceFilter;
import maestro.runtime.store.Reads;
import maestro.runtime.store.WorkflowFilter;
import maestro.testkit.store.MemoryTables.StepKey;
import maestro.testkit.store.MemoryTables.TimelineKey;
import maestro.testkit.store.MemoryTables.VersionKey;

/** {@link Reads} in memory. */
record MemoryReads(MemoryDatabase database) implements Reads {
    @Override
    public Optional<WorkflowRow> workflow(String workflowId) {
        return database.call("workflow", tables -> Optional.ofNullable(tables.workflows.get(workflowId)));
    }

    @Override
    public List<WorkflowRow> workflows(String prefix, String afterId, int size) {
        return database.call("workflows", tables -> tables.workflows.tailMap(afterId, false).values().stream()
                .filter(row -> !row.deleted() && row.workflowId().startsWith(prefix))
                .limit(size)
                .toList());
    }

    @Override
    public List<WorkflowRow> workflows(WorkflowFilter filter, int size) {
        return database.call("workflows", tables -> MemoryLists.workflows(tables, filter, size));
    }

    @Override
    public List<RunRow> instances(String workflowId, InstanceFilter filter, Window window) {
        return database.call("instances", tables -> MemoryLists.instances(tables, workflowId, filter, window));
    }

    @Override
    public Listed instances(Optional<String> workflowId, InstanceFilter filter, Slice slice) {
        return database.call("instances", tables -> MemoryLists.instances(tables, workflowId, filter, slice));
    }

    @Override
    public Optional<VersionRow> version(String workflowId, long internalId, long version) {
        return database.call(
                "version", tables -> Optional.ofNullable(tables.versions.get(new VersionKey(internalId, version))));
    }

    @Override
    public Page<VersionRow> versions(String workflowId, long internalId, Window window) {
        return database.call("versions", tables -> {
            var own = new TreeMap<Long, VersionRow>();
            tables.versions
                    .subMap(new VersionKey(internalId, 0), new VersionKey(internalId, Long.MAX_VALUE))
                    .forEach((key, row) -> own.put(key.version(), row));
            return page(own, window, Function.identity());
        });
    }

    @Override
    public Optional<SnapshotRow> snapshot(String workflowId, long internalId, long createMillis) {
        return database.call(
                "snapshot",
                tables -> Optional.ofNullable(tables.snapshots.get(new VersionKey(internalId, createMillis))));
    }

    @Override
    public List<TimelineRow> timeline(String workflowId, long internalId, int size) {
        return database.call("timeline", tables -> tables.timeline
                .subMap(
                        new TimelineKey(internalId, Long.MIN_VALUE, 0),
                        true,
                        new TimelineKey(internalId, Long.MAX_VALUE, Long.MAX_VALUE),
                        true)
                .descendingMap()
                .values()
                .stream()
                .limit(size)
                .toList());
    }

    @Override
    public Optional<RunRow> latestRun(String workflowId, long instanceId) {
        return database.call("latestRun", tables -> Optional.ofNullable(
                        tables.runs(workflowId, instanceId).lastEntry())
                .map(latest -> tables.runs.get(latest.getValue())));
    }

    @Override
    public Optional<RunRow> run(String workflowId, long instanceId, long runId) {
        return database.call("run", tables -> tables.run(workflowId, instanceId, runId));
    }

    @Override
    public Optional<RunRow> runByKey(long runKey) {
        return database.call("runByKey", tables -> Optional.ofNullable(tables.runs.get(runKey)));
    }

    @Override
    public Optional<RunRow> runByUuid(String workflowId, String uuid) {
        return database.call("runByUuid", tables -> tables.runByUuid(workflowId, uuid));
    }

    @Override
    public Page<RunRow> instances(String workflowId, Window window) {
        return database.call("instances", tables -> page(
                tables.instances(workflowId),
                window,
                runs -> tables.runs.get(runs.lastEntry().getValue())));
    }

    @Override
    public Page<RunRow> runs(String workflowId, long instanceId, Window window) {
        return database.call(
                "runs", tables -> page(tables.runs(workflowId, instanceId), window, tables.runs::get));
    }

    @Override
    public Counts counts(String workflowId) {
        return database.call("counts", tables -> {
            var instances = tables.instances(workflowId);
            var rows = instances.values().stream()
                    .flatMap(runs -> runs.values().stream())
                    .map(tables.runs::get)
                    .toList();
            return new Counts(
                    rows.stream().filter(row -> row.live() && row.status() == InstanceStatus.CREATED).count(),
                    rows.stream().filter(row -> row.live() && row.status() == InstanceStatus.IN_PROGRESS).count(),
                    rows.stream().filter(row -> row.status() == InstanceStatus.FAILED && !row.unblocked()).count(),
                    instances.isEmpty() ? 0 : instances.lastKey());
        });
    }

    @Override
    public List<RunRow> runsIn(String workflowId, InstanceStatus status, int size) {
        return database.call("runsIn", tables -> MemoryQueues.runsIn(tables, workflowId, status, size));
    }

    @Override
    public long queuedBefore(String workflowId, long instanceId, long runId, int max) {
        return database.call(
                "queuedBefore", tables -> MemoryQueues.queuedBefore(tables, workflowId, instanceId, runId, max));
    }

    @Override
    public List<Holder> permitHolders(String workflowId, int size) {
        return database.call("permitHolders", tables -> MemoryQueues.permitHolders(tables, workflowId, size));
    }

    @Override
    public List<StepRow> steps(long runKey) {
        return database.call("steps", tables -> tables.latestSteps(runKey));
    }

    @Override
    public List<StepRow> steps(List<Long> runKeys) {
        return database.call("steps", tables -> runKeys.stream()
                .sorted()
                .distinct()
                .flatMap(key -> tables.latestSteps(key).stream())
                .toList());
    }

    @Override
    public List<StepRow> attempts(long runKey, String stepId) {
        return database.call("attempts", tables -> tables.attempts(runKey)
                .filter(row -> row.stepId().equals(stepId))
                .toList());
    }

    @Override
    public Optional<StepRow> attempt(long runKey, String stepId, int attempt) {
        return database.call(
                "attempt", tables -> Optional.ofNullable(tables.steps.get(new StepKey(runKey, stepId, attempt))));
    }

    @Override
    public Optional<Found> latestAttempt(String workflowId, long instanceId, String stepId) {
        return database.call("latestAttempt", tables -> tables.runs(workflowId, instanceId)
                .descendingMap()
                .values()
                .stream()
                .flatMap(key -> latestAttempt(tables, key, stepId).stream())
                .findFirst()
                .map(row -> new Found(tables.runs.get(row.runKey()), row)));
    }

    @Override
    public List<Found> latestAttempts(String workflowId, long instanceId) {
        return database.call("latestAttempts", tables -> {
            var latest = new HashMap<String, Found>();
            for (long key : tables.runs(workflowId, instanceId).values()) {
                tables.latestSteps(key).forEach(row -> latest.put(row.stepId(), new Found(tables.runs.get(key), row)));
            }
            return List.copyOf(latest.values());
        });
    }

    private static Optional<StepRow> latestAttempt(MemoryTables tables, long runKey, String stepId) {
        var entry = tables.steps.floorEntry(new StepKey(runKey, stepId, Integer.MAX_VALUE));
        return Optional.ofNullable(entry)
                .map(Map.Entry::getValue)
                .filter(row -> row.runKey() == runKey && row.stepId().equals(stepId));
    }

    @Override
    public List<Long> iterations(String workflowId, Window window) {
        return database.call("iterations", tables -> MemoryLoops.iterations(tables, workflowId, window));
    }

    @Override
    public List<Long> iterationsNotSucceeded(String inlineId, Window window) {
        return database.call("iterationsNotSucceeded", tables -> MemoryLoops.notSucceeded(tables, inlineId, window));
    }

    @Override
    public List<Found> latestAttempts(
            String workflowId, List<Long> instanceIds, String stepId, long beforeKey, Set<StepStatus> statuses) {
        return database.call("latestAttempts", tables ->
                MemoryLoops.latestAttempts(tables, workflowId, instanceIds, stepId, beforeKey, statuses));
    }

    @Override
    public List<Tally> tallies(List<String> workflowIds, String stepId, long beforeKey, int size) {
        return database.call(
                "tallies", tables -> MemoryLoops.tallies(tables, workflowIds, stepId, beforeKey, size));
    }

    @Override
    public List<EventBatch> events(int shard, long runKey, long afterSeq, int size) {
        return database.call("events", shard, tables -> tables.events.get(shard).tailMap(afterSeq, false).values()
                .stream()
                .limit(size)
                .map(batch -> MemoryTables.telling(batch, runKey))
                .toList());
    }

    private static <V, T> Page<T> page(NavigableMap<Long, V> all, Window window, Function<V, T> row) {
        if (all.isEmpty()) {
            return new Page<>(List.of(), 0, 0);
        }
        long start = window.cursor().orElse(window.older() ? Long.MAX_VALUE : Long.MIN_VALUE);
        var way = window.older() ? all.headMap(start, false).descendingMap() : all.tailMap(start, false);
        var rows = way.values().stream().limit(window.size()).map(row).toList();
        return new Page<>(window.older() ? rows : rows.reversed(), all.firstKey(), all.lastKey());
    }

    @Override
    public List<SetAsideRow> setAside(String workflowId, long instanceId) {
        return setAside(row -> row.workflowId().equals(workflowId) && row.instanceId() == instanceId, Integer.MAX_VALUE);
    }

    @Override
    public List<SetAsideRow> setAside(int size) {
        return setAside(_ -> true, size);
    }

    private List<SetAsideRow> setAside(Predicate<SetAsideRow> which, int size) {
        return database.call("setAside", tables -> tables.aside.values().stream()
                .filter(which)
                .sorted(Comparator.comparingLong(SetAsideRow::atMillis).reversed())
                .limit(size)
                .toList());
    }
}
