package maestro.model.template;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import maestro.model.Code;
import maestro.model.MaestroException;
import maestro.model.Tag;
import maestro.model.User;
import maestro.model.definition.StepType;
import maestro.model.id.Ids;
import maestro.model.json.Fields;
import maestro.model.json.Json;
import maestro.model.json.Scalars;
import maestro.model.json.TagJson;
import maestro.model.json.UserJson;
import maestro.model.param.ParamBody;
import maestro.model.param.ParamDefinition;
import maestro.model.param.ParamJson;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Job templates between JSON and records (rest-api.md §15). Pure and thread-safe. */
public final class JobTemplateJson {
    private static final List<String> RESERVED = List.of(
            "owner", "version_author", "status", "support", "test_workflows", "git_info", "create_time");

    private JobTemplateJson() {}

    /**
     * A template and the document that is stored and shown: {@code metadata} and {@code definition} in canonical form.
     */
    public record Stored(JobTemplate template, ObjectNode document) {}

    /**
     * Reads an upload.
     *
     * @param atMillis epoch milliseconds, becomes {@code create_time}
     * @throws MaestroException BAD_REQUEST; broken field rules are listed in its errors
     */
    public static Stored upload(JsonNode body, User author, long atMillis) {
        var fields = Fields.of(body, "");
        var errors = new ArrayList<String>();
        var metadata = Json.object();
        fields.node("owner")
                .ifPresentOrElse(
                        owner -> metadata.set("owner", UserJson.toJson(UserJson.user(owner, "owner"))),
                        () -> errors.add("owner must not be null; name who answers for the template"));
        metadata.set("version_author", UserJson.toJson(author));
        metadata.put("status", fields.requiredText("status", errors));
        metadata.put("support", fields.requiredText("support", errors));
        fields.node("test_workflows").ifPresent(node -> metadata.set("test_workflows", node));
        fields.node("git_info").ifPresent(node -> metadata.set("git_info", gitInfo(Fields.of(node, "gitInfo"))));
        metadata.put("create_time", atMillis);
        var definition = fields.node("definition");
        extras(fields.rest(), metadata);
        if (definition.isEmpty()) {
            errors.add("definition must not be null; it says which steps the template is for");
            throw refused(errors);
        }
        var read = definition(Fields.of(definition.get(), "definition"), errors);
        if (!errors.isEmpty()) {
            throw refused(errors);
        }
        var document = Json.object();
        document.set("metadata", metadata);
        document.set("definition", read.json());
        return new Stored(read.template(), document);
    }

    private static MaestroException refused(List<String> errors) {
        return new MaestroException(
                Code.BAD_REQUEST, "The job template breaks " + errors.size() + " rule(s), see 'errors'", errors);
    }

    private static void extras(Map<String, Object> rest, ObjectNode metadata) {
        var all = new LinkedHashMap<>(rest);
        if (all.get("extra_info") instanceof Map<?, ?> nested) {
            all.remove("extra_info");
            nested.forEach((key, value) -> all.put((String) key, value));
        }
        all.forEach((key, value) -> {
            if (RESERVED.contains(key)) {
                throw MaestroException.badRequest(
                        "'" + key + "' is a field of its own and cannot be an extra key; remove or rename it");
            }
            metadata.set(key, Json.node(value));
        });
    }

    private static ObjectNode gitInfo(Fields fields) {
        var info = Json.object();
        for (String key : List.of("origin", "branch", "sha", "path", "author")) {
            fields.text(key).ifPresent(text -> info.put(key, text));
        }
        fields.integer("timestamp").ifPresent(millis -> info.put("timestamp", millis));
        fields.flag("uncommitted_changes").ifPresent(flag -> info.put("uncommitted_changes", flag));
        fields.end();
        return info;
    }

    private record Read(JobTemplate template, ObjectNode json) {}

    private static Read definition(Fields fields, List<String> errors) {
        int missing = errors.size();
        String jobType = fields.requiredText("job_type", errors);
        String stepTypeText = fields.requiredText("step_type", errors);
        String version = fields.requiredText("version", errors);
        var description = fields.text("description");
        var tags = fields.node("tags").map(node -> TagJson.tags(node, "definition.tags"));
        var inheritFrom = inherited(fields);
        var params = fields.node("params").map(node -> ParamJson.schema(node, "definition.params"));
        fields.end();
        if (errors.size() > missing) {
            throw refused(errors);
        }
        var stepType = stepType(stepTypeText, fields.at("step_type"));
        check(errors, "definition.jobType", Ids.referenceProblem(jobType));
        check(errors, "definition.version", Ids.referenceProblem(version));
        description.ifPresent(text -> check(errors, "definition.description", Ids.descriptionProblem(text)));
        tags.ifPresent(all -> checkTags(errors, all));
        params.ifPresent(all -> checkNames(errors, "definition.params", all));
        inheritFrom.ifPresent(all -> all.forEach((type, of) -> {
            check(errors, "definition.inheritFrom", Ids.referenceProblem(type));
            check(errors, "definition.inheritFrom", Ids.referenceProblem(of));
        }));
        var template = new JobTemplate(
                jobType, version, stepType, tags.orElse(List.of()), inheritFrom.orElse(Map.of()),
                params.orElse(Map.of()));
        var json = Json.object();
        json.put("job_type", jobType);
        description.ifPresent(text -> json.put("description", text));
        json.put("step_type", stepType.text());
        json.put("version", version);
        tags.ifPresent(all -> json.set("tags", TagJson.toJson(all)));
        inheritFrom.ifPresent(all -> json.set("inherit_from", Json.node(all)));
        params.ifPresent(all -> json.set("params", ParamJson.toJson(all)));
        return new Read(template, json);
    }

    /** By name or by the spelling of output, in any case. */
    private static StepType stepType(String text, String path) {
        for (var type : StepType.values()) {
            if (type.name().equalsIgnoreCase(text.strip())) {
                return type;
            }
        }
        throw Scalars.problem(path, "unknown step type " + Scalars.shown(text));
    }

    private static Optional<Map<String, String>> inherited(Fields fields) {
        if (fields.node("inherit_from").isEmpty()) {
            return Optional.empty();
        }
        var inherited = new LinkedHashMap<String, String>();
        fields.members("inherit_from").forEach((type, version) ->
                inherited.put(type, Scalars.text(version, "definition.inheritFrom[" + type + "]")));
        return Optional.of(inherited);
    }

    private static void checkTags(List<String> errors, List<Tag> tags) {
        for (int i = 0; i < tags.size(); i++) {
            check(errors, "definition.tags[" + i + "].name", Ids.nameProblem(tags.get(i).name()));
        }
        TagJson.duplicate(tags)
                .ifPresent(name -> errors.add("definition.tags holds the tag '" + name + "' twice"));
    }

    private static void checkNames(List<String> errors, String path, Map<String, ParamDefinition> params) {
        params.forEach((name, param) -> {
            String at = Fields.member(path, name);
            check(errors, at + ".name", Ids.referenceProblem(name));
            if (param.body() instanceof ParamBody.Literal literal && literal.value() instanceof Map<?, ?> members) {
                members.forEach((inner, member) -> {
                    if (member instanceof ParamDefinition definition) {
                        checkNames(errors, at, Map.of((String) inner, definition));
                    }
                });
            }
        });
    }

    private static void check(List<String> errors, String path, Optional<String> problem) {
        problem.ifPresent(text -> errors.add(path + " " + text));
    }

    /** Reads back a document that {@link #upload} made. */
    public static JobTemplate template(JsonNode document) {
        return definition(Fields.of(document.path("definition"), "definition", true), new ArrayList<>()).template();
    }
}
