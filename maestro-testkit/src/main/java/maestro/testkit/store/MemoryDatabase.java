package maestro.testkit.store;

import java.time.InstantSource;
import java.util.function.Function;
import java.util.function.Supplier;
import maestro.runtime.log.LogStore;
import maestro.runtime.store.BriefReads;
import maestro.runtime.store.JobTemplates;
import maestro.runtime.store.Leases;
import maestro.runtime.store.Reads;
import maestro.runtime.store.Removal;
import maestro.runtime.store.Store;

/**
 * A database in memory that keeps the store's contract, for the simulator and for fast tests. The same calls give the
 * same answers: nothing in it depends on time but the age of heartbeats, judged by the given clock. Rows are kept by
 * reference, so their arrays must not be changed. Thread-safe.
 */
public final class MemoryDatabase {
    /** A state to go back to, see {@link #restore}. */
    public static final class State {
        private final MemoryTables tables;

        private State(MemoryTables tables) {
            this.tables = tables;
        }
    }

    private final InstantSource clock;
    private final Faults faults;
    private MemoryTables tables;

    public MemoryDatabase(int shards, InstantSource clock, Faults faults) {
        this.clock = clock;
        this.faults = faults;
        tables = new MemoryTables(shards);
    }

    public Store store() {
        return new MemoryStore(this);
    }

    public Leases leases() {
        return new MemoryLeases(this, clock);
    }

    public Reads reads() {
        return new MemoryReads(this);
    }

    public BriefReads briefReads() {
        return new MemoryBriefReads(this);
    }

    public LogStore logs() {
        return new MemoryLogs(this);
    }

    public Removal removal() {
        return new MemoryRemoval(this);
    }

    public JobTemplates jobTemplates() {
        return new MemoryTemplates(this);
    }

    /** All ports at once. */
    public Ports ports() {
        return new Ports(store(), leases(), reads(), briefReads(), logs(), removal(), jobTemplates(),
                new MemoryOutputs(this), new MemorySources(this), new MemoryHooks(this));
    }

    /** The present state, to which {@link #restore} goes back: a fail-over to a replica that lags. */
    public synchronized State state() {
        return new State(new MemoryTables(tables));
    }

    public synchronized void restore(State state) {
        tables = new MemoryTables(state.tables);
    }

    /** One call of a port, with the faults around it. */
    <T> T call(String name, int shard, Function<MemoryTables, T> work) {
        var call = new Faults.Call(name, shard);
        faults.before(call);
        T answer = locked(() -> work.apply(tables));
        faults.after(call);
        return answer;
    }

    <T> T call(String name, Function<MemoryTables, T> work) {
        return call(name, -1, work);
    }

    private synchronized <T> T locked(Supplier<T> work) {
        return work.get();
    }
}
