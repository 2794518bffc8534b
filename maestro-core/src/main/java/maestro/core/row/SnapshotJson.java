package maestro.core.row;

import java.util.List;
import maestro.model.definition.Definitions;
import maestro.model.json.Json;
import maestro.model.json.UserJson;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A properties snapshot as JSON: as rows hold it, and as the API shows it (definition.md §13). */
public final class SnapshotJson {
    private SnapshotJson() {}

    public static SnapshotRow row(String workflowId, long internalId, PropertiesSnapshot snapshot) {
        return new SnapshotRow(workflowId, internalId, snapshot.createMillis(), Json.text(toJson(workflowId, snapshot)));
    }

    public static ObjectNode toJson(String workflowId, PropertiesSnapshot snapshot) {
        var json = Json.object();
        json.put("workflow_id", workflowId);
        json.put("create_time", snapshot.createMillis());
        json.set("author", UserJson.toJson(snapshot.author()));
        json.setAll(Definitions.toJson(snapshot.properties()));
        return json;
    }

    public static PropertiesSnapshot fromJson(JsonNode json) {
        var properties = ((ObjectNode) json).deepCopy();
        properties.remove(List.of("workflow_id", "create_time", "author"));
        return new PropertiesSnapshot(
                json.get("create_time").longValue(),
                UserJson.user(json.get("author"), "author"),
                Definitions.propertiesFromJson(properties));
    }
}
