package maestro.store;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import maestro.core.row.WorkflowRow;
import maestro.runtime.store.BriefReads;
import maestro.runtime.store.BriefReads.Beat;
import maestro.runtime.store.BriefReads.Pulse;

/**
 * How workflows have gone lately. Instance ids are given out one after another: the latest are known without looking.
 */
final class PulseQueries {
    private static final String LAST = """
            select w.place, r.instance_id, r.run_id, r.status, r.start_millis, r.end_millis
            from unnest(?::text[], ?::bigint[], ?::bigint[]) with ordinality w(workflow_id, internal_id, last, place)
            cross join lateral generate_series(greatest(w.last - ? + 1, 1), w.last) i(n)
            cross join lateral (
                select r.instance_id, r.run_id, r.status, r.start_millis, r.end_millis, r.internal_id from run r
                where r.workflow_id = w.workflow_id and r.instance_id = i.n order by r.run_id desc limit 1) r
            where r.internal_id = w.internal_id
            order by w.place, r.instance_id""";

    /** By the index {@code run_counted}, whose condition is repeated word for word. */
    private static final String COUNTS = """
            select w.place, %s, %s from unnest(?::text[]) with ordinality w(workflow_id, place)"""
            .formatted(counted(0), counted(1));

    private record Placed<T>(int place, T value) {}

    private PulseQueries() {}

    private static String counted(int status) {
        return """
                (select count(*) from (select 1 from run where workflow_id = w.workflow_id and status = %d and live
                    and (live or (status = 5 and not unblocked)) limit %d) q)"""
                .formatted(status, BriefReads.COUNTED_MAX);
    }

    static List<Pulse> pulses(Pool pool, List<WorkflowRow> workflows, int last) {
        var ids = workflows.stream().map(WorkflowRow::workflowId).toArray(String[]::new);
        var internal = workflows.stream().mapToLong(WorkflowRow::internalId).toArray();
        var highest = workflows.stream().mapToLong(WorkflowRow::lastInstanceId).toArray();
        Map<Integer, List<Beat>> beats = new HashMap<>();
        pool.list(
                        "reading the latest instances",
                        row -> new Placed<>(row.getInt(1), new Beat(
                                row.getLong(2), row.getLong(3), StatusCode.instance(row.getInt(4)), row.getLong(5),
                                row.getLong(6))),
                        LAST,
                        ids,
                        internal,
                        highest,
                        last)
                .forEach(found -> beats.computeIfAbsent(found.place(), _ -> new ArrayList<>()).add(found.value()));
        return pool
                .list(
                        "counting live runs",
                        row -> new Placed<>(row.getInt(1), new Pulse(
                                row.getLong(2), row.getLong(3), beats.getOrDefault(row.getInt(1), List.of()))),
                        COUNTS + " order by w.place",
                        (Object) ids)
                .stream()
                .map(Placed::value)
                .toList();
    }
}
