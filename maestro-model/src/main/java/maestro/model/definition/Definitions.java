package maestro.model.definition;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import maestro.model.Code;
import maestro.model.MaestroException;
import maestro.model.json.Fields;
import maestro.model.json.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Definitions between text and records: reading, checking, writing (definition.md). Pure and thread-safe. */
public final class Definitions {
    /** Bytes of a create request written as JSON. */
    public static final int REQUEST_MAX = 262_144;

    private static final List<String> METADATA_KEYS =
            List.of("workflow_id", "workflow_version_id", "version_author", "create_time", "git_info");

    private Definitions() {}

    /**
     * Reads a create request (definition.md §12, step 1).
     *
     * @throws MaestroException BAD_REQUEST with a message only when a field is unknown or of the wrong kind; with all
     *     field errors listed when required fields are missing
     */
    public static CreateRequest fromJson(JsonNode body) {
        var missing = new ArrayList<String>();
        var request = new WorkflowReader(false, missing).request(body);
        if (!missing.isEmpty()) {
            missing.addAll(violations(request).stream()
                    .filter(other -> missing.stream().noneMatch(known -> samePath(known, other)))
                    .toList());
            throw refused(missing);
        }
        return request;
    }

    /**
     * Translates a workflow in the YAML form (definition.md §15) and reads the result as {@link #fromJson} does.
     *
     * @param yamlTree as {@code Yaml.parse} made it
     * @throws MaestroException BAD_REQUEST
     */
    public static CreateRequest fromYaml(JsonNode yamlTree, TemplateTypes templates) {
        return fromJson(translated(yamlTree, templates).request());
    }

    /**
     * A document in the YAML form as a create request in JSON.
     *
     * @param notices what the document holds besides
     */
    public record Translation(ObjectNode request, List<DslNotice> notices) {}

    /**
     * Translates a workflow in the YAML form (definition.md §15).
     *
     * @throws MaestroException BAD_REQUEST
     */
    public static Translation translated(JsonNode yamlTree, TemplateTypes templates) {
        var workflow = new DslWorkflow(templates);
        return new Translation(workflow.request(yamlTree), workflow.notices());
    }

    private static boolean samePath(String one, String other) {
        return one.substring(0, one.indexOf(' ')).equals(other.substring(0, other.indexOf(' ')))
                || one.startsWith("workflow ") && other.startsWith("workflow.");
    }

    /** Every broken field rule as "&lt;path&gt; &lt;text&gt;" (definition.md §12, step 2). */
    public static List<String> violations(CreateRequest request) {
        return violations(request, CronRules.SYNTAX);
    }

    /** @param cron judges the cron texts of time triggers */
    public static List<String> violations(CreateRequest request, CronRules cron) {
        return Violations.of(request, cron);
    }

    /** The field rules of properties alone, for updates of them. */
    public static List<String> violations(Properties properties) {
        return Violations.of(properties);
    }

    /** @throws MaestroException BAD_REQUEST, with errors when field rules are broken, without when it is too long */
    public static CreateRequest checked(CreateRequest request) {
        return checked(request, CronRules.SYNTAX);
    }

    public static CreateRequest checked(CreateRequest request, CronRules cron) {
        var violations = violations(request, cron);
        if (!violations.isEmpty()) {
            throw refused(violations);
        }
        int length = Json.bytes(toJson(request)).length;
        if (length > REQUEST_MAX) {
            throw MaestroException.badRequest("The request has " + length + " bytes as JSON, at most " + REQUEST_MAX
                    + " are allowed; move steps to workflows of their own or shorten texts");
        }
        return request;
    }

    /**
     * The rules that hold for a create but not for a validate call (definition.md §12, step 5), apart from those that
     * need what is stored.
     *
     * @throws MaestroException BAD_REQUEST
     */
    public static void checkCreateOnly(CreateRequest request) {
        for (String key : METADATA_KEYS) {
            if (request.extras().containsKey(key)) {
                throw MaestroException.badRequest(
                        "'" + key + "' is written by the server and cannot be an extra key; remove or rename it");
            }
        }
        if (request.properties().flatMap(Properties::tags).isPresent()) {
            throw MaestroException.badRequest(
                    "properties.tags cannot be pushed; use the calls that add and delete property tags");
        }
    }

    /**
     * What only the first version of a workflow must have.
     *
     * @throws MaestroException BAD_REQUEST
     */
    public static void checkFirst(CreateRequest request) {
        if (request.properties().flatMap(Properties::owner).isEmpty()) {
            throw MaestroException.badRequest("properties.owner is required in the first push of workflow ["
                    + request.workflow().id() + "]; add \"properties\": {\"owner\": \"<name>\"}");
        }
    }

    /** A cycle among the top-level steps as {@code a -> b -> a}; those of loop bodies are field rules. */
    public static Optional<String> topLevelCycle(Workflow workflow) {
        return Graph.cycle(workflow.steps());
    }

    /** The first step, loop bodies included, of a type that cannot run, as a sentence for the dry run. */
    public static Optional<String> unrunnable(Workflow workflow) {
        return unrunnable(workflow.steps());
    }

    private static Optional<String> unrunnable(List<Step> steps) {
        for (var step : steps) {
            switch (step.type()) {
                case TITUS, JOIN, TEMPLATE -> {
                    return Optional.of("Step '" + step.id() + "' has the type " + step.type().text()
                            + ", which has no runtime here; use another type");
                }
                default -> {
                    var inside = unrunnable(step.body());
                    if (inside.isPresent()) {
                        return inside;
                    }
                }
            }
        }
        return Optional.empty();
    }

    /** Reads back what {@link #toJson(Workflow)} wrote, also by a later version: unknown fields are skipped. */
    public static Workflow workflowFromJson(JsonNode json) {
        return new WorkflowReader(true, new ArrayList<>()).workflow(json, "workflow");
    }

    /** Reads back what {@link #toJson(Step)} wrote. */
    public static Step stepFromJson(JsonNode json) {
        return new StepReader(true, new ArrayList<>()).step(json, "step");
    }

    /** Reads back what {@link #toJson(Properties)} wrote; other keys beside it are skipped. */
    public static Properties propertiesFromJson(JsonNode json) {
        return PropertiesReader.properties(Fields.of(json, "properties", true));
    }

    public static ObjectNode toJson(CreateRequest request) {
        return DefinitionWriter.request(request);
    }

    /** The canonical form: transitions always there, tags as objects, enums in their spelling of output. */
    public static ObjectNode toJson(Workflow workflow) {
        return DefinitionWriter.workflow(workflow);
    }

    /** The step in its wrapper. */
    public static ObjectNode toJson(Step step) {
        return DefinitionWriter.step(step);
    }

    public static ObjectNode toJson(Properties properties) {
        return DefinitionWriter.properties(properties);
    }

    public static ObjectNode toJson(RunStrategy strategy) {
        return DefinitionWriter.runStrategy(strategy);
    }

    public static ObjectNode toJson(Transition transition) {
        return DefinitionWriter.transition(transition);
    }

    public static ObjectNode toJson(TimeTrigger trigger) {
        return (ObjectNode) DefinitionWriter.timeTriggers(List.of(trigger)).get(0);
    }

    public static ObjectNode toJson(SignalTrigger trigger) {
        return (ObjectNode) DefinitionWriter.signalTriggers(List.of(trigger)).get(0);
    }

    /**
     * A time trigger on its own, as a workflow would declare it.
     *
     * @throws MaestroException BAD_REQUEST, with the paths that a workflow's first trigger would have
     */
    public static TimeTrigger timeTrigger(JsonNode json) {
        var workflow = Json.object();
        workflow.putArray("time_triggers").add(json);
        var missing = new ArrayList<String>();
        var trigger = TriggerReader.timeTriggers(Fields.of(workflow, "workflow"), missing).getFirst();
        missing.addAll(Violations.of(trigger));
        if (!missing.isEmpty()) {
            throw refused(missing);
        }
        return trigger;
    }

    static MaestroException refused(List<String> errors) {
        return new MaestroException(
                Code.BAD_REQUEST, "The request breaks " + errors.size() + " rule(s), see 'errors'", errors);
    }
}
