package maestro.runtime.node;

import java.lang.System.Logger.Level;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import maestro.runtime.store.StoreUnavailable;

/**
 * Reads for shards, each on a thread of its own and again and again until the database answers. None ends without a word:
 * what it throws otherwise is told to who asked. Thread-safe.
 */
record PatientReads(BooleanSupplier open) {
    private static final System.Logger LOG = System.getLogger(PatientReads.class.getName());
    private static final long AWAY_MILLIS = 200;
    private static final long PAUSE_MAX_MILLIS = 30_000;

    /** @param failed told of what the work throws, unless the database is away; the work is over then */
    void start(Runnable work, Consumer<Throwable> failed) {
        run(() -> {
            try {
                untilThere(work);
            } catch (RuntimeException | StackOverflowError broken) {
                failed.accept(broken);
            }
        });
    }

    /** What must be done in the end, whatever it throws meanwhile: it is logged, and tried again after a while. */
    void startUntilDone(String what, Runnable work) {
        run(() -> {
            for (long pause = AWAY_MILLIS; open.getAsBoolean(); pause = Math.min(2 * pause, PAUSE_MAX_MILLIS)) {
                try {
                    untilThere(work);
                    return;
                } catch (RuntimeException | StackOverflowError broken) {
                    LOG.log(Level.ERROR, what + " failed; it is tried again in " + pause + " ms", broken);
                    TimeUnit.MILLISECONDS.sleep(pause);
                }
            }
        });
    }

    private interface Interruptible {
        void run() throws InterruptedException;
    }

    private static void run(Interruptible work) {
        Thread.ofVirtual().start(() -> {
            try {
                work.run();
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private void untilThere(Runnable work) throws InterruptedException {
        do {
            try {
                work.run();
                return;
            } catch (StoreUnavailable away) {
                TimeUnit.MILLISECONDS.sleep(AWAY_MILLIS);
            }
        } while (open.getAsBoolean());
    }
}
