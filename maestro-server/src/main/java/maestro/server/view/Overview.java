package maestro.server.view;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import maestro.core.dag.Plan;
import maestro.core.dag.PlanStep;
import maestro.core.restart.Past;
import maestro.core.restart.Standings;
import maestro.core.row.StepRow;
import maestro.core.state.Rollups;
import maestro.model.json.Json;
import maestro.model.run.StepStatus;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** How the steps of a run stand, in numbers (rest-api.md §8, execution.md §9). */
final class Overview {
    private Overview() {}

    /** {@code runtime_overview}. */
    static ObjectNode of(RunSource run) {
        var byStatus = new EnumMap<StepStatus, List<StepRow>>(StepStatus.class);
        run.steps().stream()
                .filter(step -> step.status() != StepStatus.NOT_CREATED)
                .sorted(Comparator.comparingInt(step -> run.plan().ordinal(step.stepId())))
                .forEach(step -> byStatus.computeIfAbsent(step.status(), _ -> new ArrayList<>()).add(step));
        var overview = Json.object();
        overview.put("total_step_count", run.plan().size());
        var steps = overview.putObject("step_overview");
        byStatus.forEach((status, rows) -> steps.set(status.name(), counted(run, rows)));
        run.tail().runStatus().ifPresent(status -> overview.put("run_status", status.name()));
        overview.set("rollup_overview", Rollups.of(run.row(), run.head(), run.plan(), run.steps()).toJson());
        return overview;
    }

    private static ObjectNode counted(RunSource run, List<StepRow> rows) {
        var node = Json.object();
        node.put("cnt", rows.size());
        ArrayNode entries = node.putArray("steps");
        for (StepRow row : rows) {
            ArrayNode entry = entries.addArray();
            entry.add(run.plan().ordinal(row.stepId()) + 1);
            time(entry, row.startMillis());
            time(entry, row.endMillis());
        }
        return node;
    }

    private static void time(ArrayNode entry, long millis) {
        if (millis > 0) entry.add(millis);
        else entry.addNull();
    }

    /** {@code aggregated_info}: every step of the definition, over all runs up to this one. */
    static ObjectNode aggregated(RunSource run) {
        var info = Json.object();
        info.put("workflow_instance_status", run.row().status().name());
        var views = info.putObject("step_aggregated_views");
        var past = new Past(run.row(), run.head(), run.steps());
        Standings.of(past, run.plan().whole()).forEach((id, standing) -> {
            var view = views.putObject(id);
            view.put("status", standing.status().name());
            if (!standing.reached()) return;
            view.put("workflow_run_id", standing.runId());
            if (standing.startMillis() > 0) view.put("start_time", standing.startMillis());
            if (standing.endMillis() > 0) view.put("end_time", standing.endMillis());
        });
        return info;
    }

    /** {@code runtime_dag}: each step's edges, in topological order. */
    static ObjectNode dag(Plan plan) {
        var dag = Json.object();
        for (PlanStep step : plan.steps()) {
            var edges = dag.putObject(step.id());
            predecessors(edges, plan, step);
            if (step.successors().isEmpty()) continue;
            var successors = edges.putObject("successors");
            for (int i = 0; i < step.successors().size(); i++)
                successors.put(plan.step(step.successors().get(i)).id(), step.conditions().get(i));
        }
        return dag;
    }

    static void predecessors(ObjectNode edges, Plan plan, PlanStep step) {
        if (step.predecessors().isEmpty()) return;
        ArrayNode predecessors = edges.putArray("predecessors");
        step.predecessors().forEach(ordinal -> predecessors.add(plan.step(ordinal).id()));
    }
}
