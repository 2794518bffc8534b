package maestro.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import maestro.core.row.VersionRow;
import maestro.runtime.store.Reads.Page;
import maestro.runtime.store.Reads.Window;

/** The {@code workflow_version} table: written once, never changed. */
final class VersionTable {
    /** Part of the commit: reads from {@code fence}. */
    static final String INSERT = """
            insert into workflow_version (workflow_id, internal_id, version, create_millis, definition, metadata)
            select u.* from fence,
                unnest(?::text[], ?::bigint[], ?::bigint[], ?::bigint[], ?::text[], ?::text[]) u
            on conflict (internal_id, version) do nothing""";

    private static final String SELECT = """
            select workflow_id, internal_id, version, create_millis, definition, metadata from workflow_version
            """;

    private static final String ONE = SELECT + "where internal_id = ? and version = ?";
    private static final String OLDER =
            SELECT + "where internal_id = ? and version < ? order by version desc limit ?";
    private static final String NEWER =
            SELECT + "where internal_id = ? and version > ? order by version limit ?";
    private static final String BORDERS =
            "select min(version), max(version) from workflow_version where internal_id = ?";

    private static final String REMOVE = """
            delete from workflow_version where (internal_id, version) in (
                select internal_id, version from workflow_version where internal_id = ? limit ?)""";

    private VersionTable() {}

    static void bind(Columns to, List<VersionRow> rows) throws SQLException {
        to.texts(rows, VersionRow::workflowId)
                .longs(rows, VersionRow::internalId)
                .longs(rows, VersionRow::version)
                .longs(rows, VersionRow::createMillis)
                .texts(rows, VersionRow::definition)
                .texts(rows, VersionRow::metadata);
    }

    static Optional<VersionRow> one(Pool pool, long internalId, long version) {
        return pool.one("reading a version", VersionTable::row, ONE, internalId, version);
    }

    static Page<VersionRow> page(Pool pool, long internalId, Window window) {
        String sql = window.older() ? OLDER : NEWER;
        var rows = pool.list(
                "listing versions", VersionTable::row, sql, internalId, Pages.start(window), window.size());
        var borders = pool.one("listing versions", Pages.BORDERS, BORDERS, internalId);
        return Pages.page(window, rows, borders.orElse(Pages.NONE));
    }

    static int remove(Pool pool, long internalId, int size) {
        return pool.update("removing versions", REMOVE, internalId, size);
    }

    private static VersionRow row(ResultSet row) throws SQLException {
        return new VersionRow(
                row.getString(1), row.getLong(2), row.getLong(3), row.getLong(4), row.getString(5), row.getString(6));
    }
}
