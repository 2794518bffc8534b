package maestro.model.definition;

import static maestro.model.json.Scalars.problem;

import java.util.Map;
import java.util.Optional;
import maestro.model.json.Fields;
import maestro.model.json.Json;
import maestro.model.json.Scalars;
import maestro.model.param.ParamType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Translates params from their short form into the long one (definition.md §15.5). */
final class DslParams {
    private DslParams() {}

    /** Keys in short form; a null value is refused. */
    static ObjectNode params(Map<String, JsonNode> members, String path) {
        var params = Json.object();
        members.forEach((text, value) -> {
            String at = Fields.member(path, text);
            var key = DslParamKey.parse(text, at);
            if (params.has(key.name())) {
                throw problem(at, "param " + Scalars.shown(key.name()) + " is there twice; remove one");
            }
            params.set(key.name(), param(key, value, at));
        });
        return params;
    }

    private static ObjectNode param(DslParamKey key, JsonNode value, String path) {
        var json = Json.object();
        if (value.isNull()) {
            throw problem(path, "has no value; give it one, and mind the indentation below it");
        }
        if (key.expression()) {
            json.put("type", key.type().orElse(ParamType.STRING).name());
            json.put("expression", Scalars.text(value, path));
        } else {
            ParamType inferred = inferred(value, path);
            ParamType type = key.type().map(hint -> agreed(hint, inferred, value, path)).orElse(inferred);
            json.put("type", type.name());
            json.set("value", type == ParamType.MAP ? params(nullable(value), path) : value);
        }
        key.mode().ifPresent(mode -> json.put("mode", mode.name()));
        return json;
    }

    private static Map<String, JsonNode> nullable(JsonNode object) {
        return Fields.of(object, "").unread();
    }

    private static ParamType inferred(JsonNode value, String path) {
        return switch (value.getNodeType()) {
            case STRING -> ParamType.STRING;
            case BOOLEAN -> ParamType.BOOLEAN;
            case NUMBER -> number(value, path);
            case OBJECT ->
                !value.isEmpty() && value.values().stream().allMatch(JsonNode::isString)
                        ? ParamType.STRING_MAP
                        : ParamType.MAP;
            case ARRAY -> array(value, path);
            default -> throw Scalars.expected("a value", value, path);
        };
    }

    private static ParamType number(JsonNode value, String path) {
        if (!value.isIntegralNumber()) {
            return ParamType.DOUBLE;
        }
        if (!value.canConvertToLong()) {
            throw Scalars.expected("an integer of at most 64 bits", value, path);
        }
        return ParamType.LONG;
    }

    private static ParamType array(JsonNode value, String path) {
        var elements = Fields.elements(value, path);
        Optional<ParamType> type = Optional.empty();
        for (var element : elements) {
            if (element.isContainer()) {
                throw problem(path, "a list holds text, numbers or booleans; lists of lists or of maps are no params");
            }
            ParamType next = inferred(element, path);
            type = Optional.of(type.map(before -> common(before, next, path)).orElse(next));
        }
        return switch (type.orElse(ParamType.STRING)) {
            case LONG -> ParamType.LONG_ARRAY;
            case DOUBLE -> ParamType.DOUBLE_ARRAY;
            case BOOLEAN -> ParamType.BOOLEAN_ARRAY;
            default -> ParamType.STRING_ARRAY;
        };
    }

    private static ParamType common(ParamType one, ParamType other, String path) {
        if (one == other) {
            return one;
        }
        if (numeric(one) && numeric(other)) {
            return ParamType.DOUBLE;
        }
        throw problem(path, "the list mixes " + one + " and " + other + "; write elements of one kind");
    }

    private static boolean numeric(ParamType type) {
        return type == ParamType.LONG || type == ParamType.DOUBLE;
    }

    private static ParamType agreed(ParamType hint, ParamType inferred, JsonNode value, String path) {
        boolean fits = hint == inferred
                || hint == ParamType.MAP && inferred == ParamType.STRING_MAP
                || hint == ParamType.STRING_MAP && value.isObject() && value.isEmpty()
                || hint == ParamType.DOUBLE && inferred == ParamType.LONG
                || hint == ParamType.DOUBLE_ARRAY && inferred == ParamType.LONG_ARRAY
                || hint.name().endsWith("_ARRAY") && value.isArray() && value.isEmpty();
        if (!fits) {
            throw problem(path, "the hint says " + hint + ", but the value is a " + inferred
                    + "; correct one of them");
        }
        return hint;
    }
}
