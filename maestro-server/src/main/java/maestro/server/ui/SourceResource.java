package maestro.server.ui;

import java.util.List;
import maestro.core.row.SnapshotJson;
import maestro.core.row.StoredJson;
import maestro.model.MaestroException;
import maestro.model.json.Json;
import maestro.runtime.engine.Engine;
import maestro.runtime.engine.StoredDefinition;
import maestro.runtime.store.WorkflowSources;
import maestro.server.http.Answer;
import maestro.server.http.Call;
import maestro.server.http.Route;
import tools.jackson.databind.JsonNode;

/** The text of a version as it was pushed; where it is not kept, one that can be pushed again. */
final class SourceResource {
    private final Engine engine;
    private final WorkflowSources sources;

    SourceResource(Engine engine, WorkflowSources sources) {
        this.engine = engine;
        this.sources = sources;
    }

    List<Route> routes() {
        return List.of(Route.get("/api/v3/workflows/{id}/versions/{v}/source", this::source));
    }

    private Answer source(Call call) {
        var stored = engine.definition(call.path("id"), call.path("v")).orElseThrow(() -> MaestroException.notFound(
                "Workflow [" + call.path("id") + "] has no version [" + call.path("v") + "]"));
        var version = stored.version();
        var kept = sources.one(version.internalId(), version.version());
        var view = Json.object().put("workflow_id", version.workflowId()).put("workflow_version_id", version.version());
        view.put("media_type", kept.map(WorkflowSources.Source::mediaType).orElse(Route.JSON));
        view.put("text", kept.map(WorkflowSources.Source::text).orElseGet(() -> generated(stored)));
        return Answer.json(view.put("generated", kept.isEmpty()));
    }

    /** As a push takes it: the definition, and the owner that every push must name. */
    private static String generated(StoredDefinition stored) {
        var push = Json.object();
        JsonNode snapshot = SnapshotJson.toJson(stored.workflow().workflowId(), stored.snapshot());
        var properties = push.putObject("properties");
        for (String name : List.of("owner", "run_strategy", "step_concurrency", "alerting", "tags"))
            if (snapshot.has(name)) properties.set(name, snapshot.get(name));
        push.set("workflow", StoredJson.parse(stored.version().definition()));
        return push.toPrettyString();
    }
}
