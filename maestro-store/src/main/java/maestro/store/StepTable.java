package maestro.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import maestro.core.row.StepRow;
import maestro.runtime.store.BriefReads;
import maestro.runtime.store.Reads.Found;

/** The {@code step_attempt} table, one row an attempt. */
final class StepTable {
    /** Part of the commit: reads from {@code fence}. */
    static final String UPSERT = """
            insert into step_attempt (run_key, step_id, attempt, seq, uuid, status, create_millis, start_millis,
                end_millis, detail)
            select u.* from fence, unnest(?::bigint[], ?::text[], ?::int[], ?::bigint[], ?::uuid[], ?::smallint[],
                ?::bigint[], ?::bigint[], ?::bigint[], ?::bytea[]) u
            on conflict (run_key, step_id, attempt) do update set status = excluded.status,
                start_millis = excluded.start_millis, end_millis = excluded.end_millis, detail = excluded.detail""";

    static final String COLUMNS = """
            s.run_key, s.step_id, s.attempt, s.seq, s.uuid, s.status, s.create_millis, s.start_millis, s.end_millis,
            s.detail""";

    /** The primary key, read backwards, has the latest attempt of each step first. */
    static final String LATEST = "select distinct on (s.run_key, s.step_id) " + COLUMNS + """

            from step_attempt s where s.run_key = any(?)
            order by s.run_key desc, s.step_id desc, s.attempt desc""";

    private static final String ATTEMPTS =
            "select " + COLUMNS + " from step_attempt s where run_key = ? and step_id = ? order by attempt";
    private static final String ONE =
            "select " + COLUMNS + " from step_attempt s where run_key = ? and step_id = ? and attempt = ?";

    static final String LATEST_OF_INSTANCE = "select " + RunTable.COLUMNS + ", " + COLUMNS + """

            from run r join step_attempt s on s.run_key = r.run_key
            where r.workflow_id = ? and r.instance_id = ? and s.step_id = ?
            order by r.run_id desc, s.attempt desc limit 1""";

    /** Failed and timed out before stopped; the detail of the one that is found is read, and no other. */
    private static final String CAUSES = """
            select c.* from unnest(?::bigint[]) k(run_key) cross join lateral (
                select %s from (select * from step_attempt a where a.run_key = k.run_key
                    order by a.run_key, a.step_id, a.attempt limit %d) s
                where s.status between 18 and 21 order by s.status = 20, s.end_millis, s.seq limit 1) c"""
            .formatted(COLUMNS, BriefReads.CAUSE_ATTEMPTS_MAX);

    /** Looks at keys first, then reads the rows that count. */
    private static final String LATEST_OF_EACH = "select " + RunTable.COLUMNS + ", " + COLUMNS + """

            from (select distinct on (a.step_id) a.run_key, a.step_id, a.attempt
                from run i join step_attempt a on a.run_key = i.run_key
                where i.workflow_id = ? and i.instance_id = ?
                order by a.step_id, i.run_id desc, a.attempt desc) l
            join run r on r.run_key = l.run_key
            join step_attempt s on s.run_key = l.run_key and s.step_id = l.step_id and s.attempt = l.attempt""";

    private static final String REMOVE = """
            delete from step_attempt where (run_key, step_id, attempt) in (
                select run_key, step_id, attempt from step_attempt where run_key = any(?) limit ?)""";

    private static final Comparator<StepRow> BY_RUN_AND_SEQ =
            Comparator.comparingLong(StepRow::runKey).thenComparingLong(StepRow::seq);

    private StepTable() {}

    static void bind(Columns to, List<StepRow> rows) throws SQLException {
        to.longs(rows, StepRow::runKey)
                .texts(rows, StepRow::stepId)
                .ints(rows, StepRow::attempt)
                .longs(rows, StepRow::seq)
                .uuids(rows, StepRow::uuid)
                .shorts(rows, row -> StatusCode.of(row.status()))
                .longs(rows, StepRow::createMillis)
                .longs(rows, StepRow::startMillis)
                .longs(rows, StepRow::endMillis)
                .packed(rows, StepRow::detail);
    }

    static List<StepRow> latest(Pool pool, long... runKeys) {
        var rows = pool.list("reading steps", row -> row(row, 0), LATEST, (Object) runKeys);
        rows.sort(BY_RUN_AND_SEQ);
        return rows;
    }

    static List<StepRow> attempts(Pool pool, long runKey, String stepId) {
        return pool.list("reading attempts", row -> row(row, 0), ATTEMPTS, runKey, stepId);
    }

    static Optional<StepRow> one(Pool pool, long runKey, String stepId, int attempt) {
        return pool.one("reading an attempt", row -> row(row, 0), ONE, runKey, stepId, attempt);
    }

    static Optional<Found> latestOfInstance(Pool pool, String workflowId, long instanceId, String stepId) {
        return pool.one(
                "reading a step",
                StepTable::found,
                LATEST_OF_INSTANCE,
                workflowId,
                instanceId,
                stepId);
    }

    static List<StepRow> causes(Pool pool, List<Long> runKeys) {
        return pool.list(
                "looking for causes",
                row -> row(row, 0),
                CAUSES,
                (Object) runKeys.stream().mapToLong(Long::longValue).toArray());
    }

    static List<Found> latestOfInstance(Pool pool, String workflowId, long instanceId) {
        return pool.list("reading steps", StepTable::found, LATEST_OF_EACH, workflowId, instanceId);
    }

    static int remove(Pool pool, long[] runKeys, int size) {
        return pool.update("removing steps", REMOVE, runKeys, size);
    }

    /** A run's columns, then a step's. */
    static Found found(ResultSet row) throws SQLException {
        return new Found(RunTable.row(row), row(row, RunTable.COLUMN_COUNT));
    }

    static StepRow row(ResultSet row, int before) throws SQLException {
        return new StepRow(
                row.getLong(before + 1),
                row.getString(before + 2),
                row.getInt(before + 3),
                row.getLong(before + 4),
                row.getObject(before + 5, UUID.class),
                StatusCode.step(row.getInt(before + 6)),
                row.getLong(before + 7),
                row.getLong(before + 8),
                row.getLong(before + 9),
                Packed.unpack(row.getBytes(before + 10)));
    }
}
