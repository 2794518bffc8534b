package maestro.model.param;

import static maestro.model.json.Scalars.problem;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import maestro.model.MaestroException;
import maestro.model.json.Fields;
import maestro.model.json.Json;
import maestro.model.json.Scalars;
import maestro.model.json.TagJson;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Params as JSON (parameters.md §1 and §2): the long form only. Names are not checked here. Thread-safe; every error of
 * reading is a {@link MaestroException} BAD_REQUEST that names the param.
 */
public final class ParamJson {
    private ParamJson() {}

    /** What each param of a map must have besides its type. */
    private enum Body {
        /** Exactly one of value and expression. */
        REQUIRED,
        /** At most one of them. */
        OPTIONAL
    }

    /** A map of definitions, each with exactly one of value and expression; order is kept. */
    public static Map<String, ParamDefinition> definitions(JsonNode mapNode, String path) {
        return definitions(mapNode, path, Body.REQUIRED);
    }

    /** As {@link #definitions}, but params may still lack a value: schemas and job templates. */
    public static Map<String, ParamDefinition> schema(JsonNode mapNode, String path) {
        return definitions(mapNode, path, Body.OPTIONAL);
    }

    /** One definition, which may lack a value. */
    public static ParamDefinition definition(JsonNode node, String path) {
        return definition(node, path, Body.OPTIONAL);
    }

    /** One definition with exactly one of value and expression. */
    public static ParamDefinition completeDefinition(JsonNode node, String path) {
        return definition(node, path, Body.REQUIRED);
    }

    private static Map<String, ParamDefinition> definitions(JsonNode mapNode, String path, Body body) {
        var params = new LinkedHashMap<String, ParamDefinition>();
        Fields.members(mapNode, path)
                .forEach((name, node) -> params.put(name, definition(node, Fields.member(path, name), body)));
        return params;
    }

    private static ParamDefinition definition(JsonNode node, String path, Body body) {
        if (!node.isObject()) {
            throw problem(
                    path,
                    "expected a param in its long form, such as {\"type\": \"LONG\", \"value\": 5}, found "
                            + Scalars.shown(node));
        }
        return definition(Fields.of(node, path), body);
    }

    private static ParamDefinition definition(Fields fields, Body rule) {
        var type = Scalars.choice(fields.required("type"), ParamType.class, fields.at("type"));
        var body = body(fields, type, rule);
        var mode = fields.choice("mode", ParamMode.class);
        var validator = fields.text("validator");
        var tags = fields.node("tags").map(list -> TagJson.tags(list, fields.at("tags")));
        tags.flatMap(TagJson::duplicate).ifPresent(name -> {
            throw problem(fields.at("tags"), "tag " + Scalars.shown(name) + " is there twice; remove one");
        });
        var internalMode = fields.choice("internal_mode", InternalMode.class);
        var source = fields.choice("source", ParamSource.class);
        var nested = fields.node("meta").filter(JsonNode::isObject);
        var metadata = fields.rest();
        nested.ifPresentOrElse(
                meta -> metadata.putAll(Json.plainMap(meta)),
                () -> fields.node("meta").ifPresent(meta -> metadata.put("meta", Json.plain(meta))));
        return new ParamDefinition(
                type,
                body,
                mode,
                internalMode.or(() -> moved(metadata, "internal_mode", InternalMode.class)),
                validator,
                tags,
                source.or(() -> moved(metadata, "source", ParamSource.class)),
                metadata);
    }

    private static <E extends Enum<E>> Optional<E> moved(Map<String, Object> metadata, String key, Class<E> type) {
        return Optional.ofNullable(metadata.remove(key)).map(value -> Scalars.choice(Json.node(value), type, key));
    }

    private static ParamBody body(Fields fields, ParamType type, Body rule) {
        var value = fields.node("value");
        var expression = fields.text("expression");
        if (value.isPresent() && expression.isPresent()) {
            throw problem(fields.path(), "has both a value and an expression; keep one of them");
        }
        if (value.isPresent()) {
            return new ParamBody.Literal(ParamValues.literal(type, value.get(), fields.at("value")));
        }
        if (expression.isPresent()) {
            return new ParamBody.Expression(expression.get());
        }
        if (rule == Body.REQUIRED) {
            throw problem(fields.path(), "has neither a value nor an expression; give it one of them");
        }
        return ParamBody.UNSET;
    }

    public static ObjectNode toJson(ParamDefinition param) {
        var json = core(param);
        metadata(json, param);
        return json;
    }

    public static ObjectNode toJson(Map<String, ParamDefinition> params) {
        var json = Json.object();
        params.forEach((name, param) -> json.set(name, toJson(param)));
        return json;
    }

    public static ObjectNode toJson(Param param) {
        var json = core(param.definition());
        json.set("evaluated_result", Json.node(param.result()));
        json.put("evaluated_time", param.evaluatedMillis());
        metadata(json, param.definition());
        param.note().ifPresent(note -> json.put(note.warning() ? "warn" : "info", note.text()));
        return json;
    }

    public static ObjectNode paramsToJson(Map<String, Param> params) {
        var json = Json.object();
        params.forEach((name, param) -> json.set(name, toJson(param)));
        return json;
    }

    /** An evaluated param, as {@link #toJson(Param)} wrote it or a job handed it back. */
    public static Param param(JsonNode node) {
        return param(node, "param");
    }

    public static Param param(JsonNode node, String path) {
        var fields = Fields.of(node, path);
        var result = fields.required("evaluated_result");
        long millis = Scalars.integer(fields.required("evaluated_time"), fields.at("evaluated_time"));
        var warn = fields.text("warn").map(text -> new Param.Note(true, text));
        var note = warn.or(() -> fields.text("info").map(text -> new Param.Note(false, text)));
        if (warn.isPresent()) {
            fields.node("info"); // one note at most is kept; a warning tells more
        }
        var definition = definition(fields, Body.OPTIONAL);
        return new Param(
                definition,
                ParamValues.result(definition, result, fields.at("evaluated_result")),
                millis,
                note);
    }

    public static Map<String, Param> params(JsonNode mapNode, String path) {
        var params = new LinkedHashMap<String, Param>();
        Fields.members(mapNode, path)
                .forEach((name, node) -> params.put(name, param(node, Fields.member(path, name))));
        return params;
    }

    private static ObjectNode core(ParamDefinition param) {
        var json = Json.object();
        switch (param.body()) {
            case ParamBody.Literal(var value) -> json.set("value", ParamValues.literalJson(value));
            case ParamBody.Expression(var text) -> json.put("expression", text);
            case ParamBody.Unset() -> {}
        }
        json.put("type", param.type().name());
        param.validator().ifPresent(text -> json.put("validator", text));
        param.tags().ifPresent(tags -> json.set("tags", TagJson.toJson(tags)));
        param.mode().ifPresent(mode -> json.put("mode", mode.name()));
        return json;
    }

    private static void metadata(ObjectNode json, ParamDefinition param) {
        param.internalMode().ifPresent(mode -> json.put("internal_mode", mode.name()));
        param.source().ifPresent(source -> json.put("source", source.name()));
        param.metadata().forEach((key, value) -> {
            if (!json.has(key)) {
                json.set(key, Json.node(value));
            }
        });
    }
}
