package maestro.server.http;

import java.util.List;
import maestro.core.restart.Preview;
import maestro.model.json.Json;
import maestro.model.run.RestartRequest;
import maestro.model.run.StepRestartRequest;
import maestro.runtime.engine.Engine;
import maestro.runtime.engine.RestartOutcome;
import tools.jackson.databind.node.ObjectNode;

/**
 * Restarts of instances and steps (rest-api.md §9.1, §12.1). With {@code "dry_run": true} in the body nothing changes, and
 * the answer tells what would run, be reused, be skipped and wait.
 */
final class RestartResource {
    private static final String INSTANCE = "/api/v3/workflows/{id}/instances/{n}";

    private final Engine engine;

    RestartResource(Engine engine) {
        this.engine = engine;
    }

    List<Route> routes() {
        return List.of(
                Route.post(INSTANCE + "/actions/restart", this::instance),
                Route.post(INSTANCE + "/steps/{s}/actions/restart", this::step));
    }

    private Answer instance(Call call) {
        var request = RestartRequest.fromJson(call.json());
        var caller = call.user();
        String id = call.path("id");
        long instance = call.number("n");
        return request.dryRun()
                ? Answer.json(preview(engine.preview(id, instance, request)))
                : Answer.json(StartResource.view(engine.restart(id, instance, request, caller).run()));
    }

    /** A restart is taken in the turn that hears of it, so {@code blocking} makes no difference. */
    private Answer step(Call call) {
        call.flag("blocking", true);
        var request = StepRestartRequest.fromJson(call.json());
        var caller = call.user();
        String id = call.path("id");
        long instance = call.number("n");
        String step = call.path("s");
        return request.dryRun()
                ? Answer.json(preview(engine.preview(id, instance, step, request)))
                : Answer.json(view(engine.restart(id, instance, step, request, caller)));
    }

    private static ObjectNode view(RestartOutcome outcome) {
        ObjectNode answer = StartResource.view(outcome.run());
        answer.remove("workflow_uuid");
        if (outcome.run().runId() == 0) answer.remove("workflow_run_id");
        outcome.stepId().ifPresent(step -> answer.put("step_id", step));
        if (outcome.attempt() > 0) answer.put("step_attempt_id", outcome.attempt());
        return answer;
    }

    /** Each run on the way, the one that restarts first. */
    static ObjectNode preview(List<Preview> way) {
        var answer = Json.object().put("dry_run", true);
        var runs = answer.putArray("runs");
        for (Preview run : way) {
            var node = runs.addObject()
                    .put("workflow_id", run.workflowId())
                    .put("workflow_instance_id", run.instanceId())
                    .put("workflow_run_id", run.runId())
                    .put("policy", run.policy().name())
                    .put("in_place", run.inPlace());
            node.set("will_run", Json.node(run.runs()));
            node.set("reused", Json.node(run.reuses()));
            node.set("skipped", Json.node(run.skips()));
            node.set("waiting", Json.node(run.waits()));
        }
        return answer;
    }
}
