package maestro.runtime.node;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import maestro.runtime.store.Store;
import maestro.runtime.store.StoreUnavailable;

/** Looks once a second, with one query for all shards of this node, whether a letter waits whose nudge was lost. */
final class MailWatch implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(MailWatch.class.getName());
    private static final Duration EVERY = Duration.ofSeconds(1);

    private final Store store;
    private final Supplier<Set<Integer>> shards;
    private final Consumer<Collection<Integer>> nudge;
    private final CountDownLatch closed = new CountDownLatch(1);

    MailWatch(Store store, Supplier<Set<Integer>> shards, Consumer<Collection<Integer>> nudge) {
        this.store = store;
        this.shards = shards;
        this.nudge = nudge;
    }

    void start() {
        Thread.ofVirtual().name("mail-watch").start(this::run);
    }

    private void run() {
        try {
            while (!closed.await(EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
                look();
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void look() {
        try {
            nudge.accept(store.shardsWithMail(shards.get()));
        } catch (StoreUnavailable away) {
            // the next second will tell
        } catch (RuntimeException broken) {
            LOG.log(Level.ERROR, "looking for letters failed; the next second tries again", broken);
        }
    }

    @Override
    public void close() {
        closed.countDown();
    }
}
