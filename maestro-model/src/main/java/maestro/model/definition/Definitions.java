package maestro.model.definition;

import java.util.ArrayList;
import java.util.List;
import maestro.model.Code;
import maestro.model.MaestroException;
import maestro.model.json.Fields;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Definitions between text and records: reading, checking, writing (definition.md). Pure and thread-safe. */
public final class Definitions {
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
            throw refused(missing);
        }
        return request;
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

    static MaestroException refused(List<String> errors) {
        return new MaestroException(
                Code.BAD_REQUEST, "The request breaks " + errors.size() + " rule(s), see 'errors'", errors);
    }
}
