package maestro.server.ui;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import maestro.core.row.RunRow;
import maestro.core.row.StepRow;
import maestro.model.run.InstanceStatus;
import maestro.runtime.store.InstanceFilter;
import maestro.runtime.store.Reads.Window;
import maestro.server.http.Answer;
import maestro.server.http.Call;
import maestro.server.http.Route;
import maestro.server.http.RunSources;
import maestro.server.view.ErrorGroups;

/** The newest failures of a workflow by what they say. */
final class ErrorsResource {
    private static final int RUNS_MAX = 500;

    private final RunSources runs;

    ErrorsResource(RunSources runs) {
        this.runs = runs;
    }

    List<Route> routes() {
        return List.of(Route.get("/api/v3/workflows/{id}/errors", this::errors));
    }

    private Answer errors(Call call) {
        long from = Bounds.number(call, "from", 0, Long.MAX_VALUE, 0);
        var rows = Stream.of(InstanceStatus.FAILED, InstanceStatus.TIMED_OUT)
                .flatMap(status -> runs.briefs().instances(call.path("id"),
                        new InstanceFilter(Optional.of(status), from, Long.MAX_VALUE),
                        new Window(true, RUNS_MAX, Optional.empty())).stream())
                .sorted((a, b) -> Long.compare(b.instanceId(), a.instanceId()))
                .limit(RUNS_MAX)
                .toList();
        var causes = rows.isEmpty() ? List.<StepRow>of()
                : runs.briefs().causes(rows.stream().map(RunRow::runKey).toList());
        return Answer.json(ErrorGroups.of(rows, causes, rows.size() < RUNS_MAX));
    }
}
