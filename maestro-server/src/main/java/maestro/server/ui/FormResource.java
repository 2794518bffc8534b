package maestro.server.ui;

import java.util.List;
import maestro.model.MaestroException;
import maestro.model.json.Json;
import maestro.runtime.engine.Engine;
import maestro.server.http.Answer;
import maestro.server.http.Call;
import maestro.server.http.Route;
import maestro.server.view.FormView;

/** What a start may be given. */
final class FormResource {
    private final Engine engine;

    FormResource(Engine engine) {
        this.engine = engine;
    }

    List<Route> routes() {
        return List.of(Route.get("/api/v3/workflows/{id}/versions/{v}/form", this::form));
    }

    private Answer form(Call call) {
        var version = engine.definition(call.path("id"), call.path("v"))
                .orElseThrow(() -> MaestroException.notFound(
                        "Workflow [" + call.path("id") + "] has no version [" + call.path("v") + "]"))
                .version();
        var workflow = engine.plan(version.workflowId(), version.internalId(), version.version()).workflow();
        var view = Json.object().put("workflow_id", version.workflowId()).put("workflow_version_id", version.version());
        view.set("params", FormView.of(workflow));
        return Answer.json(view);
    }
}
