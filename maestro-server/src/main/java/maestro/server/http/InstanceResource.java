package maestro.server.http;

import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;
import maestro.core.row.RunRow;
import maestro.runtime.store.Reads.Page;
import maestro.server.view.RunView;
import tools.jackson.databind.node.ObjectNode;

/** Reading instances and runs (rest-api.md §7). */
final class InstanceResource {
    private static final String ALL = "/api/v3/workflows/{id}/instances";
    private static final String ONE = ALL + "/{n}";

    private final RunSources runs;

    InstanceResource(RunSources runs) {
        this.runs = runs;
    }

    List<Route> routes() {
        return List.of(
                Route.get(ALL, this::list),
                Route.get(ONE, this::latest),
                Route.get(ONE + "/runs", this::runs),
                Route.get(ONE + "/runs/{r}", this::run));
    }

    private Answer list(Call call) {
        boolean aggregated = call.flag("aggregated", true);
        return page(runs.reads().instances(call.path("id"), Paging.window(call)), RunRow::instanceId, aggregated);
    }

    private Answer runs(Call call) {
        long instance = call.number("n");
        return page(runs.reads().runs(call.path("id"), instance, Paging.window(call)), RunRow::runId, false);
    }

    private Answer page(Page<RunRow> page, ToLongFunction<RunRow> id, boolean aggregated) {
        var sources = runs.full(page.rows());
        return Answer.json(Paging.page(page, id, row -> RunView.of(sources.get(row.runKey()), false, aggregated)));
    }

    private Answer latest(Call call) {
        boolean enriched = call.flag("enriched", true);
        RunRow row = runs.row(call.path("id"), call.number("n"), Optional.empty());
        return Answer.json(view(call, row, enriched, true));
    }

    private Answer run(Call call) {
        boolean enriched = call.flag("enriched", true);
        boolean aggregated = call.flag("aggregated", false);
        RunRow row = runs.row(call.path("id"), call.number("n"), call.numberOrLatest("r"));
        return Answer.json(view(call, row, enriched, aggregated));
    }

    private ObjectNode view(Call call, RunRow row, boolean enriched, boolean aggregated) {
        var run = runs.full(row);
        return runs.explained(call, run, RunView.of(run, enriched, aggregated));
    }
}
