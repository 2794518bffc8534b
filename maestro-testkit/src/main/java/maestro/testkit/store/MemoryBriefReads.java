package maestro.testkit.store;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.LongStream;
import maestro.core.row.RunRow;
import maestro.core.row.StepRow;
import maestro.core.row.StoredJson;
import maestro.core.row.WorkflowRow;
import maestro.model.run.InstanceStatus;
import maestro.model.run.StepStatus;
import maestro.runtime.store.BriefReads;
import maestro.runtime.store.InstanceFilter;
import maestro.runtime.store.Reads.Listed;
import maestro.runtime.store.Reads.Page;
import maestro.runtime.store.Reads.Placed;
import maestro.runtime.store.Reads.Slice;
import maestro.runtime.store.Reads.Window;
import maestro.runtime.store.WorkflowFilter;
import maestro.testkit.store.MemoryTables.VersionKey;

/** {@link BriefReads} in memory. */
record MemoryBriefReads(MemoryDatabase database) implements BriefReads {
    private static final byte[] LEFT_OUT = {};
    private static final Comparator<StepRow> FIRST = Comparator
            .<StepRow, Boolean>comparing(row -> row.status() == StepStatus.STOPPED)
            .thenComparingLong(StepRow::endMillis)
            .thenComparingLong(StepRow::seq);

    private MemoryReads whole() {
        return new MemoryReads(database);
    }

    private static RunRow brief(RunRow row) {
        return new RunRow(
                row.runKey(), row.shard(), row.workflowId(), row.internalId(), row.instanceId(), row.runId(),
                row.version(), "", row.status(), row.live(), row.unblocked(), row.createMillis(), row.startMillis(),
                row.endMillis(), row.modifyMillis(), 0, row.labels(), LEFT_OUT, LEFT_OUT);
    }

    private static Page<RunRow> brief(Page<RunRow> page) {
        return new Page<>(page.rows().stream().map(MemoryBriefReads::brief).toList(), page.lowest(), page.highest());
    }

    @Override
    public List<RunRow> instances(String workflowId, InstanceFilter filter, Window window) {
        return whole().instances(workflowId, filter, window).stream().map(MemoryBriefReads::brief).toList();
    }

    @Override
    public Listed instances(Optional<String> workflowId, InstanceFilter filter, Slice slice) {
        var listed = whole().instances(workflowId, filter, slice);
        return new Listed(
                listed.rows().stream().map(placed -> new Placed(placed.place(), brief(placed.row()))).toList(),
                listed.next());
    }

    @Override
    public Page<RunRow> instances(String workflowId, Window window) {
        return brief(whole().instances(workflowId, window));
    }

    @Override
    public Page<RunRow> runs(String workflowId, long instanceId, Window window) {
        return brief(whole().runs(workflowId, instanceId, window));
    }

    @Override
    public List<StepRow> causes(List<Long> runKeys) {
        return database.call("causes", tables -> runKeys.stream()
                .flatMap(key -> tables.attempts(key)
                        .limit(CAUSE_ATTEMPTS_MAX)
                        .filter(row -> guilty(row.status()))
                        .min(FIRST)
                        .stream())
                .toList());
    }

    @Override
    public List<RunRow> runs(List<RunName> names) {
        return database.call("runs", tables -> names.stream()
                .flatMap(name -> tables.run(name.workflowId(), name.instanceId(), name.runId()).stream())
                .map(MemoryBriefReads::brief)
                .toList());
    }

    @Override
    public Map<String, RunRow> started(List<RunUuid> uuids) {
        var runs = new LinkedHashMap<String, RunRow>();
        uuids.forEach(asked -> whole().runByUuid(asked.workflowId(), asked.uuid())
                .ifPresent(row -> runs.put(asked.uuid(), brief(row))));
        return runs;
    }

    @Override
    public Named scheduled(String prefix, String after, int size) {
        return database.call("scheduled", tables -> {
            var rows = tables.workflows.values().stream()
                    .filter(row -> !row.deleted() && row.workflowId().startsWith(prefix))
                    .filter(row -> row.workflowId().compareTo(after) > 0)
                    .filter(row -> StoredJson.parse(row.detail()).path("triggers").path("declared").has("time_triggers"))
                    .sorted(Comparator.comparing(WorkflowRow::workflowId))
                    .limit(size)
                    .toList();
            return new Named(rows, rows.size() < size
                    ? Optional.empty()
                    : Optional.of(WorkflowFilter.Mark.of(rows.getLast())));
        });
    }

    @Override
    public List<StepRow> cells(List<Long> runKeys, List<String> stepIds) {
        return whole().steps(runKeys).stream()
                .filter(row -> stepIds.isEmpty() || stepIds.contains(row.stepId()))
                .map(row -> new StepRow(row.runKey(), row.stepId(), row.attempt(), row.seq(), new UUID(0, 0),
                        row.status(), row.createMillis(), row.startMillis(), row.endMillis(), LEFT_OUT))
                .toList();
    }

    @Override
    public List<StepRow> small(List<Long> runKeys, List<String> stepIds, int detailBytesMax) {
        return whole().steps(runKeys).stream()
                .filter(row -> stepIds.contains(row.stepId()) && row.detail().length < detailBytesMax)
                .toList();
    }

    @Override
    public List<RunRow> whole(List<Long> runKeys) {
        return database.call("whole", tables -> runKeys.stream()
                .map(tables.runs::get)
                .filter(row -> row != null)
                .toList());
    }

    private static boolean guilty(StepStatus status) {
        return status == StepStatus.STOPPED || status == StepStatus.TIMED_OUT || status == StepStatus.FATALLY_FAILED
                || status == StepStatus.INTERNALLY_FAILED;
    }

    @Override
    public Optional<String> workflowNumbered(long internalId) {
        return database.call("workflowNumbered", tables -> tables.workflows.values().stream()
                .filter(row -> row.internalId() == internalId && !row.deleted())
                .map(WorkflowRow::workflowId)
                .findFirst());
    }

    @Override
    public List<Labels> labels(List<String> workflowIds) {
        return database.call("labels", tables -> workflowIds.stream()
                .map(tables.workflows::get)
                .filter(row -> row != null)
                .map(row -> new Labels(row.workflowId(), MemoryLists.owner(row), MemoryLists.tags(row)))
                .toList());
    }

    @Override
    public List<String> tags(String text, int size) {
        return database.call("tags", tables -> tables.workflows.values().stream()
                .filter(row -> !row.deleted())
                .flatMap(row -> MemoryLists.tags(row).stream())
                .filter(tag -> holds(tag, text))
                .distinct()
                .sorted()
                .limit(size)
                .toList());
    }

    @Override
    public List<Pulse> pulses(List<WorkflowRow> workflows, int last) {
        return database.call("pulses", tables -> workflows.stream().map(row -> pulse(tables, row, last)).toList());
    }

    private static Pulse pulse(MemoryTables tables, WorkflowRow workflow, int last) {
        var beats = new ArrayList<Beat>();
        LongStream.rangeClosed(Math.max(1, workflow.lastInstanceId() - last + 1), workflow.lastInstanceId())
                .mapToObj(n -> tables.runs(workflow.workflowId(), n))
                .filter(runs -> !runs.isEmpty())
                .map(runs -> tables.runs.get(runs.lastEntry().getValue()))
                .filter(row -> row.internalId() == workflow.internalId())
                .forEach(row -> beats.add(new Beat(
                        row.instanceId(), row.runId(), row.status(), row.startMillis(), row.endMillis())));
        Function<InstanceStatus, Long> live = status -> Math.min(COUNTED_MAX, tables.instances(workflow.workflowId())
                .values().stream()
                .flatMap(runs -> runs.values().stream())
                .map(tables.runs::get)
                .filter(row -> row.live() && row.status() == status)
                .count());
        return new Pulse(live.apply(InstanceStatus.CREATED), live.apply(InstanceStatus.IN_PROGRESS), beats);
    }

    @Override
    public Named workflows(WorkflowFilter filter, String text, int size) {
        return database.call("workflows", tables -> {
            var looked = MemoryLists.workflows(tables, filter, SEARCHED_MAX);
            var rows = looked.stream().filter(row -> named(tables, row, text)).limit(size).toList();
            if (rows.size() == size) {
                return new Named(rows, Optional.of(WorkflowFilter.Mark.of(rows.getLast())));
            }
            return new Named(rows, looked.size() == SEARCHED_MAX
                    ? Optional.of(WorkflowFilter.Mark.of(looked.getLast()))
                    : Optional.empty());
        });
    }

    private static boolean named(MemoryTables tables, WorkflowRow row, String text) {
        var version = tables.versions.get(new VersionKey(row.internalId(), row.latestVersion()));
        String name = version == null ? "" : StoredJson.parse(version.definition()).path("name").stringValue("");
        return holds(row.workflowId(), text) || holds(name, text);
    }

    private static boolean holds(String name, String text) {
        return name.toLowerCase(Locale.ROOT).contains(text.toLowerCase(Locale.ROOT));
    }
}
