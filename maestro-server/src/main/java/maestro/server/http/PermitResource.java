package maestro.server.http;

import java.util.HashMap;
import java.util.List;
import java.util.stream.Stream;
import maestro.core.permit.Claim;
import maestro.core.permit.ClaimRow;
import maestro.model.MaestroException;
import maestro.model.User;
import maestro.model.auth.Verb;
import maestro.model.json.Json;
import maestro.model.permit.TagPermit;
import maestro.runtime.engine.Engine;
import maestro.runtime.engine.PermitBook;
import maestro.runtime.store.TagPermits;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/** Tag permits, and who holds or awaits them (rest-api.md §14). */
final class PermitResource {
    private static final String BASE = "/api/v3/tag-permits";
    private static final int SIZE_MAX = 200;
    private static final int SIZE_USUAL = 50;
    private static final User SOMEONE = User.of("unknown");

    private final Engine engine;
    private final PermitBook permits;
    private final RunSources runs;

    PermitResource(Engine engine, RunSources runs) {
        this.engine = engine;
        this.permits = engine.permits();
        this.runs = runs;
    }

    List<Route> routes() {
        return List.of(
                Route.post(BASE, this::set).taking(Route.Body.JSON),
                Route.get(BASE, this::list),
                Route.get(BASE + "/{tag}", this::get),
                Route.delete(BASE + "/{tag}", this::remove),
                Route.get(BASE + "/{tag}/claims", this::claims));
    }

    private Answer set(Call call) {
        var user = call.user();
        var permit = TagPermit.fromJson(call.json());
        call.require(Verb.PERMIT, permit.tag());
        permits.set(permit, user);
        return Answer.text(Route.JSON, "");
    }

    private Answer get(Call call) {
        String tag = call.path("tag");
        return Answer.json(permits.stored().permit(tag).map(TagPermit::toJson).orElseThrow(() ->
                MaestroException.notFound("Tag [" + tag + "] has no permit")));
    }

    /** The caller needs no name here. */
    private Answer remove(Call call) {
        permits.remove(call.path("tag"), call.anyUser().orElse(SOMEONE));
        return Answer.text(Route.JSON, "");
    }

    private Answer list(Call call) {
        var list = Json.array();
        String prefix = call.query("prefix").orElse("");
        var found = permits.stored().permits(prefix, call.query("after").orElse(""), size(call)).stream()
                .filter(permit -> call.access().may(Verb.READ, permit.tag()))
                .toList();
        var usage = new HashMap<String, TagPermits.Usage>();
        permits.stored().usage(found.stream().map(TagPermit::tag).toList())
                .forEach(each -> usage.put(each.tag(), each));
        found.forEach(permit -> {
            var view = permit.toJson();
            view.set("usage", view(usage.get(permit.tag())));
            list.add(view);
        });
        return Answer.json(list);
    }

    private static JsonNode view(TagPermits.Usage usage) {
        var view = Json.object().put("held", usage.held()).put("waiting", usage.waiting());
        return usage.oldestMillis() == 0 ? view : view.put("oldest_asked_time", usage.oldestMillis());
    }

    private Answer claims(Call call) {
        String tag = call.path("tag");
        int size = size(call);
        var answer = Json.object().put("tag", tag);
        permits.stored().permit(tag).ifPresent(permit -> answer.put("max_allowed", permit.maxAllowed()));
        answer.set("usage", view(permits.stored().usage(List.of(tag)).getFirst()));
        var held = permits.stored().claims(tag, true, size).stream().map(ClaimRow::claim).toList();
        var waiting = permits.stored().claims(tag, false, size).stream().map(ClaimRow::claim).toList();
        var names = new StepNames(
                engine, runs, Stream.concat(held.stream(), waiting.stream()).map(Claim::runKey).toList());
        add(answer.putArray("held"), held, names);
        add(answer.putArray("waiting"), waiting, names);
        return Answer.json(answer);
    }

    private static void add(ArrayNode list, List<Claim> claims, StepNames names) {
        for (Claim claim : claims) {
            var view = list.addObject().put("workflow_id", claim.workflowId());
            names.into(view, claim.runKey(), claim.ordinal());
            view.put("step", claim.who());
            view.put("step_uuid", claim.uuid().toString()).put("asked_time", claim.askedMillis());
        }
    }

    private static int size(Call call) {
        long size = call.queryNumber("size").orElse((long) SIZE_USUAL);
        if (size < 1 || size > SIZE_MAX)
            throw MaestroException.badRequest("'size' must be from 1 to " + SIZE_MAX + ", not " + size);
        return (int) size;
    }
}
