package maestro.server.http;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** Holds JSON against the schemas of an OpenAPI document: the keywords that ours uses, and no others. */
final class Schemas {
    private static final List<String> KNOWN = List.of("type", "properties", "required", "additionalProperties", "items",
            "enum", "const", "oneOf", "anyOf", "allOf", "$ref", "minimum", "maximum", "maxLength", "description", "pattern",
            "minProperties", "minItems");

    private final JsonNode document;

    Schemas(JsonNode document) {
        this.document = document;
    }

    /** What does not fit, each with its place; none: it fits. */
    List<String> problems(JsonNode schema, JsonNode value) {
        var problems = new ArrayList<String>();
        check(schema, value, "$", problems);
        return problems;
    }

    JsonNode resolved(JsonNode schema) {
        String ref = schema.path("$ref").asString("");
        if (ref.isEmpty()) return schema;
        JsonNode found = document.at(ref.substring(1));
        if (found.isMissingNode()) throw new AssertionError("nothing at " + ref);
        return resolved(found);
    }

    private void check(JsonNode given, JsonNode value, String at, List<String> problems) {
        JsonNode schema = resolved(given);
        for (String keyword : schema.propertyNames())
            if (!KNOWN.contains(keyword)) throw new AssertionError("this validator does not know " + keyword);
        if (schema.has("type") && !typed(schema.get("type"), value)) {
            problems.add(at + " is no " + schema.get("type") + ": " + value);
            return;
        }
        if (schema.has("const") && !schema.get("const").equals(value)) problems.add(at + " is not " + schema.get("const"));
        if (schema.has("enum") && !contains(schema.get("enum"), value)) problems.add(at + " is none of the enum: " + value);
        if (schema.has("minimum") && value.asLong() < schema.get("minimum").asLong()) problems.add(at + " is too small");
        if (schema.has("maximum") && value.asLong() > schema.get("maximum").asLong()) problems.add(at + " is too large");
        if (schema.has("pattern") && !Pattern.compile(schema.get("pattern").asString()).matcher(value.asString()).find())
            problems.add(at + " does not have the form " + schema.get("pattern"));
        if (value.isObject() && value.size() < schema.path("minProperties").asInt(0)
                || value.isArray() && value.size() < schema.path("minItems").asInt(0)) problems.add(at + " is empty");
        for (JsonNode part : schema.path("allOf")) check(part, value, at, problems);
        if (schema.has("oneOf")) oneOf(schema.get("oneOf"), value, at, problems);
        if (schema.has("anyOf")) anyOf(schema.get("anyOf"), value, at, problems);
        if (value.isObject()) members(schema, value, at, problems);
        if (value.isArray() && schema.has("items"))
            for (int i = 0; i < value.size(); i++) check(schema.get("items"), value.get(i), at + "/" + i, problems);
    }

    private void oneOf(JsonNode choices, JsonNode value, String at, List<String> problems) {
        var reasons = new ArrayList<String>();
        int fitting = 0;
        for (JsonNode choice : choices) {
            var wrong = new ArrayList<String>();
            check(choice, value, at, wrong);
            if (wrong.isEmpty()) fitting++;
            reasons.addAll(wrong);
        }
        if (fitting != 1) problems.add(at + " fits " + fitting + " of the choices: " + reasons);
    }

    private void anyOf(JsonNode choices, JsonNode value, String at, List<String> problems) {
        var reasons = new ArrayList<String>();
        for (JsonNode choice : choices) {
            var wrong = new ArrayList<String>();
            check(choice, value, at, wrong);
            if (wrong.isEmpty()) return;
            reasons.addAll(wrong);
        }
        problems.add(at + " fits none of the choices: " + reasons);
    }

    private void members(JsonNode schema, JsonNode value, String at, List<String> problems) {
        for (JsonNode name : schema.path("required"))
            if (!value.has(name.asString())) problems.add(at + " lacks " + name);
        JsonNode more = schema.path("additionalProperties");
        for (var member : value.properties()) {
            String place = at + "/" + member.getKey();
            JsonNode known = schema.path("properties").path(member.getKey());
            if (!known.isMissingNode()) check(known, member.getValue(), place, problems);
            else if (more.isObject()) check(more, member.getValue(), place, problems);
            else if (more.isBoolean() && !more.booleanValue()) problems.add(place + " is not in the schema");
        }
    }

    private static boolean contains(JsonNode array, JsonNode value) {
        for (JsonNode element : array) if (element.equals(value)) return true;
        return false;
    }

    private static boolean typed(JsonNode type, JsonNode value) {
        if (type.isArray()) {
            for (JsonNode one : type) if (typed(one, value)) return true;
            return false;
        }
        return switch (type.asString()) {
            case "object" -> value.isObject();
            case "array" -> value.isArray();
            case "string" -> value.isString();
            case "integer" -> value.isIntegralNumber();
            case "number" -> value.isNumber();
            case "boolean" -> value.isBoolean();
            case "null" -> value.isNull();
            default -> throw new AssertionError("unknown type " + type);
        };
    }
}
