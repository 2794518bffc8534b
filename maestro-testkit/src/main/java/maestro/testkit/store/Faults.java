package maestro.testkit.store;

import maestro.runtime.store.StoreUnavailable;

/**
 * Called around each call of a {@link MemoryDatabase}; override to inject faults. Throw from {@link #before} and
 * nothing has happened; throw from {@link #after} and it has happened but the answer is lost; block, or let others act
 * first, to pause. Both are called outside the database's lock.
 */
public interface Faults {
    /**
     * Which call.
     *
     * @param name the port's method, {@code commit} or {@code load} and so on
     * @param shard the shard concerned, -1 when none is
     */
    record Call(String name, int shard) {}

    Faults NONE = new Faults() {};

    default void before(Call call) {}

    default void after(Call call) {}

    /** What a port throws when the database is away. */
    static StoreUnavailable unavailable(Call call) {
        return new StoreUnavailable("fault injected into " + call.name(), null);
    }
}
