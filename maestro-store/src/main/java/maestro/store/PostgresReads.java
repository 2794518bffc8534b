package maestro.store;

import java.util.List;
import java.util.Optional;
import java.util.Set;
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

/** The API's queries, each answered by its table. */
record PostgresReads(Pool pool, ListBounds bounds) implements Reads {
    @Override
    public Optional<WorkflowRow> workflow(String workflowId) {
        return WorkflowTable.one(pool, workflowId);
    }

    @Override
    public List<WorkflowRow> workflows(String prefix, String afterId, int size) {
        return WorkflowTable.page(pool, prefix, afterId, size);
    }

    @Override
    public List<WorkflowRow> workflows(WorkflowFilter filter, int size) {
        return WorkflowList.page(pool, filter, size);
    }

    @Override
    public List<RunRow> instances(String workflowId, InstanceFilter filter, Window window) {
        return RunList.page(pool, RunShape.WHOLE, workflowId, filter, window);
    }

    @Override
    public Listed instances(Optional<String> workflowId, InstanceFilter filter, Slice slice) {
        return RunSearch.of(pool, bounds, RunShape.WHOLE, workflowId, filter, slice).page();
    }

    @Override
    public Optional<VersionRow> version(String workflowId, long internalId, long version) {
        return VersionTable.one(pool, internalId, version);
    }

    @Override
    public Page<VersionRow> versions(String workflowId, long internalId, Window window) {
        return VersionTable.page(pool, internalId, window);
    }

    @Override
    public Optional<SnapshotRow> snapshot(String workflowId, long internalId, long createMillis) {
        return SnapshotTable.one(pool, internalId, createMillis);
    }

    @Override
    public List<TimelineRow> timeline(String workflowId, long internalId, int size) {
        return TimelineTable.newest(pool, internalId, size);
    }

    @Override
    public Optional<RunRow> latestRun(String workflowId, long instanceId) {
        return RunTable.latest(pool, workflowId, instanceId);
    }

    @Override
    public Optional<RunRow> run(String workflowId, long instanceId, long runId) {
        return RunTable.one(pool, workflowId, instanceId, runId);
    }

    @Override
    public Optional<RunRow> runByKey(long runKey) {
        return RunTable.byKey(pool, runKey);
    }

    @Override
    public Optional<RunRow> runByUuid(String workflowId, String uuid) {
        return RunTable.byUuid(pool, workflowId, uuid);
    }

    @Override
    public Page<RunRow> instances(String workflowId, Window window) {
        return RunTable.instances(pool, RunShape.WHOLE, workflowId, window);
    }

    @Override
    public Page<RunRow> runs(String workflowId, long instanceId, Window window) {
        return RunTable.runs(pool, RunShape.WHOLE, workflowId, instanceId, window);
    }

    @Override
    public Counts counts(String workflowId) {
        return RunTable.counts(pool, workflowId);
    }

    @Override
    public List<RunRow> runsIn(String workflowId, InstanceStatus status, int size) {
        return QueueQueries.runsIn(pool, workflowId, status, size);
    }

    @Override
    public long queuedBefore(String workflowId, long instanceId, long runId, int max) {
        return QueueQueries.queuedBefore(pool, workflowId, instanceId, runId, max);
    }

    @Override
    public List<Holder> permitHolders(String workflowId, int size) {
        return QueueQueries.permitHolders(pool, workflowId, size);
    }

    @Override
    public List<StepRow> steps(long runKey) {
        return StepTable.latest(pool, runKey);
    }

    @Override
    public List<StepRow> steps(List<Long> runKeys) {
        return StepTable.latest(pool, runKeys.stream().mapToLong(Long::longValue).toArray());
    }

    @Override
    public List<StepRow> attempts(long runKey, String stepId) {
        return StepTable.attempts(pool, runKey, stepId);
    }

    @Override
    public Optional<StepRow> attempt(long runKey, String stepId, int attempt) {
        return StepTable.one(pool, runKey, stepId, attempt);
    }

    @Override
    public Optional<Found> latestAttempt(String workflowId, long instanceId, String stepId) {
        return StepTable.latestOfInstance(pool, workflowId, instanceId, stepId);
    }

    @Override
    public List<Found> latestAttempts(String workflowId, long instanceId) {
        return StepTable.latestOfInstance(pool, workflowId, instanceId);
    }

    @Override
    public List<Long> iterations(String workflowId, Window window) {
        return LoopQueries.iterations(pool, workflowId, window);
    }

    @Override
    public List<Long> iterationsNotSucceeded(String inlineId, Window window) {
        return LoopQueries.notSucceeded(pool, inlineId, window);
    }

    @Override
    public List<Found> latestAttempts(
            String workflowId, List<Long> instanceIds, String stepId, long beforeKey, Set<StepStatus> statuses) {
        return LoopQueries.latestAttempts(pool, workflowId, instanceIds, stepId, beforeKey, statuses);
    }

    @Override
    public List<Tally> tallies(List<String> workflowIds, String stepId, long beforeKey, int size) {
        return LoopQueries.tallies(pool, workflowIds, stepId, beforeKey, size);
    }

    @Override
    public List<EventBatch> events(int shard, long runKey, long afterSeq, int size) {
        return EventTable.after(pool, shard, runKey, afterSeq, size);
    }

    @Override
    public List<SetAsideRow> setAside(String workflowId, long instanceId) {
        return AsideTable.ofInstance(pool, workflowId, instanceId);
    }

    @Override
    public List<SetAsideRow> setAside(int size) {
        return AsideTable.all(pool, size);
    }
}
