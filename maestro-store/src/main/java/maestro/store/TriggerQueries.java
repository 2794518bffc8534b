package maestro.store;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import maestro.core.row.RunRow;
import maestro.runtime.store.BriefReads;
import maestro.runtime.store.BriefReads.Named;
import maestro.runtime.store.TriggerReads.RunUuid;
import maestro.runtime.store.WorkflowFilter.Mark;

/** What pages about schedules read. */
final class TriggerQueries {
    private static final String STARTED = "select " + RunShape.BRIEF.columns() + """
            , k.uuid as request from unnest(?::text[], ?::text[]) k(workflow_id, uuid)
            join run r on r.workflow_id = k.workflow_id and r.uuid = k.uuid and r.uuid <> ''""";

    private static final String LOOKED = WorkflowTable.SELECT + """
            where not deleted and workflow_id > ? and workflow_id >= ? and workflow_id <= ?
            order by workflow_id limit %d""".formatted(BriefReads.SEARCHED_MAX);

    /** A key of the row's own JSON: in a text the quotes would be escaped. */
    private static final String SCHEDULED = "select w.* from (" + LOOKED + """
            ) w where w.detail like '%"time_triggers":%' order by workflow_id limit ?""";

    private static final String LAST = "select w.* from (" + LOOKED + ") w order by workflow_id offset ?";

    private TriggerQueries() {}

    private record Started(String uuid, RunRow row) {}

    static Map<String, RunRow> started(Pool pool, List<RunUuid> uuids) {
        if (uuids.isEmpty()) {
            return Map.of();
        }
        var runs = new LinkedHashMap<String, RunRow>();
        pool.list(
                        "looking for the runs of ticks",
                        row -> new Started(row.getString("request"), RunShape.BRIEF.mapping().of(row)),
                        STARTED,
                        uuids.stream().map(RunUuid::workflowId).toArray(String[]::new),
                        uuids.stream().map(RunUuid::uuid).toArray(String[]::new))
                .forEach(found -> runs.put(found.uuid(), found.row()));
        return runs;
    }

    static Named scheduled(Pool pool, String prefix, String after, int size) {
        String end = prefix + WorkflowTable.LAST_CHARACTER;
        var rows = pool.list("listing schedules", WorkflowTable::row, SCHEDULED, after, prefix, end, size);
        if (rows.size() == size) {
            return new Named(rows, Optional.of(Mark.of(rows.getLast())));
        }
        var last = pool.one(
                "listing schedules", WorkflowTable::row, LAST, after, prefix, end, BriefReads.SEARCHED_MAX - 1);
        return new Named(rows, last.map(Mark::of));
    }
}
