package maestro.core.state;

import maestro.core.row.RunRow;

/**
 * What names one run (execution.md §1).
 *
 * @param runKey unique number of the run in the database, shared by its step rows
 * @param uuid idempotency key, unique per workflow id
 */
public record RunIdentity(
        long runKey, String workflowId, long internalId, long instanceId, long runId, long version, String uuid) {
    /** Of a stored run. */
    public static RunIdentity of(RunRow row) {
        return new RunIdentity(
                row.runKey(), row.workflowId(), row.internalId(), row.instanceId(), row.runId(), row.version(), row.uuid());
    }

    /** The text that messages use: {@code [wf][instance][run]}. */
    public String text() {
        return "[" + workflowId + "][" + instanceId + "][" + runId + "]";
    }
}
