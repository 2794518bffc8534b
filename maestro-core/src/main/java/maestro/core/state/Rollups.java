package maestro.core.state;

import java.util.List;
import java.util.Optional;
import maestro.core.dag.Plan;
import maestro.core.row.RunRow;
import maestro.core.row.StepDetail;
import maestro.core.row.StepRow;

/** Counts the leaf steps of a run (execution.md §9.2). */
public final class Rollups {
    private Rollups() {}

    /**
     * The same from rows: what a loop or a subworkflow step says of what is below it, one for each other step.
     *
     * @param steps the latest attempt of each step of the run
     */
    public static Rollup of(RunRow run, Plan plan, List<StepRow> steps) {
        var rollup = new Rollup();
        String place = run.workflowId() + ":" + run.runId();
        for (var step : steps) {
            boolean leaf = plan.step(plan.ordinal(step.stepId())).type().leaf();
            var below = leaf ? Optional.<Rollup>empty() : below(step);
            if (below.isPresent()) {
                rollup.add(below.get());
            } else {
                rollup.add(step.status(), place, run.instanceId() + ":" + step.stepId() + ":" + step.attempt());
            }
        }
        return rollup;
    }

    private static Optional<Rollup> below(StepRow step) {
        var artifacts = StepDetail.read(step.detail()).artifacts();
        var child = ChildState.read(artifacts);
        var below = child != null ? child.rollup() : LoopArtifact.rollup(artifacts);
        return below.total() > 0 ? Optional.of(below) : Optional.empty();
    }

    /** A leaf counts once; a loop that has iterations and a subworkflow that was heard of count as what is in them. */
    public static Rollup of(RunState run) {
        var rollup = new Rollup();
        String place = run.identity().workflowId() + ":" + run.identity().runId();
        for (int ordinal = 0; ordinal < run.size(); ordinal++) {
            var step = run.step(ordinal);
            if (!step.created()) {
                continue;
            }
            if (step.loop != null && (step.loop.rollup.total() > 0 || !step.loop.running.isEmpty())) {
                rollup.add(step.loop.rollup);
                step.loop.running.values().forEach(child -> rollup.add(of(child)));
            } else if (step.child != null && !step.child.overview().isEmpty()) {
                rollup.add(step.child.rollup());
            } else {
                String name = run.identity().instanceId() + ":" + step.id() + ":" + step.attempt();
                rollup.add(step.status(), place, name);
            }
        }
        return rollup;
    }
}
