package maestro.server.http;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import maestro.core.row.RunRow;
import maestro.model.Code;
import maestro.model.MaestroException;
import maestro.runtime.store.InstanceFilter;
import maestro.runtime.store.Reads.Place;
import maestro.runtime.store.Reads.Placed;
import maestro.runtime.store.Reads.Slice;
import maestro.runtime.store.Reads.Window;
import maestro.server.view.RunSource;
import maestro.server.view.RunView;
import tools.jackson.databind.node.ObjectNode;

/** Lists of instances: of one workflow (rest-api.md §7) and, ours, of all. */
final class InstanceLists {
    private static final Pattern PLACE = Pattern.compile("(-?\\d{1,18})-(\\d{1,18})-(\\d{1,18})");

    private final RunSources runs;

    InstanceLists(RunSources runs) {
        this.runs = runs;
    }

    List<Route> routes() {
        return List.of(
                Route.get("/api/v3/workflows/{id}/instances", this::ofWorkflow),
                Route.get("/api/v3/instances", this::ofAll));
    }

    private Answer ofWorkflow(Call call) {
        var query = InstanceQuery.of(call);
        if (query.filter().labelled()) return placed(call, query, Optional.of(call.path("id")));
        var window = Paging.window(call);
        if (!query.filter().equals(InstanceFilter.ALL) || query.oldestFirst()) return filtered(call, query, window);
        var page = runs.reads().instances(call.path("id"), window);
        var sources = runs.full(page.rows());
        boolean aggregated = aggregated(call);
        return Answer.json(Paging.page(
                page, RunRow::instanceId, row -> view(call, sources.get(row.runKey()), aggregated)));
    }

    private Answer filtered(Call call, InstanceQuery query, Window window) {
        boolean older = window.older() != query.oldestFirst();
        var found = runs.reads().instances(
                call.path("id"), query.filter(), new Window(older, window.size(), window.cursor()));
        var rows = found.subList(0, Math.min(found.size(), window.size()));
        var next = found.size() > rows.size() ? Optional.of(number(rows.getLast())) : Optional.<String>empty();
        var sources = runs.full(rows);
        boolean aggregated = aggregated(call);
        return Answer.json(Paging.filtered(rows, InstanceLists::number,
                new Paging.Way(window.older(), window.cursor().map(String::valueOf), next),
                row -> view(call, sources.get(row.runKey()), aggregated)));
    }

    private static String number(RunRow row) {
        return Long.toString(row.instanceId());
    }

    private Answer ofAll(Call call) {
        return placed(call, InstanceQuery.of(call), Optional.empty());
    }

    /** A page of a list that may end at an instance of any workflow, which its cursors name in full. */
    private Answer placed(Call call, InstanceQuery query, Optional<String> workflowId) {
        var asked = Paging.asked(call);
        var cursor = call.query("cursor").filter(text -> !text.isEmpty());
        var slice = new Slice(asked.first() != query.oldestFirst(), asked.size(), cursor.map(InstanceLists::place));
        var listed = runs.reads().instances(workflowId, query.filter(), slice);
        return page(call, listed.rows(), new Paging.Way(asked.first(), cursor, listed.next().map(InstanceLists::text)));
    }

    private static Place place(String cursor) {
        var parts = PLACE.matcher(cursor);
        if (!parts.matches())
            throw MaestroException.badRequest("'cursor' must be a cursor of an earlier page, not '" + cursor + "'");
        return new Place(Long.parseLong(parts.group(1)), Long.parseLong(parts.group(2)), Long.parseLong(parts.group(3)));
    }

    private static String text(Place place) {
        return place.bornMillis() + "-" + place.internalId() + "-" + place.instanceId();
    }

    private Answer page(Call call, List<Placed> found, Paging.Way way) {
        var sources = sources(found.stream().map(Placed::row).toList());
        var rows = found.stream().filter(placed -> sources.containsKey(placed.row().runKey())).toList();
        boolean aggregated = aggregated(call);
        return Answer.json(Paging.filtered(rows,
                placed -> text(placed.place()), way,
                placed -> view(call, sources.get(placed.row().runKey()), aggregated)));
    }

    /** Without those of workflows that were deleted since they were found. */
    private Map<Long, RunSource> sources(List<RunRow> rows) {
        try {
            return runs.full(rows);
        } catch (MaestroException e) {
            if (e.code() != Code.NOT_FOUND) throw e;
            var there = new HashMap<Long, RunSource>();
            if (rows.size() > 1) rows.forEach(row -> there.putAll(sources(List.of(row))));
            return there;
        }
    }

    private static boolean aggregated(Call call) {
        return call.flag("aggregated", true);
    }

    private ObjectNode view(Call call, RunSource run, boolean aggregated) {
        return runs.explained(call, run, RunView.of(run, false, aggregated));
    }
}
