package maestro.server.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import maestro.model.json.Json;
import maestro.model.run.TimelineEvent;
import maestro.runtime.engine.Engine;
import maestro.runtime.engine.StepAction;
import maestro.runtime.engine.StepActionOutcome;
import maestro.server.view.StepView;
import tools.jackson.databind.node.ObjectNode;

/** Stop, kill, skip and bypass of a step (rest-api.md §12.2). */
final class StepActionResource {
    private static final String ACTIONS = "/api/v3/workflows/{id}/instances/{n}/steps/{s}/actions/";

    private final Engine engine;

    StepActionResource(Engine engine) {
        this.engine = engine;
    }

    List<Route> routes() {
        var routes = new ArrayList<Route>();
        for (var action : StepAction.values())
            routes.add(Route.put(ACTIONS + action.name().toLowerCase(Locale.ROOT), call -> act(call, action)));
        return routes;
    }

    private Answer act(Call call, StepAction action) {
        boolean blocking = call.flag("blocking", true);
        return Answer.json(view(engine.act(
                call.path("id"), call.number("n"), call.path("s"), action, blocking, call.user())));
    }

    /** A skip of what had ended made a new run: then there is no attempt to tell of. */
    static ObjectNode view(StepActionOutcome outcome) {
        var answer = Json.object();
        answer.put("workflow_id", outcome.workflowId());
        answer.put("workflow_instance_id", outcome.instanceId());
        answer.put("workflow_run_id", outcome.runId());
        if (outcome.attempt() > 0)
            answer.put("step_id", outcome.stepId()).put("step_attempt_id", outcome.attempt());
        outcome.state().ifPresent(row -> answer.set("step_runtime_state", StepView.runtimeState(row)));
        answer.set("timeline_event", TimelineEvent.info(outcome.atMillis(), outcome.message()).toJson());
        return answer;
    }
}
