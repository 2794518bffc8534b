package maestro.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import maestro.runtime.store.Leases.Shard;
import maestro.runtime.store.Store.Head;

/** The {@code shard} table: owner, epoch and sequence of each shard. Each change of owner raises the epoch. */
final class ShardTable {
    /** The first part of each commit, which all others read from; no row: nothing is written. */
    static final String FENCE =
            "update shard set next_seq = ? where id = ? and epoch = ? and next_seq = ? returning id";

    private static final String HEAD = "select id, epoch, next_seq, owner from shard where id = ?";
    private static final String ALL = "select id, owner, epoch, next_seq from shard order by id";
    private static final String TAKE = """
            update shard set owner = ?, epoch = epoch + 1 where id = ? and epoch = ?
            returning id, owner, epoch, next_seq""";
    /**
     * Rows in the order of their ids, so that nodes that reach for the same ones do not wait for each other in a
     * circle.
     */
    private static final String TAKE_ALL = """
            with free as (
                select shard.id from shard join unnest(?::int[], ?::bigint[]) as seen (id, epoch)
                    on shard.id = seen.id and shard.epoch = seen.epoch
                order by shard.id for update of shard skip locked)
            update shard set owner = ?, epoch = shard.epoch + 1 from free where shard.id = free.id
            returning shard.id, shard.owner, shard.epoch, shard.next_seq""";
    private static final String RELEASE =
            "update shard set owner = '', epoch = epoch + 1 where id = ? and epoch = ? and owner = ?";

    private static final Pool.Mapping<Shard> SHARD =
            row -> new Shard(row.getInt(1), row.getString(2), row.getLong(3), row.getLong(4));

    private ShardTable() {}

    static Head head(Pool pool, int shard) {
        return pool.one(
                        "reading a shard's head",
                        row -> new Head(row.getInt(1), row.getLong(2), row.getLong(3), row.getString(4)),
                        HEAD,
                        shard)
                .orElseThrow(() -> new IllegalArgumentException("there is no shard " + shard));
    }

    static List<Shard> all(Pool pool) {
        return pool.list("reading shards", SHARD, ALL);
    }

    static Optional<Shard> take(Pool pool, int shard, long expectedEpoch, String nodeId) {
        return pool.one("taking a shard", SHARD, TAKE, nodeId, shard, expectedEpoch);
    }

    /** One statement for all; a row that somebody has locked is left for the next time. */
    static List<Shard> takeAll(Pool pool, List<Shard> seen, String nodeId) {
        var ids = seen.stream().map(Shard::shard).toArray(Integer[]::new);
        var epochs = seen.stream().map(Shard::epoch).toArray(Long[]::new);
        return pool.use("taking shards", db -> {
            try (var take = db.prepareStatement(TAKE_ALL)) {
                take.setArray(1, db.createArrayOf("int", ids));
                take.setArray(2, db.createArrayOf("bigint", epochs));
                take.setString(3, nodeId);
                try (var rows = take.executeQuery()) {
                    var taken = new ArrayList<Shard>();
                    while (rows.next()) {
                        taken.add(SHARD.of(rows));
                    }
                    return taken;
                }
            }
        });
    }

    static void release(Pool pool, int shard, long epoch, String nodeId) {
        pool.update("releasing a shard", RELEASE, shard, epoch, nodeId);
    }
}
