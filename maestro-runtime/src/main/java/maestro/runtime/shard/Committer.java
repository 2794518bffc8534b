package maestro.runtime.shard;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import maestro.runtime.store.Batch;
import maestro.runtime.store.Store;
import maestro.runtime.store.StoreUnavailable;

/**
 * Brings one batch to a certain end, whatever the database does meanwhile: written, or refused for good. A lost answer is
 * found out by the shard's sequence (faults 2 and 3). Thread-safe.
 */
public final class Committer {
    private static final System.Logger LOG = System.getLogger(Committer.class.getName());
    private static final long PAUSE_MIN_MILLIS = 20;
    private static final long PAUSE_MAX_MILLIS = 1_000;

    /** How a batch ended. */
    public enum End {
        DURABLE,
        /** Another owner has the shard, or its stored state went backwards: nothing here may go on. */
        LOST
    }

    private static final Duration QUIET = Duration.ofSeconds(1);

    private record Waiting(long sinceNanos, String why) {}

    private final Store store;
    private final Duration quiet;
    private final Map<Integer, Waiting> waiting = new ConcurrentHashMap<>();
    private final AtomicBoolean told = new AtomicBoolean();

    public Committer(Store store) {
        this(store, QUIET);
    }

    /** @param quiet how long a batch may wait before anybody hears of it */
    public Committer(Store store, Duration quiet) {
        this.store = store;
        this.quiet = quiet;
    }

    /** Why batches cannot be written, in the database's words; empty: they can, or have not waited for long. */
    public Optional<String> trouble() {
        return waiting.values().stream().filter(this::lasts).map(Waiting::why).findFirst();
    }

    private boolean lasts(Waiting batch) {
        return System.nanoTime() - batch.sinceNanos() >= quiet.toNanos();
    }

    /**
     * Writes a batch, trying again as long as the database is away.
     *
     * @param alive asked between tries; false gives the batch up as lost
     */
    public End write(Batch batch, BooleanSupplier alive) throws InterruptedException {
        try {
            for (long pause = PAUSE_MIN_MILLIS; alive.getAsBoolean(); pause = Math.min(pause * 2, PAUSE_MAX_MILLIS)) {
                try {
                    var end = once(batch);
                    if (end.isPresent()) {
                        return end.get();
                    }
                } catch (StoreUnavailable away) {
                    waits(batch.shard(), away);
                }
                TimeUnit.MILLISECONDS.sleep(pause);
            }
            return End.LOST;
        } finally {
            if (!waiting.isEmpty()) {
                waitsNoMore(batch.shard());
            }
        }
    }

    private void waits(int shard, StoreUnavailable away) {
        String why = away.getMessage().lines().findFirst().orElse("");
        var since = waiting.merge(shard, new Waiting(System.nanoTime(), why), (first, last) ->
                new Waiting(first.sinceNanos(), last.why()));
        if (lasts(since) && told.compareAndSet(false, true)) {
            LOG.log(Level.WARNING, "commits wait, and all calls that change something with them: {0}", why);
        }
    }

    private void waitsNoMore(int shard) {
        waiting.remove(shard);
        if (waiting.isEmpty() && told.compareAndSet(true, false)) {
            LOG.log(Level.INFO, "commits go on");
        }
    }

    /** Keys of the runs whose rows make the database refuse a batch; empty when it is none of them, or it is away. */
    public List<Long> blame(Batch batch) {
        try {
            return Blame.runs(batch, store::refuses);
        } catch (StoreUnavailable away) {
            return List.of();
        }
    }

    /**
     * One try. Empty: not known yet; to try again does no harm, because a batch that was written after all is refused
     * by the fence, which then tells.
     */
    public Optional<End> attempt(Batch batch) {
        try {
            return once(batch);
        } catch (StoreUnavailable away) {
            return Optional.empty();
        }
    }

    private Optional<End> once(Batch batch) {
        return store.commit(batch) == Store.Outcome.COMMITTED ? Optional.of(End.DURABLE) : judge(batch);
    }

    /** What the stored fence says of a batch that it refused; a sequence that went backwards is another history. */
    private Optional<End> judge(Batch batch) {
        var head = store.head(batch.shard());
        if (head.epoch() < batch.epoch() || head.epoch() == batch.epoch() && head.sequence() < batch.firstSeq()) {
            LOG.log(
                    Level.ERROR,
                    "shard={0} epoch={1} the database has lost commits: it stands at epoch {2} and sequence {3}, but"
                            + " {4} was durable; what is in memory is thrown away (docs/reliability.md, fault 19)",
                    batch.shard(), batch.epoch(), head.epoch(), head.sequence(), batch.firstSeq());
            return Optional.of(End.LOST);
        }
        if (head.epoch() != batch.epoch()) {
            return Optional.of(End.LOST);
        }
        return head.sequence() >= batch.lastSeq() ? Optional.of(End.DURABLE) : Optional.empty();
    }
}
