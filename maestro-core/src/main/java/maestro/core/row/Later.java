package maestro.core.row;

import java.util.Collection;
import maestro.model.json.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Fields of a stored object that a later version wrote and this one does not know: what is written anew has them as they
 * were, so that nothing is lost while both versions run (fault 24). Immutable.
 *
 * @param json an object with those fields; empty: none
 */
public record Later(String json) {
    public static final Later NONE = new Later("");

    /** What an object has besides the names that are known. */
    public static Later of(JsonNode stored, Collection<String> known) {
        if (known.containsAll(stored.propertyNames())) {
            return NONE;
        }
        var unknown = Json.object();
        stored.properties().forEach(field -> {
            if (!known.contains(field.getKey())) {
                unknown.set(field.getKey(), field.getValue());
            }
        });
        return new Later(Json.text(unknown));
    }

    /** Adds them. */
    public void into(ObjectNode object) {
        if (!json.isEmpty()) {
            object.setAll((ObjectNode) StoredJson.parse(json));
        }
    }
}
