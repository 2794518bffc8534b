package maestro.runtime.store;

import java.util.List;
import java.util.Optional;
import maestro.core.row.RunRow;
import maestro.core.row.StepRow;
import maestro.core.row.WorkflowRow;
import maestro.model.run.InstanceStatus;

/**
 * Queries for pages that show much at once: they read no heads and no details but where they say so. The runs of their
 * lists have an empty head and tail, and their labels. Exact to the last commit; each has a bound that no history can
 * exceed. Thread-safe. Every call may throw {@link StoreUnavailable}.
 */
public interface BriefReads extends RunLists, TriggerReads {
    /** Attempts of one run that {@link #causes} looks at. */
    int CAUSE_ATTEMPTS_MAX = 400;

    /** Up to here {@link Pulse} counts live and queued runs. */
    int COUNTED_MAX = 1_000;

    /** Workflows whose id and name are compared with a text in one page. */
    int SEARCHED_MAX = 20_000;

    /**
     * Of each of these runs, where it has one among its first {@value #CAUSE_ATTEMPTS_MAX} attempts, the attempt that
     * failed or timed out first, else the one that was stopped first; with its detail. In any order.
     */
    List<StepRow> causes(List<Long> runKeys);

    /** Which run of which instance. */
    record RunName(String workflowId, long instanceId, long runId) {}

    /** These runs, those that exist; in any order. */
    List<RunRow> runs(List<RunName> names);

    /**
     * The latest attempts of the steps of several runs, with neither uuid nor detail.
     *
     * @param stepIds only of these; empty: of all
     */
    List<StepRow> cells(List<Long> runKeys, List<String> stepIds);

    /** The latest attempts of some steps of several runs; those whose detail takes more bytes as it is stored are left out. */
    List<StepRow> small(List<Long> runKeys, List<String> stepIds, int detailBytesMax);

    /** Runs in full, with their heads. */
    List<RunRow> whole(List<Long> runKeys);

    /** The id of the workflow with this internal id; empty when it was deleted. */
    Optional<String> workflowNumbered(long internalId);

    /** What workflows say of themselves, those that exist; in any order. */
    List<Labels> labels(List<String> workflowIds);

    /** @param tags of the latest version and of the properties in force */
    record Labels(String workflowId, String owner, List<String> tags) {}

    /** Tags that hold a text in any case, of the first {@value #SEARCHED_MAX} workflows that have any; in order. */
    List<String> tags(String text, int size);

    /** How workflows have gone lately, in the given order. @param last instances of each, at most 100 */
    List<Pulse> pulses(List<WorkflowRow> workflows, int last);

    /**
     * @param queued live runs that were not started; {@value #COUNTED_MAX} stands for more as well
     * @param live runs under way; the same
     * @param last the latest runs of the latest instances, oldest first
     */
    record Pulse(long queued, long live, List<Beat> last) {}

    /** Times are epoch milliseconds; 0: not yet. */
    record Beat(long instanceId, long runId, InstanceStatus status, long startMillis, long endMillis) {}

    /**
     * Workflows that fit and whose id, or the name in whose latest version, holds a text in any case.
     *
     * @return at most {@code size}; looks at {@value #SEARCHED_MAX} workflows
     */
    Named workflows(WorkflowFilter filter, String text, int size);

    /** @param next after which the next page begins; empty: there are no more */
    record Named(List<WorkflowRow> rows, Optional<WorkflowFilter.Mark> next) {}
}
