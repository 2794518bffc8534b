package maestro.server.http;

import java.util.List;
import maestro.model.json.Json;
import maestro.model.run.InstanceStatus;
import maestro.model.run.StepStatus;
import tools.jackson.databind.node.ObjectNode;

/** Which actions each status allows (rest-api.md §7 and §11). Constant. */
final class ActionMaps {
    private ActionMaps() {}

    static List<Route> routes() {
        return List.of(
                Route.get("/api/v3/workflows/instances/action-map", _ -> Answer.json(instances())),
                Route.get("/api/v3/workflows/steps/instances/action-map", _ -> Answer.json(steps())));
    }

    private static ObjectNode instances() {
        var map = Json.object();
        for (var status : InstanceStatus.values())
            map.set(status.name(), Json.node(switch (status) {
                case CREATED, IN_PROGRESS, PAUSED -> List.of("STOP", "KILL");
                case TIMED_OUT, STOPPED, SUCCEEDED -> List.of("RESTART");
                case FAILED -> List.of("RESTART", "UNBLOCK");
            }));
        return map;
    }

    private static ObjectNode steps() {
        var map = Json.object();
        for (var status : StepStatus.values())
            if (status != StepStatus.NOT_CREATED) map.set(status.name(), Json.node(actions(status)));
        return map;
    }

    private static List<String> actions(StepStatus status) {
        return switch (status) {
            case NOT_CREATED -> List.of();
            case CREATED -> List.of("PAUSE", "STOP", "KILL");
            case INITIALIZED -> List.of("PAUSE", "STOP", "KILL", "SKIP");
            case PAUSED -> List.of("RESUME", "STOP", "KILL", "SKIP");
            case WAITING_FOR_SIGNALS -> List.of("STOP", "KILL", "SKIP", "BYPASS_STEP_DEPENDENCIES");
            case EVALUATING_PARAMS, WAITING_FOR_PERMITS, STARTING, RUNNING, FINISHING, USER_FAILED, PLATFORM_FAILED,
                    TIMEOUT_FAILED -> List.of("STOP", "KILL", "SKIP");
            case DISABLED, UNSATISFIED -> List.of("RESTART");
            case SKIPPED, SUCCEEDED, COMPLETED_WITH_ERROR, FATALLY_FAILED, INTERNALLY_FAILED, STOPPED, TIMED_OUT ->
                List.of("RESTART", "SKIP");
        };
    }
}
