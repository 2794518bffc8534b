package maestro.server.http;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import maestro.model.MaestroException;
import maestro.model.json.Json;
import maestro.runtime.store.Reads.Page;
import maestro.runtime.store.Reads.Window;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Pages (rest-api.md §3). */
final class Paging {
    private static final int SIZE_MAX = 200;

    private Paging() {}

    /** The window that {@code first}, {@code last} and {@code cursor} ask for. */
    static Window window(Call call) {
        Asked asked = asked(call);
        return new Window(asked.first(), asked.size(), cursor(call));
    }

    /** How many elements, and from which end of the list. */
    record Asked(boolean first, int size) {}

    static Asked asked(Call call) {
        Optional<Long> first = call.queryNumber("first");
        Optional<Long> last = call.queryNumber("last");
        if (first.isPresent() == last.isPresent())
            throw MaestroException.badRequest("Give exactly one of the query parameters 'first' and 'last'");
        long size = first.or(() -> last).orElseThrow();
        if (size < 1 || size > SIZE_MAX)
            throw MaestroException.badRequest("'first' or 'last' must be from 1 to " + SIZE_MAX + ", not " + size);
        return new Asked(first.isPresent(), (int) size);
    }

    private static Optional<Long> cursor(Call call) {
        return call.query("cursor").filter(text -> !text.isEmpty()).map(text -> {
            try {
                return Long.parseLong(text);
            } catch (NumberFormatException e) {
                throw MaestroException.badRequest("'cursor' must be a cursor of an earlier page, not '" + text + "'");
            }
        });
    }

    /**
     * A page of rows, newest first.
     *
     * @param borders the count is the highest existing id minus the lowest plus one
     */
    static <T> ObjectNode page(Page<T> page, ToLongFunction<T> id, Function<T, JsonNode> view) {
        var elements = Json.array();
        page.rows().forEach(row -> elements.add(view.apply(row)));
        var node = Json.object();
        node.set("page_info", borders(page, id));
        node.put("total_count", page.highest() == 0 ? 0 : page.highest() - page.lowest() + 1);
        node.set("elements", elements);
        return node;
    }

    /** Whether rows go on after a filtered page, the way its window goes. */
    record More(Window window, boolean there) {}

    /** A page of what a filter let pass: nobody counts the whole, so there is neither a count nor an index. */
    static <T> ObjectNode filtered(List<T> rows, ToLongFunction<T> id, More more, Function<T, JsonNode> view) {
        boolean older = more.window().older();
        boolean back = more.window().cursor().isPresent();
        var node = Json.object();
        var info = node.putObject("page_info");
        if (rows.isEmpty()) info.putNull("start_cursor").putNull("end_cursor");
        else info.put("start_cursor", Long.toString(id.applyAsLong(rows.getFirst())))
                .put("end_cursor", Long.toString(id.applyAsLong(rows.getLast())));
        info.put("has_previous_page", older ? back : more.there());
        info.put("has_next_page", older ? more.there() : back);
        var elements = node.putArray("elements");
        rows.forEach(row -> elements.add(view.apply(row)));
        return node;
    }

    private static <T> ObjectNode borders(Page<T> page, ToLongFunction<T> id) {
        var node = Json.object();
        if (page.rows().isEmpty()) {
            node.putNull("start_cursor").putNull("end_cursor");
            return node.put("has_previous_page", false).put("has_next_page", false).put("start_index", 0);
        }
        long start = id.applyAsLong(page.rows().getFirst());
        long end = id.applyAsLong(page.rows().getLast());
        node.put("start_cursor", Long.toString(start)).put("end_cursor", Long.toString(end));
        node.put("has_previous_page", start < page.highest()).put("has_next_page", end > page.lowest());
        return node.put("start_index", page.highest() - start + 1);
    }
}
