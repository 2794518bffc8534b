package maestro.store;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import maestro.core.row.SnapshotRow;

/** The {@code properties_snapshot} table: written once, never changed. */
final class SnapshotTable {
    /** Part of the commit: reads from {@code fence}. */
    static final String INSERT = """
            insert into properties_snapshot (workflow_id, internal_id, create_millis, snapshot)
            select u.* from fence, unnest(?::text[], ?::bigint[], ?::bigint[], ?::text[]) u
            on conflict (internal_id, create_millis) do nothing""";

    private static final String ONE = """
            select workflow_id, internal_id, create_millis, snapshot from properties_snapshot
            where internal_id = ? and create_millis = ?""";

    private static final String REMOVE = """
            delete from properties_snapshot where (internal_id, create_millis) in (
                select internal_id, create_millis from properties_snapshot where internal_id = ? limit ?)""";

    private static final Pool.Mapping<SnapshotRow> ROW =
            row -> new SnapshotRow(row.getString(1), row.getLong(2), row.getLong(3), row.getString(4));

    private SnapshotTable() {}

    static void bind(Columns to, List<SnapshotRow> rows) throws SQLException {
        to.texts(rows, SnapshotRow::workflowId)
                .longs(rows, SnapshotRow::internalId)
                .longs(rows, SnapshotRow::createMillis)
                .texts(rows, SnapshotRow::snapshot);
    }

    static Optional<SnapshotRow> one(Pool pool, long internalId, long createMillis) {
        return pool.one("reading a properties snapshot", ROW, ONE, internalId, createMillis);
    }

    static int remove(Pool pool, long internalId, int size) {
        return pool.update("removing properties snapshots", REMOVE, internalId, size);
    }
}
