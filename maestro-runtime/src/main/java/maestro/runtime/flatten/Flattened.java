package maestro.runtime.flatten;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import maestro.core.dag.Plan;
import maestro.core.dag.PlanStep;
import maestro.core.loop.Rank;
import maestro.core.row.RunRow;
import maestro.runtime.store.Reads;

/**
 * The iterations of a step inside loops, as they stand after one run of the workflow: of each iteration the latest
 * attempt that this run or an earlier one made. The work of each call is bounded; nothing is kept. Thread-safe; throws
 * what {@link Reads} throws.
 */
public final class Flattened {
    private final Reads reads;
    private final Optional<Nest> nest;

    /** @param plans all steps of a run's level of the definition */
    public static Flattened of(
            Reads reads, Function<RunRow, Plan> plans, String workflowId, long instanceId, long runId, String stepId) {
        var nest = reads.run(workflowId, instanceId, runId).flatMap(run -> {
            // iterations are made in the shard of their run, where keys only grow: those of the next run come after it
            long next = reads.run(workflowId, instanceId, runId + 1).map(RunRow::runKey).orElse(Long.MAX_VALUE);
            return Nest.of(run, next, plans.apply(run), stepId);
        });
        return new Flattened(reads, nest);
    }

    private Flattened(Reads reads, Optional<Nest> nest) {
        this.reads = reads;
        this.nest = nest;
    }

    /** The loops around the step, outermost first; empty when there is no such run or step inside a loop. */
    public List<PlanStep> loops() {
        return nest.map(Nest::loops).orElse(List.of());
    }

    /**
     * The workflow id of the iterations of the innermost loop around the step.
     *
     * @param numbers of the iterations around the step, outermost first; the last does not matter
     * @return empty when these are not as many as there are loops
     */
    public Optional<String> inlineId(List<Long> numbers) {
        return nest.filter(place -> place.depth() == numbers.size()).map(place -> place.inlineId(new Rank(numbers)));
    }

    public FlatPage page(FlatQuery query) {
        return nest.map(place -> new FlatWalk(reads, place, query).page()).orElse(FlatPage.EMPTY);
    }

    public Optional<FlatIteration> one(Rank rank) {
        return nest.filter(place -> place.depth() == rank.numbers().size()).flatMap(place -> reads
                .latestAttempts(
                        place.inlineId(rank),
                        List.of(rank.numbers().getLast()),
                        place.stepId(),
                        place.beforeKey(),
                        Set.of())
                .stream()
                .findFirst()
                .map(found -> new FlatIteration(rank, found)));
    }

    public FlatSummary summary() {
        return nest.map(place -> new FlatCount(reads, place).summary()).orElse(FlatSummary.EMPTY);
    }
}
