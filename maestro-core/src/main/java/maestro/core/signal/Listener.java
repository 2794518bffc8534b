package maestro.core.signal;

import java.util.UUID;
import maestro.model.json.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Who wants to be told of instances of a signal. Immutable. */
public sealed interface Listener {
    /** Unique among the listeners of a name; of its type and what names it. */
    String key();

    /** The workflow whose shard is told. */
    String workflowId();

    /** A step that waits, told once. */
    record Step(String workflowId, long runKey, int ordinal, UUID uuid, int index) implements Listener {
        @Override
        public String key() {
            return "s:" + runKey + ":" + ordinal + ":" + uuid + ":" + index;
        }
    }

    /**
     * A trigger, told of every instance.
     *
     * @param since instances up to this one do not count
     */
    record Trigger(String workflowId, String uuid, long since) implements Listener {
        @Override
        public String key() {
            return "t:" + workflowId + ":" + uuid;
        }

        Trigger since(long seq) {
            return new Trigger(workflowId, uuid, seq);
        }
    }

    default ObjectNode toJson() {
        return switch (this) {
            case Step(var workflowId, var runKey, var ordinal, var uuid, var index) ->
                Json.object().put("wf", workflowId).put("run", runKey).put("step", ordinal)
                        .put("uuid", uuid.toString()).put("index", index);
            case Trigger(var workflowId, var uuid, var since) ->
                Json.object().put("wf", workflowId).put("trigger", uuid).put("since", since);
        };
    }

    /** What {@link #toJson} wrote. */
    static Listener fromJson(JsonNode json) {
        String workflowId = json.get("wf").stringValue();
        return json.has("trigger")
                ? new Trigger(workflowId, json.get("trigger").stringValue(), json.get("since").longValue())
                : new Step(
                        workflowId,
                        json.get("run").longValue(),
                        json.get("step").intValue(),
                        UUID.fromString(json.get("uuid").stringValue()),
                        json.get("index").intValue());
    }
}
