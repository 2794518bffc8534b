package maestro.server.http;

import java.util.List;
import java.util.stream.Collectors;
import maestro.core.diff.DefinitionDiff;
import maestro.core.diff.Difference;
import maestro.model.MaestroException;
import maestro.model.definition.Workflow;
import maestro.model.json.Json;
import maestro.runtime.engine.Engine;
import maestro.runtime.engine.StoredDefinition;

/** Ours: what differs between two versions of a definition, as JSON or as lines of text. */
final class DiffResource {
    private static final String TEXT = "text/plain";

    private final Engine engine;

    DiffResource(Engine engine) {
        this.engine = engine;
    }

    List<Route> routes() {
        return List.of(Route.get("/api/v3/workflows/{id}/versions/{a}/diff/{b}", this::diff).producing(Route.JSON, TEXT));
    }

    private Answer diff(Call call) {
        StoredDefinition before = stored(call, call.path("a"));
        StoredDefinition after = stored(call, call.path("b"));
        List<Difference> differences = DefinitionDiff.between(workflow(before), workflow(after));
        if (call.chosenType().equals(TEXT))
            return Answer.text(TEXT + ";charset=utf-8",
                    differences.stream().map(difference -> difference.text() + "\n").collect(Collectors.joining()));
        var answer = Json.object();
        answer.put("workflow_id", call.path("id"));
        answer.put("from_version", before.version().version());
        answer.put("to_version", after.version().version());
        var changes = answer.putArray("changes");
        differences.forEach(difference -> changes.add(difference.toJson()));
        return Answer.json(answer);
    }

    private StoredDefinition stored(Call call, String selector) {
        return engine.definition(call.path("id"), selector).orElseThrow(() -> MaestroException.notFound(
                "Workflow [" + call.path("id") + "] has no version [" + selector + "]"));
    }

    private Workflow workflow(StoredDefinition stored) {
        var version = stored.version();
        return engine.plan(version.workflowId(), version.internalId(), version.version()).workflow();
    }
}
