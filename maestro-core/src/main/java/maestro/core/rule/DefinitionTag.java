package maestro.core.rule;

import maestro.core.row.PropertiesSnapshot;
import maestro.core.state.WorkflowState;

/** Names the state of a workflow's definition: latest and active version and properties, for ETag and If-Match. */
public final class DefinitionTag {
    private DefinitionTag() {}

    /** @param snapshotMillis create time of the properties in force */
    public static String of(long internalId, long latestVersion, long activeVersion, long snapshotMillis) {
        return Long.toString(internalId, 36) + "." + latestVersion + "." + activeVersion + "."
                + Long.toString(snapshotMillis, 36);
    }

    static String of(WorkflowState workflow) {
        long snapshot = workflow.snapshot().map(PropertiesSnapshot::createMillis).orElse(0L);
        return of(workflow.internalId(), workflow.latestVersion(), workflow.activeVersion(), snapshot);
    }
}
