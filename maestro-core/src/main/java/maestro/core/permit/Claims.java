package maestro.core.permit;

import java.util.ArrayList;
import java.util.List;
import maestro.model.json.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The tags that one attempt asks for leave, in order, and how many have given it. Immutable.
 *
 * @param granted of the first ones; the one behind them has been asked
 */
public record Claims(List<String> tags, int granted) {
    public static final Claims NONE = new Claims(List.of(), 0);

    public Claims {
        tags = List.copyOf(tags);
    }

    public boolean complete() {
        return granted == tags.size();
    }

    /** The one that has been asked and not answered. */
    public String next() {
        return tags.get(granted);
    }

    public Claims oneMore() {
        return new Claims(tags, granted + 1);
    }

    /** Those that know of the attempt. */
    public List<String> asked() {
        return tags.subList(0, Math.min(tags.size(), granted + 1));
    }

    public ObjectNode toJson() {
        var json = Json.object().put("granted", granted);
        json.set("tags", Json.node(tags));
        return json;
    }

    /** @param json what {@link #toJson} wrote, or null: none */
    public static Claims fromJson(JsonNode json) {
        if (json == null) {
            return NONE;
        }
        var tags = new ArrayList<String>();
        json.get("tags").forEach(tag -> tags.add(tag.stringValue()));
        return new Claims(tags, json.get("granted").intValue());
    }
}
