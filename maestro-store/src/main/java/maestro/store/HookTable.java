package maestro.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import maestro.core.row.HookRow;
import maestro.runtime.store.HookCalls;

/** The {@code hook_call} table: written with the end of a run, then worked off by any node. */
record HookTable(Pool pool) implements HookCalls {
    /** Part of the commit: reads from {@code fence}. */
    static final String INSERT = """
            insert into hook_call (run_key, ordinal, workflow_id, instance_id, run_id, event, hook, facts, at_millis,
                due_millis)
            select u.*, u.t from fence, unnest(?::bigint[], ?::int[], ?::text[], ?::bigint[], ?::bigint[], ?::text[],
                ?::text[], ?::text[], ?::bigint[]) u(k, o, w, i, r, e, h, f, t)
            on conflict (run_key, ordinal) do nothing""";

    private static final String COLUMNS = "run_key, ordinal, workflow_id, instance_id, run_id, event, hook, facts,"
            + " at_millis, status, attempts, due_millis, answer, end_millis";

    private static final String CLAIM = """
            update hook_call set due_millis = ?, node = ?, attempts = attempts + 1
            where (run_key, ordinal) in (
                select run_key, ordinal from hook_call
                where due_millis > 0 and due_millis <= ? and (node in ('', ?) or due_millis <= ?)
                order by due_millis limit ? for update skip locked)
            returning %s""".formatted(COLUMNS);

    private static final String RECLAIM =
            "update hook_call set due_millis = ? where due_millis > ? and node = ?";

    private static final String END = """
            update hook_call set status = ?, answer = ?, end_millis = ?, due_millis = 0
            where run_key = ? and ordinal = ?""";

    private static final String AGAIN = """
            update hook_call set due_millis = ?, node = ?, answer = ?
            where run_key = ? and ordinal = ? and due_millis > 0""";

    private static final String OF_RUN = "select " + COLUMNS + " from hook_call where run_key = ? order by ordinal";

    static void bind(Columns to, List<HookRow> rows) throws SQLException {
        to.longs(rows, HookRow::runKey)
                .ints(rows, HookRow::ordinal)
                .texts(rows, HookRow::workflowId)
                .longs(rows, HookRow::instanceId)
                .longs(rows, HookRow::runId)
                .texts(rows, HookRow::event)
                .texts(rows, HookRow::hook)
                .texts(rows, HookRow::facts)
                .longs(rows, HookRow::atMillis);
    }

    @Override
    public List<Call> claim(String node, long nowMillis, long untilMillis, long patienceMillis, int max) {
        return pool.list(
                "taking hooks", HookTable::call, CLAIM, untilMillis, node, nowMillis, node,
                nowMillis - patienceMillis, max);
    }

    @Override
    public void reclaim(String node, long nowMillis) {
        pool.update("taking back hooks", RECLAIM, nowMillis, nowMillis, node);
    }

    @Override
    public void ended(HookRow row, Status status, String answer, long atMillis) {
        pool.update("ending a hook", END, status.name(), answer, atMillis, row.runKey(), row.ordinal());
    }

    @Override
    public void again(HookRow row, long dueMillis, String node, String answer) {
        pool.update("putting a hook off", AGAIN, dueMillis, node, answer, row.runKey(), row.ordinal());
    }

    @Override
    public List<Call> ofRun(long runKey) {
        return pool.list("reading hooks", HookTable::call, OF_RUN, runKey);
    }

    private static Call call(ResultSet row) throws SQLException {
        var hook = new HookRow(
                row.getLong(1), row.getInt(2), row.getString(3), row.getLong(4), row.getLong(5), row.getString(6),
                row.getString(7), row.getString(8), row.getLong(9));
        return new Call(
                hook, Status.valueOf(row.getString(10)), row.getInt(11), row.getLong(12), row.getString(13),
                row.getLong(14));
    }
}
