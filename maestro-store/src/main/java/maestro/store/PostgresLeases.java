package maestro.store;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import maestro.runtime.store.Leases;

/** Leases on a connection of their own, so that a full pool or a slow query never costs a shard. */
final class PostgresLeases implements Leases {
    private final Pool pool;
    private final int shards;
    /** Incarnations that this process has entered: from then on they only beat, and give way to a newer one. */
    private final Set<String> entered = ConcurrentHashMap.newKeySet();

    PostgresLeases(Pool pool, int shards) {
        this.pool = pool;
        this.shards = shards;
    }

    @Override
    public int shards() {
        return shards;
    }

    @Override
    public boolean heartbeat(String nodeId, String incarnation, String address, Duration lease) {
        if (entered.contains(incarnation)) {
            return NodeTable.beat(pool, nodeId, incarnation, address);
        }
        NodeTable.enter(pool, nodeId, incarnation, address);
        entered.add(incarnation);
        NodeTable.forgetLongDead(pool);
        return true;
    }

    @Override
    public List<Node> nodes(Duration lease) {
        return NodeTable.all(pool, lease);
    }

    @Override
    public List<Shard> all() {
        return ShardTable.all(pool);
    }

    @Override
    public Optional<Shard> take(int shard, long expectedEpoch, String nodeId) {
        return ShardTable.take(pool, shard, expectedEpoch, nodeId);
    }

    @Override
    public void release(int shard, long epoch, String nodeId) {
        ShardTable.release(pool, shard, epoch, nodeId);
    }

    @Override
    public void leave(String nodeId, String incarnation) {
        NodeTable.leave(pool, nodeId, incarnation);
    }
}
