package maestro.server.http;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import maestro.core.row.RunRow;
import maestro.core.row.StepRow;
import maestro.model.MaestroException;
import maestro.runtime.engine.Engine;
import maestro.runtime.store.Reads;
import maestro.server.view.Explanation;
import maestro.server.view.RunSource;
import tools.jackson.databind.node.ObjectNode;

/** Finds runs and what their views are made of. Thread-safe. */
final class RunSources {
    private final Engine engine;
    private final Reads reads;

    RunSources(Engine engine, Reads reads) {
        this.engine = engine;
        this.reads = reads;
    }

    Reads reads() {
        return reads;
    }

    /** @param runId empty: the latest run */
    RunRow row(String workflowId, long instanceId, Optional<Long> runId) {
        return find(workflowId, instanceId, runId).orElseThrow(() -> MaestroException.notFound(
                "Workflow [" + workflowId + "] has no instance [" + instanceId + "]"
                        + runId.map(run -> " with a run [" + run + "]").orElse("")));
    }

    Optional<RunRow> find(String workflowId, long instanceId, Optional<Long> runId) {
        return runId.isPresent()
                ? reads.run(workflowId, instanceId, runId.get())
                : reads.latestRun(workflowId, instanceId);
    }

    /** The view of a run, each param with its origin if the call asks for that. */
    ObjectNode explained(Call call, RunSource run, ObjectNode view) {
        return wanted(call) ? Explanation.ofRun(view, run, engine.catalogue()) : view;
    }

    /** The same of a step. */
    ObjectNode explained(Call call, RunSource run, StepRow step, ObjectNode view) {
        return wanted(call) ? Explanation.ofStep(view, run, step, engine.catalogue()) : view;
    }

    private static boolean wanted(Call call) {
        var what = call.query("explain").orElse("");
        if (what.isEmpty() || what.equals("params")) return !what.isEmpty();
        throw Problem.badRequest("query parameter explain must be 'params', not '" + what + "'");
    }

    /** With its steps. */
    RunSource full(RunRow row) {
        var children = new LiveChildren(reads, this::bare);
        return with(row, children.filled(row, reads.steps(row.runKey())), new LoopNames(reads));
    }

    /** A step with how the run stands that it waits for. */
    StepRow live(StepRow step) {
        return new LiveChildren(reads, this::bare).filled(step);
    }

    /** Without its steps, for views that do not show them. */
    RunSource bare(RunRow row) {
        return with(row, List.of(), new LoopNames(reads));
    }

    /** Several runs with their steps, in as many calls to the store as one run takes. */
    Map<Long, RunSource> full(List<RunRow> rows) {
        var steps = new HashMap<Long, List<StepRow>>();
        if (!rows.isEmpty())
            reads.steps(rows.stream().map(RunRow::runKey).toList())
                    .forEach(step -> steps.computeIfAbsent(step.runKey(), _ -> new ArrayList<>()).add(step));
        var sources = new HashMap<Long, RunSource>();
        var loops = new LoopNames(reads);
        rows.forEach(row ->
                sources.put(row.runKey(), with(row, steps.getOrDefault(row.runKey(), List.of()), loops)));
        return sources;
    }

    private RunSource with(RunRow row, List<StepRow> steps, LoopNames loops) {
        var source = RunSource.of(row, engine.plan(row), steps);
        return source.named(loops.of(row, source.head()));
    }
}
