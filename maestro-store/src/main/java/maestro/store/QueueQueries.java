package maestro.store;

import java.util.List;
import maestro.core.row.RunRow;
import maestro.core.why.StepFacts.Holder;
import maestro.model.run.InstanceStatus;

/** Who stands before a run or a step: by the index {@code run_counted}, whose condition is repeated word for word. */
final class QueueQueries {
    private static final String COUNTED = "(live or (status = 5 and not unblocked))";

    static final String RUNS_IN = "select " + RunTable.COLUMNS + " from run r where workflow_id = ? and status = ? and "
            + COUNTED + " order by instance_id, run_id limit ?";

    static final String QUEUED_BEFORE = "select count(*) from (select 1 from run where workflow_id = ? and status = 0"
            + " and " + COUNTED + " and (instance_id, run_id) < (?, ?) limit ?) q";

    /** Permits are held from STARTING to FINISHING. */
    static final String PERMIT_HOLDERS = """
            select r.instance_id, r.run_id, s.step_id, s.attempt, s.start_millis
            from (select run_key, instance_id, run_id from run
                where workflow_id = ? and status = 1 and\s""" + COUNTED + """
                order by instance_id, run_id limit 1000) r
            join step_attempt s on s.run_key = r.run_key
            where s.status between 7 and 9
            order by s.start_millis, r.instance_id, s.step_id limit ?""";

    private QueueQueries() {}

    static List<RunRow> runsIn(Pool pool, String workflowId, InstanceStatus status, int size) {
        return pool.list("reading a queue", RunTable::row, RUNS_IN, workflowId, StatusCode.of(status), size);
    }

    static long queuedBefore(Pool pool, String workflowId, long instanceId, long runId, int max) {
        return pool.one(
                        "counting a queue",
                        row -> row.getLong(1),
                        QUEUED_BEFORE,
                        workflowId,
                        instanceId,
                        runId,
                        max)
                .orElseThrow();
    }

    static List<Holder> permitHolders(Pool pool, String workflowId, int size) {
        return pool.list(
                "reading permits",
                row -> new Holder(
                        row.getLong(1), row.getLong(2), row.getString(3), row.getInt(4), row.getLong(5)),
                PERMIT_HOLDERS,
                workflowId,
                size);
    }
}
