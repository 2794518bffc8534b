package maestro.core.row;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import maestro.core.param.ParamStore;
import maestro.core.wait.Dependencies;
import maestro.model.json.Json;
import maestro.model.param.Param;
import maestro.model.param.ParamDefinition;
import maestro.model.param.ParamJson;
import maestro.model.run.InstanceStatus;
import maestro.model.run.RunPolicy;
import maestro.model.run.StepStatus;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** How restarts are stored, and how their config is shown (execution.md §6.5). */
public final class RestartJson {
    private static final String EVERYWHERE = "inline_root";

    private RestartJson() {}

    public static ObjectNode toJson(Restart restart) {
        var json = Json.object();
        restart.config().ifPresent(config -> json.set("config", config(config)));
        json.set("dag", Json.node(restart.dag()));
        json.put("before", restart.before().name());
        var base = json.putObject("base");
        restart.base().forEach((id, standing) -> base.putArray(id)
                .add(standing.runId())
                .add(standing.attempt())
                .add(standing.status().name())
                .add(standing.startMillis())
                .add(standing.endMillis()));
        json.set("again", Json.node(List.copyOf(restart.again())));
        var past = json.putObject("past");
        restart.past().forEach((id, step) -> past.set(id, past(step)));
        return json;
    }

    public static Restart restart(JsonNode json) {
        var base = new LinkedHashMap<String, Standing>();
        json.path("base").properties().forEach(entry -> base.put(entry.getKey(), standing(entry.getValue())));
        var past = new LinkedHashMap<String, PastStep>();
        json.path("past").properties()
                .forEach(entry -> past.put(entry.getKey(), past(entry.getKey(), entry.getValue())));
        return new Restart(
                Optional.ofNullable(json.get("config")).map(RestartJson::config),
                texts(json.path("dag")),
                InstanceStatus.valueOf(json.get("before").stringValue()),
                base,
                new LinkedHashSet<>(texts(json.path("again"))),
                past);
    }

    private static Standing standing(JsonNode array) {
        return new Standing(
                array.get(0).longValue(),
                array.get(1).intValue(),
                StepStatus.valueOf(array.get(2).stringValue()),
                array.get(3).longValue(),
                array.get(4).longValue());
    }

    private static ObjectNode past(PastStep step) {
        var json = Json.object()
                .put("run", step.runId())
                .put("attempt", step.attempt())
                .put("seq", step.seq())
                .put("uuid", step.uuid().toString())
                .put("status", step.status().name())
                .put("end", step.endMillis())
                .put("retries", step.userRetries());
        if (!step.params().isEmpty()) {
            json.put("params", ParamStore.encode(step.params()));
        }
        if (!step.conditions().isEmpty()) {
            json.set("cond", Json.node(step.conditions()));
        }
        if (!step.artifacts().isEmpty()) {
            json.set("art", Json.node(step.artifacts()));
        }
        if (!step.dependencies().isEmpty()) {
            json.set("deps", step.dependencies().toJson());
        }
        return json;
    }

    private static PastStep past(String id, JsonNode json) {
        var conditions = new ArrayList<Boolean>();
        json.path("cond").forEach(yes -> conditions.add(yes.booleanValue()));
        var artifacts = new LinkedHashMap<String, Map<String, Object>>();
        json.path("art").properties()
                .forEach(entry -> artifacts.put(entry.getKey(), Json.plainMap(entry.getValue())));
        return new PastStep(
                id,
                json.get("run").longValue(),
                json.get("attempt").intValue(),
                json.get("seq").longValue(),
                UUID.fromString(json.get("uuid").stringValue()),
                StepStatus.valueOf(json.get("status").stringValue()),
                json.get("end").longValue(),
                json.get("retries").longValue(),
                json.has("params")
                        ? ParamStore.decode(json.get("params").stringValue())
                        : Map.<String, Param>of(),
                conditions,
                artifacts,
                Dependencies.fromJson(json.get("deps")));
    }

    /** The {@code restart_config} of a run, as it is stored. */
    public static ObjectNode config(RestartConfig config) {
        var json = Json.object();
        var path = json.putArray("restart_path");
        for (var node : config.path()) {
            var shown = path.addObject()
                    .put("workflow_id", node.workflowId())
                    .put("instance_id", node.instanceId());
            shown.put("step_id", node.stepId().orElse(null));
        }
        json.put("restart_policy", config.policy().name());
        json.put("downstream_policy", config.downstream().name());
        if (!config.params().isEmpty()) {
            json.set("restart_params", ParamJson.toJson(config.params()));
        }
        if (!config.stepParams().isEmpty()) {
            var steps = json.putObject("step_restart_params");
            config.stepParams().forEach((step, params) -> steps.set(step, ParamJson.toJson(params)));
        }
        if (!config.skips().isEmpty()) {
            json.set("skip_steps", Json.node(config.skips()));
        }
        if (config.everywhere()) {
            json.put(EVERYWHERE, true);
        }
        return json;
    }

    /** Without what only the engine reads; who restarted an instance gave it params, if only none. */
    public static ObjectNode shown(RestartConfig config) {
        var json = config(config);
        json.remove(EVERYWHERE);
        if (config.stepParams().isEmpty() && !json.has("restart_params")) {
            json.putObject("restart_params");
        }
        return json;
    }

    public static RestartConfig config(JsonNode json) {
        var path = new ArrayList<RestartConfig.Node>();
        for (var node : json.path("restart_path")) {
            path.add(new RestartConfig.Node(
                    node.get("workflow_id").stringValue(),
                    node.get("instance_id").longValue(),
                    Optional.of(node.path("step_id")).filter(JsonNode::isString).map(JsonNode::stringValue)));
        }
        var steps = new LinkedHashMap<String, Map<String, ParamDefinition>>();
        json.path("step_restart_params").properties()
                .forEach(entry -> steps.put(entry.getKey(), ParamJson.definitions(entry.getValue(), "params")));
        return new RestartConfig(
                path,
                RunPolicy.valueOf(json.get("restart_policy").stringValue()),
                RunPolicy.valueOf(json.get("downstream_policy").stringValue()),
                json.has("restart_params")
                        ? ParamJson.definitions(json.get("restart_params"), "params")
                        : Map.of(),
                steps,
                texts(json.path("skip_steps")),
                json.path(EVERYWHERE).booleanValue(false));
    }

    private static List<String> texts(JsonNode array) {
        var texts = new ArrayList<String>();
        array.forEach(text -> texts.add(text.stringValue()));
        return texts;
    }
}
