package maestro.server.http;

import maestro.core.row.SetAsideRow;
import maestro.model.json.Json;
import tools.jackson.databind.node.ObjectNode;

/** A run that was set aside, as JSON. */
final class SetAsideView {
    private SetAsideView() {}

    /** Why and since when. */
    static ObjectNode detail(SetAsideRow row) {
        return Json.object()
                .put("cause", row.cause().name())
                .put("reason", row.reason())
                .put("since", row.atMillis());
    }

    /** The same with the run. */
    static ObjectNode whole(SetAsideRow row) {
        var json = Json.object()
                .put("workflow_id", row.workflowId())
                .put("workflow_instance_id", row.instanceId())
                .put("workflow_run_id", row.runId());
        json.setAll(detail(row));
        return json;
    }
}
