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

    /**
     * What a filter let pass, the way that was asked for: from the list's first row ({@code forwards}) or its last one.
     *
     * @param after where the page begins, if it was asked to begin anywhere
     * @param next where the page after it begins, if there may be one
     */
    record Way(boolean forwards, Optional<String> after, Optional<String> next) {}

    /** A page of what a filter let pass: nobody counts the whole, so there is neither a count nor an index. */
    static <T> ObjectNode filtered(List<T> rows, Function<T, String> cursor, Way way, Function<T, JsonNode> view) {
        var shown = way.forwards() ? rows : rows.reversed();
        var near = rows.stream().findFirst().map(cursor);
        var far = way.next().or(() -> rows.isEmpty() ? Optional.empty() : Optional.of(cursor.apply(rows.getLast())));
        var node = Json.object();
        var info = node.putObject("page_info");
        info.put("start_cursor", (way.forwards() ? near : far).orElse(null));
        info.put("end_cursor", (way.forwards() ? far : near).orElse(null));
        info.put("has_previous_page", way.forwards() ? way.after().isPresent() : way.next().isPresent());
        info.put("has_next_page", way.forwards() ? way.next().isPresent() : way.after().isPresent());
        var elements = node.putArray("elements");
        shown.forEach(row -> elements.add(view.apply(row)));
        return node;
    }

    private static <T> ObjectNode borders(Page<T> page, ToLongFunction<T> id) {
        var node = Json.object();
        if (page.rows().isEmpty()) {
            node.putNull("start_cursor").putNull("end_cursor");
            return node.put("has_previous_page", false).put("has_next_page", false).putNull("start_index");
        }
        long start = id.applyAsLong(page.rows().getFirst());
        long end = id.applyAsLong(page.rows().getLast());
        node.put("start_cursor", Long.toString(start)).put("end_cursor", Long.toString(end));
        node.put("has_previous_page", start < page.highest()).put("has_next_page", end > page.lowest());
        return node.put("start_index", page.highest() - start + 1);
    }
}
