package maestro.core.row;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import maestro.model.json.Json;
import maestro.model.run.InstanceStatus;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * How a loop is stored. The names are those of the artifact that clients see (composite-steps.md §2.5, §3.3), as far as
 * both have the same: versions before this one stored all that is shown, and read what this one stores.
 */
final class LoopJson {
    static final String EARLIER = "of_earlier_attempt";

    private static final String DIGEST = "loop_params_digest";
    private static final String LAST_RUN = "last_run_id";
    private static final String GOES_ON = "goes_on";
    private static final String LAUNCHED = "launched";
    private static final String KNOWN = "ancestor_iteration_count";
    private static final String EXISTED = "of_all_attempts_iteration_count";
    private static final String KEPT = "kept_prefix";
    private static final String HIGHEST = "own_highest";
    private static final String PENDING = "pending";

    private LoopJson() {}

    static Map<String, Object> artifact(LoopRow loop, boolean earlier) {
        var json = switch (loop) {
            case LoopRow.Foreach foreach -> foreach(foreach);
            case LoopRow.While repeated -> repeated(repeated);
        };
        if (earlier) {
            json.put(EARLIER, true);
        }
        return Json.plainMap(json);
    }

    static Optional<LoopRow> read(Map<String, Map<String, Object>> artifacts) {
        if (artifacts.containsKey(LoopRow.FOREACH)) {
            return Optional.of(foreach(Json.node(artifacts.get(LoopRow.FOREACH))));
        }
        return Optional.ofNullable(artifacts.get(LoopRow.WHILE)).map(artifact -> repeated(Json.node(artifact)));
    }

    private static ObjectNode foreach(LoopRow.Foreach loop) {
        var json = Json.object()
                .put("foreach_workflow_id", loop.inlineId())
                .put("foreach_run_id", loop.loopRunId())
                .put("total_loop_count", loop.total())
                .put("next_loop_index", loop.reached())
                .put(DIGEST, loop.fingerprint());
        if (loop.launched() < loop.reached()) {
            json.put(LAUNCHED, loop.launched());
        }
        if (loop.keptPrefix() > 0) {
            json.put(KEPT, loop.keptPrefix());
        }
        if (loop.ownHighest() != loop.launched()) {
            json.put(HIGHEST, loop.ownHighest());
        }
        before(json, loop.loopRunId(), loop.before());
        var overview = json.putObject("foreach_overview").put("checkpoint", loop.checkpoint());
        var details = Json.object();
        if (!loop.ended().isEmpty()) {
            overview.set("stats", counted(loop.ended(), details));
        }
        if (loop.rollup().total() > 0) {
            overview.set("rollup", loop.rollup().toJson());
        }
        if (!loop.live().isEmpty()) {
            overview.set("running_stats", counted(loop.live(), details));
            overview.set("running_rollup", loop.liveRollup().toJson());
        }
        if (!details.isEmpty()) {
            overview.set("details", details);
        }
        return json;
    }

    /** How many there are, for earlier versions, and which ones. */
    private static ObjectNode counted(Map<InstanceStatus, Intervals> byStatus, ObjectNode details) {
        var counts = Json.object();
        byStatus.forEach((status, numbers) -> {
            counts.put(status.name(), numbers.size());
            details.set(status.name(), numbers.toJson());
        });
        return counts;
    }

    private static ObjectNode repeated(LoopRow.While loop) {
        var json = Json.object()
                .put("loop_workflow_id", loop.inlineId())
                .put("loop_run_id", loop.loopRunId())
                .put("first_iteration", loop.first())
                .put("last_iteration", loop.last());
        before(json, loop.loopRunId(), loop.before());
        if (loop.last() > 0) {
            json.put("last_status", loop.lastStatus().name());
        }
        if (!loop.lastOverview().isEmpty()) {
            json.set("last_overview", StoredJson.parse(loop.lastOverview()));
        }
        json.set("rollup", loop.rollup().toJson());
        // a list each, as the history that views make of it: an earlier version goes on with the last of it
        var values = json.putObject(LoopRow.VALUES);
        loop.values().forEach((name, value) -> values.putArray(name).add(Json.node(value)));
        return json;
    }

    private static void before(ObjectNode json, long loopRunId, LoopRow.Before before) {
        if (before.known() > 0) {
            json.put(KNOWN, before.known());
        }
        if (before.existed() > before.known()) {
            json.put(EXISTED, before.existed());
        }
        if (before.lastRunId() > loopRunId) {
            json.put(LAST_RUN, before.lastRunId());
        }
        if (before.goesOn()) {
            json.put(GOES_ON, true);
        }
        if (!before.pending().isEmpty()) {
            var pending = json.putObject(PENDING);
            before.pending().forEach((number, again) -> {
                var entry = pending.putObject(Long.toString(number)).put("in_place", again.inPlace());
                again.config().ifPresent(config -> entry.set("restart_config", RestartJson.config(config)));
            });
        }
    }

    private static LoopRow.Before before(JsonNode json, long loopRunId) {
        boolean goesOn = json.path(GOES_ON).booleanValue(false);
        long known = json.path(KNOWN).longValue(0);
        return new LoopRow.Before(
                goesOn ? known : 0,
                Math.max(known, json.path(EXISTED).longValue(0)),
                json.path(LAST_RUN).longValue(loopRunId),
                goesOn,
                pending(json.path(PENDING)));
    }

    private static SortedMap<Long, LoopRow.Again> pending(JsonNode json) {
        var pending = new TreeMap<Long, LoopRow.Again>();
        json.properties().forEach(entry -> pending.put(
                Long.parseLong(entry.getKey()),
                new LoopRow.Again(
                        Optional.ofNullable(entry.getValue().get("restart_config")).map(RestartJson::config),
                        entry.getValue().path("in_place").booleanValue(false))));
        return pending;
    }

    private static LoopRow foreach(JsonNode json) {
        long loopRunId = json.path("foreach_run_id").longValue(0);
        long reached = json.get("next_loop_index").longValue();
        long launched = json.path(LAUNCHED).longValue(reached);
        var overview = json.path("foreach_overview");
        var ended = new EnumMap<InstanceStatus, Intervals>(InstanceStatus.class);
        var live = new EnumMap<InstanceStatus, Intervals>(InstanceStatus.class);
        overview.path("details").properties().forEach(entry -> {
            var status = InstanceStatus.valueOf(entry.getKey());
            (status.terminal() ? ended : live).put(status, Intervals.fromJson(entry.getValue()));
        });
        return new LoopRow.Foreach(
                json.path("foreach_workflow_id").stringValue(""),
                loopRunId,
                before(json, loopRunId),
                json.get("total_loop_count").longValue(),
                json.path(DIGEST).stringValue(""),
                reached,
                launched,
                json.path(KEPT).longValue(0),
                json.path(HIGHEST).longValue(launched),
                overview.path("checkpoint").longValue(0),
                ended,
                live,
                Rollup.fromJson(overview.path("rollup")),
                Rollup.fromJson(overview.path("running_rollup")));
    }

    private static LoopRow repeated(JsonNode json) {
        long loopRunId = json.get("loop_run_id").longValue();
        var values = new LinkedHashMap<String, Object>();
        json.path(LoopRow.VALUES).properties().stream()
                .filter(entry -> !entry.getValue().isEmpty())
                .forEach(entry -> values.put(
                        entry.getKey(), scalar(entry.getValue().get(entry.getValue().size() - 1))));
        return new LoopRow.While(
                json.get("loop_workflow_id").stringValue(),
                loopRunId,
                before(json, loopRunId),
                json.path("first_iteration").longValue(1),
                json.get("last_iteration").longValue(),
                InstanceStatus.valueOf(json.path("last_status").stringValue(InstanceStatus.CREATED.name())),
                json.has("last_overview") ? Json.text(json.get("last_overview")) : "",
                values,
                Rollup.fromJson(json.path("rollup")));
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
