package maestro.core.permit;

import java.util.UUID;
import maestro.model.json.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What workflows write to a tag. */
public sealed interface TagLetter {
    /** An attempt wants to run. */
    record Ask(Claim claim) implements TagLetter {}

    /** An attempt runs no more, or does not want to any more. */
    record Release(UUID uuid) implements TagLetter {}

    default ObjectNode toJson() {
        return switch (this) {
            case Ask(var claim) -> {
                var json = Json.object();
                json.set("claim", claim.toJson());
                yield json;
            }
            case Release(var uuid) -> Json.object().put("release", uuid.toString());
        };
    }

    /** What {@link #toJson} wrote. */
    static TagLetter fromJson(JsonNode json) {
        return json.has("claim")
                ? new Ask(Claim.fromJson(json.get("claim")))
                : new Release(UUID.fromString(json.get("release").stringValue()));
    }
}
