package maestro.server.http;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import maestro.core.row.RunRow;
import maestro.core.row.StepRow;
import maestro.model.MaestroException;
import maestro.runtime.store.Reads.Found;
import maestro.server.view.BriefSteps;
import maestro.server.view.RunSource;
import maestro.server.view.StepView;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reading steps and their attempts (rest-api.md §10). */
public final class StepResource {
    private static final String INSTANCE = "/api/v3/workflows/{id}/instances/{n}";
    private static final String RUN = INSTANCE + "/runs/{r}";

    private final RunSources runs;
    private final WhileHistory history;

    StepResource(RunSources runs) {
        this.runs = runs;
        this.history = new WhileHistory(runs.reads());
    }

    List<Route> routes() {
        return List.of(
                Route.get(INSTANCE + "/steps", this::ofInstance),
                Route.get(INSTANCE + "/steps/{s}", this::latest),
                Route.get(RUN + "/steps", this::ofRun),
                Route.get(RUN + "/steps/{s}/attempts/{a}", this::attempt));
    }

    /** What each step's own read shows, of steps of all runs. */
    private Answer ofInstance(Call call) {
        var sources = new HashMap<Long, RunSource>();
        return Answer.json(runs.reads().latestAttempts(call.path("id"), call.number("n")).stream()
                .sorted(Comparator.comparingLong((Found found) -> found.step().seq())
                        .thenComparing(found -> found.run().runId(), Comparator.reverseOrder()))
                .<JsonNode>map(found -> {
                    var run = sources.computeIfAbsent(found.run().runKey(), _ -> runs.bare(found.run()));
                    return view(call, run, found.step(), false);
                })
                .toList());
    }

    private Answer ofRun(Call call) {
        boolean brief = RunViews.brief(call);
        var number = brief ? call.numberOrLatest("r") : Optional.of(call.number("r"));
        RunRow row = runs.row(call.path("id"), call.number("n"), number);
        return brief ? Answer.json(brief(call, row)) : Answer.json(list(call, row));
    }

    private ObjectNode brief(Call call, RunRow row) {
        long since = call.queryNumber("since").orElse(0L);
        if (since < 0) throw Problem.badRequest("query parameter since must be 0 or more: epoch milliseconds");
        RunSource run = runs.plain(row);
        var labels = runs.briefs().labels(List.of(row.workflowId())).stream().findFirst();
        return BriefSteps.of(run, labels, since);
    }

    private List<JsonNode> list(Call call, RunRow row) {
        RunSource run = runs.full(row);
        return run.steps().stream()
                .sorted(Comparator.comparingLong(StepRow::seq))
                .map(history::filled)
                .<JsonNode>map(step -> runs.explained(call, run, step, StepView.of(run, step, false)))
                .toList();
    }

    private Answer latest(Call call) {
        boolean enriched = call.flag("enriched", true);
        var found = runs.reads().latestAttempt(call.path("id"), call.number("n"), call.path("s"))
                .orElseThrow(() -> missing(call, "any run"));
        return Answer.json(view(call, runs.bare(found.run()), found.step(), enriched));
    }

    private Answer attempt(Call call) {
        boolean enriched = call.flag("enriched", true);
        Optional<Long> number = call.numberOrLatest("a");
        RunRow row = runs.row(call.path("id"), call.number("n"), Optional.of(call.number("r")));
        return Answer.json(view(call, runs.bare(row), find(runs, call, row, number), enriched));
    }

    private ObjectNode view(Call call, RunSource run, StepRow step, boolean enriched) {
        StepRow live = history.filled(runs.live(step));
        return runs.explained(call, run, live, StepView.of(run, live, enriched));
    }

    /** An attempt of the step that the path names; empty number: the latest. */
    public static StepRow find(RunSources runs, Call call, RunRow row, Optional<Long> number) {
        String step = call.path("s");
        Optional<StepRow> found = number.isPresent()
                ? runs.reads().attempt(row.runKey(), step, Math.clamp(number.get(), 0, Integer.MAX_VALUE))
                : runs.reads().attempts(row.runKey(), step).stream().max(Comparator.comparingInt(StepRow::attempt));
        return found.orElseThrow(() -> missing(call, "run [" + row.runId() + "]"));
    }

    private static MaestroException missing(Call call, String where) {
        return MaestroException.notFound("Step [" + call.path("s") + "] of instance [" + call.path("n")
                + "] of workflow [" + call.path("id") + "] has no such attempt in " + where + " (yet)");
    }
}
