package maestro.runtime.why;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import maestro.core.dag.Plan;
import maestro.core.row.RunHead;
import maestro.core.row.RunRow;
import maestro.core.row.StepDetail;
import maestro.core.row.StepRow;
import maestro.core.rule.ParallelLimits;
import maestro.core.state.ChildState;
import maestro.core.state.LoopArtifact;
import maestro.core.why.RunFacts;
import maestro.core.why.StepFacts;
import maestro.model.json.Json;
import maestro.model.run.InstanceStatus;
import maestro.model.run.StepStatus;
import maestro.runtime.store.Reads;
import tools.jackson.databind.JsonNode;

/** What is below the steps of one run: iterations, children, and who holds the permits they wait for. */
final class BelowReads {
    private static final int ITERATIONS_MAX = 3;
    private static final int HOLDERS_MAX = 200;
    /** Steps of one run whose insides are read; the step that was asked for is read anyway. */
    private static final int STEPS_MAX = 10;

    private final Reads reads;
    private final Function<RunRow, RunFacts> nested;
    private List<StepFacts.Holder> holders = List.of();
    private boolean holdersRead;
    private int read;

    BelowReads(Reads reads, Function<RunRow, RunFacts> nested) {
        this.reads = reads;
        this.nested = nested;
    }

    StepFacts facts(RunRow run, Plan plan, StepRow row, boolean asked) {
        var detail = StepDetail.read(row);
        if (row.status() == StepStatus.WAITING_FOR_PERMITS) {
            return new StepFacts(row, detail, List.of(), false, holders(run));
        }
        boolean inside = !plan.step(plan.ordinal(row.stepId())).type().leaf() && !row.status().complete();
        if (!inside || (!asked && ++read > STEPS_MAX)) {
            return new StepFacts(row, detail);
        }
        var rows = rows(row, detail.artifacts());
        var below = rows.stream().limit(ITERATIONS_MAX).map(nested).toList();
        return new StepFacts(row, detail, below, rows.size() > ITERATIONS_MAX, List.of());
    }

    private List<StepFacts.Holder> holders(RunRow run) {
        if (!holdersRead) {
            var limits = ParallelLimits.of(RunHead.read(run.head()));
            int size = Math.min(HOLDERS_MAX, Math.max(limits.steps(), limits.perStep()));
            holders = reads.permitHolders(run.workflowId(), size);
            holdersRead = true;
        }
        return holders;
    }

    private List<RunRow> rows(StepRow step, Map<String, Map<String, Object>> artifacts) {
        if (artifacts.containsKey(LoopArtifact.FOREACH)) {
            var json = Json.node(artifacts.get(LoopArtifact.FOREACH));
            String inlineId = json.path("foreach_workflow_id").stringValue();
            return step.status().terminal() ? failed(inlineId, json) : live(inlineId);
        }
        if (artifacts.containsKey(LoopArtifact.WHILE)) {
            var json = Json.node(artifacts.get(LoopArtifact.WHILE));
            String inlineId = json.path("loop_workflow_id").stringValue();
            return step.status().terminal()
                    ? reads.latestRun(inlineId, json.path("last_iteration").longValue(0)).stream().toList()
                    : live(inlineId);
        }
        if (artifacts.containsKey(ChildState.ARTIFACT)) {
            var json = Json.node(artifacts.get(ChildState.ARTIFACT));
            return reads.run(
                            json.path("subworkflow_id").stringValue(),
                            json.path("subworkflow_instance_id").longValue(0),
                            json.path("subworkflow_run_id").longValue(0))
                    .stream()
                    .toList();
        }
        return List.of();
    }

    private List<RunRow> live(String inlineId) {
        return reads.runsIn(inlineId, InstanceStatus.IN_PROGRESS, ITERATIONS_MAX + 1);
    }

    /** The first iterations that did not go well, as the loop's artifact lists them. */
    private List<RunRow> failed(String inlineId, JsonNode foreach) {
        var rows = new ArrayList<RunRow>();
        var details = foreach.path("foreach_overview").path("details");
        for (var status : List.of(InstanceStatus.FAILED, InstanceStatus.TIMED_OUT, InstanceStatus.STOPPED)) {
            for (var element : details.path(status.name())) {
                long from = element.isArray() ? element.get(0).longValue() : element.longValue();
                long to = element.isArray() ? element.get(1).longValue() : from;
                for (long number = from; number <= to && rows.size() <= ITERATIONS_MAX; number++) {
                    reads.latestRun(inlineId, number).ifPresent(rows::add);
                }
                if (rows.size() > ITERATIONS_MAX) {
                    return rows;
                }
            }
        }
        return rows;
    }
}
