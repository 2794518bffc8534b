package maestro.cli;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import maestro.core.param.ParamCatalogue;
import maestro.model.param.ParamDefinition;
import maestro.sel.Suggestion;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Params as users give them, as long-form params of the types that the definition declares. Pure. */
final class RunParams {
    private RunParams() {}

    /** @throws CliFailure USAGE that names each name which nobody declares, and what it may have been meant to be */
    static void requireDeclared(Collection<String> names, JsonNode declared) {
        var problems = new ArrayList<String>();
        for (var name : names) {
            if (declared.has(name) || catalogue().containsKey(name)) continue;
            var near = Suggestion.nearest(declared.propertyNames(), name);
            problems.add(name + near.map(meant -> "; did you mean " + meant + "?").orElse(""));
        }
        if (problems.isEmpty()) return;
        var known = declared.propertyNames().isEmpty()
                ? "It declares none" : "It declares " + String.join(", ", declared.propertyNames());
        throw new CliFailure(Exit.USAGE, "the definition does not declare the params", problems,
                known + ". With --allow-new-params they are taken all the same.");
    }

    /** @param raw whether a dollar means itself and no reference */
    static ObjectNode of(Map<String, JsonNode> given, JsonNode declared, boolean raw) {
        var params = Json.object();
        given.forEach((name, value) -> {
            var type = type(name, value, declared);
            var fitting = fitting(name, type, value);
            params.putObject(name).put("type", type).set("value", raw ? dollarsDoubled(fitting) : fitting);
        });
        return params;
    }

    private static JsonNode fitting(String name, String type, JsonNode value) {
        if (value.isString() && !type.equals("STRING")) return parsed(name, type, value.asString());
        boolean scalar = value.isNumber() || value.isBoolean();
        return scalar && type.equals("STRING") ? Json.object().stringNode(value.asString()) : value;
    }

    private static String type(String name, JsonNode value, JsonNode declared) {
        var type = declared.path(name).path("type").asString("");
        if (!type.isEmpty()) return type;
        var system = catalogue().get(name);
        if (system != null) return system.type().name();
        return switch (value.getNodeType()) {
            case NUMBER -> value.isIntegralNumber() ? "LONG" : "DOUBLE";
            case BOOLEAN -> "BOOLEAN";
            case ARRAY -> elements(value);
            case OBJECT -> "STRING_MAP";
            default -> "STRING";
        };
    }

    private static String elements(JsonNode array) {
        var types = array.valueStream()
                .map(element -> element.isIntegralNumber() ? "LONG_ARRAY" : element.isNumber() ? "DOUBLE_ARRAY"
                        : element.isBoolean() ? "BOOLEAN_ARRAY" : "STRING_ARRAY")
                .distinct()
                .toList();
        if (types.size() == 1) return types.getFirst();
        return List.of("LONG_ARRAY", "DOUBLE_ARRAY").containsAll(types) && !types.isEmpty() ? "DOUBLE_ARRAY"
                : "STRING_ARRAY";
    }

    private static JsonNode parsed(String name, String type, String text) {
        var json = Json.object();
        try {
            return switch (type) {
                case "LONG" -> json.numberNode(Long.parseLong(text.strip()));
                case "DOUBLE" -> json.numberNode(new BigDecimal(text.strip()));
                case "BOOLEAN" -> json.booleanNode(truth(text.strip()));
                default -> Json.given("-p " + name, text);
            };
        } catch (IllegalArgumentException | CliFailure _) {
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

    private static JsonNode dollarsDoubled(JsonNode value) {
        if (value.isString()) return Json.object().stringNode(value.asString().replace("$", "$$"));
        if (value.isArray()) {
            var array = Json.object().arrayNode();
            value.forEach(element -> array.add(dollarsDoubled(element)));
            return array;
        }
        if (!value.isObject()) return value;
        var object = Json.object();
        value.properties().forEach(member ->
                object.set(member.getKey().replace("$", "$$"), dollarsDoubled(member.getValue())));
        return object;
    }

    /** What every workflow has: only those of the standard settings are known here. */
    private static Map<String, ParamDefinition> catalogue() {
        return ParamCatalogue.STANDARD.workflow();
    }
}
