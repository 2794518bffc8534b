package maestro.server.http;

import java.util.List;
import java.util.Optional;
import maestro.model.MaestroException;
import maestro.model.User;
import maestro.model.json.Json;
import maestro.model.run.Initiator;
import maestro.model.run.StartRequest;
import maestro.model.run.TimelineEvent;
import maestro.runtime.engine.Engine;
import maestro.runtime.engine.StartOutcome;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Starting instances (rest-api.md §5.1). */
final class StartResource {
    private final Engine engine;

    private final StartPreview preview;

    StartResource(Engine engine, StartPreview preview) {
        this.engine = engine;
        this.preview = preview;
    }

    List<Route> routes() {
        return List.of(Route.post("/api/v3/workflows/{id}/versions/{v}/actions/start", this::start));
    }

    private Answer start(Call call) {
        JsonNode body = call.json();
        boolean dry = dry(body);
        var request = StartRequest.fromJson(body);
        User caller = call.user();
        if (request.requestId().isEmpty())
            request = request.withRequestId(Conditional.requestId(call, call.path("id")));
        if (request.initiator() instanceof Initiator.Manual)
            request = request.withInitiator(new Initiator.Manual(Optional.of(caller)));
        if (dry) return Answer.json(preview.of(call.path("id"), call.path("v"), request, caller));
        return Answer.json(view(engine.start(call.path("id"), call.path("v"), List.of(request), caller).getFirst()));
    }

    /** Ours: {@code dry_run} is no part of the start itself. */
    private static boolean dry(JsonNode body) {
        if (!(body instanceof ObjectNode object) || !object.has("dry_run")) return false;
        JsonNode said = object.remove("dry_run");
        if (!said.isBoolean()) throw MaestroException.badRequest("'dry_run' must be true or false");
        return said.booleanValue();
    }

    static ObjectNode view(StartOutcome outcome) {
        var answer = Json.object();
        answer.put("workflow_id", outcome.workflowId());
        answer.put("workflow_version_id", outcome.version());
        answer.put("workflow_instance_id", outcome.instanceId());
        answer.put("workflow_run_id", outcome.runId());
        answer.put("workflow_uuid", outcome.uuid());
        answer.put("status", outcome.status().name());
        answer.set("timeline_event", TimelineEvent.info(outcome.atMillis(), outcome.message()).toJson());
        return answer;
    }
}
