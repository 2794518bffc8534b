package maestro.model.definition;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import maestro.model.Tag;
import maestro.model.json.Fields;
import maestro.model.json.Json;
import maestro.model.json.Scalars;
import maestro.model.json.TagJson;
import maestro.model.param.ParamDefinition;
import maestro.model.param.ParamJson;
import tools.jackson.databind.JsonNode;

/**
 * Reads create requests and workflow bodies (definition.md §2, §4).
 *
 * <p>What the records cannot hold, such as a step without a type, is noted in {@code missing} as a field error and
 * replaced by something harmless, so that one answer lists all field errors.
 */
final class WorkflowReader {
    private static final Workflow NO_WORKFLOW = new Workflow(
            "", Optional.empty(), Optional.empty(), List.of(), Optional.empty(), List.of(), List.of(),
            Optional.empty(), Optional.empty(), Map.of(), List.of(), Set.of(), Hooks.NONE);

    private final boolean lenient;
    private final List<String> missing;

    WorkflowReader(boolean lenient, List<String> missing) {
        this.lenient = lenient;
        this.missing = missing;
    }

    CreateRequest request(JsonNode body) {
        var fields = Fields.of(body, "");
        if (fields.isNull("is_active")) {
            throw Scalars.problem("isActive", "is null; write true or false, or leave it out");
        }
        var properties = fields.node("properties")
                .map(node -> PropertiesReader.properties(fields.inside(node, "properties")));
        var workflow = fields.node("workflow").map(node -> workflow(node, "workflow"));
        boolean active = fields.flag("is_active").orElse(true);
        var gitInfo = fields.node("git_info").map(node -> gitInfo(fields.inside(node, "gitInfo")));
        var extras = extras(fields);
        if (workflow.isEmpty()) {
            missing.add("workflow is missing; a create request has a 'workflow' object");
        }
        return new CreateRequest(workflow.orElse(NO_WORKFLOW), properties, active, gitInfo, extras);
    }

    private static Map<String, Object> extras(Fields fields) {
        var nested = fields.node("extra_info");
        var extras = fields.rest();
        nested.ifPresent(node -> {
            if (node.isObject()) {
                extras.putAll(Json.plainMap(node));
            } else {
                extras.put("extra_info", Json.plain(node));
            }
        });
        return extras;
    }

    private static Map<String, Object> gitInfo(Fields fields) {
        var info = new LinkedHashMap<String, Object>();
        for (String key : List.of("origin", "branch", "sha", "path", "author")) {
            fields.text(key).ifPresent(text -> info.put(key, text));
        }
        fields.integer("timestamp").ifPresent(millis -> info.put("timestamp", millis));
        fields.flag("uncommitted_changes").ifPresent(flag -> info.put("uncommitted_changes", flag));
        fields.end();
        return info;
    }

    Workflow workflow(JsonNode node, String path) {
        var fields = Fields.of(node, path, lenient);
        var steps = new StepReader(lenient, missing);
        var workflow = new Workflow(
                fields.text("id").orElse(""),
                fields.text("name"),
                fields.text("description"),
                workflowTags(fields),
                duration(fields, "timeout"),
                TriggerReader.timeTriggers(fields, missing),
                TriggerReader.signalTriggers(fields),
                fields.choice("criticality", Criticality.class),
                fields.smallInteger("instance_step_concurrency"),
                params(fields, "params"),
                steps.steps(fields),
                empties(fields, "tags", "time_triggers", "signal_triggers", "params"),
                HookJson.hooks(fields));
        fields.end();
        return workflow;
    }

    /** Which of these keys hold something, and that is empty. */
    static Set<String> empties(Fields fields, String... keys) {
        return Arrays.stream(keys)
                .filter(key -> fields.node(key).filter(JsonNode::isEmpty).isPresent())
                .collect(Collectors.toUnmodifiableSet());
    }

    private static List<Tag> workflowTags(Fields fields) {
        var tags = tags(fields);
        TagJson.duplicate(tags).ifPresent(name -> {
            throw Scalars.problem(fields.at("tags"), "tag " + Scalars.shown(name) + " is there twice; remove one");
        });
        return tags;
    }

    static List<Tag> tags(Fields fields) {
        return fields.node("tags")
                .map(list -> TagJson.tags(list, fields.at("tags")))
                .orElse(List.of());
    }

    static Map<String, ParamDefinition> params(Fields fields, String key) {
        return fields.node(key)
                .map(node -> ParamJson.definitions(node, fields.at(key)))
                .orElse(Map.of());
    }

    static Optional<DurationText> duration(Fields fields, String key) {
        return fields.node(key).map(node -> {
            if (node.isNumber()) {
                return new DurationText(node.decimalValue().toString(), true);
            }
            if (node.isString()) {
                return new DurationText(node.stringValue(), false);
            }
            throw Scalars.expected("a number of seconds, or text such as '2 days 3h'", node, fields.at(key));
        });
    }
}
