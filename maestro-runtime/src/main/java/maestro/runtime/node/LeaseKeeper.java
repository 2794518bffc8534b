package maestro.runtime.node;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import maestro.runtime.store.Leases;
import maestro.runtime.store.StoreUnavailable;

/**
 * Keeps this node's heart beating and its shards in step with what all nodes see. A lost heartbeat alone never stops a
 * shard: only another owner's epoch does, at its next commit (fault 4).
 */
final class LeaseKeeper implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(LeaseKeeper.class.getName());

    /** The shards of this process. */
    interface Owned {
        Set<Integer> running();

        void taken(Leases.Shard shard);

        /** Hands a shard over: ends its loop when all is durable, then releases it. */
        void giveUp(int shard);

        /** Another node owns the shard: its loop ends, and what it launched. */
        void lost(int shard);

        /** Another process runs under this node's id. */
        void replaced();

        /** All is as it should be after a look at the leases. */
        void settled();
    }

    private final Leases leases;
    private final NodeConfig config;
    private final Owned owned;
    private final Semaphore bell = new Semaphore(0);
    private volatile boolean open = true;
    private volatile boolean reached;
    private Thread thread;

    LeaseKeeper(Leases leases, NodeConfig config, Owned owned) {
        this.leases = leases;
        this.config = config;
        this.owned = owned;
    }

    void start() {
        thread = Thread.ofPlatform().name("leases").daemon().start(this::run);
    }

    /** Looks at the leases now instead of at the next beat. */
    void lookSoon() {
        bell.release();
    }

    private void run() {
        Duration beat = config.lease().dividedBy(4);
        while (open) {
            try {
                look();
                bell.tryAcquire(beat.toMillis(), TimeUnit.MILLISECONDS);
                bell.drainPermits();
            } catch (StoreUnavailable away) {
                reached = false;
                pause();
            } catch (InterruptedException stopped) {
                return;
            } catch (Throwable unexpected) {
                reached = false;
                // Without a heart the whole node would be lost to one bug (fault 10).
                LOG.log(Level.ERROR, "node=" + config.id() + " could not look at the leases", unexpected);
                pause();
            }
        }
    }

    /** Whether the database answered when it was last asked. */
    boolean reached() {
        return reached;
    }

    private void pause() {
        try {
            bell.tryAcquire(200, TimeUnit.MILLISECONDS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            open = false;
        }
    }

    private void look() {
        if (!leases.heartbeat(config.id(), config.incarnation(), config.address(), config.lease())) {
            open = false;
            owned.replaced();
            return;
        }
        reached = true;
        var plan = Balance.plan(config.id(), owned.running(), leases.nodes(config.lease()), leases.all());
        for (var shard : plan.take()) {
            leases.take(shard.shard(), shard.epoch(), config.id()).ifPresent(owned::taken);
        }
        plan.giveUp().forEach(owned::giveUp);
        plan.lost().forEach(owned::lost);
        owned.settled();
    }

    @Override
    public void close() {
        open = false;
        if (thread != null) {
            thread.interrupt();
            try {
                thread.join(Duration.ofSeconds(10));
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
