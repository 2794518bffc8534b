package maestro.runtime.node;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * When shards that failed may be tried again on this node: at once after the first failure that was understood, else with
 * a wait that doubles from 0.1 to 30 s as long as failures follow each other within a minute. Pure but for its memory;
 * times are of one monotonic clock in milliseconds. Not thread-safe.
 */
final class ShardFailures {
    private static final long WAIT_MIN_MILLIS = 100;
    private static final long WAIT_MAX_MILLIS = 30_000;
    private static final long CALM_MILLIS = Duration.ofMinutes(1).toMillis();
    private static final int UNDERSTOOD_AT_ONCE = 8;
    private static final int GIVEN_AWAY_AFTER = 5;

    private record Failures(int count, long lastMillis, long retryMillis, String why) {}

    private final Map<Integer, Failures> byShard = new TreeMap<>();
    private long total;

    /**
     * A shard has failed.
     *
     * @param understood the cause was found, and what failed will not be tried again
     * @return the milliseconds until it may be tried again
     */
    long failed(int shard, boolean understood, String why, long nowMillis) {
        total++;
        var before = byShard.get(shard);
        long quietFor = before == null ? Long.MAX_VALUE : nowMillis - before.retryMillis();
        int count = quietFor > CALM_MILLIS ? 1 : before.count() + 1;
        long wait = wait(understood ? count - UNDERSTOOD_AT_ONCE : count);
        byShard.put(shard, new Failures(count, nowMillis, nowMillis + wait, why));
        return wait;
    }

    private static long wait(int failures) {
        return failures <= 0 ? 0 : Math.min(WAIT_MAX_MILLIS, WAIT_MIN_MILLIS << Math.min(failures - 1, 20));
    }

    /** Whether the shard has failed so often that another node shall try it; true once in a row of failures. */
    boolean giveAway(int shard) {
        return Optional.ofNullable(byShard.get(shard))
                .filter(failures -> failures.count() == GIVEN_AWAY_AFTER)
                .isPresent();
    }

    /** Shards that failed more than once within the last minute, each with its last cause. */
    Map<Integer, String> troubled(long nowMillis) {
        var troubled = new TreeMap<Integer, String>();
        byShard.forEach((shard, failures) -> {
            if (failures.count() > 1 && nowMillis - failures.retryMillis() <= CALM_MILLIS) {
                troubled.put(shard, failures.why());
            }
        });
        return troubled;
    }

    /** How often any shard has failed since the node started. */
    long total() {
        return total;
    }
}
