package maestro.core.row;

import java.util.List;

/**
 * All row changes of one batch; each list holds a key once, with its last state. {@code deletedWorkflows} hold
 * {@code internalId}s whose versions, snapshots, timeline, runs and steps are to be removed step by step.
 */
public record Changes(
        List<WorkflowRow> workflows,
        List<VersionRow> versions,
        List<SnapshotRow> snapshots,
        List<TimelineRow> timeline,
        List<RunRow> runs,
        List<StepRow> steps) {
    public static final Changes NONE =
            new Changes(List.of(), List.of(), List.of(), List.of(), List.of(), List.of());

    public boolean isEmpty() {
        return workflows.isEmpty()
                && versions.isEmpty()
                && snapshots.isEmpty()
                && timeline.isEmpty()
                && runs.isEmpty()
                && steps.isEmpty();
    }
}
