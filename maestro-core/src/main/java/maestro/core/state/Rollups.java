package maestro.core.state;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import maestro.core.dag.Plan;
import maestro.core.row.ChildState;
import maestro.core.row.LoopRow;
import maestro.core.row.Restart;
import maestro.core.row.Rollup;
import maestro.core.row.RunHead;
import maestro.core.row.RunRow;
import maestro.core.row.StepDetail;
import maestro.core.row.StepRow;

/**
 * Counts the leaf steps of a run and of what it builds on (execution.md §9.2): a leaf counts once; a loop that has
 * iterations and a subworkflow that was heard of count as what is in them.
 */
public final class Rollups {
    /** The attempt in references to steps of earlier runs. */
    private static final int OF_EARLIER_RUNS = 0;

    private Rollups() {}

    /**
     * Of a stored run.
     *
     * @param plan at least the steps of the run
     * @param steps the latest attempt of each step of the run
     */
    public static Rollup of(RunRow run, RunHead head, Plan plan, List<StepRow> steps) {
        var rollup = new Rollup();
        var own = new HashSet<String>();
        for (var step : steps) {
            own.add(step.stepId());
            boolean leaf = plan.step(plan.ordinal(step.stepId())).type().leaf();
            var below = leaf
                    ? Optional.<Rollup>empty()
                    : below(StepDetail.read(step).artifacts());
            if (below.isPresent()) {
                rollup.add(below.get());
            } else {
                rollup.add(
                        step.status(),
                        run.workflowId() + ":" + run.runId(),
                        run.instanceId() + ":" + step.stepId() + ":" + step.attempt());
            }
        }
        head.restart().ifPresent(restart -> addBase(rollup, restart, own, run.workflowId(), run.instanceId()));
        return rollup;
    }

    private static Optional<Rollup> below(Map<String, Map<String, Object>> artifacts) {
        var below = ChildState.of(artifacts).map(ChildState::rollup).orElseGet(() ->
                LoopRow.own(artifacts).map(LoopRow::leaves).orElseGet(Rollup::new));
        return below.total() > 0 ? Optional.of(below) : Optional.empty();
    }

    /** Steps of earlier runs that this one has not reached. */
    private static void addBase(
            Rollup rollup, Restart restart, Set<String> own, String workflowId, long instanceId) {
        restart.base().forEach((id, standing) -> {
            if (own.contains(id)) {
                return;
            }
            var below = restart.past(id).flatMap(past -> below(past.artifacts()));
            if (below.isPresent()) {
                rollup.add(below.get());
            } else {
                rollup.add(
                        standing.status(),
                        workflowId + ":" + standing.runId(),
                        instanceId + ":" + id + ":" + OF_EARLIER_RUNS);
            }
        });
    }

    /** Of a live run. */
    public static Rollup of(RunState run) {
        var rollup = new Rollup();
        var own = new HashSet<String>();
        var identity = run.identity();
        for (int ordinal = 0; ordinal < run.size(); ordinal++) {
            var step = run.step(ordinal);
            if (!step.created()) {
                continue;
            }
            own.add(step.id());
            if (step.attempt.loop != null && (step.attempt.loop.rollup.total() > 0 || !step.attempt.loop.running.isEmpty())) {
                rollup.add(step.attempt.loop.rollup);
                step.attempt.loop.running.values().forEach(child -> rollup.add(of(child)));
            } else if (step.attempt.child() != null && !step.attempt.child().overview().isEmpty()) {
                rollup.add(step.attempt.child().rollup());
            } else {
                rollup.add(
                        step.status(),
                        identity.workflowId() + ":" + identity.runId(),
                        identity.instanceId() + ":" + step.id() + ":" + step.attempt());
            }
        }
        run.head()
                .restart()
                .ifPresent(restart ->
                        addBase(rollup, restart, own, identity.workflowId(), identity.instanceId()));
        return rollup;
    }
}
