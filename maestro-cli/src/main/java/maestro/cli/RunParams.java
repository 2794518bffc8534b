package maestro.cli;

import java.math.BigDecimal;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The {@code -p name=value} of a start, as long-form params of the types that the definition declares. */
final class RunParams {
    private RunParams() {}

    /** A text that does not fit its param's type is a usage error; an undeclared param is a STRING. */
    static ObjectNode of(Map<String, String> given, JsonNode declared) {
        var params = Json.object();
        given.forEach((name, text) -> {
            var type = declared.path(name).path("type").asString("STRING");
            params.putObject(name).put("type", type).set("value", value(name, type, text));
        });
        return params;
    }

    private static JsonNode value(String name, String type, String text) {
        var json = Json.object();
        try {
            return switch (type) {
                case "STRING" -> json.stringNode(text);
                case "LONG" -> json.numberNode(Long.parseLong(text.strip()));
                case "DOUBLE" -> json.numberNode(new BigDecimal(text.strip()));
                case "BOOLEAN" -> json.booleanNode(truth(text.strip()));
                default -> Json.strict(text);
            };
        } catch (IllegalArgumentException | JacksonException _) {
            var example = switch (type) {
                case "LONG" -> "42";
                case "DOUBLE" -> "0.5";
                case "BOOLEAN" -> "true";
                case "STRING_MAP", "MAP" -> "'{\"key\": \"value\"}'";
                default -> "'[1, 2]' (JSON)";
            };
            throw new CliFailure(Exit.USAGE, "-p " + name + ": not a " + type + ": " + text,
                    "Write it like -p " + name + "=" + example + ".");
        }
    }

    private static boolean truth(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException(text);
        };
    }
}
