package maestro.core.row;

import maestro.model.run.InstanceStatus;

/**
 * One run of a workflow instance. {@code head} is fixed at creation, everything else is written whole at each change.
 *
 * @param runKey unique number of the run, shared by its steps
 * @param uuid idempotency key, unique per workflow id
 * @param live whether the run is queued or under way: recovery loads these
 * @param unblocked a FAILED run that no longer blocks STRICT_SEQUENTIAL (unblocked, or a newer run exists)
 * @param startMillis 0: not started
 * @param endMillis 0: not ended
 * @param likeKey run key of the iteration that {@code head} is only the difference to, see {@link IterationHead}; 0: it is
 *     whole, as it is in each row that is read
 * @param head JSON written once: initiator, params, run config, version …; empty in an update means "as it was"
 * @param labels what lists find it by; taken from the first row that is written of a run, {@code NONE} in what is read
 * @param tail JSON of what changes: timeline, artifacts, pending action, run status …
 */
public record RunRow(
        long runKey,
        int shard,
        String workflowId,
        long internalId,
        long instanceId,
        long runId,
        long version,
        String uuid,
        InstanceStatus status,
        boolean live,
        boolean unblocked,
        long createMillis,
        long startMillis,
        long endMillis,
        long modifyMillis,
        long likeKey,
        RunLabels labels,
        byte[] head,
        byte[] tail) {
    private static final byte[] AS_IT_WAS = {};

    /** With a whole head. */
    public RunRow withHead(byte[] whole) {
        return new RunRow(
                runKey, shard, workflowId, internalId, instanceId, runId, version, uuid, status, live, unblocked,
                createMillis, startMillis, endMillis, modifyMillis, 0, labels, whole, tail);
    }

    /** The same run, ended and not blocking any more, to be written with this tail. */
    public RunRow freed(byte[] newTail) {
        return new RunRow(
                runKey, shard, workflowId, internalId, instanceId, runId, version, uuid, status, live, true,
                createMillis, startMillis, endMillis, modifyMillis, 0, labels, AS_IT_WAS, newTail);
    }

    /** The same run, ended without a look at what it holds. */
    public RunRow ended(InstanceStatus ending, long atMillis) {
        return new RunRow(
                runKey, shard, workflowId, internalId, instanceId, runId, version, uuid, ending, false, unblocked,
                createMillis, startMillis, atMillis, atMillis, likeKey, labels, head, tail);
    }

    /** The same run with another tail. */
    public RunRow withTail(byte[] newTail) {
        return new RunRow(
                runKey, shard, workflowId, internalId, instanceId, runId, version, uuid, status, live, unblocked,
                createMillis, startMillis, endMillis, modifyMillis, likeKey, labels, head, newTail);
    }

    /** The same run, to be found by these. */
    public RunRow withLabels(RunLabels found) {
        return new RunRow(
                runKey, shard, workflowId, internalId, instanceId, runId, version, uuid, status, live, unblocked,
                createMillis, startMillis, endMillis, modifyMillis, likeKey, found, head, tail);
    }
}
