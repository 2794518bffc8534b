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
import maestro.runtime.store.BriefReads;
import maestro.runtime.store.Reads;
import maestro.server.view.BriefRun;
import maestro.server.view.Explanation;
import maestro.server.view.RunSource;
import tools.jackson.databind.node.ObjectNode;

/** Finds runs and what their views are made of. Thread-safe. */
public final class RunSources {
    private final Engine engine;
    private final Reads reads;
    private final BriefReads briefs;

    RunSources(Engine engine, Reads reads, BriefReads briefs) {
        this.engine = engine;
        this.reads = reads;
        this.briefs = briefs;
    }

    public Reads reads() {
        return reads;
    }

    public BriefReads briefs() {
        return briefs;
    }

    /** Views of rows that were read in brief, by run key: three more calls to the store. */
    public Map<Long, ObjectNode> brief(List<RunRow> rows) {
        if (rows.isEmpty()) return Map.of();
        var labels = new HashMap<String, BriefReads.Labels>();
        briefs.labels(rows.stream().map(RunRow::workflowId).distinct().toList())
                .forEach(label -> labels.put(label.workflowId(), label));
        var causes = new HashMap<Long, StepRow>();
        var ended = rows.stream().filter(row -> BriefRun.caused(row.status())).map(RunRow::runKey).toList();
        if (!ended.isEmpty()) briefs.causes(ended).forEach(cause -> causes.put(cause.runKey(), cause));
        var views = new HashMap<Long, ObjectNode>();
        rows.forEach(row -> views.put(row.runKey(), BriefRun.of(
                row, Optional.ofNullable(labels.get(row.workflowId())),
                Optional.ofNullable(causes.get(row.runKey())))));
        return views;
    }

    /** With its steps as they are stored. */
    public RunSource plain(RunRow row) {
        return RunSource.of(row, engine.plan(row), reads.steps(row.runKey()));
    }

    /** @param runId empty: the latest run */
    public RunRow row(String workflowId, long instanceId, Optional<Long> runId) {
        return find(workflowId, instanceId, runId).orElseThrow(() -> MaestroException.notFound(
                "Workflow [" + workflowId + "] has no instance [" + instanceId + "]"
                        + runId.map(run -> " with a run [" + run + "]").orElse("")));
    }

    public Optional<RunRow> find(String workflowId, long instanceId, Optional<Long> runId) {
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
    public RunSource full(RunRow row) {
        var children = new LiveChildren(reads, this::bare);
        return with(row, children.filled(row, reads.steps(row.runKey())), new ParentSteps(engine, reads));
    }

    /** A step with how the run stands that it waits for. */
    StepRow live(StepRow step) {
        return new LiveChildren(reads, this::bare).filled(step);
    }

    /** Without its steps and the one that launched it, for views that do not show them. */
    public RunSource bare(RunRow row) {
        return RunSource.of(row, engine.plan(row), List.of());
    }

    /** Several runs with their steps, in as many calls to the store as one run takes, and what live ones wait for. */
    Map<Long, RunSource> full(List<RunRow> rows) {
        var steps = new HashMap<Long, List<StepRow>>();
        if (!rows.isEmpty())
            reads.steps(rows.stream().map(RunRow::runKey).toList())
                    .forEach(step -> steps.computeIfAbsent(step.runKey(), _ -> new ArrayList<>()).add(step));
        var sources = new HashMap<Long, RunSource>();
        var parents = new ParentSteps(engine, reads);
        var children = new LiveChildren(reads, this::bare);
        rows.forEach(row -> {
            var filled = children.filled(row, steps.getOrDefault(row.runKey(), List.of()));
            sources.put(row.runKey(), with(row, filled, parents));
        });
        return sources;
    }

    private RunSource with(RunRow row, List<StepRow> steps, ParentSteps parents) {
        var source = RunSource.of(row, engine.plan(row), steps);
        return source.under(parents.of(source.head()));
    }
}
