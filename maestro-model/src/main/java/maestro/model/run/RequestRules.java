package maestro.model.run;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import maestro.model.Code;
import maestro.model.MaestroException;
import maestro.model.Tag;
import maestro.model.id.Ids;
import maestro.model.id.ReservedNames;
import maestro.model.json.Fields;
import maestro.model.json.Json;
import maestro.model.json.Scalars;
import maestro.model.json.TagJson;
import maestro.model.param.ParamDefinition;
import maestro.model.param.ParamJson;

/**
 * Reads what start and restart requests share, and collects the field rules they break (rest-api.md §2). What a record
 * must have gets a harmless value until {@link #check} refuses the request.
 */
final class RequestRules {
    static final int PARAMS_MAX = 128;
    private static final Pattern UUID_TEXT =
            Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");
    private static final List<RunPolicy> RESTARTS =
            List.of(RunPolicy.RESTART_FROM_INCOMPLETE, RunPolicy.RESTART_FROM_BEGINNING);

    private final Fields fields;
    private final List<String> errors = new ArrayList<>();

    RequestRules(Fields fields) {
        this.fields = fields;
    }

    /** @throws MaestroException BAD_REQUEST when a rule is broken */
    void check() {
        if (!errors.isEmpty()) {
            throw new MaestroException(
                    Code.BAD_REQUEST, "The request breaks " + errors.size() + " rule(s), see 'errors'", errors);
        }
    }

    Initiator initiator() {
        var node = fields.node("initiator");
        if (node.isEmpty()) {
            errors.add("initiator is missing; people send {\"type\": \"manual\"}");
            return new Initiator.Manual(Optional.empty());
        }
        var initiator = Initiator.fromJson(fields.inside(node.get(), "initiator"));
        if (initiator instanceof Initiator.Time(_, _, var zone) && zone.isEmpty()) {
            errors.add("initiator.timezone is missing; a time trigger tells its zone");
        }
        if (initiator instanceof Initiator.Validation) {
            errors.add("initiator is of the type VALIDATION, which only the dry run uses; use manual");
        }
        return initiator;
    }

    Optional<UUID> requestId() {
        var text = fields.text("request_id");
        if (text.isPresent() && !UUID_TEXT.matcher(text.get()).matches()) {
            errors.add("requestId " + Scalars.shown(text.get()) + " is not a UUID of 36 characters");
            return Optional.empty();
        }
        return text.map(UUID::fromString);
    }

    List<Tag> runtimeTags() {
        var tags = fields.node("runtime_tags")
                .map(list -> TagJson.tags(list, "runtimeTags"))
                .orElse(List.of());
        for (int i = 0; i < tags.size(); i++) {
            String path = "runtimeTags.tags[" + i + "].name ";
            Ids.nameProblem(tags.get(i).name()).ifPresent(problem -> errors.add(path + problem));
        }
        TagJson.duplicate(tags)
                .ifPresent(name -> errors.add("runtimeTags has the tag " + Scalars.shown(name) + " twice"));
        return tags;
    }

    Map<String, ParamDefinition> params(String key) {
        String path = fields.at(key);
        Map<String, ParamDefinition> params =
                fields.node(key).map(node -> ParamJson.definitions(node, path)).orElse(Map.of());
        if (params.size() > PARAMS_MAX) {
            errors.add(path + " has " + params.size() + " entries, at most " + PARAMS_MAX + " are allowed");
        }
        params.forEach((name, param) -> {
            if (ReservedNames.PARAMS.contains(name)) {
                errors.add(path + " has the reserved name '" + name + "'; it cannot be set");
            }
            Ids.referenceProblem(name).ifPresent(problem -> errors.add(Fields.member(path, name) + ".name " + problem));
            if (param.source().isPresent()) {
                errors.add(path + " has the param '" + name + "' with a 'source', which only the server writes");
            }
            if (param.internalMode().isPresent()) {
                errors.add(path + " has the param '" + name + "' with an 'internal_mode', which is for schemas only");
            }
        });
        return params;
    }

    Map<String, Object> artifacts() {
        var artifacts = new LinkedHashMap<String, Object>();
        fields.members("artifacts").forEach((name, node) -> {
            if (!node.isObject()) {
                throw Scalars.expected("an object", node, Fields.member("artifacts", name));
            }
            artifacts.put(name, Json.plain(node));
        });
        return artifacts;
    }

    RunPolicy restartPolicy() {
        var text = fields.text("restart_policy");
        for (var policy : RESTARTS) {
            if (text.filter(policy.name()::equals).isPresent()) {
                return policy;
            }
        }
        errors.add("restartPolicy "
                + text.map(found -> Scalars.shown(found) + " is unknown").orElse("is missing")
                + "; use RESTART_FROM_INCOMPLETE or RESTART_FROM_BEGINNING");
        return RunPolicy.RESTART_FROM_INCOMPLETE;
    }

    UpstreamRestartMode upstreamMode() {
        var text = fields.text("upstream_restart_mode");
        if (text.isEmpty()) {
            return UpstreamRestartMode.RESTART_FROM_STEP;
        }
        for (var mode : UpstreamRestartMode.values()) {
            if (mode.name().equals(text.get())) {
                return mode;
            }
        }
        errors.add("upstreamRestartMode " + Scalars.shown(text.get())
                + " is unknown; use RESTART_FROM_STEP or RESTART_FROM_INLINE_ROOT");
        return UpstreamRestartMode.RESTART_FROM_STEP;
    }
}
