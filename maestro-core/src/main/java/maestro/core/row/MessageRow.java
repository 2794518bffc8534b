package maestro.core.row;

/**
 * A letter from one shard to another: written in the commit of what caused it, removed in the commit of what it causes, so
 * that it is taken exactly once (docs/decisions/letters.md).
 *
 * @param seq number of the event at the sender; per sender, letters are taken in this order
 * @param workflowId of the receiver
 * @param payload versioned JSON
 */
public record MessageRow(int toShard, int fromShard, long seq, String workflowId, String payload) {
    /** Names a letter at its receiver. */
    public record Key(int fromShard, long seq) {}

    public Key key() {
        return new Key(fromShard, seq);
    }
}
