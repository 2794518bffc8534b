package maestro.server.http;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import maestro.core.row.RunRow;
import maestro.model.MaestroException;
import maestro.runtime.store.InstanceFilter;
import maestro.runtime.store.Reads.Place;
import maestro.runtime.store.Reads.Placed;
import maestro.runtime.store.Reads.Slice;
import maestro.runtime.store.Reads.Window;

/** Lists of instances: of one workflow (rest-api.md §7) and, ours, of all. */
public final class InstanceLists {
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
        var views = RunViews.of(call, runs, aggregated(call));
        if (!query.filter().equals(InstanceFilter.ALL) || query.oldestFirst())
            return filtered(call.path("id"), views, query, window);
        var page = views.lists().instances(call.path("id"), window);
        var shown = views.shown().apply(page.rows());
        return Answer.json(Paging.page(page, RunRow::instanceId, row -> shown.get(row.runKey())));
    }

    private static Answer filtered(String workflowId, RunViews views, InstanceQuery query, Window window) {
        boolean older = window.older() != query.oldestFirst();
        var found = views.lists().instances(
                workflowId, query.filter(), new Window(older, window.size(), window.cursor()));
        var rows = found.subList(0, Math.min(found.size(), window.size()));
        var next = found.size() > rows.size() ? Optional.of(number(rows.getLast())) : Optional.<String>empty();
        var shown = views.shown().apply(rows);
        return Answer.json(Paging.filtered(rows, InstanceLists::number,
                new Paging.Way(window.older(), window.cursor().map(String::valueOf), next),
                row -> shown.get(row.runKey())));
    }

    private static String number(RunRow row) {
        return Long.toString(row.instanceId());
    }

    private Answer ofAll(Call call) {
        var query = InstanceQuery.of(call);
        return placed(call, new InstanceQuery(query.filter().seenBy(call.visible()), query.oldestFirst()), Optional.empty());
    }

    /** A page of a list that may end at an instance of any workflow, which its cursors name in full. */
    private Answer placed(Call call, InstanceQuery query, Optional<String> workflowId) {
        var asked = Paging.asked(call);
        var cursor = call.query("cursor").filter(text -> !text.isEmpty());
        var slice = new Slice(asked.first() != query.oldestFirst(), asked.size(), cursor.map(text -> place("cursor", text)));
        var views = RunViews.ofMany(call, runs, aggregated(call));
        var listed = views.lists().instances(workflowId, query.filter(), slice);
        return page(views, listed.rows(), new Paging.Way(asked.first(), cursor, listed.next().map(InstanceLists::text)));
    }

    /** @throws MaestroException 400 that names the parameter */
    public static Place place(String name, String cursor) {
        var parts = PLACE.matcher(cursor);
        if (!parts.matches())
            throw MaestroException.badRequest("'" + name + "' must be a cursor of an earlier page, not '" + cursor + "'");
        return new Place(Long.parseLong(parts.group(1)), Long.parseLong(parts.group(2)), Long.parseLong(parts.group(3)));
    }

    public static String text(Place place) {
        return place.bornMillis() + "-" + place.internalId() + "-" + place.instanceId();
    }

    private static Answer page(RunViews views, List<Placed> found, Paging.Way way) {
        var shown = views.shown().apply(found.stream().map(Placed::row).toList());
        var rows = found.stream().filter(placed -> shown.containsKey(placed.row().runKey())).toList();
        return Answer.json(Paging.filtered(
                rows, placed -> text(placed.place()), way, placed -> shown.get(placed.row().runKey())));
    }

    private static boolean aggregated(Call call) {
        return call.flag("aggregated", true);
    }
}
