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
    public boolean heartbeat(Member me, boolean draining) {
        return database.call("heartbeat", tables -> {
            Beat old = tables.nodes.get(me.id());
            if (entered.contains(me.incarnation())
                    && (old == null || !old.member().incarnation().equals(me.incarnation()))) {
                return false;
            }
            tables.nodes.put(me.id(), new Beat(me, draining, clock.instant()));
            entered.add(me.incarnation());
            return true;
        });
    }

    @Override
    public List<Node> nodes(Duration lease) {
        return database.call("nodes", tables -> tables.nodes.values().stream()
                .map(beat -> {
                    var silence = Duration.between(beat.at(), clock.instant());
                    return new Node(beat.member(), beat.draining(), silence, silence.compareTo(lease) < 0);
                })
                .toList());
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
            return old != null && old.member().incarnation().equals(incarnation) && tables.nodes.remove(nodeId, old);
        });
    }

    @Override
    public String secret(String proposed) {
        return database.call("secret", tables -> {
            if (tables.secret.isEmpty()) {
                tables.secret = proposed;
            }
            return tables.secret;
        });
    }
}
