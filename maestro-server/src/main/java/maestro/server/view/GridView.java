package maestro.server.view;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import maestro.core.dag.PlanStep;
import maestro.core.row.Intervals;
import maestro.core.row.LoopRow;
import maestro.core.row.RunRow;
import maestro.core.row.StepDetail;
import maestro.core.row.StepRow;
import maestro.model.json.Json;
import maestro.model.run.InstanceStatus;
import maestro.model.run.StepStatus;
import tools.jackson.databind.node.ObjectNode;

/** Runs by steps, one letter a cell, so that a browser reads a hundred thousand of them without making as many objects. */
public final class GridView {
    private GridView() {}

    /** How a step stands over all runs of an instance. Times are epoch milliseconds, 0: not known. */
    public record Cell(StepStatus status, long startMillis, long endMillis) {
        public static final Cell NEVER = new Cell(StepStatus.NOT_CREATED, 0, 0);
    }

    /**
     * One instance.
     *
     * @param row its latest run, with labels
     * @param cells by step id; a step that is not there was never reached
     * @param loops loop steps with their detail, where it is read
     */
    public record Column(RunRow row, Map<String, Cell> cells, List<StepRow> loops) {}

    /** Ids of the rows: the steps of the plan in their order, then those that only older runs have. */
    public static List<String> rows(List<PlanStep> plan, List<Column> columns) {
        var ids = new LinkedHashSet<String>();
        plan.forEach(step -> ids.add(step.id()));
        columns.forEach(column -> ids.addAll(column.cells().keySet()));
        return List.copyOf(ids);
    }

    /** @param times adds how long each step took */
    public static ObjectNode of(List<PlanStep> plan, List<String> rows, List<Column> columns, boolean times) {
        var view = Json.object();
        var shown = view.putArray("rows");
        for (String id : rows) {
            var row = shown.addObject().put("id", id);
            Optional<PlanStep> known = plan.stream().filter(step -> step.id().equals(id)).findFirst();
            known.ifPresentOrElse(
                    step -> row.put("type", step.type().text()).put("depth", 0), () -> row.put("gone", true));
        }
        legend(view.putObject("legend"));
        var runs = view.putArray("runs");
        columns.forEach(column -> column(runs.addObject(), rows, column, times));
        return view;
    }

    private static void legend(ObjectNode legend) {
        for (StepStatus status : StepStatus.values())
            legend.put(String.valueOf(StatusLetters.of(status)), status.name());
    }

    private static void column(ObjectNode view, List<String> rows, Column column, boolean times) {
        RunRow row = column.row();
        view.put("n", row.instanceId()).put("r", row.runId()).put("v", row.version());
        view.put("s", String.valueOf(StatusLetters.of(row.status())));
        String by = row.labels().startedBy();
        if (!by.isEmpty()) view.put("i", by.indexOf('/') < 0 ? by : by.substring(0, by.indexOf('/')));
        view.put("c", row.createMillis());
        BriefRun.time(view, "b", row.startMillis());
        BriefRun.time(view, "e", row.endMillis());
        var letters = new StringBuilder(rows.size());
        for (String id : rows)
            letters.append(StatusLetters.of(column.cells().getOrDefault(id, Cell.NEVER).status()));
        view.put("cells", letters.toString());
        if (times) {
            var took = view.putArray("ms");
            for (String id : rows) took.add(took(column.cells().getOrDefault(id, Cell.NEVER)));
        }
        loops(view, rows, column.loops());
    }

    private static long took(Cell cell) {
        return cell.startMillis() > 0 && cell.endMillis() > 0 ? cell.endMillis() - cell.startMillis() : -1;
    }

    /** Iterations of the loops by the place of their row: ended well, ended otherwise, all. */
    private static void loops(ObjectNode view, List<String> rows, List<StepRow> loops) {
        var shown = Json.object();
        for (StepRow loop : loops) {
            if (LoopRow.own(StepDetail.read(loop).artifacts()).orElse(null) instanceof LoopRow.Foreach foreach) {
                Intervals succeeded = foreach.ended().get(InstanceStatus.SUCCEEDED);
                long well = succeeded == null ? 0 : succeeded.size();
                shown.putArray(String.valueOf(rows.indexOf(loop.stepId())))
                        .add(well).add(foreach.endedCount() - well).add(foreach.total());
            }
        }
        if (!shown.isEmpty()) view.set("loops", shown);
    }

    /** Those of one run. */
    public static List<String> loopIds(List<PlanStep> plan) {
        var ids = new ArrayList<String>();
        plan.stream().filter(step -> step.body().isPresent()).forEach(step -> ids.add(step.id()));
        return ids;
    }
}
