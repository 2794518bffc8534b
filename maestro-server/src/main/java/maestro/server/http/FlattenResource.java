package maestro.server.http;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import maestro.core.dag.PlanStep;
import maestro.core.loop.Rank;
import maestro.core.row.RunHead;
import maestro.model.MaestroException;
import maestro.model.json.Json;
import maestro.model.run.StepStatus;
import maestro.runtime.engine.Engine;
import maestro.runtime.flatten.FlatIteration;
import maestro.runtime.flatten.FlatPage;
import maestro.runtime.flatten.FlatQuery;
import maestro.runtime.flatten.FlatSummary;
import maestro.runtime.flatten.Flattened;
import maestro.runtime.store.Reads;
import maestro.server.view.FlatView;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Loops flattened across their nesting (rest-api.md §20, events.md §6.3). */
final class FlattenResource {
    private static final String BASE =
            "/api/v3/views/flatten/workflows/{id}/instances/{n}/runs/{r}/steps/{s}";
    private static final int SIZE_MAX = 200;
    private static final int SAMPLED = 100;
    private static final long VALUES_DEFAULT = 5;

    private final Engine engine;
    private final Reads reads;

    FlattenResource(Engine engine, Reads reads) {
        this.engine = engine;
        this.reads = reads;
    }

    List<Route> routes() {
        return List.of(
                Route.get(BASE, this::list),
                Route.get(BASE + "/iterations/{iteration}", this::one),
                Route.get(BASE + "/summary", this::summary));
    }

    private Flattened flattened(Call call) {
        return Flattened.of(
                reads, engine::plan, call.path("id"), call.number("n"), call.number("r"), call.path("s"));
    }

    private Answer list(Call call) {
        var flattened = flattened(call);
        var asked = Paging.asked(call);
        var cursor = call.query("cursor").filter(text -> !text.isEmpty()).map(FlattenResource::rank).or(() -> at(call));
        var query = new FlatQuery(
                asked.first(), asked.size(), cursor, statuses(call), params(call, flattened.loops()));
        boolean brief = RunViews.brief(call);
        return Answer.json(page(query, flattened.page(query), each -> brief
                ? FlatView.brief(flattened.loops(), each)
                : FlatView.of(flattened.loops(), each)));
    }

    /** Ours: the page begins at this iteration, such as {@code 3-12}. */
    private static Optional<Rank> at(Call call) {
        return call.query("at").filter(text -> !text.isEmpty()).map(text -> {
            var numbers = new ArrayList<>(Rank.ofPlain(text).orElseThrow(() -> MaestroException.badRequest(
                    "'at' must be the numbers of an iteration, outermost first, such as 3-12")).numbers());
            boolean forward = Paging.asked(call).first();
            numbers.add(numbers.removeLast() + (forward ? -1 : 1)); // the cursor itself is not in the page
            return new Rank(numbers);
        });
    }

    private static ObjectNode page(FlatQuery query, FlatPage page, Function<FlatIteration, ObjectNode> view) {
        var elements = Json.array();
        page.elements().forEach(each -> elements.add(view.apply(each)));
        var node = Json.object();
        var info = node.putObject("page_info");
        boolean empty = page.elements().isEmpty();
        // a page that a filter ended early tells how far it looked, so that the next one can go on from there
        var start = first(page, query).map(FlattenResource::cursor);
        var end = last(page, query).map(FlattenResource::cursor);
        info.set("start_cursor", Json.node(start.orElse(null)));
        info.set("end_cursor", Json.node(end.orElse(null)));
        boolean beyond = query.cursor().isPresent() && !empty;
        info.put("has_previous_page", query.forward() ? beyond : page.more());
        info.put("has_next_page", query.forward() ? page.more() : beyond);
        info.putNull("start_index");
        node.put("total_count", elements.size());
        node.set("elements", elements);
        return node;
    }

    private static Optional<Rank> first(FlatPage page, FlatQuery query) {
        if (!query.forward() && cut(page, query)) return page.reached();
        return page.elements().stream().findFirst().map(FlatIteration::rank);
    }

    private static Optional<Rank> last(FlatPage page, FlatQuery query) {
        if (query.forward() && cut(page, query)) return page.reached();
        return page.elements().reversed().stream().findFirst().map(FlatIteration::rank);
    }

    private static boolean cut(FlatPage page, FlatQuery query) {
        return page.more() && page.elements().size() < query.size();
    }

    private static String cursor(Rank rank) {
        return Base64.getUrlEncoder().encodeToString(rank.text().getBytes(StandardCharsets.UTF_8));
    }

    private static Rank rank(String cursor) {
        return Rank.ofText(decoded("cursor", cursor)).orElseThrow(() ->
                MaestroException.badRequest("'cursor' must be a cursor of an earlier page, not '" + cursor + "'"));
    }

    private static String decoded(String name, String text) {
        try {
            return new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw MaestroException.badRequest("'" + name + "' is not base64url: '" + text + "'");
        }
    }

    private static Set<StepStatus> statuses(Call call) {
        var statuses = EnumSet.noneOf(StepStatus.class);
        for (String name : call.query("statuses").orElse("").split(",")) {
            if (name.isBlank()) continue;
            try {
                statuses.add(StepStatus.valueOf(name.strip()));
            } catch (IllegalArgumentException e) {
                throw MaestroException.badRequest("'statuses' names no status of a step: '" + name.strip() + "'");
            }
        }
        return statuses;
    }

    private static Predicate<FlatIteration> params(Call call, List<PlanStep> loops) {
        String text = call.query("loopParams").orElse("");
        if (text.isEmpty()) return _ -> true;
        JsonNode json = Json.parse(decoded("loopParams", text));
        if (!json.isObject()) throw MaestroException.badRequest("'loopParams' must be a JSON object of texts");
        var wanted = new HashMap<String, String>();
        json.properties().forEach(entry -> wanted.put(entry.getKey(), entry.getValue().asString("")));
        return iteration -> FlatView.params(loops, RunHead.read(iteration.found().run().head()))
                .entrySet().containsAll(wanted.entrySet());
    }

    private Answer one(Call call) {
        var flattened = flattened(call);
        String iteration = call.path("iteration");
        return Answer.json(Rank.ofPlain(iteration)
                .flatMap(flattened::one)
                .map(each -> FlatView.of(flattened.loops(), each))
                .orElseThrow(() -> MaestroException.notFound(
                        "Step [" + call.path("s") + "] has no iteration [" + iteration + "]")));
    }

    private Answer summary(Call call) {
        boolean counted = call.flag("statusCount", false);
        boolean representative = call.flag("representative", true);
        long values = call.queryNumber("valueCount").orElse(VALUES_DEFAULT);
        var flattened = flattened(call);
        var view = Json.object();
        if (counted || representative) {
            var summary = flattened.summary();
            if (representative) summary.representative().flatMap(flattened::one).ifPresent(each ->
                    view.set("representative_iteration", FlatView.of(flattened.loops(), each)));
            if (counted) count(view, summary);
        }
        if (values > 0) view.set("loop_param_values", Json.node(values(flattened, values)));
        return Answer.json(view);
    }

    /** Ours: {@code complete} is told when the loop is too large for all of it to be counted. */
    private static void count(ObjectNode view, FlatSummary summary) {
        var counts = view.putObject("count_by_status");
        summary.counts().forEach((status, count) -> counts.put(status.name(), count));
        if (!summary.complete()) view.put("complete", false);
    }

    private static Map<String, List<String>> values(Flattened flattened, long size) {
        var values = new LinkedHashMap<String, Set<String>>();
        for (var iteration : flattened.page(FlatQuery.first(SAMPLED)).elements())
            FlatView.params(flattened.loops(), RunHead.read(iteration.found().run().head())).forEach((name, value) ->
                    values.computeIfAbsent(name, _ -> new LinkedHashSet<>()).add(value));
        var shown = new LinkedHashMap<String, List<String>>();
        values.forEach((name, all) -> shown.put(name, all.stream().limit(size).toList()));
        return shown;
    }
}
