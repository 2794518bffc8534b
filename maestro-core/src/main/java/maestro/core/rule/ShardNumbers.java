package maestro.core.rule;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/** Which shard a workflow id belongs to; fixed for ever, because rows are stored under it. */
public final class ShardNumbers {
    private ShardNumbers() {}

    public static int of(String workflowId, int shards) {
        var hash = new CRC32();
        hash.update(workflowId.getBytes(StandardCharsets.UTF_8));
        return (int) (hash.getValue() % shards);
    }
}
