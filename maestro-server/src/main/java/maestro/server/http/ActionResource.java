package maestro.server.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import maestro.model.json.Json;
import maestro.model.run.TimelineEvent;
import maestro.runtime.engine.ActionOutcome;
import maestro.runtime.engine.Engine;
import maestro.runtime.engine.InstanceAction;

/** Stop, kill and unblock, of one instance or of all instances of a workflow (rest-api.md §5.2 and §9). */
final class ActionResource {
    private static final String WORKFLOW = "/api/v3/workflows/{id}";
    private static final String INSTANCE = WORKFLOW + "/instances/{n}";
    private static final String RUN = INSTANCE + "/runs/{r}";

    private final Engine engine;

    ActionResource(Engine engine) {
        this.engine = engine;
    }

    List<Route> routes() {
        var routes = new ArrayList<Route>();
        for (var action : InstanceAction.values()) {
            String path = "/actions/" + action.name().toLowerCase(Locale.ROOT);
            routes.add(Route.put(WORKFLOW + path, call -> all(call, action)));
            routes.add(Route.put(INSTANCE + path, call -> one(call, OptionalLong.empty(), action)));
            routes.add(Route.put(RUN + path, call -> one(call, OptionalLong.of(call.number("r")), action)));
        }
        return routes;
    }

    private Answer all(Call call, InstanceAction action) {
        var outcome = engine.actAll(call.path("id"), action, call.user());
        var event = new TimelineEvent.Action(outcome.atMillis(), action.name(), Optional.of(call.user()),
                Optional.of(outcome.message()), Optional.of(outcome.reason()), Optional.empty());
        return Answer.json(action.name().equals("UNBLOCK") ? 200 : 202, event.toJson());
    }

    /** Unblocking is told as an action, ending a run as a log entry (rest-api.md §9.2). */
    private static TimelineEvent event(InstanceAction action, ActionOutcome outcome, Call call) {
        return switch (action) {
            case STOP, KILL -> TimelineEvent.info(outcome.atMillis(), outcome.message());
            case UNBLOCK -> new TimelineEvent.Action(outcome.atMillis(), action.name(), Optional.of(call.user()),
                    Optional.of(outcome.info()), Optional.of(outcome.message()), Optional.empty());
        };
    }

    private Answer one(Call call, OptionalLong runId, InstanceAction action) {
        ActionOutcome outcome = engine.act(call.path("id"), call.number("n"), runId, action, call.user());
        var answer = Json.object();
        answer.put("workflow_id", outcome.workflowId());
        answer.put("workflow_instance_id", outcome.instanceId());
        answer.put("workflow_run_id", outcome.runId());
        answer.put("workflow_instance_status", outcome.status().name());
        answer.put("info", outcome.info());
        answer.set("timeline_event", event(action, outcome, call).toJson());
        answer.put("completed", outcome.completed());
        return Answer.json(answer);
    }
}
