package maestro.server.ui;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import maestro.core.loop.InlineIds;
import maestro.core.loop.Rank;
import maestro.core.row.RunRow;
import maestro.core.row.StepRow;
import maestro.model.MaestroException;
import maestro.model.definition.StepType;
import maestro.model.run.InstanceStatus;
import maestro.runtime.engine.Engine;
import maestro.runtime.flatten.Flattened;
import maestro.runtime.store.InstanceFilter;
import maestro.runtime.store.Reads.Window;
import maestro.server.http.Answer;
import maestro.server.http.Call;
import maestro.server.http.Route;
import maestro.server.http.RunSources;
import maestro.server.http.StepResource;
import maestro.server.view.ErrorGroups;
import maestro.server.view.LoopMap;

/** Loops as a whole: a map of all iterations, and their failures by what they say. */
final class LoopResource {
    private static final String STEP = "/api/v3/workflows/{id}/instances/{n}/runs/{r}/steps/{s}";
    private static final int RANGES_MAX = 20_000;
    private static final int ITERATIONS_MAX = 2_000;
    private static final int DEPTH_MAX = 10;

    private final Engine engine;
    private final RunSources runs;

    LoopResource(Engine engine, RunSources runs) {
        this.engine = engine;
        this.runs = runs;
    }

    List<Route> routes() {
        return List.of(Route.get(STEP + "/map", this::map), Route.get(STEP + "/errors", this::errors));
    }

    private Answer map(Call call) {
        long from = Bounds.number(call, "from", 1, Long.MAX_VALUE, 1);
        long to = Bounds.number(call, "to", from, Long.MAX_VALUE, Long.MAX_VALUE);
        int max = Bounds.small(call, "max", 1, RANGES_MAX, RANGES_MAX);
        return Answer.json(LoopMap.of(loop(call), from, to, max));
    }

    private Answer errors(Call call) {
        RunRow run = holder(call);
        StepRow loop = loop(call, run);
        StepType type = engine.plan(run).whole().step(engine.plan(run).whole().ordinal(loop.stepId())).type();
        String inline = InlineIds.of(type, run.internalId(), root(call).instanceId(), loop.stepId(), run.instanceId(),
                run.workflowId());
        var rows = Stream.of(InstanceStatus.FAILED, InstanceStatus.TIMED_OUT)
                .flatMap(status -> runs.briefs().instances(inline,
                        new InstanceFilter(Optional.of(status), Long.MIN_VALUE, Long.MAX_VALUE),
                        new Window(true, ITERATIONS_MAX - 1, Optional.empty())).stream())
                .limit(ITERATIONS_MAX)
                .toList();
        var causes = rows.isEmpty() ? List.<StepRow>of()
                : runs.briefs().causes(rows.stream().map(RunRow::runKey).toList());
        return Answer.json(ErrorGroups.of(rows, causes, rows.size() < ITERATIONS_MAX));
    }

    private RunRow root(Call call) {
        return runs.row(call.path("id"), call.number("n"), call.numberOrLatest("r"));
    }

    private StepRow loop(Call call) {
        return loop(call, holder(call));
    }

    private StepRow loop(Call call, RunRow run) {
        var plan = engine.plan(run).whole();
        int ordinal = plan.ordinal(call.path("s"));
        if (ordinal >= 0 && plan.step(ordinal).body().isEmpty())
            throw MaestroException.badRequest("Step [" + call.path("s") + "] is no loop");
        return StepResource.find(runs, call, run, attempt(call));
    }

    private static Optional<Long> attempt(Call call) {
        return call.query("attempt").filter(text -> !text.isEmpty() && !text.equalsIgnoreCase("latest"))
                .map(_ -> Bounds.number(call, "attempt", 1, Integer.MAX_VALUE, 1));
    }

    /** The run that holds the step: the one in the path, or the iteration around it that {@code path} names. */
    private RunRow holder(Call call) {
        RunRow root = root(call);
        String text = call.query("path").orElse("");
        if (text.isEmpty()) return root;
        var numbers = Rank.ofPlain(text).map(Rank::numbers).filter(all -> all.size() <= DEPTH_MAX).orElseThrow(() ->
                MaestroException.badRequest("'path' must be the numbers of the iterations around the step, outermost"
                        + " first, such as 3-12"));
        var inline = Flattened.of(runs.reads(), engine::plan, root.workflowId(), root.instanceId(), root.runId(),
                        call.path("s"))
                .inlineId(numbers)
                .orElseThrow(() -> MaestroException.badRequest("'path' names " + numbers.size()
                        + " iterations, and step [" + call.path("s") + "] does not stand inside so many loops"));
        return runs.row(inline, numbers.getLast(), Optional.empty());
    }
}
