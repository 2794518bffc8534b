package maestro.server.http;

import java.util.List;
import maestro.core.permit.ClaimRow;
import maestro.model.MaestroException;
import maestro.model.User;
import maestro.model.auth.Verb;
import maestro.model.json.Json;
import maestro.model.permit.TagPermit;
import maestro.runtime.engine.PermitBook;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/** Tag permits, and who holds or awaits them (rest-api.md §14). */
final class PermitResource {
    private static final String BASE = "/api/v3/tag-permits";
    private static final int SIZE_MAX = 200;
    private static final int SIZE_USUAL = 50;
    private static final User SOMEONE = User.of("unknown");

    private final PermitBook permits;

    PermitResource(PermitBook permits) {
        this.permits = permits;
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
        permits.stored().permits(prefix, call.query("after").orElse(""), size(call)).stream()
                .filter(permit -> call.access().may(Verb.READ, permit.tag()))
                .forEach(permit -> list.add(permit.toJson()));
        return Answer.json(list);
    }

    private Answer claims(Call call) {
        String tag = call.path("tag");
        int size = size(call);
        var answer = Json.object();
        add(answer.putArray("held"), permits.stored().claims(tag, true, size));
        add(answer.putArray("waiting"), permits.stored().claims(tag, false, size));
        return Answer.json(answer);
    }

    private static void add(ArrayNode list, List<ClaimRow> rows) {
        rows.forEach(row -> list.add(view(row)));
    }

    private static JsonNode view(ClaimRow row) {
        var claim = row.claim();
        return Json.object().put("workflow_id", claim.workflowId()).put("step", claim.who())
                .put("step_uuid", claim.uuid().toString()).put("asked_time", claim.askedMillis());
    }

    private static int size(Call call) {
        long size = call.queryNumber("size").orElse((long) SIZE_USUAL);
        if (size < 1 || size > SIZE_MAX)
            throw MaestroException.badRequest("'size' must be from 1 to " + SIZE_MAX + ", not " + size);
        return (int) size;
    }
}
