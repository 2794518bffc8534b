package maestro.core.rule;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import maestro.core.mail.Key;
import maestro.core.permit.AutomaticTags;

/**
 * Which shard the text of a {@link maestro.core.mail.Key} belongs to; fixed for ever, because rows are stored under it. An
 * automatic tag lives with its workflow.
 */
public final class ShardNumbers {
    private static final String AUTOMATIC = new Key.Tag(AutomaticTags.PREFIX).text();
    private static final int TAG = new Key.Tag("").text().length();

    private ShardNumbers() {}

    public static int of(String key, int shards) {
        String place = key.startsWith(AUTOMATIC) ? AutomaticTags.workflow(key.substring(TAG)) : key;
        var hash = new CRC32();
        hash.update(place.getBytes(StandardCharsets.UTF_8));
        return (int) (hash.getValue() % shards);
    }
}
