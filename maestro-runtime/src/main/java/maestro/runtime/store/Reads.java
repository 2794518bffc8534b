package maestro.runtime.store;

import java.util.Comparator;
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

/**
 * Queries for the API; exact to the last commit. Thread-safe. Every call may throw {@link StoreUnavailable}. Page sizes
 * are the caller's (1..200); no call's cost grows with history.
 */
public interface Reads extends RunLists {
    /** A page in descending order of its key, and the borders that paging needs (rest-api.md §3). */
    record Page<T>(List<T> rows, long lowest, long highest) {}

    /** Which rows of a page: {@code older} than the cursor (or the newest), or newer than it (or the oldest). */
    record Window(boolean older, int size, Optional<Long> cursor) {}

    Optional<WorkflowRow> workflow(String workflowId);

    /** Workflows that are not deleted, in order of their id, after a given id; {@code prefix} may be empty. */
    List<WorkflowRow> workflows(String prefix, String afterId, int size);

    /** Workflows that are not deleted, in the filter's order. */
    List<WorkflowRow> workflows(WorkflowFilter filter, int size);

    /** Where an instance stands in lists over all workflows. It never changes. */
    record Place(long bornMillis, long internalId, long instanceId) implements Comparable<Place> {
        private static final Comparator<Place> ORDER = Comparator.comparingLong(Place::bornMillis)
                .thenComparingLong(Place::internalId)
                .thenComparingLong(Place::instanceId);

        @Override
        public int compareTo(Place other) {
            return ORDER.compare(this, other);
        }
    }

    /** Towards {@code older} instances or towards newer ones, behind a place or from the end of the list. */
    record Slice(boolean older, int size, Optional<Place> after) {}

    /** @param next where the next slice goes on; empty: nothing fits any more */
    record Listed(List<Placed> rows, Optional<Place> next) {}

    record Placed(Place place, RunRow row) {}

    Optional<VersionRow> version(String workflowId, long internalId, long version);

    Page<VersionRow> versions(String workflowId, long internalId, Window window);

    Optional<SnapshotRow> snapshot(String workflowId, long internalId, long createMillis);

    /** Newest first. */
    List<TimelineRow> timeline(String workflowId, long internalId, int size);

    /** The latest run of an instance. */
    Optional<RunRow> latestRun(String workflowId, long instanceId);

    Optional<RunRow> run(String workflowId, long instanceId, long runId);

    Optional<RunRow> runByKey(long runKey);

    Optional<RunRow> runByUuid(String workflowId, String uuid);

    /** How many instances of a workflow stand where (latest runs; index-backed, live ones and blocking failures). */
    Counts counts(String workflowId);

    record Counts(long created, long inProgress, long failed, long latestInstanceId) {}

    /**
     * Live runs of a workflow in this status; for FAILED the ended ones that block STRICT_SEQUENTIAL: neither unblocked
     * nor restarted. Oldest first.
     */
    List<RunRow> runsIn(String workflowId, InstanceStatus status, int size);

    /** How many runs of a workflow wait in its queue before this one; counts to {@code max}. */
    long queuedBefore(String workflowId, long instanceId, long runId, int max);

    /** Attempts that hold a permit in the live runs of a workflow, oldest first; of the oldest 1,000 runs. */
    List<Holder> permitHolders(String workflowId, int size);

    /** The latest attempt of each step of a run, by seq. */
    List<StepRow> steps(long runKey);

    /** The latest attempts of several runs at once, by run key and seq. */
    List<StepRow> steps(List<Long> runKeys);

    /** All attempts of one step in one run, by attempt. */
    List<StepRow> attempts(long runKey, String stepId);

    Optional<StepRow> attempt(long runKey, String stepId, int attempt);

    /** The latest attempt of a step over all runs of an instance, with its run. */
    Optional<Found> latestAttempt(String workflowId, long instanceId, String stepId);

    record Found(RunRow run, StepRow step) {}

    /** The same of every step that has an attempt in any run of the instance; in no order. */
    List<Found> latestAttempts(String workflowId, long instanceId);

    /** Instance ids of a workflow, at most a window's, in the direction of the window; for loops their iterations. */
    List<Long> iterations(String workflowId, Window window);

    /** Of an inline workflow only those that have a run which did not succeed, or not yet: few of many. */
    List<Long> iterationsNotSucceeded(String inlineId, Window window);

    /**
     * For each of these instances the latest attempt at a step over all its runs with a lower run key, by instance.
     *
     * @param statuses which of these attempts; empty: all
     */
    List<Found> latestAttempts(
            String workflowId, List<Long> instanceIds, String stepId, long beforeKey, Set<StepStatus> statuses);

    /** The same attempts counted by status, of the first {@code size} instances of these workflows; by place. */
    List<Tally> tallies(List<String> workflowIds, String stepId, long beforeKey, int size);

    /** @param place of the workflow in the list, from 0 */
    record Tally(int place, StepStatus status, long count, long firstInstance) {}

    /** Runs of an instance that were set aside, the latest first; nearly always none. */
    List<SetAsideRow> setAside(String workflowId, long instanceId);

    /** Runs that were set aside, the latest first, at most {@code size}. */
    List<SetAsideRow> setAside(int size);

    /**
     * Event batches of a shard after a sequence, in order, for what they tell of one run: the others come without their
     * events.
     */
    List<EventBatch> events(int shard, long runKey, long afterSeq, int size);

    record EventBatch(int shard, long firstSeq, long lastSeq, long atMillis, byte[] events) {}
}
