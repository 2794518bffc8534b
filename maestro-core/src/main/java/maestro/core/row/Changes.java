package maestro.core.row;

import java.util.List;
import maestro.core.signal.SignalChanges;

/**
 * All row changes of one batch; each list holds a key once, with its last state. {@code sent} letters go to other
 * shards, {@code taken} ones leave this shard's inbox. {@code deletedWorkflows} hold
 * {@code internalId}s whose versions, snapshots, timeline, runs and steps are to be removed step by step.
 */
public record Changes(
        List<WorkflowRow> workflows,
        List<VersionRow> versions,
        List<SnapshotRow> snapshots,
        List<TimelineRow> timeline,
        List<RunRow> runs,
        List<StepRow> steps,
        List<MessageRow> sent,
        List<MessageRow.Key> taken,
        SignalChanges signals) {
    public static final Changes NONE =
            new Changes(List.of(), List.of(), List.of(), List.of(), List.of(), List.of());

    /** Without letters. */
    public Changes(
            List<WorkflowRow> workflows,
            List<VersionRow> versions,
            List<SnapshotRow> snapshots,
            List<TimelineRow> timeline,
            List<RunRow> runs,
            List<StepRow> steps) {
        this(workflows, versions, snapshots, timeline, runs, steps, List.of(), List.of());
    }

    /** Without signals. */
    public Changes(
            List<WorkflowRow> workflows,
            List<VersionRow> versions,
            List<SnapshotRow> snapshots,
            List<TimelineRow> timeline,
            List<RunRow> runs,
            List<StepRow> steps,
            List<MessageRow> sent,
            List<MessageRow.Key> taken) {
        this(workflows, versions, snapshots, timeline, runs, steps, sent, taken, SignalChanges.NONE);
    }

    /** Of signals alone. */
    public static Changes of(SignalChanges signals) {
        return new Changes(
                List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), signals);
    }

    public boolean isEmpty() {
        return workflows.isEmpty()
                && versions.isEmpty()
                && snapshots.isEmpty()
                && timeline.isEmpty()
                && runs.isEmpty()
                && steps.isEmpty()
                && sent.isEmpty()
                && taken.isEmpty()
                && signals.isEmpty();
    }
}
