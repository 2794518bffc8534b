package maestro.server.http;

import java.util.List;
import java.util.Optional;
import maestro.core.row.RunRow;
import maestro.core.why.Reason;
import maestro.runtime.engine.Engine;
import maestro.runtime.why.WhyReads;

/** Ours: why a run or a step is where it is; a list of reasons, each with what it waits for in turn. */
final class WhyResource {
    private static final String INSTANCE = "/api/v3/workflows/{id}/instances/{n}";
    private static final String RUN = INSTANCE + "/runs/{r}";

    private final RunSources runs;
    private final WhyReads why;

    WhyResource(Engine engine, RunSources runs) {
        this.runs = runs;
        this.why = new WhyReads(
                runs.reads(), engine.signals().stored(), engine.permits().stored(), engine::plan);
    }

    List<Route> routes() {
        return List.of(
                Route.get(INSTANCE + "/why", call -> run(latest(call))),
                Route.get(RUN + "/why", call -> run(numbered(call))),
                Route.get(INSTANCE + "/steps/{s}/why", call -> step(call, latest(call))),
                Route.get(RUN + "/steps/{s}/why", call -> step(call, numbered(call))));
    }

    private RunRow latest(Call call) {
        return runs.row(call.path("id"), call.number("n"), Optional.empty());
    }

    private RunRow numbered(Call call) {
        return runs.row(call.path("id"), call.number("n"), call.numberOrLatest("r"));
    }

    private Answer run(RunRow row) {
        return Answer.json(Reason.toJson(why.run(row)));
    }

    private Answer step(Call call, RunRow row) {
        return Answer.json(Reason.toJson(why.step(row, call.path("s"))));
    }
}
