package maestro.model.run;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import maestro.model.User;
import maestro.model.json.Fields;
import maestro.model.json.Json;
import maestro.model.json.Scalars;
import maestro.model.json.UserJson;
import maestro.model.param.Param;
import maestro.model.param.ParamJson;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Who or what started a run (rest-api.md §6). */
public sealed interface Initiator {
    /** The spelling of the types. */
    enum Type {
        MANUAL, TIME, SIGNAL, SUBWORKFLOW, FOREACH, WHILE, TEMPLATE, VALIDATION;

        /** Whether a step of another run started it. */
        public boolean upstream() {
            return this == SUBWORKFLOW || this == FOREACH || this == WHILE || this == TEMPLATE;
        }
    }

    Type type();

    /** The number of runs around this one. */
    default int depth() {
        return 0;
    }

    record Manual(Optional<User> user) implements Initiator {
        @Override
        public Type type() {
            return Type.MANUAL;
        }
    }

    /** @param triggerMillis epoch milliseconds of the tick */
    record Time(Optional<String> triggerUuid, Optional<Long> triggerMillis, Optional<String> timezone)
            implements Initiator {
        @Override
        public Type type() {
            return Type.TIME;
        }
    }

    /**
     * @param signalIds signal name to sequence id
     * @param params of the trigger, evaluated
     */
    record Signal(Optional<String> triggerUuid, Map<String, Long> signalIds, Map<String, Param> params)
            implements Initiator {
        @Override
        public Type type() {
            return Type.SIGNAL;
        }
    }

    /** A step of another run; ancestors stand root first. */
    record Upstream(Type type, List<Ancestor> ancestors) implements Initiator {
        public Upstream {
            if (!type.upstream()) {
                throw new IllegalArgumentException(type + " is not started by a step");
            }
            ancestors = List.copyOf(ancestors);
        }

        @Override
        public int depth() {
            return ancestors.size();
        }
    }

    /** The dry run of a definition. */
    record Validation() implements Initiator {
        @Override
        public Type type() {
            return Type.VALIDATION;
        }
    }

    /** One step on the way from the root; restart paths use only the ids of workflow, instance and step. */
    record Ancestor(
            String workflowId,
            long instanceId,
            Optional<Long> runId,
            Optional<String> stepId,
            Optional<Long> stepAttemptId,
            Optional<Boolean> sync) {
        public ObjectNode toJson() {
            var json = Json.object().put("workflow_id", workflowId).put("instance_id", instanceId);
            runId.ifPresent(id -> json.put("run_id", id));
            stepId.ifPresent(id -> json.put("step_id", id));
            stepAttemptId.ifPresent(id -> json.put("step_attempt_id", id));
            sync.ifPresent(flag -> json.put("sync", flag));
            return json;
        }

        public static Ancestor fromJson(Fields fields) {
            var ancestor = new Ancestor(
                    fields.requiredText("workflow_id"),
                    Scalars.integer(fields.required("instance_id"), fields.at("instance_id")),
                    fields.integer("run_id"),
                    fields.text("step_id"),
                    fields.integer("step_attempt_id"),
                    fields.flag("sync"));
            fields.end();
            return ancestor;
        }
    }

    default ObjectNode toJson() {
        var json = Json.object();
        switch (this) {
            case Manual(var user) -> user.ifPresent(value -> json.set("user", UserJson.toJson(value)));
            case Time(var uuid, var millis, var zone) -> {
                uuid.ifPresent(text -> json.put("trigger_uuid", text));
                millis.ifPresent(number -> json.put("trigger_time", number));
                zone.ifPresent(text -> json.put("timezone", text));
            }
            case Signal(var uuid, var ids, var params) -> {
                uuid.ifPresent(text -> json.put("trigger_uuid", text));
                if (!ids.isEmpty()) {
                    json.set("signal_id_map", Json.node(ids));
                }
                if (!params.isEmpty()) {
                    json.set("params", ParamJson.paramsToJson(params));
                }
            }
            case Upstream(_, var ancestors) -> {
                var list = json.putArray("ancestors");
                ancestors.forEach(ancestor -> list.add(ancestor.toJson()));
            }
            case Validation() -> {}
        }
        return json.put("depth", depth()).put("type", type().name());
    }

    /** Reads what {@link #toJson} wrote; unknown fields are skipped. */
    static Initiator fromJson(JsonNode json) {
        return fromJson(Fields.of(json, "initiator", true));
    }

    /** Reads an initiator with the leniency of the fields; {@code depth} is derived and not read. */
    static Initiator fromJson(Fields fields) {
        Type type = Scalars.choice(fields.required("type"), Type.class, fields.at("type"));
        fields.node("depth");
        Initiator initiator = switch (type) {
            case MANUAL -> new Manual(fields.node("user").map(user -> UserJson.user(user, fields.at("user"))));
            case TIME -> new Time(fields.text("trigger_uuid"), fields.integer("trigger_time"), fields.text("timezone"));
            case SIGNAL -> new Signal(fields.text("trigger_uuid"), signalIds(fields), params(fields));
            case SUBWORKFLOW, FOREACH, WHILE, TEMPLATE -> new Upstream(type, ancestors(fields));
            case VALIDATION -> new Validation();
        };
        fields.end();
        return initiator;
    }

    private static Map<String, Long> signalIds(Fields fields) {
        var ids = new LinkedHashMap<String, Long>();
        fields.members("signal_id_map")
                .forEach((name, id) -> ids.put(name, Scalars.integer(id, fields.at("signal_id_map"))));
        return ids;
    }

    private static Map<String, Param> params(Fields fields) {
        var params = new LinkedHashMap<String, Param>();
        fields.members("params")
                .forEach((name, value) ->
                        params.put(name, ParamJson.param(value, Fields.member(fields.at("params"), name))));
        return params;
    }

    private static List<Ancestor> ancestors(Fields fields) {
        var ancestors = new ArrayList<Ancestor>();
        for (var node : fields.list("ancestors")) {
            String path = fields.at("ancestors") + "[" + ancestors.size() + "]";
            ancestors.add(Ancestor.fromJson(fields.inside(node, path)));
        }
        return ancestors;
    }
}
