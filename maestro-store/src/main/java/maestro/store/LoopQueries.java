package maestro.store;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import maestro.model.run.InstanceStatus;
import maestro.model.run.StepStatus;
import maestro.runtime.store.Reads.Found;
import maestro.runtime.store.Reads.Tally;
import maestro.runtime.store.Reads.Window;

/** The iterations of loops: by the index {@code run_identity}, and from there by the steps' primary key. */
final class LoopQueries {
    private static final String AFTER = "select distinct instance_id from run where workflow_id = ?"
            + " and instance_id > ? order by instance_id limit ?";
    private static final String BEFORE = "select distinct instance_id from run where workflow_id = ?"
            + " and instance_id < ? order by instance_id desc limit ?";

    private static final String LATEST = "select l.* from unnest(?) with ordinality as ids(instance_id, place)"
            + " cross join lateral (select " + RunTable.COLUMNS + ", " + StepTable.COLUMNS + """
            , s.status as step_status
            from run r join step_attempt s on s.run_key = r.run_key
            where r.workflow_id = ? and r.instance_id = ids.instance_id and r.run_key < ? and s.step_id = ?
            order by r.run_id desc, s.attempt desc limit 1) l
            where cardinality(?) = 0 or l.step_status = any(?)
            order by ids.instance_id""";

    /** From instance to instance and step by step: one large join would be planned as a walk over both tables. */
    private static final String TALLIES = """
            select t.place, t.status, count(*), min(t.instance_id)
            from (select w.place, i.instance_id, x.status
                from unnest(?) with ordinality as w(id, place)
                cross join lateral (select distinct instance_id from run where workflow_id = w.id
                    order by instance_id limit ?) i
                cross join lateral (select s.status from run r join step_attempt s on s.run_key = r.run_key
                    where r.workflow_id = w.id and r.instance_id = i.instance_id and r.run_key < ? and s.step_id = ?
                    order by r.run_id desc, s.attempt desc limit 1) x
                limit ?) t
            group by t.place, t.status order by t.place, t.status""";

    /** One short walk along an index for each status, then all of them together. */
    static final String NOT_SUCCEEDED_AFTER = notSucceeded("> ?", "");
    static final String NOT_SUCCEEDED_BEFORE = notSucceeded("< ?", " desc");

    private LoopQueries() {}

    private static String notSucceeded(String from, String direction) {
        return Arrays.stream(InstanceStatus.values())
                .filter(status -> status != InstanceStatus.SUCCEEDED)
                .map(status -> "(select distinct instance_id from run r where workflow_id = ? and status = "
                        + StatusCode.of(status) + " and instance_id " + from + " and "
                        + (status.terminal() ? "not live and status <> 6 and " + RunTable.INLINE : "live")
                        + " order by instance_id" + direction + " limit ?)")
                .collect(Collectors.joining(
                        " union ",
                        "select instance_id from (",
                        ") i order by instance_id" + direction + " limit ?"));
    }

    static List<Long> notSucceeded(Pool pool, String inlineId, Window window) {
        var values = new ArrayList<Object>();
        for (var status : InstanceStatus.values()) {
            if (status != InstanceStatus.SUCCEEDED) {
                values.addAll(List.of(inlineId, Pages.start(window), window.size()));
            }
        }
        values.add(window.size());
        String sql = window.older() ? NOT_SUCCEEDED_BEFORE : NOT_SUCCEEDED_AFTER;
        return pool.list("reading iterations", row -> row.getLong(1), sql, values.toArray());
    }

    static List<Long> iterations(Pool pool, String workflowId, Window window) {
        String sql = window.older() ? BEFORE : AFTER;
        return pool.list(
                "reading iterations", row -> row.getLong(1), sql, workflowId, Pages.start(window), window.size());
    }

    static List<Found> latestAttempts(
            Pool pool,
            String workflowId,
            List<Long> instanceIds,
            String stepId,
            long beforeKey,
            Set<StepStatus> statuses) {
        var ids = instanceIds.stream().mapToLong(Long::longValue).toArray();
        var codes = statuses.stream().mapToInt(StatusCode::of).toArray();
        return pool.list(
                "reading iterations", StepTable::found, LATEST, ids, workflowId, beforeKey, stepId, codes, codes);
    }

    static List<Tally> tallies(Pool pool, List<String> workflowIds, String stepId, long beforeKey, int size) {
        return pool.list(
                "counting iterations",
                row -> new Tally(
                        row.getInt(1) - 1, StatusCode.step(row.getInt(2)), row.getLong(3), row.getLong(4)),
                TALLIES,
                workflowIds.toArray(String[]::new),
                size,
                beforeKey,
                stepId,
                size);
    }
}
