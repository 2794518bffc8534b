package maestro.runtime.node;

import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import maestro.runtime.store.StoreUnavailable;

/** Reads for shards, each on a thread of its own and again and again until the database answers. Thread-safe. */
record PatientReads(BooleanSupplier open) {
    void start(Runnable work) {
        Thread.ofVirtual().start(() -> {
            try {
                untilDone(work);
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private void untilDone(Runnable work) throws InterruptedException {
        do {
            try {
                work.run();
                return;
            } catch (StoreUnavailable away) {
                TimeUnit.MILLISECONDS.sleep(200);
            }
        } while (open.getAsBoolean());
    }
}
