package maestro.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * A run as it stood at one moment.
 *
 * @param start epoch milliseconds, missing before the start; likewise {@code end}
 * @param steps every step of the run in the order of its graph, also those not created yet
 */
record RunSnapshot(RunId id, String status, JsonNode start, JsonNode end, String message, List<Step> steps) {
    /** @param attempt 0 before the first one */
    record Step(String id, String type, String status, long attempt, JsonNode start, JsonNode end, String message) {
        boolean failed() {
            return Look.of(status) == Look.BAD;
        }

        /** Whether its attempt has begun and writes output of its own. */
        boolean speaks() {
            return start.isNumber() && !type.equalsIgnoreCase("noop") && !type.equalsIgnoreCase("sleep");
        }
    }

    /** @param views the step views of the run (rest-api.md §11) */
    static RunSnapshot of(JsonNode run, JsonNode views) {
        var byId = new LinkedHashMap<String, Step>();
        var none = Json.object().path("none");
        run.path("runtime_dag").propertyNames().forEach(id ->
                byId.put(id, new Step(id, "", "NOT_CREATED", 0, none, none, "")));
        for (var view : views) {
            var step = step(view);
            byId.put(step.id(), step);
        }
        return new RunSnapshot(RunId.of(run), run.path("status").asString("?"), run.path("start_time"),
                run.path("end_time"), message(run.path("timeline")), new ArrayList<>(byId.values()));
    }

    boolean ended() {
        return switch (status) {
            case "SUCCEEDED", "FAILED", "STOPPED", "TIMED_OUT" -> true;
            default -> false;
        };
    }

    boolean succeeded() {
        return status.equals("SUCCEEDED");
    }

    private static Step step(JsonNode view) {
        var state = view.path("runtime_state");
        var definition = view.path("definition");
        var kind = definition.propertyNames().stream().findFirst().orElse("");
        return new Step(
                view.path("step_id").asString("?"),
                definition.path(kind).path("type").asString(kind),
                state.path("status").asString("?"),
                view.path("step_attempt_id").asLong(0),
                state.path("start_time"),
                state.path("end_time"),
                message(view.path("timeline")));
    }

    /** What the last entry with details says; empty when there is none. */
    private static String message(JsonNode timeline) {
        for (int i = timeline.size() - 1; i >= 0; i--) {
            var entry = timeline.get(i);
            if (entry.path("type").asString("").equals("DETAILS")) {
                var errors = new ArrayList<String>();
                entry.path("errors").forEach(error -> errors.add(error.asString("")));
                var text = entry.path("message").asString("");
                return errors.isEmpty() ? text : text + ": " + String.join("; ", errors);
            }
        }
        return "";
    }
}
