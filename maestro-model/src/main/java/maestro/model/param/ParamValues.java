package maestro.model.param;

import static maestro.model.json.Scalars.problem;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import maestro.model.json.Fields;
import maestro.model.json.Json;
import maestro.model.json.Scalars;
import tools.jackson.databind.JsonNode;

/** The values of params between JSON and the Java forms that {@link ParamType} names (parameters.md §2). */
final class ParamValues {
    private ParamValues() {}

    static Object literal(ParamType type, JsonNode node, String path) {
        return switch (type) {
            case STRING -> Scalars.text(node, path);
            case LONG -> Scalars.exactInteger(node, path);
            case DOUBLE -> Scalars.decimal(node, path);
            case BOOLEAN -> Scalars.flag(node, path);
            case STRING_MAP -> texts(node, path);
            case STRING_ARRAY -> textArray(node, path);
            case LONG_ARRAY -> longArray(node, path);
            case DOUBLE_ARRAY -> decimalArray(node, path);
            case BOOLEAN_ARRAY -> flagArray(node, path);
            case MAP -> members(node, path);
        };
    }

    static JsonNode literalJson(Object value) {
        if (value instanceof Map<?, ?> map) {
            var json = Json.object();
            map.forEach((key, member) -> json.set(
                    (String) key,
                    member instanceof ParamDefinition param ? ParamJson.toJson(param) : literalJson(member)));
            return json;
        }
        return Json.node(value);
    }

    static Object result(ParamDefinition definition, JsonNode node, String path) {
        return switch (definition.type()) {
            case DOUBLE -> Scalars.decimal(node, path).doubleValue();
            case DOUBLE_ARRAY -> doubles(decimalArray(node, path));
            case MAP -> mapResult(Optional.of(definition), node, path);
            default -> literal(definition.type(), node, path);
        };
    }

    private static Map<String, Object> mapResult(Optional<ParamDefinition> map, JsonNode node, String path) {
        var result = new LinkedHashMap<String, Object>();
        Fields.members(node, path).forEach((name, member) -> {
            String at = Fields.member(path, name);
            result.put(name, memberResult(map.flatMap(definition -> member(definition, name)), member, at));
        });
        return result;
    }

    private static Optional<ParamDefinition> member(ParamDefinition map, String name) {
        return map.body() instanceof ParamBody.Literal(Map<?, ?> members)
                        && members.get(name) instanceof ParamDefinition member
                ? Optional.of(member)
                : Optional.empty();
    }

    /** By what is there, not by the declared type: members are not converted to it (parameters.md §18, P4). */
    private static Object memberResult(Optional<ParamDefinition> member, JsonNode node, String path) {
        return switch (node.getNodeType()) {
            case STRING -> node.stringValue();
            case BOOLEAN -> node.booleanValue();
            case NUMBER -> node.isIntegralNumber() ? (Object) Scalars.integer(node, path) : node.doubleValue();
            case OBJECT -> mapResult(member, node, path);
            case ARRAY -> array(member, node, path);
            default -> throw Scalars.expected("a value", node, path);
        };
    }

    private static Object array(Optional<ParamDefinition> member, JsonNode node, String path) {
        if (node.isEmpty()) {
            return switch (member.map(ParamDefinition::type).orElse(ParamType.STRING_ARRAY)) {
                case LONG_ARRAY -> new long[0];
                case DOUBLE_ARRAY -> new double[0];
                case BOOLEAN_ARRAY -> new boolean[0];
                default -> new String[0];
            };
        }
        return switch (node.get(0).getNodeType()) {
            case STRING, NULL -> textArray(node, path);
            case BOOLEAN -> flagArray(node, path);
            case NUMBER ->
                node.get(0).isIntegralNumber() ? (Object) longArray(node, path) : doubles(decimalArray(node, path));
            default -> throw problem(path, "expected a list of text, numbers or booleans");
        };
    }

    private static Map<String, String> texts(JsonNode node, String path) {
        var texts = new LinkedHashMap<String, String>();
        if (!node.isObject()) {
            throw Scalars.expected("an object of text", node, path);
        }
        for (var entry : node.properties()) {
            if (!entry.getValue().isNull()) {
                texts.put(entry.getKey(), Scalars.text(entry.getValue(), Fields.member(path, entry.getKey())));
            }
        }
        return texts;
    }

    private static Map<String, ParamDefinition> members(JsonNode node, String path) {
        var members = new LinkedHashMap<String, ParamDefinition>();
        Fields.members(node, path)
                .forEach((name, member) ->
                        members.put(name, ParamJson.definition(member, Fields.member(path, name))));
        return members;
    }

    /** Elements may be null: expressions make such arrays, and iterations that never had a param give such results. */
    private static String[] textArray(JsonNode node, String path) {
        if (!node.isArray()) {
            throw Scalars.expected("a list", node, path);
        }
        var texts = new String[node.size()];
        for (int i = 0; i < texts.length; i++) {
            texts[i] = node.get(i).isNull() ? null : Scalars.text(node.get(i), path + "[" + i + "]");
        }
        return texts;
    }

    private static long[] longArray(JsonNode node, String path) {
        List<JsonNode> elements = Fields.elements(node, path);
        var numbers = new long[elements.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = Scalars.exactInteger(elements.get(i), path + "[" + i + "]");
        }
        return numbers;
    }

    private static BigDecimal[] decimalArray(JsonNode node, String path) {
        List<JsonNode> elements = Fields.elements(node, path);
        var numbers = new BigDecimal[elements.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = Scalars.decimal(elements.get(i), path + "[" + i + "]");
        }
        return numbers;
    }

    private static boolean[] flagArray(JsonNode node, String path) {
        List<JsonNode> elements = Fields.elements(node, path);
        var flags = new boolean[elements.size()];
        for (int i = 0; i < flags.length; i++) {
            flags[i] = Scalars.flag(elements.get(i), path + "[" + i + "]");
        }
        return flags;
    }

    private static double[] doubles(BigDecimal[] decimals) {
        var numbers = new double[decimals.length];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = decimals[i].doubleValue();
        }
        return numbers;
    }
}
