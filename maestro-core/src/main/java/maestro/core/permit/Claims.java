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
 * @param bounces how often it gave back what it had because it had to wait
 */
public record Claims(List<String> tags, int granted, int bounces) {
    /** So often it gives back what it has; then it keeps it, or it might never get all at once. */
    private static final int BOUNCES_MAX = 3;

    public static final Claims NONE = new Claims(List.of(), 0, 0);

    /** Nothing is granted yet. */
    public static Claims of(List<String> tags) {
        return new Claims(tags, 0, 0);
    }

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
        return new Claims(tags, granted + 1, bounces);
    }

    /** Whether it keeps what it has while it waits. */
    public boolean insists() {
        return bounces == BOUNCES_MAX;
    }

    /** Those that it may use. */
    public List<String> held() {
        return tags.subList(0, granted);
    }

    /** It holds nothing any more and waits at {@link #next}; the others are asked again after that. */
    public Claims bounced() {
        var order = new ArrayList<>(tags);
        order.addFirst(order.remove(granted));
        return new Claims(order, 0, bounces + 1);
    }

    /** Whether the next bounce is one too many. */
    public boolean patient() {
        return bounces + 1 < BOUNCES_MAX;
    }

    /** It begins anew and keeps what it gets; deadlocks cannot be as long as all ask in one order. */
    public static Claims insisting(List<String> order) {
        return new Claims(order, 0, BOUNCES_MAX);
    }

    /** Those that know of the attempt. */
    public List<String> asked() {
        return tags.subList(0, Math.min(tags.size(), granted + 1));
    }

    public ObjectNode toJson() {
        var json = Json.object().put("granted", granted);
        if (bounces > 0) {
            json.put("bounces", bounces);
        }
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
        return new Claims(tags, json.get("granted").intValue(), json.path("bounces").intValue(0));
    }
}
