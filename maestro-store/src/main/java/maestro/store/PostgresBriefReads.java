package maestro.store;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import maestro.core.row.RunRow;
import maestro.core.row.StepRow;
import maestro.core.row.WorkflowRow;
import maestro.runtime.store.BriefReads;
import maestro.runtime.store.InstanceFilter;
import maestro.runtime.store.Reads.Listed;
import maestro.runtime.store.Reads.Page;
import maestro.runtime.store.Reads.Slice;
import maestro.runtime.store.Reads.Window;
import maestro.runtime.store.WorkflowFilter;

/** The queries for pages that show much at once. */
record PostgresBriefReads(Pool pool, ListBounds bounds) implements BriefReads {
    @Override
    public List<RunRow> instances(String workflowId, InstanceFilter filter, Window window) {
        return RunList.page(pool, RunShape.BRIEF, workflowId, filter, window);
    }

    @Override
    public Listed instances(Optional<String> workflowId, InstanceFilter filter, Slice slice) {
        return RunSearch.of(pool, bounds, RunShape.BRIEF, workflowId, filter, slice).page();
    }

    @Override
    public Page<RunRow> instances(String workflowId, Window window) {
        return RunTable.instances(pool, RunShape.BRIEF, workflowId, window);
    }

    @Override
    public Page<RunRow> runs(String workflowId, long instanceId, Window window) {
        return RunTable.runs(pool, RunShape.BRIEF, workflowId, instanceId, window);
    }

    @Override
    public List<StepRow> causes(List<Long> runKeys) {
        return StepTable.causes(pool, runKeys);
    }

    @Override
    public List<RunRow> runs(List<RunName> names) {
        return RunTable.named(pool, names);
    }

    @Override
    public Map<String, RunRow> started(List<RunUuid> uuids) {
        return TriggerQueries.started(pool, uuids);
    }

    @Override
    public Named scheduled(String prefix, String after, int size) {
        return TriggerQueries.scheduled(pool, prefix, after, size);
    }

    @Override
    public List<StepRow> cells(List<Long> runKeys, List<String> stepIds) {
        return CellQueries.cells(pool, runKeys, stepIds);
    }

    @Override
    public List<StepRow> small(List<Long> runKeys, List<String> stepIds, int detailBytesMax) {
        return CellQueries.small(pool, runKeys, stepIds, detailBytesMax);
    }

    @Override
    public List<RunRow> whole(List<Long> runKeys) {
        return RunTable.byKeys(pool, runKeys.stream().mapToLong(Long::longValue).toArray());
    }

    @Override
    public Optional<String> workflowNumbered(long internalId) {
        return WorkflowTable.numbered(pool, internalId);
    }

    @Override
    public List<Labels> labels(List<String> workflowIds) {
        return WorkflowTable.labels(pool, workflowIds);
    }

    @Override
    public List<String> tags(String text, int size) {
        return WorkflowSearch.tags(pool, text, size);
    }

    @Override
    public List<Pulse> pulses(List<WorkflowRow> workflows, int last) {
        return PulseQueries.pulses(pool, workflows, last);
    }

    @Override
    public Named workflows(WorkflowFilter filter, String text, int size) {
        return WorkflowSearch.page(pool, filter, text, size);
    }
}
