package maestro.model.definition;

import static maestro.model.json.Scalars.problem;

import java.util.List;
import maestro.model.json.Fields;
import maestro.model.json.Json;
import maestro.model.json.Scalars;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Translates one YAML document into the JSON of a create request (definition.md §15.1). */
final class DslWorkflow {
    private static final int STEP_CONCURRENCY = 20;

    private final DslJobs jobs;
    private final DslNotices notices = new DslNotices();

    DslWorkflow(TemplateTypes templates) {
        this.jobs = new DslJobs(templates, notices);
    }

    List<DslNotice> notices() {
        return notices.all();
    }

    ObjectNode request(JsonNode document) {
        var keys = document.isObject()
                ? document.propertyNames().stream().filter(key -> !key.startsWith("x-")).toList()
                : List.<String>of();
        if (keys.size() != 1) {
            throw problem("", "The document has one top key, 'workflow', beside keys that begin with 'x-'; found "
                    + (document.isObject() ? keys.size() + " keys" : Scalars.shown(document)));
        }
        String key = keys.getFirst();
        if (!key.equals("workflow") && !key.equals("Workflow")) {
            throw problem("", "The top key of the document is 'workflow', found " + Scalars.shown(key));
        }
        var fields = Fields.of(document.get(key), "workflow");
        var json = Json.object();
        json.set("properties", properties(fields));
        json.put("is_active", true);
        json.set("workflow", workflow(fields));
        return json;
    }

    private ObjectNode properties(Fields fields) {
        var json = Json.object();
        fields.node("owner").filter(JsonNode::isObject).ifPresentOrElse(
                owner -> json.set("owner", owner), () -> fields.text("owner").ifPresent(name -> json.put("owner", name)));
        var strategy = Json.object();
        strategy.set("rule", fields.node("run_strategy").orElse(Json.node(RunStrategy.DEFAULT.rule().name())));
        boolean chosen = fields.node("run_strategy").isPresent();
        fields.node("workflow_concurrency")
                .filter(_ -> chosen)
                .ifPresent(number -> strategy.set("workflow_concurrency", number));
        json.set("run_strategy", strategy);
        json.put("step_concurrency", STEP_CONCURRENCY);
        DslFields.put(fields, json, notices, "step_concurrency");
        return json;
    }

    private ObjectNode workflow(Fields fields) {
        var json = Json.object();
        copy(fields, json, "id", "name", "description", "timeout", "criticality", "tags");
        DslFields.put(fields, json, notices, "time_triggers", "signal_triggers", "instance_step_concurrency");
        DslHooks.put(fields, json, notices);
        var steps = jobs.steps(fields);
        json.set("params", new DslParams(notices, "").under("workflow_params", fields));
        json.set("steps", steps);
        return json;
    }

    static void copy(Fields from, ObjectNode to, String... keys) {
        for (String key : keys) {
            from.node(key).ifPresent(node -> to.set(key, node));
        }
    }
}
