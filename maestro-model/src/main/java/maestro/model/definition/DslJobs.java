package maestro.model.definition;

import static maestro.model.json.Scalars.problem;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import maestro.model.json.Fields;
import maestro.model.json.Json;
import maestro.model.json.Scalars;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Translates jobs into wrapped steps (definition.md §15.2). */
final class DslJobs {
    private static final String DEFAULT_VERSION = "default";

    private final TemplateTypes templates;
    private final DslNotices notices;

    DslJobs(TemplateTypes templates, DslNotices notices) {
        this.templates = templates;
        this.notices = notices;
    }

    /** The steps of {@code jobs} in a workflow or a loop, with the edges of {@code dag}; there may be none. */
    ArrayNode steps(Fields owner) {
        var jobs = owner.list("jobs");
        var steps = new ArrayList<ObjectNode>();
        var wrapped = Json.array();
        for (var job : jobs) {
            wrapped.add(step(job, owner.at("jobs") + "[" + steps.size() + "]", steps));
        }
        owner.node("dag").ifPresent(dag -> DslTransitions.apply(dag, owner.at("dag"), steps));
        return wrapped;
    }

    private ObjectNode step(JsonNode wrapper, String path, List<ObjectNode> steps) {
        if (!wrapper.isObject() || wrapper.size() != 1) {
            throw problem(path, "expected one job in its wrapper, such as 'job: {id: …}', found "
                    + (wrapper.isObject() ? "a map with " + wrapper.size() + " keys" : Scalars.shown(wrapper)));
        }
        String kind = wrapper.propertyNames().iterator().next();
        var fields = Fields.of(wrapper.get(kind), path);
        var step = common(fields);
        switch (kind) {
            case "job" -> leaf(fields, step);
            case "subworkflow" -> subworkflow(fields, step);
            case "foreach" -> foreach(fields, step);
            case "while" -> loop(fields, step);
            default -> throw problem(path, "unknown kind of job " + Scalars.shown(kind)
                    + "; expected job, subworkflow, foreach or while");
        }
        steps.add(step);
        return Json.object().set(kind.equals("job") ? "step" : kind, step);
    }

    private ObjectNode common(Fields fields) {
        var step = Json.object();
        DslWorkflow.copy(fields, step, "id", "name", "description", "failure_mode", "tags", "timeout");
        DslFields.put(fields, step, notices, "signal_dependencies", "signal_outputs");
        fields.node("transition").ifPresent(node -> {
            var successors = DslTransitions.successors(node, fields.at("transition"));
            if (!successors.isEmpty()) {
                step.putObject("transition").set("successors", successors);
            }
        });
        return step;
    }

    private void leaf(Fields fields, ObjectNode step) {
        String type = fields.requiredText("type");
        var version = fields.text("type_version");
        var builtIn = builtIn(type);
        if (builtIn.isPresent()) {
            step.put("type", builtIn.get().name());
        } else {
            var templated = templates.stepTypeOf(type, version.orElse(DEFAULT_VERSION)).orElseThrow(() -> problem(
                    fields.at("type"),
                    "unknown type " + Scalars.shown(type)
                            + "; it is neither a step type nor a job template of version "
                            + Scalars.shown(version.orElse(DEFAULT_VERSION))));
            step.put("type", templated.name());
            step.put("sub_type", type);
            version.ifPresent(text -> step.put("sub_type_version", text));
        }
        DslFields.put(fields, step, notices, "retry_policy");
        step.set("params", jobParams(fields));
    }

    /** Call it last: all keys that nobody has read. */
    private ObjectNode jobParams(Fields fields) {
        return new DslParams(notices, id(fields)).under("job_params", fields);
    }

    private static String id(Fields fields) {
        return fields.peek("id").filter(JsonNode::isString).map(JsonNode::stringValue).orElse("");
    }

    private static Optional<StepType> builtIn(String type) {
        for (var known : StepType.values()) {
            if (known.name().equalsIgnoreCase(type.strip())) {
                return Optional.of(known);
            }
        }
        return Optional.empty();
    }

    private void subworkflow(Fields fields, ObjectNode step) {
        DslWorkflow.copy(fields, step, "sync", "explicit_params");
        var id = either(fields, "workflow_id", "subworkflow_id");
        // the published Python client writes workflow_version
        var version = either(fields, "version", "subworkflow_version", "workflow_version");
        var params = jobParams(fields);
        id.or(() -> fields.node("id").filter(_ -> !params.has("subworkflow_id")))
                .ifPresent(node -> params.set("subworkflow_id", text(node)));
        version.ifPresent(node -> params.set("subworkflow_version", text(node)));
        step.set("params", params);
    }

    private static ObjectNode text(JsonNode value) {
        return Json.object().put("type", "STRING").set("value", value);
    }

    private void foreach(Fields fields, ObjectNode step) {
        either(fields, "concurrency", "job_concurrency").ifPresent(node -> step.set("concurrency", node));
        DslFields.put(fields, step, notices, "strict_ordering");
        var loopParams = loopParams(fields).orElseGet(Json::object);
        fields.members("ranges").forEach((name, node) -> {
            String path = Fields.member(fields.at("ranges"), name);
            if (loopParams.has(name)) {
                throw problem(path, "is also one of loop_params; rename one");
            }
            loopParams.set(name, range(node, path));
        });
        var steps = steps(fields);
        step.set("params", withLoopParams(Optional.of(loopParams), jobParams(fields)));
        step.set("steps", steps);
    }

    private void loop(Fields fields, ObjectNode step) {
        DslWorkflow.copy(fields, step, "condition");
        var loopParams = loopParams(fields);
        var steps = steps(fields);
        step.set("params", withLoopParams(loopParams, jobParams(fields)));
        step.set("steps", steps);
    }

    private Optional<ObjectNode> loopParams(Fields fields) {
        return either(fields, "loop_params", "params")
                .map(node -> Fields.members(node, fields.at("loop_params")))
                .map(members -> new DslParams(notices, id(fields)).loop(members, fields.at("loop_params")));
    }

    private static ObjectNode withLoopParams(Optional<ObjectNode> loopParams, ObjectNode params) {
        loopParams.ifPresent(
                members -> params.set("loop_params", Json.object().put("type", "MAP").set("value", members)));
        return params;
    }

    private static ObjectNode range(JsonNode node, String path) {
        String from;
        String to;
        String increment;
        if (node.isArray()) { // as the published Python client means it
            var parts = Fields.elements(node, path);
            if (parts.size() < 2 || parts.size() > 3) {
                throw problem(path, "expected [from, to] or [from, to, increment]");
            }
            from = Scalars.text(parts.get(0), path);
            to = Scalars.text(parts.get(1), path);
            increment = parts.size() == 3 ? Scalars.text(parts.get(2), path) : "1";
        } else {
            var fields = Fields.of(node, path);
            from = fields.text("from").orElse("0");
            to = fields.requiredText("to");
            increment = fields.text("increment").orElse("1");
            fields.end();
        }
        return Json.object()
                .put("type", "LONG_ARRAY")
                .put("expression", "Util.intsBetween(" + from + ", " + to + ", " + increment + ");");
    }

    /** The value of a key that has several names. */
    private static Optional<JsonNode> either(Fields fields, String... names) {
        Optional<JsonNode> found = Optional.empty();
        for (String name : names) {
            var node = fields.node(name);
            if (node.isPresent() && found.isPresent()) {
                throw problem(fields.path(), "has the same setting under two of the names "
                        + String.join(", ", names) + "; keep one");
            }
            found = found.or(() -> node);
        }
        return found;
    }
}
