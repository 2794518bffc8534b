package maestro.server.http;

import java.util.List;
import java.util.Optional;
import maestro.model.User;
import maestro.model.json.Json;
import maestro.model.run.Initiator;
import maestro.model.run.StartRequest;
import maestro.model.run.TimelineEvent;
import maestro.runtime.engine.Engine;
import maestro.runtime.engine.StartOutcome;
import tools.jackson.databind.node.ObjectNode;

/** Starting instances (rest-api.md §5.1). */
final class StartResource {
    private final Engine engine;

    StartResource(Engine engine) {
        this.engine = engine;
    }

    List<Route> routes() {
        return List.of(Route.post("/api/v3/workflows/{id}/versions/{v}/actions/start", this::start));
    }

    private Answer start(Call call) {
        var request = StartRequest.fromJson(call.json());
        User caller = call.user();
        if (request.requestId().isEmpty())
            request = request.withRequestId(Conditional.requestId(call, call.path("id")));
        if (request.initiator() instanceof Initiator.Manual)
            request = request.withInitiator(new Initiator.Manual(Optional.of(caller)));
        return Answer.json(view(engine.start(call.path("id"), call.path("v"), List.of(request), caller).getFirst()));
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
