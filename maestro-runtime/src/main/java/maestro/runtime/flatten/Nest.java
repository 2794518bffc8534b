package maestro.runtime.flatten;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import maestro.core.dag.Plan;
import maestro.core.dag.PlanStep;
import maestro.core.loop.InlineIds;
import maestro.core.loop.Rank;
import maestro.core.row.RunRow;

/**
 * The loops around a step, outermost first, as seen from one run that is no iteration.
 *
 * @param run the newest run whose iterations count
 * @param beforeKey iterations of later runs have this run key or a higher one
 */
record Nest(RunRow run, long beforeKey, List<PlanStep> loops, String stepId) {
    /** Empty when no loop of the plan holds the step. */
    static Optional<Nest> of(RunRow run, long beforeKey, Plan plan, String stepId) {
        return loops(plan, stepId)
                .filter(loops -> !loops.isEmpty())
                .map(loops -> new Nest(run, beforeKey, loops, stepId));
    }

    private static Optional<List<PlanStep>> loops(Plan plan, String stepId) {
        if (plan.ordinal(stepId) >= 0) {
            return Optional.of(List.of());
        }
        for (var step : plan.steps()) {
            var inner = step.body().flatMap(body -> loops(body, stepId));
            if (inner.isPresent()) {
                var loops = new ArrayList<PlanStep>();
                loops.add(step);
                loops.addAll(inner.get());
                return Optional.of(loops);
            }
        }
        return Optional.empty();
    }

    int depth() {
        return loops.size();
    }

    /** The workflow id of the iterations of the loop at this level, inside the iterations above. */
    String inlineId(List<Long> above) {
        String id = run.workflowId();
        long instance = run.instanceId();
        for (int level = 0; level <= above.size(); level++) {
            var loop = loops.get(level);
            id = InlineIds.of(loop.type(), run.internalId(), run.instanceId(), loop.id(), instance, id);
            if (level < above.size()) {
                instance = above.get(level);
            }
        }
        return id;
    }

    /** The same for the innermost loop of a rank. */
    String inlineId(Rank rank) {
        return inlineId(rank.numbers().subList(0, depth() - 1));
    }
}
