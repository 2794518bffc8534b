package maestro.model.signal;

import static java.util.Objects.requireNonNull;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import maestro.model.json.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One announcement of a signal, numbered within its name from 1 without a gap (triggers.md §1). Never changes.
 *
 * @param instanceId names it among those of its name: an announcement with the same id is a duplicate
 * @param params String and Long by name
 * @param payload plain JSON, never matched
 * @param requestMillis when the announcer says it happened
 * @param createMillis when it was taken in; says nothing about order
 */
public record SignalInstance(
        String name,
        long seq,
        String instanceId,
        Map<String, Object> params,
        Map<String, Object> payload,
        long requestMillis,
        long createMillis) {
    public SignalInstance {
        requireNonNull(name, "name");
        requireNonNull(instanceId, "instanceId");
        params = Collections.unmodifiableMap(new LinkedHashMap<>(params));
        payload = Collections.unmodifiableMap(new LinkedHashMap<>(payload));
    }

    /** The id of an announcement that brings none: a hash of name and params, whatever their order. */
    public static String idOf(String name, Map<String, Object> params) {
        var json = Json.object().put("name", name);
        if (!params.isEmpty()) {
            json.set("params", Json.node(new TreeMap<>(params)));
        }
        json.put("request_time", 0);
        return UUID.nameUUIDFromBytes(Json.text(json).getBytes(StandardCharsets.UTF_8)).toString();
    }

    /** As clients see it; what is empty is left out. */
    public ObjectNode toJson() {
        var json = Json.object().put("name", name).put("seq_id", seq).put("instance_id", instanceId);
        if (!params.isEmpty()) {
            json.set("params", Json.node(params));
        }
        if (!payload.isEmpty()) {
            json.set("payload", Json.node(payload));
        }
        return json.put("request_time", requestMillis).put("create_time", createMillis);
    }

    /** Params as they are stored. */
    public static Map<String, Object> params(JsonNode object) {
        return object == null ? Map.of() : Json.plainMap(object);
    }
}
