package maestro.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import maestro.core.row.MessageRow;

/** The {@code shard_message} table: letters on their way from one shard to another. */
final class MessageTable {
    /** Part of the commit: reads from {@code fence}. */
    static final String INSERT = """
            insert into shard_message (to_shard, from_shard, seq, workflow_id, payload)
            select u.* from fence, unnest(?::int[], ?::int[], ?::bigint[], ?::text[], ?::text[]) u
            on conflict (to_shard, from_shard, seq) do nothing""";

    /** Part of the commit: reads from {@code fence}. */
    static final String REMOVE = """
            delete from shard_message m using fence, unnest(?::int[], ?::bigint[]) u(from_shard, seq)
            where m.to_shard = fence.id and m.from_shard = u.from_shard and m.seq = u.seq""";

    private static final String INBOX = """
            select to_shard, from_shard, seq, workflow_id, payload from shard_message
            where to_shard = ? order by from_shard, seq limit ?""";

    /** One look into the primary key a shard, however much mail there is and for whom. */
    private static final String WITH_MAIL = """
            select s from unnest(?::int[]) s where exists (select 1 from shard_message where to_shard = s)""";

    private MessageTable() {}

    static void bindSent(Columns to, List<MessageRow> rows) throws SQLException {
        to.ints(rows, MessageRow::toShard)
                .ints(rows, MessageRow::fromShard)
                .longs(rows, MessageRow::seq)
                .texts(rows, MessageRow::workflowId)
                .texts(rows, MessageRow::payload);
    }

    static void bindTaken(Columns to, List<MessageRow.Key> keys) throws SQLException {
        to.ints(keys, MessageRow.Key::fromShard).longs(keys, MessageRow.Key::seq);
    }

    static List<MessageRow> inbox(Pool pool, int shard, int size) {
        return pool.list("reading a shard's inbox", MessageTable::row, INBOX, shard, size);
    }

    static List<Integer> withMail(Pool pool, Collection<Integer> shards) {
        int[] asked = shards.stream().mapToInt(Integer::intValue).toArray();
        return pool.list("looking for letters", row -> row.getInt(1), WITH_MAIL, (Object) asked);
    }

    private static MessageRow row(ResultSet row) throws SQLException {
        return new MessageRow(row.getInt(1), row.getInt(2), row.getLong(3), row.getString(4), row.getString(5));
    }
}
