package maestro.store;

import java.sql.SQLException;
import java.util.List;
import maestro.core.row.RunRow;

/** The {@code run_tag} table: a row for each tag that a run was started with, and none for all the other runs. */
final class RunTagTable {
    /** Part of the commit: reads from {@code fence}. */
    static final String INSERT = """
            insert into run_tag (internal_id, born_millis, instance_id, run_key, tag)
            select u.a, coalesce((select r.create_millis from run r
                    where r.workflow_id = u.f and r.instance_id = u.c and r.run_id = 1), u.b), u.c, u.d, u.e
            from fence, unnest(?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::text[], ?::text[])
                u(a, b, c, d, e, f)
            on conflict do nothing""";

    private static final String REMOVE = "delete from run_tag where run_key = any(?)";

    record Row(RunRow run, String tag) {}

    private RunTagTable() {}

    static List<Row> rows(List<RunRow> runs) {
        return runs.stream()
                .flatMap(run -> run.labels().tags().stream().filter(tag -> !tag.isEmpty()).map(tag -> new Row(run, tag)))
                .toList();
    }

    static void bind(Columns to, List<RunRow> runs) throws SQLException {
        var rows = rows(runs);
        to.longs(rows, row -> row.run().internalId())
                .longs(rows, row -> row.run().createMillis())
                .longs(rows, row -> row.run().instanceId())
                .longs(rows, row -> row.run().runKey())
                .texts(rows, Row::tag)
                .texts(rows, row -> row.run().workflowId());
    }

    static void remove(Pool pool, long[] runKeys) {
        pool.update("removing tags of runs", REMOVE, runKeys);
    }
}
