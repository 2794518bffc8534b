package maestro.cli;

import maestro.model.MaestroException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** JSON trees as the server sends and takes them. */
final class Json {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

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

    /**
     * A user's own JSON.
     *
     * @param what for the message: whose text it is
     * @throws CliFailure USAGE, with line and column
     */
    static JsonNode given(String what, String text) {
        try {
            return maestro.model.json.Json.parse(text);
        } catch (MaestroException e) {
            throw new CliFailure(Exit.USAGE, what + ": " + e.getMessage(), "");
        }
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

    /** JSON may hold control characters above the ASCII ones as they are; a terminal obeys them. */
    private static String visible(String json) {
        if (json.chars().noneMatch(c -> c >= 0x7f && c <= 0x9f)) return json;
        var text = new StringBuilder();
        json.chars().forEach(c -> {
            if (c >= 0x7f && c <= 0x9f) text.append(String.format("\\u%04x", c));
            else text.append((char) c);
        });
        return text.toString();
    }

    /** For people to read: on several lines, and safe to show. */
    static String pretty(JsonNode node) {
        return visible(MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(node));
    }
}
