package maestro.core.row;

import java.util.List;
import java.util.Optional;

/**
 * A run that cannot go on and hurts nobody: it rests with its iterations until an operator ends or releases it, or a
 * version of the program takes it up that can.
 *
 * @param runKey of an outermost run
 * @param cause why it rests
 * @param reason one sentence for people
 * @param keys of the run and of its live iterations
 * @param version of the program that set it aside
 * @param uuid its request id; empty: its row does not tell
 * @param parent the step that waits for it, as far as its row tells
 */
public record SetAsideRow(
        long runKey,
        int shard,
        String workflowId,
        long instanceId,
        long runId,
        Cause cause,
        String reason,
        List<Long> keys,
        String version,
        long atMillis,
        String uuid,
        Optional<ParentRef> parent) {
    /** Why a run rests, and with it when it is tried again. */
    public enum Cause {
        /** Its rows cannot be read: they are tried again each time that the shard is loaded. */
        UNREADABLE,
        /** No rule could decide about it: only another version of the program tries again by itself. */
        UNDECIDABLE,
        /** The database refuses its rows: only another version of the program tries again by itself. */
        UNWRITABLE
    }

    /** With the keys of iterations that were found later. */
    public SetAsideRow with(List<Long> allKeys) {
        return new SetAsideRow(
                runKey, shard, workflowId, instanceId, runId, cause, reason, List.copyOf(allKeys), version, atMillis,
                uuid, parent);
    }
}
