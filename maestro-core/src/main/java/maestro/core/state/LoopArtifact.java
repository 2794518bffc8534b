package maestro.core.state;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import maestro.core.restart.RestartJson;
import maestro.core.row.StoredJson;
import maestro.model.json.Json;
import maestro.model.run.InstanceStatus;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A loop's state as the artifact that its step shows (composite-steps.md §2.5, §3.3), and back. */
public final class LoopArtifact {
    public static final String FOREACH = "maestro_foreach";
    public static final String WHILE = "maestro_while";

    /** In a row the current value of each loop param; views show all that it had (composite-steps.md §3.3). */
    public static final String VALUES = "loop_param_values";

    private static final String EARLIER = "of_earlier_attempt";
    private static final String DIGEST = "loop_params_digest";
    private static final String LAST_RUN = "last_run_id";
    private static final String GOES_ON = "goes_on";
    private static final String LAUNCHED = "launched";
    private static final String KNOWN = "ancestor_iteration_count";
    private static final String EXISTED = "of_all_attempts_iteration_count";
    private static final String KEPT = "kept_prefix";
    private static final String HIGHEST = "own_highest";
    private static final String PENDING = "pending";
    private static final List<String> OWN =
            List.of(DIGEST, LAST_RUN, GOES_ON, LAUNCHED, EXISTED, KEPT, HIGHEST, PENDING);

    private LoopArtifact() {}

    static String name(LoopState loop) {
        return switch (loop) {
            case LoopState.Foreach _ -> FOREACH;
            case LoopState.While _ -> WHILE;
        };
    }

    static Map<String, Object> toPlain(RunState run, StepState step, LoopState loop) {
        return Json.plainMap(
                switch (loop) {
                    case LoopState.Foreach foreach -> foreach(run, step, foreach);
                    case LoopState.While repeated -> repeated(run, step, repeated);
                });
    }

    /** Marked as what an attempt found that has not begun to loop itself. */
    static Map<String, Object> earlier(Map<String, Object> artifact) {
        var marked = new LinkedHashMap<>(artifact);
        marked.put(EARLIER, true);
        return marked;
    }

    /** Without what only the engine reads; what an earlier attempt left is not this one's to show. */
    public static ObjectNode shown(Map<String, Map<String, Object>> artifacts) {
        var json = (ObjectNode) Json.node(artifacts);
        for (String name : List.of(FOREACH, WHILE)) {
            if (earlier(artifacts, name)) {
                json.remove(name);
            } else if (json.get(name) instanceof ObjectNode loop) {
                boolean goesOn = loop.has(GOES_ON);
                loop.remove(OWN);
                if (name.equals(WHILE)) {
                    loop.set("rollup", beforeLast(loop).toJson());
                }
                if (name.equals(WHILE) || !goesOn) {
                    loop.remove(KNOWN);
                }
            }
        }
        return json;
    }

    /** The leaf steps of a while but for its last iteration, which {@code last_overview} tells of (§3.3). */
    private static Rollup beforeLast(JsonNode loop) {
        var rollup = Rollup.fromJson(loop.path("rollup"));
        if (lastEnded(loop)) {
            rollup.subtract(Rollup.fromJson(loop.path("last_overview").path("rollup_overview")));
        }
        return rollup;
    }

    private static boolean lastEnded(JsonNode loop) {
        return loop.has("last_status")
                && InstanceStatus.valueOf(loop.get("last_status").stringValue()).terminal();
    }

    /** Whether the step's artifact tells of an attempt before its own. */
    static boolean earlier(Map<String, Map<String, Object>> artifacts, String name) {
        return artifacts.getOrDefault(name, Map.of()).containsKey(EARLIER);
    }

    private static String identity(RunState run, StepState step) {
        return run.identity().text() + "[" + step.id() + "][" + step.attempt() + "][" + step.uuid() + "]";
    }

    private static ObjectNode foreach(RunState run, StepState step, LoopState.Foreach loop) {
        var json = Json.object()
                .put("foreach_workflow_id", loop.inlineId)
                .put("foreach_identity", identity(run, step))
                .put("foreach_run_id", loop.loopRunId)
                .put("run_policy", run.head().policy().name())
                .put("run_id", run.identity().runId())
                .put("total_loop_count", loop.total)
                .put("next_loop_index", loop.next() - 1)
                .put(DIGEST, loop.fingerprint);
        if (loop.launched < loop.next() - 1) {
            json.put(LAUNCHED, loop.launched);
        }
        if (loop.keptPrefix > 0) {
            json.put(KEPT, loop.keptPrefix);
        }
        if (loop.ownHighest != loop.launched) {
            json.put(HIGHEST, loop.ownHighest);
        }
        again(json, loop);
        json.set("foreach_overview", overview(loop));
        return json.put("type", "FOREACH");
    }

    /** What is empty is left out (§2.5). */
    private static ObjectNode overview(LoopState.Foreach loop) {
        var overview = Json.object().put("checkpoint", ForeachNumbers.checkpoint(loop));
        var details = Json.object();
        if (!loop.ended.isEmpty()) {
            overview.set("stats", counted(loop.ended, details));
        }
        if (!loop.ended.isEmpty() || loop.rollup.total() > 0) {
            overview.set("rollup", loop.rollup.toJson());
        }
        if (!loop.running.isEmpty()) {
            overview.set("running_stats", counted(live(loop), details));
            overview.set("running_rollup", runningRollup(loop).toJson());
        }
        if (!details.isEmpty()) {
            overview.set("details", details);
        }
        if (!loop.queued.isEmpty() || !loop.awaited.isEmpty()) {
            var restarts = overview.putArray("restart_info");
            loop.queued.keySet().forEach(restarts::add);
            loop.awaited.keySet().forEach(restarts::add);
        }
        return overview;
    }

    private static ObjectNode counted(Map<InstanceStatus, Intervals> byStatus, ObjectNode details) {
        var stats = Json.object();
        byStatus.forEach((status, numbers) -> {
            stats.put(status.name(), numbers.size());
            details.set(status.name(), numbers.toJson());
        });
        return stats;
    }

    /** What a restart of the loop, or of one of its iterations, must know. */
    private static void again(ObjectNode json, LoopState loop) {
        if (loop.known > 0) {
            json.put(KNOWN, loop.known);
        }
        if (loop.existed > loop.known) {
            json.put(EXISTED, loop.existed);
        }
        if (loop.lastRunId > loop.loopRunId) {
            json.put(LAST_RUN, loop.lastRunId);
        }
        if (loop.goesOn) {
            json.put(GOES_ON, true);
        }
        if (!loop.queued.isEmpty() || !loop.awaited.isEmpty()) {
            var pending = json.putObject(PENDING);
            loop.queued.forEach((number, again) -> pending(pending, number, again));
            loop.awaited.forEach((number, again) -> pending(pending, number, again));
        }
    }

    private static void pending(ObjectNode json, long number, LoopState.Again again) {
        var entry = json.putObject(Long.toString(number)).put("in_place", again.inPlace());
        again.config().ifPresent(config -> entry.set("restart_config", RestartJson.config(config)));
    }

    private static void readAgain(JsonNode json, LoopState loop) {
        loop.goesOn = json.path(GOES_ON).booleanValue(false);
        long known = json.path(KNOWN).longValue(0);
        loop.existed = Math.max(known, json.path(EXISTED).longValue(0));
        loop.known = loop.goesOn ? known : 0;
        loop.lastRunId = json.path(LAST_RUN).longValue(loop.loopRunId);
        json.path(PENDING).properties().forEach(entry -> loop.queued.put(
                Long.parseLong(entry.getKey()),
                new LoopState.Again(
                        Optional.ofNullable(entry.getValue().get("restart_config")).map(RestartJson::config),
                        entry.getValue().path("in_place").booleanValue(false))));
    }

    private static Map<InstanceStatus, Intervals> live(LoopState loop) {
        var live = new LinkedHashMap<InstanceStatus, Intervals>();
        loop.running.forEach((number, run) -> live.computeIfAbsent(run.status(), _ -> new Intervals())
                .add(number));
        return live;
    }

    private static Rollup runningRollup(LoopState loop) {
        var rollup = new Rollup();
        loop.running.values().forEach(run -> rollup.add(Rollups.of(run)));
        return rollup;
    }

    private static ObjectNode repeated(RunState run, StepState step, LoopState.While loop) {
        var json = Json.object()
                .put("loop_workflow_id", loop.inlineId)
                .put("loop_identity", identity(run, step))
                .put("loop_run_id", loop.loopRunId)
                .put("run_policy", run.head().policy().name())
                .put("run_id", run.identity().runId())
                .put("first_iteration", loop.first)
                .put("last_iteration", loop.last);
        again(json, loop);
        if (loop.last > 0) {
            json.put("last_status", loop.running.isEmpty() ? loop.lastStatus.name() : liveStatus(loop));
            lastOverview(loop).ifPresent(overview -> json.set("last_overview", overview));
        }
        json.set("rollup", loop.rollup.toJson());
        // a list each, as the history that views make of it: an earlier version goes on with the last of it
        var values = json.putObject(VALUES);
        loop.values.forEach((name, value) -> values.putArray(name).add(Json.node(value)));
        return json.put("type", "WHILE");
    }

    private static Optional<JsonNode> lastOverview(LoopState.While loop) {
        if (!loop.running.isEmpty()) {
            return Optional.of(RunOverview.toJson(loop.running.lastEntry().getValue()));
        }
        return loop.lastOverview.isEmpty() ? Optional.empty() : Optional.of(StoredJson.parse(loop.lastOverview));
    }

    private static String liveStatus(LoopState.While loop) {
        return loop.running.lastEntry().getValue().status().name();
    }

    /** The state that an artifact tells of, without live iterations: those are put in as their rows are read. */
    static LoopState read(Map<String, Map<String, Object>> artifacts) {
        var foreach = artifacts.get(FOREACH);
        if (foreach != null) {
            return readForeach(Json.node(foreach));
        }
        var repeated = artifacts.get(WHILE);
        return repeated == null ? null : readWhile(Json.node(repeated));
    }

    /** What a step's artifacts tell of its loop, live iterations apart. */
    public static Optional<LoopState> state(Map<String, Map<String, Object>> artifacts) {
        return Optional.ofNullable(read(artifacts));
    }

    /** All that a loop's artifact counts, ended and live. */
    static Rollup rollup(Map<String, Map<String, Object>> artifacts) {
        var rollup = new Rollup();
        if (earlier(artifacts, FOREACH) || earlier(artifacts, WHILE)) {
            return rollup;
        }
        if (artifacts.containsKey(FOREACH)) {
            var overview = Json.node(artifacts.get(FOREACH)).path("foreach_overview");
            rollup.add(Rollup.fromJson(overview.path("rollup")));
            rollup.add(Rollup.fromJson(overview.path("running_rollup")));
        } else if (artifacts.containsKey(WHILE)) {
            var loop = Json.node(artifacts.get(WHILE));
            rollup.add(Rollup.fromJson(loop.path("rollup")));
            if (!lastEnded(loop)) {
                rollup.add(Rollup.fromJson(loop.path("last_overview").path("rollup_overview")));
            }
        }
        return rollup;
    }

    private static LoopState readForeach(JsonNode json) {
        var loop = new LoopState.Foreach(
                json.get("foreach_workflow_id").stringValue(),
                json.get("foreach_run_id").longValue(),
                json.get("total_loop_count").longValue(),
                json.path(DIGEST).stringValue(""));
        readAgain(json, loop);
        loop.launched = json.path(LAUNCHED).longValue(json.get("next_loop_index").longValue());
        loop.keptPrefix = json.path(KEPT).longValue(0);
        loop.ownHighest = json.path(HIGHEST).longValue(loop.launched);
        var overview = json.get("foreach_overview");
        overview.path("details").properties().forEach(entry -> {
            var status = InstanceStatus.valueOf(entry.getKey());
            if (status.terminal()) {
                loop.ended.put(status, Intervals.fromJson(entry.getValue()));
            }
        });
        loop.rollup.add(Rollup.fromJson(overview.path("rollup")));
        return loop;
    }

    private static LoopState readWhile(JsonNode json) {
        var loop = new LoopState.While(
                json.get("loop_workflow_id").stringValue(), json.get("loop_run_id").longValue());
        readAgain(json, loop);
        loop.first = json.path("first_iteration").longValue(1);
        loop.last = json.get("last_iteration").longValue();
        if (json.has("last_status")) {
            var shown = InstanceStatus.valueOf(json.get("last_status").stringValue());
            loop.lastStatus = shown.terminal() ? shown : InstanceStatus.CREATED;
        }
        if (json.has("last_overview")) {
            loop.lastOverview = Json.text(json.get("last_overview"));
        }
        var values = new LinkedHashMap<String, Object>();
        json.path(VALUES).properties().stream()
                .filter(entry -> !entry.getValue().isEmpty())
                .forEach(entry -> values.put(
                        entry.getKey(), scalar(entry.getValue().get(entry.getValue().size() - 1))));
        loop.values = values;
        loop.rollup.add(Rollup.fromJson(json.path("rollup")));
        return loop;
    }

    private static Object scalar(JsonNode value) {
        if (value.isIntegralNumber()) {
            return value.longValue();
        }
        if (value.isNumber()) {
            return value.doubleValue();
        }
        return value.isBoolean() ? (Object) value.booleanValue() : value.stringValue();
    }
}
