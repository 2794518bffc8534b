package maestro.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import maestro.core.row.TimelineRow;

/** The {@code workflow_timeline} table: written once, never changed. */
final class TimelineTable {
    /** Part of the commit: reads from {@code fence}. */
    static final String INSERT = """
            insert into workflow_timeline (workflow_id, internal_id, seq, at_millis, author, log)
            select u.* from fence,
                unnest(?::text[], ?::bigint[], ?::bigint[], ?::bigint[], ?::text[], ?::text[]) u
            on conflict (internal_id, at_millis, seq) do nothing""";

    private static final String NEWEST = """
            select workflow_id, internal_id, seq, at_millis, author, log from workflow_timeline
            where internal_id = ? order by at_millis desc, seq desc limit ?""";

    private static final String REMOVE = """
            delete from workflow_timeline where (internal_id, at_millis, seq) in (
                select internal_id, at_millis, seq from workflow_timeline where internal_id = ? limit ?)""";

    private TimelineTable() {}

    static void bind(Columns to, List<TimelineRow> rows) throws SQLException {
        to.texts(rows, TimelineRow::workflowId)
                .longs(rows, TimelineRow::internalId)
                .longs(rows, TimelineRow::seq)
                .longs(rows, TimelineRow::atMillis)
                .texts(rows, TimelineRow::author)
                .texts(rows, TimelineRow::log);
    }

    static List<TimelineRow> newest(Pool pool, long internalId, int size) {
        return pool.list("reading a workflow's timeline", TimelineTable::row, NEWEST, internalId, size);
    }

    static int remove(Pool pool, long internalId, int size) {
        return pool.update("removing a workflow's timeline", REMOVE, internalId, size);
    }

    private static TimelineRow row(ResultSet row) throws SQLException {
        return new TimelineRow(
                row.getString(1), row.getLong(2), row.getLong(3), row.getLong(4), row.getString(5), row.getString(6));
    }
}
