package maestro.testkit.store;

import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import maestro.runtime.store.Leases;
import maestro.testkit.store.MemoryTables.Beat;

/** {@link Leases} in memory; one object a process, as it remembers which incarnations it has entered. */
final class MemoryLeases implements Leases {
    private final MemoryDatabase database;
    private final InstantSource clock;
    private final Set<String> entered = new HashSet<>();

    MemoryLeases(MemoryDatabase database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    @Override
    public int shards() {
        return database.call("shards", tables -> tables.shards.length);
    }

    @Override
    public boolean heartbeat(String nodeId, String incarnation, String address, Duration lease) {
        return database.call("heartbeat", tables -> {
            Beat old = tables.nodes.get(nodeId);
            if (entered.contains(incarnation) && (old == null || !old.incarnation().equals(incarnation))) {
                return false;
            }
            tables.nodes.put(nodeId, new Beat(incarnation, address, clock.instant()));
            entered.add(incarnation);
            return true;
        });
    }

    @Override
    public List<Node> nodes(Duration lease) {
        return database.call("nodes", tables -> {
            var oldest = clock.instant().minus(lease);
            return tables.nodes.entrySet().stream()
                    .map(node -> new Node(
                            node.getKey(),
                            node.getValue().incarnation(),
                            node.getValue().address(),
                            node.getValue().at().isAfter(oldest)))
                    .toList();
        });
    }

    @Override
    public List<Shard> all() {
        return database.call("all", tables -> List.of(tables.shards));
    }

    @Override
    public Optional<Shard> take(int shard, long expectedEpoch, String nodeId) {
        return database.call("take", shard, tables -> {
            Shard old = tables.shards[shard];
            if (old.epoch() != expectedEpoch) {
                return Optional.empty();
            }
            tables.shards[shard] = new Shard(shard, nodeId, old.epoch() + 1, old.sequence());
            return Optional.of(tables.shards[shard]);
        });
    }

    @Override
    public void release(int shard, long epoch, String nodeId) {
        database.call("release", shard, tables -> {
            Shard old = tables.shards[shard];
            if (old.epoch() == epoch && old.owner().equals(nodeId)) {
                tables.shards[shard] = new Shard(shard, "", epoch + 1, old.sequence());
            }
            return old;
        });
    }

    @Override
    public void leave(String nodeId, String incarnation) {
        database.call("leave", tables -> {
            Beat old = tables.nodes.get(nodeId);
            return old != null && old.incarnation().equals(incarnation) && tables.nodes.remove(nodeId, old);
        });
    }
}
