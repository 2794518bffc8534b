package maestro.testkit.store;

import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import maestro.core.row.RunRow;
import maestro.core.row.StoredJson;
import maestro.core.row.WorkflowRow;
import maestro.runtime.store.InstanceFilter;
import maestro.runtime.store.Reads.Window;
import maestro.runtime.store.WorkflowFilter;
import tools.jackson.databind.JsonNode;

/** Filtered lists in memory. */
final class MemoryLists {
    private static final Comparator<WorkflowRow> NEWEST =
            Comparator.comparingLong(WorkflowRow::modifyMillis).thenComparing(WorkflowRow::workflowId).reversed();

    private MemoryLists() {}

    static List<WorkflowRow> workflows(MemoryTables tables, WorkflowFilter filter, int size) {
        var order = filter.newest() ? NEWEST : Comparator.comparing(WorkflowRow::workflowId);
        Predicate<WorkflowRow> after = row -> filter.after()
                .map(mark -> order.compare(row, marked(row, mark)) > 0)
                .orElse(true);
        return tables.workflows.values().stream()
                .filter(row -> !row.deleted() && row.workflowId().startsWith(filter.prefix()))
                .filter(row -> filter.owner().map(owner(row)::equals).orElse(true))
                .filter(row -> filter.tag().map(tag -> tagged(row, tag)).orElse(true))
                .filter(after)
                .sorted(order)
                .limit(size)
                .toList();
    }

    private static WorkflowRow marked(WorkflowRow row, WorkflowFilter.Mark mark) {
        return new WorkflowRow(mark.workflowId(), row.shard(), row.internalId(), row.latestVersion(),
                row.activeVersion(), row.lastInstanceId(), row.deleted(), mark.modifyMillis(), row.detail());
    }

    private static String owner(WorkflowRow row) {
        JsonNode owner = StoredJson.parse(row.detail()).at("/props/owner");
        return owner.isObject() ? owner.path("name").stringValue("") : owner.stringValue("");
    }

    private static boolean tagged(WorkflowRow row, String tag) {
        JsonNode detail = StoredJson.parse(row.detail());
        for (var name : detail.path("tags")) {
            if (name.stringValue("").equals(tag)) {
                return true;
            }
        }
        for (var attached : detail.at("/props/tags")) {
            if (attached.path("name").stringValue("").equals(tag)) {
                return true;
            }
        }
        return false;
    }

    static List<RunRow> instances(MemoryTables tables, String workflowId, InstanceFilter filter, Window window) {
        Comparator<RunRow> order = Comparator.comparingLong(RunRow::instanceId);
        return tables.instances(workflowId).values().stream()
                .filter(runs -> within(tables.runs.get(runs.firstEntry().getValue()), filter))
                .map(runs -> tables.runs.get(runs.lastEntry().getValue()))
                .filter(row -> filter.status().map(row.status()::equals).orElse(true))
                .filter(row -> window.cursor()
                        .map(cursor -> window.older() ? row.instanceId() < cursor : row.instanceId() > cursor)
                        .orElse(true))
                .sorted(window.older() ? order.reversed() : order)
                .limit(window.size() + 1L)
                .toList();
    }

    private static boolean within(RunRow first, InstanceFilter filter) {
        return first.createMillis() >= filter.fromMillis() && first.createMillis() < filter.toMillis();
    }
}
