package maestro.testkit.store;

import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import maestro.core.row.RunRow;
import maestro.core.row.StoredJson;
import maestro.core.row.WorkflowRow;
import maestro.runtime.store.InstanceFilter;
import maestro.runtime.store.Reads.Listed;
import maestro.runtime.store.Reads.Place;
import maestro.runtime.store.Reads.Placed;
import maestro.runtime.store.Reads.Slice;
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
                .filter(row -> filter.visible().shows(row.workflowId()))
                .filter(row -> filter.owner().map(owner(row)::equals).orElse(true))
                .filter(row -> filter.tag().map(tag -> tagged(row, tag)).orElse(true))
                .filter(row -> filter.active().map(active -> active == row.activeVersion() > 0).orElse(true))
                .filter(row -> row.modifyMillis() >= filter.fromMillis() && row.modifyMillis() < filter.toMillis())
                .filter(after)
                .sorted(order)
                .limit(size)
                .toList();
    }

    private static WorkflowRow marked(WorkflowRow row, WorkflowFilter.Mark mark) {
        return new WorkflowRow(mark.workflowId(), row.shard(), row.internalId(), row.latestVersion(),
                row.activeVersion(), row.lastInstanceId(), row.deleted(), mark.modifyMillis(), row.detail());
    }

    static String owner(WorkflowRow row) {
        JsonNode owner = StoredJson.parse(row.detail()).at("/props/owner");
        return owner.isObject() ? owner.path("name").stringValue("") : owner.stringValue("");
    }

    private static boolean tagged(WorkflowRow row, String tag) {
        return tags(row).contains(tag);
    }

    static List<String> tags(WorkflowRow row) {
        JsonNode detail = StoredJson.parse(row.detail());
        var tags = new LinkedHashSet<String>();
        detail.path("tags").forEach(name -> tags.add(name.stringValue("")));
        detail.at("/props/tags").forEach(attached -> tags.add(attached.path("name").stringValue("")));
        return List.copyOf(tags);
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

    static Listed instances(MemoryTables tables, Optional<String> workflowId, InstanceFilter filter, Slice slice) {
        var placed = new TreeMap<Place, RunRow>(slice.older() ? Comparator.reverseOrder() : Comparator.naturalOrder());
        tables.workflows.values().stream()
                .filter(row -> !row.deleted() && workflowId.map(row.workflowId()::equals).orElse(true))
                .filter(row -> filter.visible().shows(row.workflowId()))
                .filter(row -> filter.owner().map(owner(row)::equals).orElse(true))
                .forEach(row -> placed.putAll(instances(tables, row, filter)));
        var rest = slice.after().map(place -> placed.tailMap(place, false)).orElse(placed);
        var rows = rest.entrySet().stream()
                .limit(slice.size())
                .map(entry -> new Placed(entry.getKey(), entry.getValue()))
                .toList();
        var next = rest.keySet().stream().skip(slice.size() - 1L).limit(2).toList();
        return new Listed(rows, next.size() == 2 ? Optional.of(next.getFirst()) : Optional.empty());
    }

    private static Map<Place, RunRow> instances(MemoryTables tables, WorkflowRow workflow, InstanceFilter filter) {
        var placed = new HashMap<Place, RunRow>();
        boolean all = filter.tag().map(tag -> tagged(workflow, tag)).orElse(true);
        tables.instances(workflow.workflowId()).values().forEach(runs -> {
            RunRow first = tables.runs.get(runs.firstEntry().getValue());
            RunRow latest = tables.runs.get(runs.lastEntry().getValue());
            boolean fits = first.internalId() == workflow.internalId()
                    && within(first, filter)
                    && filter.status().map(latest.status()::equals).orElse(true)
                    && filter.startedBy(latest.labels().startedBy())
                    && (all || latest.labels().tags().contains(filter.tag().orElseThrow()));
            if (fits) {
                placed.put(new Place(first.createMillis(), first.internalId(), first.instanceId()), latest);
            }
        });
        return placed;
    }

    private static boolean within(RunRow first, InstanceFilter filter) {
        return first.createMillis() >= filter.fromMillis() && first.createMillis() < filter.toMillis();
    }
}
