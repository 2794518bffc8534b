package maestro.store;

import java.sql.SQLException;
import java.util.List;
import maestro.runtime.shard.FeedCodec;
import maestro.runtime.store.Batch;
import maestro.runtime.store.Reads.EventBatch;

/** The {@code event_batch} table: the events of one commit in one opaque row. */
final class EventTable {
    /** Part of the commit: reads from {@code fence}. */
    static final String INSERT = """
            insert into event_batch (shard, last_seq, first_seq, at_millis, events, runs)
            select id, ?::bigint, ?::bigint, ?::bigint, ?::bytea, ?::bytea from fence""";

    /**
     * Goes by the last sequence, so that a batch which holds the sequence in its middle is found too. An earlier
     * version does not say which runs a batch tells of.
     */
    private static final String AFTER = """
            select shard, first_seq, last_seq, at_millis,
                case when runs is null or position(?::bytea in runs) > 0 then events else ''::bytea end
            from event_batch where shard = ? and last_seq > ? order by last_seq limit ?""";

    /** Looks at the oldest few only, so that its cost does not grow with what is kept. */
    private static final String REMOVE_OLDEST = """
            delete from event_batch where shard = ? and last_seq in (
                select last_seq from (
                    select last_seq, at_millis from event_batch where shard = ? order by last_seq limit ?) oldest
                where at_millis < ?)""";

    private EventTable() {}

    static void bind(Columns to, Batch batch) throws SQLException {
        to.value(batch.lastSeq())
                .value(batch.firstSeq())
                .value(batch.atMillis())
                .value(Packed.pack(batch.events()))
                .value(FeedCodec.runKeys(batch.events()));
    }

    static int removeOldest(Pool pool, int shard, int size, long beforeMillis) {
        return pool.update("removing old events", REMOVE_OLDEST, shard, shard, size, beforeMillis);
    }

    static List<EventBatch> after(Pool pool, int shard, long runKey, long afterSeq, int size) {
        return pool.list(
                "reading events",
                row -> new EventBatch(
                        row.getInt(1), row.getLong(2), row.getLong(3), row.getLong(4), Packed.unpack(row.getBytes(5))),
                AFTER,
                FeedCodec.bytes(runKey),
                shard,
                afterSeq,
                size);
    }
}
