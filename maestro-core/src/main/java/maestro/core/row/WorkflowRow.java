package maestro.core.row;

/**
 * The present state of one workflow id. Written whole.
 *
 * @param internalId unique per (re)creation of an id, from 10000 on (definition.md §13)
 * @param latestVersion highest version, from 1
 * @param activeVersion 0: none is active
 * @param lastInstanceId highest instance id ever given out, also by deleted predecessors
 * @param deleted the definition is gone; its data may still be in removal
 * @param modifyMillis epoch milliseconds of the last change
 * @param detail JSON of the rest: activation, current properties snapshot, counters
 * @param dueMillis when its schedule is due; 0: never
 * @param triggersVersion the active version whose triggers are in force; another one when an earlier version of this
 *     program changed what is active
 */
public record WorkflowRow(
        String workflowId,
        int shard,
        long internalId,
        long latestVersion,
        long activeVersion,
        long lastInstanceId,
        boolean deleted,
        long modifyMillis,
        String detail,
        long dueMillis,
        long triggersVersion) {
    /** Without triggers in force. */
    public WorkflowRow(
            String workflowId,
            int shard,
            long internalId,
            long latestVersion,
            long activeVersion,
            long lastInstanceId,
            boolean deleted,
            long modifyMillis,
            String detail) {
        this(
                workflowId, shard, internalId, latestVersion, activeVersion, lastInstanceId, deleted, modifyMillis,
                detail, 0, activeVersion);
    }

    /** What it was when this was written, see {@link maestro.core.state.WorkflowState#revision}. */
    public long revision() {
        return StoredJson.parse(detail).path("revision").longValue(0);
    }
}
