package maestro.server.http;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import maestro.core.row.RunRow;
import maestro.core.row.SetAsideRow;
import maestro.model.json.Json;
import maestro.server.view.RunSource;
import maestro.server.view.RunView;
import tools.jackson.databind.node.ObjectNode;

/** Reading instances and runs (rest-api.md §7). */
final class InstanceResource {
    private static final String ONE = "/api/v3/workflows/{id}/instances/{n}";

    private final RunSources runs;

    InstanceResource(RunSources runs) {
        this.runs = runs;
    }

    List<Route> routes() {
        return List.of(
                Route.get(ONE, this::latest),
                Route.get(ONE + "/runs", this::runs),
                Route.get(ONE + "/runs/{r}", this::run));
    }

    private Answer runs(Call call) {
        long instance = call.number("n");
        var views = RunViews.of(call, runs, false);
        var page = views.lists().runs(call.path("id"), instance, Paging.window(call));
        var shown = views.shown().apply(page.rows());
        return Answer.json(Paging.page(page, RunRow::runId, row -> shown.get(row.runKey())));
    }

    private Answer latest(Call call) {
        boolean enriched = call.flag("enriched", true);
        RunRow row = runs.row(call.path("id"), call.number("n"), Optional.empty());
        return Answer.json(resting(row, () -> view(call, row, enriched, true)));
    }

    private Answer run(Call call) {
        boolean enriched = call.flag("enriched", true);
        boolean aggregated = call.flag("aggregated", false);
        RunRow row = runs.row(call.path("id"), call.number("n"), call.numberOrLatest("r"));
        return Answer.json(resting(row, () -> view(call, row, enriched, aggregated)));
    }

    /** Ours: says of a run that was set aside that it rests, and why; of one that cannot be read, only that. */
    private ObjectNode resting(RunRow row, Supplier<ObjectNode> view) {
        var rests = row.live()
                ? runs.reads().setAside(row.workflowId(), row.instanceId())
                : List.<SetAsideRow>of();
        if (rests.isEmpty() || rests.getFirst().runId() != row.runId()) {
            return view.get();
        }
        var json = rests.getFirst().cause() == SetAsideRow.Cause.UNREADABLE
                ? Json.object()
                        .put("workflow_id", row.workflowId())
                        .put("workflow_instance_id", row.instanceId())
                        .put("workflow_run_id", row.runId())
                        .put("status", row.status().name())
                : view.get();
        return json.set("set_aside", SetAsideView.detail(rests.getFirst()));
    }

    private ObjectNode view(Call call, RunRow row, boolean enriched, boolean aggregated) {
        RunSource run = runs.full(row);
        return runs.explained(call, run, RunView.of(run, enriched, aggregated));
    }
}
