package maestro.server.view;

import maestro.core.row.StoredJson;
import maestro.core.row.VersionRow;
import maestro.core.row.WorkflowRow;
import maestro.model.json.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.util.RawValue;

/** A stored definition (definition.md §13). Stored texts go out as they are: they are canonical already. */
public final class DefinitionView {
    private DefinitionView() {}

    /** @param snapshot the properties in force, as JSON */
    public static ObjectNode of(WorkflowRow workflow, VersionRow version, ObjectNode snapshot) {
        long number = version.version();
        boolean active = workflow.activeVersion() == number;
        var view = Json.object();
        view.set("properties_snapshot", snapshot);
        view.putRawValue("metadata", new RawValue(version.metadata()));
        view.putRawValue("workflow", new RawValue(version.definition()));
        view.put("is_active", active);
        if (active) activation(view, workflow);
        view.put("is_default", workflow.activeVersion() == 0 ? workflow.latestVersion() == number : active);
        view.put("is_latest", workflow.latestVersion() == number);
        view.put("modify_time", workflow.modifyMillis());
        view.put("internal_id", workflow.internalId());
        return view;
    }

    private static void activation(ObjectNode view, WorkflowRow workflow) {
        JsonNode detail = StoredJson.parse(workflow.detail());
        if (!detail.has("by")) return;
        view.put("activate_time", detail.path("at").longValue(0));
        view.set("activated_by", detail.get("by"));
    }
}
