package maestro.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * A run as it stood at one moment.
 *
 * @param start epoch milliseconds, missing before the start; likewise {@code end}
 * @param steps every step of the run in the order of its graph, also those not created yet, and those that an earlier
 *     run of the instance completed
 */
record RunSnapshot(RunId id, String status, JsonNode start, JsonNode end, String message, List<Step> steps) {
    private static final JsonNode NONE = Json.object().path("none");

    /**
     * @param attempt 0 before the first one
     * @param progress of a loop, else empty
     * @param inside of a loop: the steps in it that write output
     * @param keptFrom number of the earlier run that it stands as it is from; 0: it is of this run
     */
    record Step(
            String id,
            String type,
            String status,
            long attempt,
            JsonNode start,
            JsonNode end,
            String message,
            String progress,
            List<String> inside,
            long keptFrom) {
        boolean failed() {
            return keptFrom == 0 && Look.of(status) == Look.BAD;
        }

        boolean over() {
            return switch (Look.of(status)) {
                case WAITING, ACTIVE -> false;
                case GOOD, PASSED, BAD -> true;
            };
        }

        /** Whether its attempt has begun and writes output of its own. */
        boolean speaks() {
            return keptFrom == 0 && start.isNumber() && RunSnapshot.speaks(type);
        }
    }

    /** Reads it, with what earlier runs left. */
    static RunSnapshot read(Api api, RunId id) {
        var run = api.get(id.path());
        var views = api.get(id.steps());
        var earlier = id.run() > 1
                ? api.get(Api.path("workflows", id.workflow(), "instances", id.instance(), "steps")) : Json.object();
        return of(run, views, earlier);
    }

    static RunSnapshot of(JsonNode run, JsonNode views) {
        return of(run, views, Json.object());
    }

    /**
     * @param views the step views of the run (rest-api.md §11)
     * @param latest the latest ones of the instance, whatever their run
     */
    static RunSnapshot of(JsonNode run, JsonNode views, JsonNode latest) {
        var id = RunId.of(run);
        var inside = new LinkedHashMap<String, List<String>>();
        run.path("runtime_workflow").path("steps").forEach(step -> inside.put(LoopSteps.id(step), LoopSteps.speaking(step)));
        var byId = new LinkedHashMap<String, Step>();
        for (var view : latest) {
            var step = step(view, inside, view.path("workflow_run_id").asLong(0));
            if (step.keptFrom() > 0 && step.keptFrom() < id.run() && !run.path("runtime_dag").has(step.id()))
                byId.put(step.id(), step);
        }
        run.path("runtime_dag").propertyNames().forEach(name ->
                byId.put(name, new Step(name, "", "NOT_CREATED", 0, NONE, NONE, "", "", List.of(), 0)));
        for (var view : views) {
            var step = step(view, inside, 0);
            byId.put(step.id(), step);
        }
        return new RunSnapshot(id, run.path("status").asString("?"), run.path("start_time"),
                run.path("end_time"), message(run.path("timeline")), new ArrayList<>(byId.values()));
    }

    boolean ended() {
        return ended(status);
    }

    static boolean ended(String status) {
        return switch (status) {
            case "SUCCEEDED", "FAILED", "STOPPED", "TIMED_OUT" -> true;
            default -> false;
        };
    }

    static boolean speaks(String type) {
        return switch (type.toLowerCase(java.util.Locale.ROOT)) {
            case "noop", "sleep", "foreach", "while", "subworkflow" -> false;
            default -> true;
        };
    }

    boolean succeeded() {
        return status.equals("SUCCEEDED");
    }

    /** Whether iterations may come and go without a word of the run itself. */
    boolean loops() {
        return steps.stream().anyMatch(step -> !step.inside().isEmpty() && step.start().isNumber() && !step.over());
    }

    private static Step step(JsonNode view, Map<String, List<String>> inside, long keptFrom) {
        var state = view.path("runtime_state");
        var definition = view.path("definition");
        var kind = definition.propertyNames().stream().findFirst().orElse("");
        var id = view.path("step_id").asString("?");
        return new Step(
                id,
                definition.path(kind).path("type").asString(kind),
                state.path("status").asString("?"),
                view.path("step_attempt_id").asLong(0),
                state.path("start_time"),
                state.path("end_time"),
                message(view.path("timeline")),
                LoopProgress.of(view.path("artifacts")),
                inside.getOrDefault(id, List.of()),
                keptFrom);
    }

    /** What the last entry with details says; empty when there is none. */
    static String message(JsonNode timeline) {
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
