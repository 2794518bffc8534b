package maestro.server.ui;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import maestro.core.dag.PlanStep;
import maestro.core.row.RunHead;
import maestro.core.row.RunRow;
import maestro.core.row.StepRow;
import maestro.core.row.WorkflowRow;
import maestro.model.MaestroException;
import maestro.runtime.engine.Engine;
import maestro.runtime.store.BriefReads;
import maestro.runtime.store.Reads.Slice;
import maestro.runtime.store.Reads.Window;
import maestro.server.http.Answer;
import maestro.server.http.Call;
import maestro.server.http.InstanceLists;
import maestro.server.http.InstanceQuery;
import maestro.server.http.Route;
import maestro.server.http.RunSources;
import maestro.server.view.GridView;
import maestro.server.view.GridView.Cell;
import maestro.server.view.GridView.Column;

/** The latest runs of a workflow by its steps. A cell stands for all runs of its instance. */
final class GridResource {
    private static final int RUNS_MAX = 400;
    private static final int RUNS_USUAL = 60;
    private static final int CELLS_MAX = 120_000;
    private static final int STEPS_MAX = 300;
    private static final int LOOPS_MAX = 1_000;
    private static final int LOOP_BYTES_MAX = 4_096;

    private final Engine engine;
    private final RunSources runs;
    private final BriefReads briefs;

    GridResource(Engine engine, RunSources runs) {
        this.engine = engine;
        this.runs = runs;
        this.briefs = runs.briefs();
    }

    List<Route> routes() {
        return List.of(Route.get("/api/v3/workflows/{id}/grid", this::grid));
    }

    /** @param next where the next page begins; empty: there are no older instances */
    private record Rows(List<RunRow> rows, Optional<String> next) {}

    private Answer grid(Call call) {
        int asked = Bounds.small(call, "runs", 1, RUNS_MAX, RUNS_USUAL);
        boolean times = call.flag("times", false);
        var steps = steps(call);
        var query = InstanceQuery.of(call);
        WorkflowRow workflow = runs.reads().workflow(call.path("id")).filter(row -> !row.deleted()).orElseThrow(() ->
                MaestroException.notFound("Workflow [" + call.path("id") + "] does not exist"));
        var plan = engine.plan(workflow.workflowId(), workflow.internalId(), workflow.latestVersion()).steps().stream()
                .filter(step -> steps.isEmpty() || steps.contains(step.id()))
                .toList();
        int size = Math.min(asked, Math.max(1, CELLS_MAX / Math.max(1, plan.size())));
        Rows found = rows(call, workflow.workflowId(), query, size);
        var columns = columns(found.rows(), plan, steps);
        var view = GridView.of(plan, GridView.rows(plan, columns), columns, times);
        found.next().ifPresent(next -> view.put("next", next));
        return Answer.json(view.put("complete", size == asked || found.next().isEmpty()));
    }

    private static List<String> steps(Call call) {
        var steps = Arrays.stream(call.query("steps").orElse("").split(","))
                .map(String::strip).filter(id -> !id.isEmpty()).distinct().toList();
        if (steps.size() > STEPS_MAX)
            throw MaestroException.badRequest("'steps' may name at most " + STEPS_MAX + " steps, not " + steps.size());
        return steps;
    }

    private Rows rows(Call call, String workflowId, InstanceQuery query, int size) {
        var before = call.query("before").filter(text -> !text.isEmpty());
        if (query.filter().labelled()) {
            var slice = new Slice(true, size, before.map(text -> InstanceLists.place("before", text)));
            var listed = briefs.instances(Optional.of(workflowId), query.filter(), slice);
            return new Rows(listed.rows().stream().map(placed -> placed.row()).toList(),
                    listed.next().map(InstanceLists::text));
        }
        long cursor = Bounds.number(call, "before", 1, Long.MAX_VALUE, Long.MAX_VALUE);
        var listed = briefs.instances(workflowId, query.filter(), new Window(true, size, Optional.of(cursor)));
        var rows = listed.subList(0, Math.min(size, listed.size()));
        return new Rows(rows, listed.size() > rows.size()
                ? Optional.of(Long.toString(rows.getLast().instanceId()))
                : Optional.empty());
    }

    private List<Column> columns(List<RunRow> rows, List<PlanStep> plan, List<String> steps) {
        var keys = rows.stream().map(RunRow::runKey).toList();
        var own = new HashMap<Long, Map<String, Cell>>();
        for (StepRow step : briefs.cells(keys, steps))
            own.computeIfAbsent(step.runKey(), _ -> new LinkedHashMap<>())
                    .put(step.stepId(), new Cell(step.status(), step.startMillis(), step.endMillis()));
        carried(rows, plan, own);
        var loops = loops(keys, plan);
        return rows.stream()
                .map(row -> new Column(row, own.getOrDefault(row.runKey(), Map.of()),
                        loops.getOrDefault(row.runKey(), List.of())))
                .toList();
    }

    /** What restarts did not run again stands as earlier runs left it: their heads tell. */
    private void carried(List<RunRow> rows, List<PlanStep> plan, Map<Long, Map<String, Cell>> own) {
        var again = rows.stream().filter(row -> row.runId() > 1).map(RunRow::runKey).toList();
        for (RunRow row : briefs.whole(again)) {
            var restart = RunHead.read(row.head()).restart();
            if (restart.isEmpty()) continue;
            var cells = own.computeIfAbsent(row.runKey(), _ -> new LinkedHashMap<>());
            for (PlanStep step : plan) {
                var standing = restart.get().standing(step.id());
                if (standing.reached()) cells.putIfAbsent(
                        step.id(), new Cell(standing.status(), standing.startMillis(), standing.endMillis()));
            }
        }
    }

    /** Of the newest runs, and only where the state of the loop is small. */
    private Map<Long, List<StepRow>> loops(List<Long> keys, List<PlanStep> plan) {
        var ids = GridView.loopIds(plan);
        if (ids.isEmpty()) return Map.of();
        var newest = keys.subList(0, Math.min(keys.size(), Math.max(1, LOOPS_MAX / ids.size())));
        var loops = new HashMap<Long, List<StepRow>>();
        for (StepRow step : briefs.small(newest, ids, LOOP_BYTES_MAX))
            loops.computeIfAbsent(step.runKey(), _ -> new ArrayList<>()).add(step);
        return loops;
    }
}
