package maestro.store;

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

    static void release(Pool pool, int shard, long epoch, String nodeId) {
        pool.update("releasing a shard", RELEASE, shard, epoch, nodeId);
    }
}
