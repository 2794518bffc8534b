package maestro.core.permit;

import java.util.Comparator;
import java.util.Optional;
import java.util.UUID;
import maestro.model.json.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * An attempt that wants to run with a tag. Immutable.
 *
 * @param workflowId whose shard is told
 * @param uuid of the attempt; names the claim
 * @param askedMillis its place in the line
 * @param insists it keeps what it has got while it waits here; told back to it, so that it knows what it is answered
 * @param carried the limit of a tag that has no permit; empty: none
 * @param who for people: run, step and attempt
 */
public record Claim(
        String workflowId,
        long runKey,
        int ordinal,
        UUID uuid,
        long askedMillis,
        boolean insists,
        Optional<Integer> carried,
        String who) {
    /** The order of a line: who asked first; the uuid decides between those of one moment. */
    static final Comparator<Claim> ORDER = Comparator.comparingLong(Claim::askedMillis).thenComparing(Claim::uuid);

    public ObjectNode toJson() {
        var json = Json.object().put("wf", workflowId).put("run", runKey).put("step", ordinal)
                .put("uuid", uuid.toString()).put("asked", askedMillis).put("who", who);
        if (insists) {
            json.put("insists", true);
        }
        carried.ifPresent(limit -> json.put("limit", limit));
        return json;
    }

    /** What {@link #toJson} wrote. */
    public static Claim fromJson(JsonNode json) {
        return new Claim(
                json.get("wf").stringValue(),
                json.get("run").longValue(),
                json.get("step").intValue(),
                UUID.fromString(json.get("uuid").stringValue()),
                json.get("asked").longValue(),
                json.path("insists").booleanValue(false),
                Optional.ofNullable(json.get("limit")).map(JsonNode::intValue),
                json.get("who").stringValue());
    }
}
