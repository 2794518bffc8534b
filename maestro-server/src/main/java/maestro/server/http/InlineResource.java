package maestro.server.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import maestro.core.loop.InlineIds;
import maestro.core.restart.Lineage;
import maestro.core.row.RunHead;
import maestro.core.row.RunRow;
import maestro.core.row.SnapshotJson;
import maestro.model.MaestroException;
import maestro.model.definition.Definitions;
import maestro.model.json.Json;
import maestro.model.run.Initiator;
import maestro.model.run.Initiator.Ancestor;
import maestro.runtime.engine.Engine;
import maestro.runtime.flatten.Flattened;
import maestro.runtime.store.Reads;
import tools.jackson.databind.JsonNode;

/** Where an iteration of a foreach is, and the id of the iterations at a place (rest-api.md §7). */
final class InlineResource {
    private static final String WORKFLOWS = "/api/v3/workflows";

    private final Engine engine;
    private final RunSources runs;

    InlineResource(Engine engine, RunSources runs) {
        this.engine = engine;
        this.runs = runs;
    }

    List<Route> routes() {
        return List.of(
                Route.get(WORKFLOWS + "/{id}/instances/{n}/inline-path", this::path),
                Route.get(WORKFLOWS + "/instances/inline-workflow-id", this::inlineId)
                        .taking(Route.Body.JSON)
                        .producing("text/plain"));
    }

    /** The steps around the iteration, from the nearest run that is none, and the iteration: of it, no run is meant. */
    private Answer path(Call call) {
        RunRow row = runs.row(call.path("id"), call.number("n"), Optional.empty());
        var initiator = RunHead.read(row.head()).initiator();
        if (!(initiator instanceof Initiator.Upstream(var type, var ancestors)) || type != Initiator.Type.FOREACH)
            throw MaestroException.badRequest("Instance [" + row.instanceId() + "] of workflow [" + row.workflowId()
                    + "] is no iteration of a foreach; it was started by " + initiator.type());
        int nearest = ancestors.size() - 1;
        while (nearest > 0 && InlineIds.inline(ancestors.get(nearest).workflowId())) nearest--;
        var nodes = new ArrayList<JsonNode>();
        ancestors.subList(nearest, ancestors.size()).forEach(ancestor -> nodes.add(ancestor.toJson()));
        nodes.add(new Ancestor(row.workflowId(), row.instanceId(), Optional.of(0L), Optional.empty(),
                Optional.of(0L), Optional.empty()).toJson());
        return Answer.json(nodes);
    }

    /** Of nodes from the root inwards: the root's run, then an iteration for each loop around the last node's step. */
    private Answer inlineId(Call call) {
        JsonNode nodes = call.json();
        if (!nodes.isArray() || nodes.size() < 2)
            throw MaestroException.badRequest("The body must be a list of two nodes or more, the root first");
        String workflow = text(nodes.get(0), "workflow_id");
        String step = text(nodes.get(nodes.size() - 1), "step_id");
        var numbers = new ArrayList<Long>();
        nodes.forEach(node -> numbers.add(instance(node)));
        RunRow root = runs.row(workflow, numbers.removeFirst(), Optional.empty());
        return Answer.text("text/plain", Flattened
                .of(runs.reads(), engine::plan, workflow, root.instanceId(), root.runId(), step)
                .inlineId(numbers)
                .orElseThrow(() -> MaestroException.badRequest("Step [" + step + "] of workflow [" + workflow
                        + "] does not stand inside " + numbers.size() + " loops")));
    }

    private static String text(JsonNode node, String field) {
        String text = node.path(field).asString("");
        if (text.isEmpty()) throw MaestroException.badRequest("The first node needs a workflow_id, the last a step_id");
        return text;
    }

    private static long instance(JsonNode node) {
        if (!node.path("instance_id").isIntegralNumber())
            throw MaestroException.badRequest("Each node needs an instance_id, a number");
        return node.path("instance_id").longValue();
    }

    /**
     * The definition that an inline id stands for: the body of its loop, with the properties of the workflow around it
     * (definition.md §14, Q9); empty when no iteration was made under this id.
     */
    static Optional<JsonNode> definition(Engine engine, Reads reads, String inlineId) {
        return reads.iterations(inlineId, new Reads.Window(true, 1, Optional.empty())).stream()
                .findFirst()
                .flatMap(number -> reads.latestRun(inlineId, number))
                .flatMap(row -> definition(engine, row));
    }

    private static Optional<JsonNode> definition(Engine engine, RunRow row) {
        String owner = Lineage.owner(row, RunHead.read(row.head()));
        return engine.definition(owner, Long.toString(row.version())).map(stored -> {
            var view = Json.object();
            view.set("properties_snapshot", SnapshotJson.toJson(owner, stored.snapshot()));
            view.putObject("metadata")
                    .put("workflow_id", row.workflowId())
                    .put("workflow_version_id", row.version())
                    .put("create_time", stored.version().createMillis());
            view.set("workflow", Definitions.toJson(engine.plan(row).workflow())
                    .put("id", row.workflowId()));
            view.put("internal_id", row.internalId());
            return view;
        });
    }
}
