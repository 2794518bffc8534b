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

/** Translates params of the workflow or one step from their short form into the long one (definition.md §15.5). */
final class DslParams {
    private final DslNotices notices;
    private final String stepId;

    /** @param stepId empty: params of the workflow */
    DslParams(DslNotices notices, String stepId) {
        this.notices = notices;
        this.stepId = stepId;
    }

    /** The params under {@code key}, or else all keys that nobody has read. */
    ObjectNode under(String key, Fields fields) {
        var explicit = fields.node(key);
        var others = fields.unread();
        var free = others.keySet().stream()
                .filter(other -> !notices.isField(fields.path(), other))
                .toList();
        if (explicit.isPresent()) {
            free.forEach(other -> notices.add(new DslNotice.Ignored(fields.path(), other, key)));
            return params(Fields.members(explicit.get(), fields.at(key)), fields.at(key), false);
        }
        others.entrySet().removeIf(other ->
                notices.isField(fields.path(), other.getKey()) && DslFields.noParam(other.getValue()));
        var params = params(others, fields.path(), false);
        free.forEach(other -> notices.add(new DslNotice.Inline(
                fields.path(), other, DslParamKey.parse(other, fields.path()).name(), stepId)));
        return params;
    }

    /** The members of {@code loop_params}. */
    ObjectNode loop(Map<String, JsonNode> members, String path) {
        return params(members, path, true);
    }

    /** Keys in short form; a null value is refused. */
    private ObjectNode params(Map<String, JsonNode> members, String path, boolean loop) {
        var params = members(members, path);
        members.forEach((text, value) -> {
            var key = DslParamKey.parse(text, path);
            if (key.expression() && key.type().isEmpty()) {
                notices.add(new DslNotice.Untyped(stepId, key.name(), loop, (ObjectNode) params.get(key.name())));
            } else {
                notices.doubt(path, text, value);
            }
        });
        return params;
    }

    private static ObjectNode members(Map<String, JsonNode> members, String path) {
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
            json.set("value", type == ParamType.MAP ? members(nullable(value), path) : value);
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
