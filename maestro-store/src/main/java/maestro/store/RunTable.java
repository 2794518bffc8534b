package maestro.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import maestro.core.loop.InlineIds;
import maestro.core.row.IterationHead;
import maestro.core.row.RunLabels;
import maestro.core.row.RunRow;
import maestro.model.run.InstanceStatus;
import maestro.runtime.store.BriefReads.RunName;
import maestro.runtime.store.Reads.Counts;
import maestro.runtime.store.Reads.Page;
import maestro.runtime.store.Reads.Window;

/** The {@code run} table, one row a run. */
final class RunTable {
    static final String COLUMNS = """
            r.run_key, r.shard, r.workflow_id, r.internal_id, r.instance_id, r.run_id, r.version, r.uuid, r.status,
            r.live, r.unblocked, r.create_millis, r.start_millis, r.end_millis, r.modify_millis, r.head, r.tail,
            (select m.head from run m where r.like_key <> 0 and m.run_key = r.like_key) as like_head""";
    static final int COLUMN_COUNT = 18;

    /** An iteration of a loop, as the conditions of indexes say it. */
    static final String INLINE =
            "(starts_with(r.workflow_id, 'maestro_foreach') or starts_with(r.workflow_id, 'maestro_while'))";

    /** Part of the commit: reads from {@code fence}. What is fixed at creation, {@code head} above all, stays. */
    static final String UPSERT = """
            insert into run (run_key, shard, workflow_id, internal_id, instance_id, run_id, version, uuid, status,
                live, unblocked, create_millis, start_millis, end_millis, modify_millis, like_key, started_by, head, tail,
                later_millis)
            select u.*, case when u.f > 1 and u.r <> '' then coalesce(u.l - (select r.create_millis from run r
                    where r.workflow_id = u.c and r.instance_id = u.e and r.run_id = 1), 0) else 0 end
            from fence, unnest(?::bigint[], ?::int[], ?::text[], ?::bigint[], ?::bigint[], ?::bigint[],
                ?::bigint[], ?::text[], ?::smallint[], ?::boolean[], ?::boolean[], ?::bigint[], ?::bigint[],
                ?::bigint[], ?::bigint[], ?::bigint[], ?::text[], ?::bytea[], ?::bytea[])
                u(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, q, r, s, t)
            on conflict (run_key) do update set status = excluded.status, live = excluded.live,
                unblocked = excluded.unblocked, start_millis = excluded.start_millis,
                end_millis = excluded.end_millis, modify_millis = excluded.modify_millis, tail = excluded.tail""";

    private static final String SELECT = "select " + COLUMNS + " from run r ";
    private static final String ONE = SELECT + "where workflow_id = ? and instance_id = ? and run_id = ?";
    private static final String LATEST =
            SELECT + "where workflow_id = ? and instance_id = ? order by run_id desc limit 1";
    private static final String BY_UUID = SELECT + "where workflow_id = ? and uuid = ? and uuid <> ''";
    private static final String BY_KEY = SELECT + "where run_key = ?";
    private static final String BY_KEYS = SELECT + "where run_key = any(?) order by run_key";
    private static final String LIVE_KEYS = """
            select run_key, workflow_id, instance_id, run_id from run
            where shard = ? and live and run_key > ? order by run_key limit ?""";
    private static final String NAMED = "select " + RunShape.BRIEF.columns() + """

            from unnest(?::text[], ?::bigint[], ?::bigint[]) k(workflow_id, instance_id, run_id)
            join run r on r.workflow_id = k.workflow_id and r.instance_id = k.instance_id and r.run_id = k.run_id""";

    private static final String RUNS = """
            select %3$s from run r
            where workflow_id = ? and instance_id = ? and run_id %1$s ? order by run_id %2$s limit ?""";
    private static final String RUNS_BORDERS =
            "select min(run_id), max(run_id) from run where workflow_id = ? and instance_id = ?";

    /** Jumps from instance to instance in the index, so that the number of their runs does not matter. */
    private static final String INSTANCES = """
            with recursive ids(instance_id, place) as (
                (select instance_id, 1 from run where workflow_id = ? and instance_id %1$s ?
                    order by instance_id %2$s limit 1)
                union all
                select (select n.instance_id from run n where n.workflow_id = ? and n.instance_id %1$s ids.instance_id
                    order by n.instance_id %2$s limit 1), place + 1
                from ids where instance_id is not null and place < ?)
            select r.* from ids cross join lateral (select %3$s from run r
                where r.workflow_id = ? and r.instance_id = ids.instance_id order by r.run_id desc limit 1) r
            order by place""";

    static final String INSTANCES_BORDERS =
            "select min(instance_id), max(instance_id) from run where workflow_id = ?";

    /** The condition is that of the index {@code run_counted}, word for word. */
    static final String COUNTS = """
            select coalesce(sum(case when live and status = 0 then 1 else 0 end), 0),
                coalesce(sum(case when live and status = 1 then 1 else 0 end), 0),
                coalesce(sum(case when status = 5 and not unblocked then 1 else 0 end), 0),
                coalesce((select max(instance_id) from run where workflow_id = ?), 0)
            from run where workflow_id = ? and (live or (status = 5 and not unblocked))""";

    /** Iterations newest first: one goes before the one that its head is the difference to. */
    private static final String KEYS = "(select r.run_key from run r where r.internal_id = ? and not " + INLINE
            + " limit ?) union all (select r.run_key from run r where r.internal_id = ? and " + INLINE
            + " order by r.run_key desc limit ?)";
    private static final String REMOVE = "delete from run where run_key = any(?)";

    private RunTable() {}

    static void bind(Columns to, List<RunRow> rows) throws SQLException {
        to.longs(rows, RunRow::runKey)
                .ints(rows, RunRow::shard)
                .texts(rows, RunRow::workflowId)
                .longs(rows, RunRow::internalId)
                .longs(rows, RunRow::instanceId)
                .longs(rows, RunRow::runId)
                .longs(rows, RunRow::version)
                .texts(rows, RunTable::uuid)
                .shorts(rows, row -> StatusCode.of(row.status()))
                .booleans(rows, RunRow::live)
                .booleans(rows, RunRow::unblocked)
                .longs(rows, RunRow::createMillis)
                .longs(rows, RunRow::startMillis)
                .longs(rows, RunRow::endMillis)
                .longs(rows, RunRow::modifyMillis)
                .longs(rows, RunRow::likeKey)
                .texts(rows, row -> row.labels().startedBy())
                .packed(rows, RunRow::head)
                .packed(rows, RunRow::tail);
    }

    static Optional<RunRow> one(Pool pool, String workflowId, long instanceId, long runId) {
        return pool.one("reading a run", RunTable::row, ONE, workflowId, instanceId, runId);
    }

    static Optional<RunRow> latest(Pool pool, String workflowId, long instanceId) {
        return pool.one("reading an instance", RunTable::row, LATEST, workflowId, instanceId);
    }

    static Optional<RunRow> byUuid(Pool pool, String workflowId, String uuid) {
        return pool.one("reading a run", RunTable::row, BY_UUID, workflowId, uuid);
    }

    static Optional<RunRow> byKey(Pool pool, long runKey) {
        return pool.one("reading a run", RunTable::row, BY_KEY, runKey);
    }

    /** What of a run can be read whatever its documents hold. */
    record Place(long runKey, String workflowId, long instanceId, long runId) {}

    static List<Place> liveKeys(Pool pool, int shard, long afterKey, int size) {
        return pool.list(
                "finding live runs",
                row -> new Place(row.getLong(1), row.getString(2), row.getLong(3), row.getLong(4)),
                LIVE_KEYS,
                shard,
                afterKey,
                size);
    }

    /** In the order of their keys. */
    static List<RunRow> byKeys(Pool pool, long[] runKeys) {
        return pool.list("loading live runs", RunTable::row, BY_KEYS, (Object) runKeys);
    }

    static List<RunRow> named(Pool pool, List<RunName> names) {
        return pool.list(
                "reading runs",
                RunShape.BRIEF.mapping(),
                NAMED,
                names.stream().map(RunName::workflowId).toArray(String[]::new),
                names.stream().mapToLong(RunName::instanceId).toArray(),
                names.stream().mapToLong(RunName::runId).toArray());
    }

    static Page<RunRow> runs(Pool pool, RunShape shape, String workflowId, long instanceId, Window window) {
        var rows = pool.list(
                "listing runs", shape.mapping(), way(RUNS, window.older(), shape), workflowId, instanceId,
                Pages.start(window), window.size());
        var borders = pool.one("listing runs", Pages.BORDERS, RUNS_BORDERS, workflowId, instanceId);
        return Pages.page(window, rows, borders.orElse(Pages.NONE));
    }

    static Page<RunRow> instances(Pool pool, RunShape shape, String workflowId, Window window) {
        var rows = instances(pool, shape, workflowId, window.older(), Pages.start(window), window.size());
        var borders = pool.one("listing instances", Pages.BORDERS, INSTANCES_BORDERS, workflowId);
        return Pages.page(window, rows, borders.orElse(Pages.NONE));
    }

    /** The latest runs of the instances below a number, or above it; that number is not among them. */
    static List<RunRow> instances(
            Pool pool, RunShape shape, String workflowId, boolean older, long start, int size) {
        return pool.list(
                "listing instances", shape.mapping(), way(INSTANCES, older, shape), workflowId, start, workflowId, size,
                workflowId);
    }

    private static String way(String sql, boolean older, RunShape shape) {
        return sql.formatted(older ? "<" : ">", older ? "desc" : "asc", shape.columns());
    }

    static Counts counts(Pool pool, String workflowId) {
        return pool.one(
                        "counting instances",
                        row -> new Counts(row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4)),
                        COUNTS,
                        workflowId,
                        workflowId)
                .orElseThrow();
    }

    static List<Long> keys(Pool pool, long internalId, int size) {
        return pool.list("finding runs to remove", row -> row.getLong(1), KEYS, internalId, size, internalId, size);
    }

    static void remove(Pool pool, long[] runKeys) {
        pool.update("removing runs", REMOVE, runKeys);
    }

    /** An iteration's follows from its place, and is not stored. */
    private static String uuid(RunRow row) {
        boolean follows = InlineIds.inline(row.workflowId())
                && row.uuid().equals(derived(row.workflowId(), row.instanceId(), row.runId()));
        return follows ? "" : row.uuid();
    }

    private static String derived(String workflowId, long instanceId, long runId) {
        return InlineIds.iterationUuid(workflowId, instanceId, runId).toString();
    }

    static RunRow row(ResultSet row) throws SQLException {
        String uuid = row.getString(8);
        byte[] head = Packed.unpack(row.getBytes(16));
        byte[] model = row.getBytes(18);
        InstanceStatus status = StatusCode.instance(row.getInt(9));
        return new RunRow(
                row.getLong(1),
                row.getInt(2),
                row.getString(3),
                row.getLong(4),
                row.getLong(5),
                row.getLong(6),
                row.getLong(7),
                uuid.isEmpty() ? derived(row.getString(3), row.getLong(5), row.getLong(6)) : uuid,
                status,
                row.getBoolean(10),
                row.getBoolean(11),
                row.getLong(12),
                row.getLong(13),
                row.getLong(14),
                row.getLong(15),
                0,
                RunLabels.NONE,
                model == null ? head : IterationHead.joined(Packed.unpack(model), head),
                Packed.unpack(row.getBytes(17)));
    }
}
