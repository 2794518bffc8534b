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
 * shard: only another owner's epoch does, at its next commit (fault 4). Nothing here waits for a shard.
 */
final class LeaseKeeper implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(LeaseKeeper.class.getName());
    private static final long AWAY_MILLIS = 200;
    private static final long AFTER_A_LEASE_MILLIS = 10;
    private static final long RACED_MILLIS = 5;

    /** The shards of this process. No call blocks. */
    interface Owned {
        Set<Integer> running();

        void taken(Leases.Shard shard);

        /** Starts to hand a shard over; it counts as running until that is done. */
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
    private volatile boolean draining;
    private volatile long beatNanos = Long.MIN_VALUE;
    private volatile ClusterView view = ClusterView.NONE;
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

    /** Whether the database answered when it was last asked. */
    boolean reached() {
        return reached;
    }

    /** What was seen last. */
    ClusterView view() {
        return view;
    }

    /** Reads anew, unless that was done within the last 50 ms. */
    ClusterView viewNow() {
        if (System.nanoTime() - view.atNanos() > 50_000_000L) {
            see();
        }
        return view;
    }

    /** Whether no other node can have taken a shard of this one without its knowledge. */
    boolean certain() {
        return beatNanos != Long.MIN_VALUE && System.nanoTime() - beatNanos < config.lease().toNanos();
    }

    /**
     * From now on this node takes no shards, and the others know it.
     *
     * @throws StoreUnavailable when they could not be told
     */
    void drain() {
        draining = true;
        leases.heartbeat(config.member(), true);
    }

    private void run() {
        while (open) {
            try {
                long wait = look();
                bell.tryAcquire(wait, TimeUnit.MILLISECONDS);
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

    private void pause() {
        try {
            bell.tryAcquire(AWAY_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            open = false;
        }
    }

    private ClusterView see() {
        long now = System.nanoTime();
        var seen = new ClusterView(leases.nodes(config.lease()), leases.all(), now);
        view = seen;
        return seen;
    }

    /** One look; the milliseconds until the next. */
    private long look() {
        long now = System.nanoTime();
        if (!leases.heartbeat(config.member(), draining)) {
            open = false;
            owned.replaced();
            return 0;
        }
        reached = true;
        beatNanos = now;
        var seen = see();
        var plan = Balance.plan(config.id(), owned.running(), seen.nodes(), seen.shards());
        boolean raced = false;
        if (!draining) {
            if (!plan.take().isEmpty()) {
                var taken = leases.takeAll(plan.take(), config.id());
                taken.forEach(owned::taken);
                raced = taken.size() < plan.take().size();
            }
            plan.giveUp().forEach(owned::giveUp);
        }
        plan.lost().forEach(owned::lost);
        if (raced || !plan.take().isEmpty()) {
            see();
        }
        owned.settled();
        return raced ? RACED_MILLIS : untilNext(seen);
    }

    /** A quarter of a lease, or less when a silent node's lease ends before. */
    private long untilNext(ClusterView seen) {
        Duration lease = config.lease();
        long beat = lease.toMillis() / 4;
        return seen.nodes().stream()
                .filter(node -> node.alive() && !node.id().equals(config.id()))
                .mapToLong(node -> lease.minus(node.silence()).toMillis() + AFTER_A_LEASE_MILLIS)
                .reduce(beat, Math::min);
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
