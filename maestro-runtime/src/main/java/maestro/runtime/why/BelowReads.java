package maestro.runtime.why;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import maestro.core.dag.Plan;
import maestro.core.row.ChildState;
import maestro.core.row.LoopRow;
import maestro.core.row.RunHead;
import maestro.core.row.RunRow;
import maestro.core.row.StepDetail;
import maestro.core.row.StepRow;
import maestro.core.rule.ParallelLimits;
import maestro.core.why.RunFacts;
import maestro.core.why.StepFacts;
import maestro.core.why.Waits;
import maestro.model.json.Json;
import maestro.model.run.InstanceStatus;
import maestro.model.run.StepStatus;
import maestro.runtime.store.Reads;

/** What is below the steps of one run: iterations, children, and who holds the permits they wait for. */
final class BelowReads {
    private static final int ITERATIONS_MAX = 3;
    private static final int HOLDERS_MAX = 200;
    /** Steps of one run whose insides are read; the step that was asked for is read anyway. */
    private static final int STEPS_MAX = 10;

    private final Reads reads;
    private final WaitReads waits;
    private final Function<RunRow, RunFacts> nested;
    private List<StepFacts.Holder> holders = List.of();
    private boolean holdersRead;
    private int read;

    BelowReads(Reads reads, WaitReads waits, Function<RunRow, RunFacts> nested) {
        this.reads = reads;
        this.waits = waits;
        this.nested = nested;
    }

    StepFacts facts(RunRow run, Plan plan, StepRow row, boolean asked) {
        var detail = StepDetail.read(row);
        if (row.status() == StepStatus.WAITING_FOR_SIGNALS) {
            return new StepFacts(row, detail, List.of(), false, List.of(), waits.signals(detail));
        }
        if (row.status() == StepStatus.WAITING_FOR_PERMITS) {
            return detail.claims().complete()
                    ? new StepFacts(row, detail, List.of(), false, holders(run), waits.slots(run, row.stepId()))
                    : new StepFacts(row, detail, List.of(), false, List.of(), waits.tag(row, detail));
        }
        boolean inside = !plan.step(plan.ordinal(row.stepId())).type().leaf() && !row.status().complete();
        if (!inside || (!asked && ++read > STEPS_MAX)) {
            return new StepFacts(row, detail);
        }
        var rows = rows(row, detail.artifacts());
        var below = rows.stream().limit(ITERATIONS_MAX).map(nested).toList();
        return new StepFacts(row, detail, below, rows.size() > ITERATIONS_MAX, List.of(), Waits.NONE);
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
        var loop = LoopRow.of(artifacts);
        if (loop.isPresent()) {
            return step.status().terminal() ? ended(loop.get()) : live(loop.get().inlineId());
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

    private List<RunRow> ended(LoopRow loop) {
        return switch (loop) {
            case LoopRow.Foreach foreach -> failed(foreach);
            case LoopRow.While repeated ->
                reads.latestRun(repeated.inlineId(), repeated.last()).stream().toList();
        };
    }

    /** The first iterations that did not go well. */
    private List<RunRow> failed(LoopRow.Foreach loop) {
        return Stream.of(InstanceStatus.FAILED, InstanceStatus.TIMED_OUT, InstanceStatus.STOPPED)
                .filter(loop.ended()::containsKey)
                .flatMap(status -> loop.ended().get(status).first(ITERATIONS_MAX + 1).boxed())
                .flatMap(number -> reads.latestRun(loop.inlineId(), number).stream())
                .limit(ITERATIONS_MAX + 1)
                .toList();
    }
}
