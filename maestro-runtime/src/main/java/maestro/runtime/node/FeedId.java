package maestro.runtime.node;

import java.util.regex.Pattern;
import maestro.model.MaestroException;

/**
 * Where an event stands: its shard, the sequence of its batch, and its place among the run's events of that batch.
 *
 * @param place from 0
 */
record FeedId(int shard, long sequence, int place) {
    /** Behind all events of a batch. */
    static final int END = 999_999_999;

    private static final Pattern TEXT = Pattern.compile("(\\d{1,6}):(\\d{1,18}):(\\d{1,9})");

    String text() {
        return shard + ":" + sequence + ":" + place;
    }

    /** @throws MaestroException BAD_REQUEST when it is not an id that this server gave out */
    static FeedId parse(String text) {
        var match = TEXT.matcher(text);
        if (!match.matches()) {
            throw MaestroException.badRequest("[" + text + "] is not the id of an event; send the last id received");
        }
        return new FeedId(
                Integer.parseInt(match.group(1)), Long.parseLong(match.group(2)), Integer.parseInt(match.group(3)));
    }

    boolean after(FeedId other) {
        return sequence > other.sequence || sequence == other.sequence && place > other.place;
    }
}
