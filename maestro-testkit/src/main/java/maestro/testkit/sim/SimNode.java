package maestro.testkit.sim;

import static maestro.testkit.sim.Ledger.check;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import maestro.core.rule.Effect;
import maestro.core.rule.Message;
import maestro.core.state.BrokenRun;
import maestro.core.state.RunState;
import maestro.runtime.shard.Committer;
import maestro.runtime.shard.Sealed;
import maestro.runtime.store.RefusedRows;
import maestro.runtime.store.Store;
import maestro.runtime.store.StoreUnavailable;

/** One node of a simulation: the shards it believes to own, batches on their way, and runtimes at work. */
final class SimNode {
    /** What leaves a node once it is durable. */
    interface World {
        void perform(SimNode node, Effect effect);

        void released(SimNode node, Owner owner, Sealed sealed);
    }

    private final String id;
    private final Store store;
    private final Committer committer;
    private final VirtualClock clock;
    private final World world;
    private final Bug bug;
    private final Map<Integer, Owner> owners = new TreeMap<>();
    private final Map<Integer, Sealed> toWrite = new TreeMap<>();
    private final List<Effect.Launch> attempts = new ArrayList<>();
    private final Set<Integer> afresh = new HashSet<>();
    private final Set<String> said = new HashSet<>();
    private final Set<String> cancelled = new HashSet<>();
    private final Map<Integer, Map<String, BrokenRun>> broken = new TreeMap<>();
    private boolean paused;
    private long skew;

    SimNode(String id, Store store, VirtualClock clock, World world, Bug bug) {
        this.id = id;
        this.store = store;
        this.committer = new Committer(store);
        this.clock = clock;
        this.world = world;
        this.bug = bug;
    }

    String id() {
        return id;
    }

    Map<Integer, Owner> owners() {
        return owners;
    }

    List<Effect.Launch> attempts() {
        return attempts;
    }

    Set<String> cancelled() {
        return cancelled;
    }

    /** Attempts whose runtimes have told their end. */
    Set<String> said() {
        return said;
    }

    boolean paused() {
        return paused;
    }

    void pause(boolean now) {
        paused = now;
    }

    /** How far this node's clock is off. */
    void skew(long millis) {
        skew = millis;
    }

    long now() {
        return clock.millis() + skew;
    }

    void own(Owner owner) {
        drop(owner.shard().shard());
        owners.put(owner.shard().shard(), owner);
    }

    /** The shard's memory is gone, and its runtimes with it. */
    void drop(int shard) {
        owners.remove(shard);
        toWrite.remove(shard);
        attempts.removeIf(launch -> launch.run().runKey() >>> 48 == shard);
    }

    void crash() {
        List.copyOf(owners.keySet()).forEach(this::drop);
        attempts.clear();
        cancelled.clear();
        broken.clear();
        paused = false;
    }

    void offer(int shard, Message message) {
        var owner = owners.get(shard);
        if (owner != null) {
            owner.machine().offer(message);
        }
    }

    void compute(Effect.Compute work) {
        var owner = owners.get((int) (work.asker().runKey() >>> 48));
        if (owner != null) {
            owner.compute(work);
        }
    }

    void recall(Effect.Recall work) {
        var owner = owners.get((int) (work.asker().runKey() >>> 48));
        if (owner != null) {
            owner.recall(work);
        }
    }

    /** Takes a few decisions and seals them, if no batch is on its way. */
    void turn(Owner owner, BooleanSupplier enough) {
        var machine = owner.machine();
        if (bug != Bug.LOST_TIMER || owner.shard().epoch() == 1) {
            machine.tick(now());
        }
        machine.decide(this::now, enough);
        try {
            if (machine.inFlight() == 0) {
                machine.seal(now()).ifPresent(sealed -> seal(owner, sealed));
            }
        } catch (BrokenRun unfit) {
            broken(owner.shard().shard(), List.of(unfit));
            return;
        }
        machine.forgetIdle(0);
    }

    private void seal(Owner owner, Sealed sealed) {
        if (sealed.batch().firstSeq() == sealed.batch().lastSeq()) {
            release(owner);
            return;
        }
        toWrite.put(owner.shard().shard(), sealed);
        if (bug == Bug.RELEASED_EARLY) {
            perform(sealed);
        }
    }

    /** Tries to write a sealed batch once. */
    void write(Owner owner) {
        var sealed = toWrite.get(owner.shard().shard());
        if (sealed == null) {
            return;
        }
        try {
            var end = bug == Bug.WRITTEN_TWICE ? careless(sealed) : committer.attempt(sealed.batch());
            end.ifPresent(known -> ended(owner, known));
        } catch (RefusedRows refused) {
            var keys = Set.copyOf(committer.blame(sealed.batch()));
            broken(
                    owner.shard().shard(),
                    sealed.runs().stream()
                            .filter(run -> keys.contains(run.key()))
                            .map(RunState::root)
                            .distinct()
                            .map(run -> new BrokenRun(run, refused))
                            .toList());
        }
    }

    /** The shard starts afresh without runs that cannot be written. */
    private void broken(int shard, List<BrokenRun> runs) {
        var known = broken.computeIfAbsent(shard, _ -> new HashMap<>());
        runs.forEach(run -> check(
                known.put(run.root().identity().uuid(), run) == null, "%s is tried again though it cannot be written", run));
        drop(shard);
        afresh.add(shard);
    }

    /** Shards that start afresh here, told once. */
    Set<Integer> takeAfresh() {
        var taken = Set.copyOf(afresh);
        afresh.clear();
        return taken;
    }

    /** Runs of a shard that this node could not write. */
    Map<String, BrokenRun> broken(int shard) {
        return bug == Bug.TRIED_AGAIN ? Map.of() : broken.getOrDefault(shard, Map.of());
    }

    private Optional<Committer.End> careless(Sealed sealed) {
        try {
            return Optional.of(
                    store.commit(sealed.batch()) == Store.Outcome.COMMITTED
                            ? Committer.End.DURABLE
                            : Committer.End.LOST);
        } catch (StoreUnavailable lost) {
            return Optional.of(Committer.End.DURABLE);
        }
    }

    private void ended(Owner owner, Committer.End end) {
        var sealed = toWrite.remove(owner.shard().shard());
        if (end == Committer.End.DURABLE || bug == Bug.KEPT_SHARD) {
            release(owner);
            return;
        }
        if (bug == Bug.RELEASED_UNWRITTEN) {
            perform(sealed);
        }
        drop(owner.shard().shard());
    }

    private void release(Owner owner) {
        var sealed = owner.machine().committed();
        boolean alreadyOut = bug == Bug.RELEASED_EARLY && sealed.batch().firstSeq() != sealed.batch().lastSeq();
        if (!alreadyOut) {
            perform(sealed);
        }
        if (bug == Bug.RELEASED_TWICE) {
            perform(sealed);
        }
        world.released(this, owner, sealed);
    }

    private void perform(Sealed sealed) {
        for (var effect : sealed.effects()) {
            boolean lost = bug == Bug.LOST_EFFECT && effect instanceof Effect.Launch launch
                    && launch.attemptKey().hashCode() % 5 == 0;
            if (!lost) {
                world.perform(this, effect);
            }
        }
    }
}
