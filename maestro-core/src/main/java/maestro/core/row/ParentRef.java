package maestro.core.row;

import maestro.model.json.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The subworkflow step that started a run, and where to tell it how the run went.
 *
 * @param ownerId workflow id that owns the step's run, iterations included: where its shard's state is
 * @param runKey of the step's run
 * @param attempt of the step
 * @param sync whether the step waits for the run's end
 */
public record ParentRef(int shard, String ownerId, long runKey, int ordinal, int attempt, boolean sync) {
    public ObjectNode toJson() {
        return Json.object()
                .put("shard", shard)
                .put("owner", ownerId)
                .put("run", runKey)
                .put("step", ordinal)
                .put("attempt", attempt)
                .put("sync", sync);
    }

    public static ParentRef fromJson(JsonNode json) {
        return new ParentRef(
                json.get("shard").intValue(),
                json.get("owner").stringValue(),
                json.get("run").longValue(),
                json.get("step").intValue(),
                json.get("attempt").intValue(),
                json.get("sync").booleanValue());
    }
}
