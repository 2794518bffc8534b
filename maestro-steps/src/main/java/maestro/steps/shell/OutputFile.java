package maestro.steps.shell;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import maestro.model.MaestroException;
import maestro.model.json.Json;
import maestro.model.param.Param;
import maestro.model.param.ParamJson;
import maestro.model.param.ParamType;
import tools.jackson.databind.JsonNode;

/**
 * Reads what a script wrote to {@code $MAESTRO_OUTPUT}: one JSON object, or lines {@code name=value}, or
 * {@code name<<END} with the value on the lines up to {@code END}. Arrays and maps are given as JSON. A name given
 * twice keeps its last value. Each must be a param of the step and fit its type (parameters.md §2, §12).
 */
final class OutputFile {
    static final int BYTES_MAX = 750_000;
    private static final Pattern MULTI_LINE = Pattern.compile("([^=<]+)<<(\\S+)\\s*");

    private OutputFile() {}

    static Map<String, Param> read(String text, Map<String, Param> declared, long nowMillis) throws AuthorError {
        var outputs = new LinkedHashMap<String, Param>();
        for (var entry : values(text, declared).entrySet()) {
            var type = declaration(declared, entry.getKey());
            outputs.put(entry.getKey(), param(entry.getKey(), type, entry.getValue(), nowMillis));
        }
        return outputs;
    }

    private static Map<String, JsonNode> values(String text, Map<String, Param> declared) throws AuthorError {
        return text.stripLeading().startsWith("{") ? object(text) : lines(text, declared);
    }

    private static Map<String, JsonNode> object(String text) throws AuthorError {
        var values = new LinkedHashMap<String, JsonNode>();
        for (var member : parse(text, "MAESTRO_OUTPUT starts with { but is not one JSON object").properties()) {
            values.put(member.getKey(), member.getValue());
        }
        return values;
    }

    private static Map<String, JsonNode> lines(String text, Map<String, Param> declared) throws AuthorError {
        var values = new LinkedHashMap<String, JsonNode>();
        List<String> lines = text.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            var multi = MULTI_LINE.matcher(line);
            int equals = line.indexOf('=');
            if (multi.matches()) {
                int end = i + 1;
                while (end < lines.size() && !lines.get(end).equals(multi.group(2))) {
                    end++;
                }
                if (end == lines.size()) {
                    throw new AuthorError("MAESTRO_OUTPUT line " + (i + 1) + " opens a value with <<" + multi.group(2)
                            + ", but no later line is " + multi.group(2));
                }
                put(values, multi.group(1).strip(), String.join("\n", lines.subList(i + 1, end)), declared);
                i = end;
            } else if (equals > 0) {
                put(values, line.substring(0, equals).strip(), line.substring(equals + 1), declared);
            } else if (!line.isBlank()) {
                throw new AuthorError("MAESTRO_OUTPUT line " + (i + 1) + " is neither name=value nor name<<END: "
                        + shortened(line));
            }
        }
        return values;
    }

    private static void put(Map<String, JsonNode> values, String name, String text, Map<String, Param> declared)
            throws AuthorError {
        var node = switch (declaration(declared, name)) {
            case STRING, LONG, DOUBLE, BOOLEAN -> Json.node(text);
            default -> parse(text, "The output param '" + name + "' is not the JSON that its type needs");
        };
        values.put(name, node);
    }

    private static ParamType declaration(Map<String, Param> declared, String name) throws AuthorError {
        var param = declared.get(name);
        if (param == null) {
            throw new AuthorError("MAESTRO_OUTPUT names '" + shortened(name) + "', which is no param of the step: "
                    + "declare it in the step's params with its type");
        }
        return param.definition().type();
    }

    private static Param param(String name, ParamType type, JsonNode value, long nowMillis) throws AuthorError {
        var json = Json.object();
        json.put("type", type.name());
        json.put("evaluated_time", nowMillis);
        try {
            json.set("value", type == ParamType.MAP ? definitions(value) : value);
            json.set("evaluated_result", value);
            var param = ParamJson.param(json, "");
            checkFinite(param.result());
            return param;
        } catch (MaestroException e) {
            throw new AuthorError("The output param '" + name + "' is declared " + type + ": "
                    + e.getMessage().replaceFirst("^(value|evaluated_result): ", ""));
        }
    }

    /** A MAP's literal holds a definition a member; its type is that of the value. */
    private static JsonNode definitions(JsonNode map) {
        var members = Json.object();
        if (!map.isObject()) {
            throw MaestroException.badRequest("expected an object");
        }
        for (var member : map.properties()) {
            var value = member.getValue();
            var type = typeOf(member.getKey(), value);
            var definition = Json.object();
            definition.put("type", type.name());
            definition.set("value", type == ParamType.MAP ? definitions(value) : value);
            members.set(member.getKey(), definition);
        }
        return members;
    }

    private static ParamType typeOf(String name, JsonNode value) {
        return switch (value.getNodeType()) {
            case STRING -> ParamType.STRING;
            case BOOLEAN -> ParamType.BOOLEAN;
            case NUMBER -> value.isIntegralNumber() ? ParamType.LONG : ParamType.DOUBLE;
            case OBJECT -> ParamType.MAP;
            case ARRAY -> value.isEmpty() ? ParamType.STRING_ARRAY : arrayOf(name, typeOf(name, value.get(0)));
            default -> throw MaestroException.badRequest("member '" + name + "' has no value");
        };
    }

    private static ParamType arrayOf(String name, ParamType element) {
        return switch (element) {
            case STRING -> ParamType.STRING_ARRAY;
            case LONG -> ParamType.LONG_ARRAY;
            case DOUBLE -> ParamType.DOUBLE_ARRAY;
            case BOOLEAN -> ParamType.BOOLEAN_ARRAY;
            default -> throw MaestroException.badRequest(
                    "member '" + name + "' is a list of objects or lists, which params cannot hold");
        };
    }

    private static void checkFinite(Object result) {
        double[] numbers = switch (result) {
            case Double number -> new double[] {number};
            case double[] many -> many;
            default -> new double[0];
        };
        for (double number : numbers) {
            if (Double.isInfinite(number)) {
                throw MaestroException.badRequest("a number is too large");
            }
        }
    }

    private static JsonNode parse(String text, String problem) throws AuthorError {
        try {
            return Json.parse(text);
        } catch (MaestroException e) {
            throw new AuthorError(problem + ": " + e.getMessage());
        }
    }

    private static String shortened(String text) {
        return text.length() <= 80 ? text : text.substring(0, 80) + "…";
    }
}
