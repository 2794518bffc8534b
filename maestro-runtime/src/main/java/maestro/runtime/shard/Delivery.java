package maestro.runtime.shard;

import java.util.List;
import maestro.core.row.MessageRow;

/**
 * Letters of one batch to one shard, which may take them in without a read when it has taken all that went before.
 *
 * @param before number of the letter that the sender's owner sent to that shard before these; {@link #UNKNOWN}: none since
 *     it took the sender over
 * @param letters of one sender, in the order of their numbers; at least one
 */
public record Delivery(int toShard, long before, List<MessageRow> letters) {
    static final long UNKNOWN = Long.MAX_VALUE;

    int fromShard() {
        return letters.getFirst().fromShard();
    }
}
