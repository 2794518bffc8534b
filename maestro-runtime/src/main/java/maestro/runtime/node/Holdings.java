package maestro.runtime.node;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import maestro.runtime.shard.BrokenRuns;
import maestro.runtime.shard.ShardLoop;
import maestro.runtime.store.Leases;
import maestro.runtime.store.StoreUnavailable;

/** The shards that this process runs, and how they come and go. Thread-safe. */
final class Holdings implements LeaseKeeper.Owned {
    private static final System.Logger LOG = System.getLogger(Holdings.class.getName());
    private static final Duration HAND_OVER = Duration.ofSeconds(10);
    private static final long ECHO_MILLIS = 500;

    /** A shard with its loop. */
    record Held(ShardLoop loop, Leases.Shard shard) {}

    /** The node around. */
    interface Host {
        /** A loop for a shard, not started. */
        ShardLoop open(Leases.Shard shard);

        void start(Held held);

        /** A shard was given up: others may take it. */
        void released();

        void replaced();

        void settled();
    }

    private final Leases leases;
    private final String me;
    private final Host host;
    private final Map<Integer, Held> held = new ConcurrentHashMap<>();
    private final Set<Integer> leaving = ConcurrentHashMap.newKeySet();
    private final Set<Integer> resting = ConcurrentHashMap.newKeySet();

    Holdings(Leases leases, String me, Host host) {
        this.leases = leases;
        this.me = me;
        this.host = host;
    }

    Optional<ShardLoop> loop(int shard) {
        return Optional.ofNullable(held.get(shard)).map(Held::loop);
    }

    /** The loop of a shard, if it still is of that epoch. */
    Optional<ShardLoop> loop(Leases.Shard shard) {
        return Optional.ofNullable(held.get(shard.shard()))
                .filter(present -> present.shard().epoch() == shard.epoch())
                .map(Held::loop);
    }

    Set<Integer> shards() {
        return Set.copyOf(held.keySet());
    }

    List<ShardFigures> figures() {
        return held.values().stream()
                .sorted(Comparator.comparingInt(present -> present.shard().shard()))
                .map(present -> new ShardFigures(
                        present.shard().shard(),
                        present.shard().epoch(),
                        present.loop().liveRuns(),
                        present.loop().backlog(),
                        present.loop().lagMillis()))
                .toList();
    }

    void ended(ShardLoop loop) {
        held.computeIfPresent(loop.shard(), (_, present) -> present.loop() == loop ? null : present);
    }

    /** A shard has failed: it starts afresh, after a while if that alone does not help. */
    void failed(Leases.Shard shard, Throwable error, Troubles troubles, Runnable then) {
        if (error instanceof BrokenRuns broken) {
            troubles.broken(shard.shard(), broken.runs());
        }
        long wait = troubles.failed(shard.shard(), error instanceof BrokenRuns, error);
        LOG.log(
                Level.ERROR,
                "shard=" + shard.shard() + " epoch=" + shard.epoch() + " restarts in " + wait + " ms",
                error);
        rest(shard, wait, troubles.giveAway(shard.shard()), then);
    }

    /**
     * A shard is not taken back before a while has passed.
     *
     * @param giveAway another node shall try it meanwhile
     * @param then called when the while is over
     */
    private void rest(Leases.Shard shard, long millis, boolean giveAway, Runnable then) {
        if (millis == 0) {
            return;
        }
        resting.add(shard.shard());
        Thread.ofVirtual().name("rest-" + shard.shard()).start(() -> {
            try {
                if (giveAway) {
                    leases.release(shard.shard(), shard.epoch(), me);
                    host.released();
                }
            } catch (StoreUnavailable away) {
                LOG.log(Level.WARNING, "node={0} shard={1} could not be given away", me, shard.shard());
            }
            try {
                TimeUnit.MILLISECONDS.sleep(millis);
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            } finally {
                resting.remove(shard.shard());
                then.run();
            }
        });
    }

    /** Hands a shard over to this node itself: its loop ends when all is durable, and is started again. */
    void reload(int shard) {
        loop(shard).ifPresent(loop -> Thread.ofVirtual().name("reload-" + shard).start(() -> {
            try {
                if (!loop.close(HAND_OVER)) {
                    loop.abandon();
                }
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                loop.abandon();
            }
        }));
    }

    @Override
    public Set<Integer> running() {
        var running = new HashSet<>(leaving);
        running.addAll(resting);
        running.addAll(held.keySet());
        return running;
    }

    @Override
    public void taken(Leases.Shard shard) {
        var present = new Held(host.open(shard), shard);
        held.put(shard.shard(), present);
        host.start(present);
    }

    @Override
    public void giveUp(int shard) {
        var given = held.get(shard);
        if (given != null && leaving.add(shard)) {
            Thread.ofVirtual().name("hand-over-" + shard).start(() -> handOver(given));
        }
    }

    /** Hands all shards over, each on its own, and waits for them. */
    void giveUpAll() {
        var handOvers = new ArrayList<Thread>();
        for (var given : held.values()) {
            leaving.add(given.shard().shard());
            handOvers.add(Thread.ofVirtual().start(() -> handOver(given)));
        }
        try {
            for (var handOver : handOvers) {
                handOver.join();
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /** Lets the others see who owns the shards now, so that none of their calls is on its way here any more. */
    void awaitEcho(boolean others) {
        try {
            if (others) {
                TimeUnit.MILLISECONDS.sleep(ECHO_MILLIS);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /** It counts as running until it is released: else it would be taken back as one of this node's own. */
    private void handOver(Held given) {
        int shard = given.shard().shard();
        try {
            if (given.loop().close(HAND_OVER)) {
                leases.release(shard, given.shard().epoch(), me);
                host.released();
            } else {
                LOG.log(Level.WARNING, "node={0} shard={1} could not be handed over in time", me, shard);
                given.loop().abandon();
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            given.loop().abandon();
        } catch (StoreUnavailable away) {
            given.loop().abandon();
        } finally {
            leaving.remove(shard);
        }
    }

    @Override
    public void lost(int shard) {
        loop(shard).ifPresent(ShardLoop::abandon);
    }

    @Override
    public void replaced() {
        held.values().forEach(present -> present.loop().abandon());
        host.replaced();
    }

    @Override
    public void settled() {
        host.settled();
    }
}
