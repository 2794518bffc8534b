package maestro.runtime.node;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import maestro.runtime.store.Removal;
import maestro.runtime.store.StoreUnavailable;

/**
 * Removes events that are older than they are kept, a few at a time, each node those of its own shards. Runs do not need
 * them: they are for those who watch or look back. Thread-safe.
 */
public final class EventTrim implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(EventTrim.class.getName());
    private static final Duration FIRST_LOOK = Duration.ofMinutes(1);
    private static final Duration BETWEEN_LOOKS = Duration.ofMinutes(10);
    private static final Duration BREATH = Duration.ofMillis(20);

    private final Removal removal;
    private final Supplier<Set<Integer>> shards;
    private final Duration keep;
    private final InstantSource clock;
    private final Thread thread = Thread.ofVirtual().name("event-trim").unstarted(this::run);

    /** @param shards those of this node at the moment */
    public EventTrim(Removal removal, Supplier<Set<Integer>> shards, Duration keep, InstantSource clock) {
        this.removal = removal;
        this.shards = shards;
        this.keep = keep;
        this.clock = clock;
    }

    public void start() {
        thread.start();
    }

    private void run() {
        try {
            TimeUnit.NANOSECONDS.sleep(FIRST_LOOK.toNanos());
            while (true) {
                look();
                TimeUnit.NANOSECONDS.sleep(BETWEEN_LOOKS.toNanos());
            }
        } catch (InterruptedException _) {
            // closed
        }
    }

    private void look() throws InterruptedException {
        try {
            trim();
        } catch (StoreUnavailable away) {
            LOG.log(Level.DEBUG, "old events stay until the database is back: " + away.getMessage());
        } catch (RuntimeException broken) {
            LOG.log(Level.ERROR, "old events could not be removed; trying again later", broken);
        }
    }

    /**
     * Removes all that is too old, in small pieces with a breath between them.
     *
     * @throws StoreUnavailable when the database is away; what was removed stays removed
     */
    public void trim() throws InterruptedException {
        long before = clock.instant().minus(keep).toEpochMilli();
        for (int shard : shards.get()) {
            while (removal.removeEvents(shard, before)) {
                TimeUnit.NANOSECONDS.sleep(BREATH.toNanos());
            }
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
