package maestro.server.http;

import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;
import maestro.core.row.RunRow;
import maestro.model.MaestroException;
import maestro.model.run.InstanceStatus;
import maestro.runtime.store.InstanceFilter;
import maestro.runtime.store.Reads.Page;
import maestro.runtime.store.Reads.Window;
import maestro.server.view.RunSource;
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
        var filter = filter(call);
        if (!filter.equals(InstanceFilter.ALL)) return filtered(call, filter, aggregated);
        return page(call, runs.reads().instances(call.path("id"), Paging.window(call)), RunRow::instanceId, aggregated);
    }

    /** Ours: by status of the latest run and time of creation. */
    private static InstanceFilter filter(Call call) {
        return new InstanceFilter(
                call.query("status").filter(text -> !text.isEmpty()).map(InstanceResource::status),
                call.queryNumber("from").orElse(Long.MIN_VALUE),
                call.queryNumber("to").orElse(Long.MAX_VALUE));
    }

    private static InstanceStatus status(String text) {
        for (var status : InstanceStatus.values())
            if (status.name().equalsIgnoreCase(text)) return status;
        throw MaestroException.badRequest("'status' must be the status of an instance, not '" + text + "'");
    }

    private Answer filtered(Call call, InstanceFilter filter, boolean aggregated) {
        Window window = Paging.window(call);
        List<RunRow> found = runs.reads().instances(call.path("id"), filter, window);
        boolean more = found.size() > window.size();
        List<RunRow> rows = found.subList(0, Math.min(found.size(), window.size()));
        var shown = window.older() ? rows : rows.reversed();
        var sources = runs.full(shown);
        return Answer.json(Paging.filtered(shown, RunRow::instanceId, new Paging.More(window, more),
                row -> listed(call, sources.get(row.runKey()), aggregated)));
    }

    private Answer runs(Call call) {
        long instance = call.number("n");
        return page(call, runs.reads().runs(call.path("id"), instance, Paging.window(call)), RunRow::runId, false);
    }

    private Answer page(Call call, Page<RunRow> page, ToLongFunction<RunRow> id, boolean aggregated) {
        var sources = runs.full(page.rows());
        return Answer.json(Paging.page(page, id, row -> listed(call, sources.get(row.runKey()), aggregated)));
    }

    private ObjectNode listed(Call call, RunSource run, boolean aggregated) {
        return runs.explained(call, run, RunView.of(run, false, aggregated));
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
