package maestro.runtime.node;

import maestro.runtime.store.Leases;

/** Short words to other nodes. They may be late, doubled or lost; calls must not block. Thread-safe. */
public interface Neighbours {
    /** For a node that is alone. */
    Neighbours NONE = new Neighbours() {
        @Override
        public void mail(Leases.Member node, int shard) {}

        @Override
        public void look(Leases.Member node) {}
    };

    /** A letter waits for a shard of that node. */
    void mail(Leases.Member node, int shard);

    /** The owners of shards have changed: it should look at the leases now. */
    void look(Leases.Member node);
}
