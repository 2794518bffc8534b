package maestro.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import maestro.core.row.WorkflowRow;
import maestro.runtime.store.BriefReads.Labels;
import maestro.runtime.store.Store;

/** The {@code workflow} table. Rows stay after deletion: the id's instance counter goes on. */
final class WorkflowTable {
    static final String SELECT = """
            select workflow_id, shard, internal_id, latest_version, active_version, last_instance_id, deleted,
                modify_millis, detail, due_millis, triggers_version
            from workflow
            """;

    /** Part of the commit: reads from {@code fence}. */
    static final String UPSERT = """
            insert into workflow (workflow_id, shard, internal_id, latest_version, active_version, last_instance_id,
                deleted, modify_millis, detail, owner, tags, due_millis, triggers_version)
            select u.a, u.b, u.c, u.d, u.e, u.f, u.g, u.h, u.i, u.j, string_to_array(u.k, chr(10)), u.l, u.m
            from fence, unnest(?::text[], ?::int[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[],
                ?::boolean[], ?::bigint[], ?::text[], ?::text[], ?::text[], ?::bigint[], ?::bigint[])
                u(a, b, c, d, e, f, g, h, i, j, k, l, m)
            on conflict (workflow_id) do update set internal_id = excluded.internal_id,
                latest_version = excluded.latest_version, active_version = excluded.active_version,
                last_instance_id = excluded.last_instance_id, deleted = excluded.deleted,
                modify_millis = excluded.modify_millis, detail = excluded.detail, removed = false,
                owner = excluded.owner, tags = excluded.tags, due_millis = excluded.due_millis,
                triggers_version = excluded.triggers_version""";

    private static final String ONE = SELECT + "where workflow_id = ?";

    private static final String PAGE = SELECT + """
            where not deleted and workflow_id > ? and workflow_id >= ? and workflow_id <= ?
            order by workflow_id limit ?""";

    private static final String LIVE = SELECT + """
            where workflow_id in (select workflow_id from run where shard = ? and live) order by workflow_id""";

    private static final String IN_REMOVAL =
            SELECT + "where shard = ? and deleted and not removed order by workflow_id";

    private static final String TRIGGERED = """
            select workflow_id, due_millis, triggers_version <> active_version from workflow
            where shard = ? and (due_millis > 0 or triggers_version <> active_version) order by workflow_id""";

    private static final String REMOVED = """
            update workflow set removed = true where workflow_id = ? and internal_id = ? and deleted""";

    /** Sorts after every text that goes on from a prefix. */
    static final String LAST_CHARACTER = "\uDBFF\uDFFF";

    private static final String LABELS = "select workflow_id, owner, tags from workflow where workflow_id = any(?)";

    private WorkflowTable() {}

    static void bind(Columns to, List<WorkflowRow> rows) throws SQLException {
        var labels = rows.stream().map(WorkflowLabels::of).toList();
        to.texts(rows, WorkflowRow::workflowId)
                .ints(rows, WorkflowRow::shard)
                .longs(rows, WorkflowRow::internalId)
                .longs(rows, WorkflowRow::latestVersion)
                .longs(rows, WorkflowRow::activeVersion)
                .longs(rows, WorkflowRow::lastInstanceId)
                .booleans(rows, WorkflowRow::deleted)
                .longs(rows, WorkflowRow::modifyMillis)
                .texts(rows, WorkflowRow::detail)
                .texts(labels, WorkflowLabels::owner)
                .texts(labels, WorkflowLabels::tags)
                .longs(rows, WorkflowRow::dueMillis)
                .longs(rows, WorkflowRow::triggersVersion);
    }

    static Optional<WorkflowRow> one(Pool pool, String workflowId) {
        return pool.one("reading a workflow", WorkflowTable::row, ONE, workflowId);
    }

    static List<WorkflowRow> page(Pool pool, String prefix, String afterId, int size) {
        return pool.list(
                "listing workflows", WorkflowTable::row, PAGE, afterId, prefix, prefix + LAST_CHARACTER, size);
    }

    static List<WorkflowRow> live(Pool pool, int shard) {
        return pool.list("loading workflows", WorkflowTable::row, LIVE, shard);
    }

    static List<Store.Triggered> triggered(Pool pool, int shard) {
        return pool.list(
                "looking for schedules",
                row -> new Store.Triggered(row.getString(1), row.getLong(2), row.getBoolean(3)),
                TRIGGERED,
                shard);
    }

    static List<WorkflowRow> inRemoval(Pool pool, int shard) {
        return pool.list("listing workflows in removal", WorkflowTable::row, IN_REMOVAL, shard);
    }

    static void removed(Pool pool, String workflowId, long internalId) {
        pool.update("ending a removal", REMOVED, workflowId, internalId);
    }

    static Optional<String> numbered(Pool pool, long internalId) {
        return pool.one("reading a workflow's id", row -> row.getString(1),
                "select workflow_id from workflow_version where internal_id = ? limit 1", internalId);
    }

    static List<Labels> labels(Pool pool, List<String> workflowIds) {
        return pool.list(
                "reading labels",
                row -> new Labels(
                        row.getString(1), row.getString(2), List.of((String[]) row.getArray(3).getArray())),
                LABELS,
                (Object) workflowIds.toArray(new String[0]));
    }

    static WorkflowRow row(ResultSet row) throws SQLException {
        return new WorkflowRow(
                row.getString(1),
                row.getInt(2),
                row.getLong(3),
                row.getLong(4),
                row.getLong(5),
                row.getLong(6),
                row.getBoolean(7),
                row.getLong(8),
                row.getString(9),
                row.getLong(10),
                row.getLong(11));
    }
}
