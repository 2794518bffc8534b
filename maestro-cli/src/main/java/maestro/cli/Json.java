package maestro.cli;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** JSON trees as the server sends and takes them. */
final class Json {
    private static final JsonMapper MAPPER = new JsonMapper();

    private Json() {}

    /** An answer's body; an empty one is an empty object. */
    static JsonNode parse(String text) {
        try {
            return text.isBlank() ? object() : MAPPER.readTree(text);
        } catch (JacksonException e) {
            throw new CliFailure(Exit.SERVER_ERROR, "the answer is not JSON: " + e.getOriginalMessage(),
                    "Is it really a Maestro server that answers there?");
        }
    }

    /** A user's own JSON; throws JacksonException with line and column. */
    static JsonNode strict(String text) {
        return MAPPER.readTree(text);
    }

    static JsonNode parseOr(String text, JsonNode otherwise) {
        try {
            return text.isBlank() ? otherwise : MAPPER.readTree(text);
        } catch (JacksonException _) {
            return otherwise;
        }
    }

    static JsonMapper mapper() {
        return MAPPER;
    }

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    static String compact(JsonNode node) {
        return MAPPER.writeValueAsString(node);
    }

    static String pretty(JsonNode node) {
        return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(node);
    }
}
