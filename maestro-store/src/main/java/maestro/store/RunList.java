package maestro.store;

import java.util.List;
import maestro.core.loop.InlineIds;
import maestro.core.row.RunRow;
import maestro.model.run.InstanceStatus;
import maestro.runtime.store.InstanceFilter;
import maestro.runtime.store.Reads.Window;

/**
 * Filtered lists of instances. Ids are given in order of creation, so a span of time is a span of ids, found by
 * halving; a status has the index {@code run_ended} or {@code iteration_ended}, or is that of one of the few live runs.
 */
final class RunList {
    private static final String OF_STATUS = """
            select %s from run r
            where r.workflow_id = ? and r.status = ? and %s and r.instance_id between ? and ?
                and not exists (select 1 from run n where n.workflow_id = r.workflow_id
                    and n.instance_id = r.instance_id and n.run_id > r.run_id)
            order by r.instance_id %s limit ?""";

    private static final String NEXT = """
            select instance_id, create_millis from run where workflow_id = ? and instance_id >= ?
            order by instance_id, run_id limit 1""";

    private record Span(long lowest, long highest) {}

    private record Created(long instanceId, long atMillis) {}

    private RunList() {}

    /** Up to one more than the window's size, the way it goes: towards older ones or towards newer ones. */
    static List<RunRow> page(
            Pool pool, RunShape shape, String workflowId, InstanceFilter filter, Window window) {
        var span = span(pool, workflowId, filter, window);
        if (span.lowest() > span.highest()) {
            return List.of();
        }
        int size = window.size() + 1;
        return filter.status().isPresent()
                ? ofStatus(pool, shape, workflowId, filter.status().get(), span, window.older(), size)
                : any(pool, shape, workflowId, span, window.older(), size);
    }

    private static Span span(Pool pool, String workflowId, InstanceFilter filter, Window window) {
        var borders = pool.one("listing instances", Pages.BORDERS, RunTable.INSTANCES_BORDERS, workflowId)
                .orElse(Pages.NONE);
        long lowest = borders.lowest();
        long highest = borders.highest();
        if (filter.timed() && highest > 0) {
            long from = firstSince(pool, workflowId, borders, filter.fromMillis());
            highest = firstSince(pool, workflowId, borders, filter.toMillis()) - 1;
            lowest = from;
        }
        if (window.cursor().isPresent()) {
            long cursor = window.cursor().get();
            if (window.older()) {
                highest = Math.min(highest, cursor - 1);
            } else {
                lowest = Math.max(lowest, cursor + 1);
            }
        }
        return new Span(Math.max(lowest, 1), highest);
    }

    /** The lowest id whose instance was created at or after a time; one more than the highest when none was. */
    private static long firstSince(Pool pool, String workflowId, Pages.Borders borders, long millis) {
        long low = borders.lowest();
        long high = borders.highest() + 1;
        while (low < high) {
            long middle = low + (high - low) / 2;
            var created = pool.one(
                    "looking for a time",
                    row -> new Created(row.getLong(1), row.getLong(2)),
                    NEXT,
                    workflowId,
                    middle);
            if (created.isEmpty() || created.get().atMillis() >= millis) {
                high = middle;
            } else {
                low = created.get().instanceId() + 1;
            }
        }
        return low;
    }

    private static List<RunRow> ofStatus(
            Pool pool, RunShape shape, String workflowId, InstanceStatus status, Span span, boolean older, int size) {
        String sql = OF_STATUS.formatted(shape.columns(), index(workflowId, status), older ? "desc" : "asc");
        return pool.list(
                "listing instances",
                shape.mapping(),
                sql,
                workflowId,
                StatusCode.of(status),
                span.lowest(),
                span.highest(),
                size);
    }

    /** The condition of the index to use, word for word; iterations that succeeded are so many that none is needed. */
    private static String index(String workflowId, InstanceStatus status) {
        if (!status.terminal()) {
            return "r.live";
        }
        if (!InlineIds.inline(workflowId)) {
            return "not r.live and not " + RunTable.INLINE;
        }
        return status == InstanceStatus.SUCCEEDED ? "not r.live" : "not r.live and r.status <> 6 and " + RunTable.INLINE;
    }

    private static List<RunRow> any(
            Pool pool, RunShape shape, String workflowId, Span span, boolean older, int size) {
        long start = older ? span.highest() + 1 : span.lowest() - 1;
        return RunTable.instances(pool, shape, workflowId, older, start, size).stream()
                .filter(row -> row.instanceId() >= span.lowest() && row.instanceId() <= span.highest())
                .toList();
    }
}
