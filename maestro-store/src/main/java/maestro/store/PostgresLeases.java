package maestro.store;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import maestro.runtime.store.Leases;

/** Leases on a connection of their own, so that a full pool or a slow query never costs a shard. */
final class PostgresLeases implements Leases {
    private static final String KEEP_SECRET = "update settings set cluster_secret = ? where cluster_secret is null";
    private static final String SECRET = "select cluster_secret from settings";

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
    public boolean heartbeat(Member me, boolean draining) {
        if (entered.contains(me.incarnation())) {
            return NodeTable.beat(pool, me, draining);
        }
        NodeTable.enter(pool, me, draining);
        entered.add(me.incarnation());
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
    public List<Shard> takeAll(List<Shard> seen, String nodeId) {
        return ShardTable.takeAll(pool, seen, nodeId);
    }

    @Override
    public void release(int shard, long epoch, String nodeId) {
        ShardTable.release(pool, shard, epoch, nodeId);
    }

    @Override
    public void leave(String nodeId, String incarnation) {
        NodeTable.leave(pool, nodeId, incarnation);
    }

    @Override
    public String secret(String proposed) {
        pool.update("agreeing on a secret", KEEP_SECRET, proposed);
        return pool.one("reading the secret", row -> row.getString(1), SECRET).orElseThrow();
    }
}
