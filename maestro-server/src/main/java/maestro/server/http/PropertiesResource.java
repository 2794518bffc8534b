package maestro.server.http;

import java.util.List;
import maestro.core.row.PropertiesSnapshot;
import maestro.core.row.SnapshotJson;
import maestro.model.Code;
import maestro.model.MaestroException;
import maestro.model.definition.PropertiesChange;
import maestro.model.id.Ids;
import maestro.model.json.Json;
import maestro.model.json.TagJson;
import maestro.model.run.TimelineEvent;
import maestro.runtime.engine.Activation;
import maestro.runtime.engine.Engine;

/** What all versions share, and which of them is active (rest-api.md §4). */
final class PropertiesResource {
    private static final String ONE = "/api/v3/workflows/{id}";

    private final Engine engine;

    PropertiesResource(Engine engine) {
        this.engine = engine;
    }

    List<Route> routes() {
        return List.of(
                Route.post(ONE + "/properties", this::change),
                Route.post(ONE + "/properties/tag", this::addTag),
                Route.delete(ONE + "/properties/tag/{name}", call -> snapshot(call,
                        Conditional.engine(engine, call).removeTag(call.path("id"), call.path("name"), call.user()))),
                Route.put(ONE + "/versions/{v}/actions/activate", call -> activation("ACTIVATE", call,
                        Conditional.engine(engine, call).activate(call.path("id"), call.path("v"), call.user()))),
                Route.put(ONE + "/actions/deactivate", call -> activation("DEACTIVATE", call,
                        Conditional.engine(engine, call).deactivate(call.path("id"), call.user()))));
    }

    private Answer change(Call call) {
        var change = PropertiesChange.fromJson(call.json());
        return snapshot(call, Conditional.engine(engine, call).changeProperties(call.path("id"), change, call.user()));
    }

    private Answer addTag(Call call) {
        var tag = TagJson.tag(call.json(), "tag");
        Ids.nameProblem(tag.name()).ifPresent(problem -> {
            throw new MaestroException(Code.BAD_REQUEST, "The tag's name " + problem, List.of("name " + problem));
        });
        return snapshot(call, Conditional.engine(engine, call).addTag(call.path("id"), tag, call.user()));
    }

    private static Answer snapshot(Call call, PropertiesSnapshot snapshot) {
        return Answer.json(SnapshotJson.toJson(call.path("id"), snapshot));
    }

    private static Answer activation(String action, Call call, Activation activation) {
        var answer = Json.object();
        answer.put("workflow_id", activation.workflowId());
        answer.put("workflow_version_id", activation.version());
        answer.set("timeline_event", TimelineEvent.action(
                activation.atMillis(), action, call.user(), activation.message()).toJson());
        return Answer.json(answer);
    }
}
