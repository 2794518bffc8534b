package maestro.runtime.shard;

import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import maestro.runtime.store.Batch;
import maestro.runtime.store.Store;
import maestro.runtime.store.StoreUnavailable;

/**
 * Brings one batch to a certain end, whatever the database does meanwhile: written, or refused for good. A lost answer is
 * found out by the shard's sequence (faults 2 and 3). Thread-safe.
 */
public final class Committer {
    private static final long PAUSE_MIN_MILLIS = 20;
    private static final long PAUSE_MAX_MILLIS = 1_000;

    /** How a batch ended. */
    public enum End {
        DURABLE,
        /** Another owner has the shard, or its stored state went backwards: nothing here may go on. */
        LOST
    }

    private final Store store;

    public Committer(Store store) {
        this.store = store;
    }

    /**
     * Writes a batch, trying again as long as the database is away.
     *
     * @param alive asked between tries; false gives the batch up as lost
     */
    public End write(Batch batch, BooleanSupplier alive) throws InterruptedException {
        long pause = PAUSE_MIN_MILLIS;
        while (alive.getAsBoolean()) {
            try {
                if (store.commit(batch) == Store.Outcome.COMMITTED) {
                    return End.DURABLE;
                }
                switch (judge(batch)) {
                    case DURABLE -> {
                        return End.DURABLE;
                    }
                    case LOST -> {
                        return End.LOST;
                    }
                    case AGAIN -> TimeUnit.MILLISECONDS.sleep(PAUSE_MIN_MILLIS);
                }
            } catch (StoreUnavailable away) {
                TimeUnit.MILLISECONDS.sleep(pause);
                pause = Math.min(pause * 2, PAUSE_MAX_MILLIS);
                if (known(batch) == Verdict.DURABLE) {
                    return End.DURABLE;
                }
            }
        }
        return End.LOST;
    }

    private enum Verdict {
        DURABLE, LOST, AGAIN
    }

    private Verdict known(Batch batch) {
        try {
            return judge(batch);
        } catch (StoreUnavailable stillAway) {
            return Verdict.AGAIN;
        }
    }

    /** What the stored fence says of a batch: its predecessor may still be on its way. */
    private Verdict judge(Batch batch) {
        var head = store.head(batch.shard());
        if (head.epoch() != batch.epoch()) {
            return Verdict.LOST;
        }
        if (head.sequence() >= batch.lastSeq()) {
            return Verdict.DURABLE;
        }
        return Verdict.AGAIN;
    }
}
