package maestro.core.restart;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import maestro.core.dag.Plan;
import maestro.core.row.Standing;
import maestro.model.run.RunPolicy;

/**
 * Which steps a restart takes up (execution.md §6.2).
 *
 * @param dag the steps of the new run, in the order of the plan; closed over successors
 * @param waits those among them that nobody starts in this run: placeholders and what is behind them (§6.4)
 */
public record Selection(List<String> dag, Set<String> waits) {
    /** @param named the step that a restart of a step names, or that leads on along the path */
    public static Selection of(
            Plan plan, Map<String, Standing> standings, RunPolicy policy, Optional<String> named) {
        var all = plan.steps().stream().map(step -> step.id()).toList();
        if (policy == RunPolicy.RESTART_FROM_BEGINNING || policy.fresh()) {
            return new Selection(all, Set.of());
        }
        var starts = all.stream()
                .filter(id -> standings.getOrDefault(id, Standing.NEVER).incomplete()
                        || named.equals(Optional.of(id)))
                .toList();
        var taken = closure(plan, starts);
        var dag = all.stream().filter(taken::contains).toList();
        return new Selection(dag, waits(plan.within(dag), policy, named));
    }

    /** The steps that this run reaches if all goes well. */
    public Set<String> runs() {
        var runs = new LinkedHashSet<>(dag);
        runs.removeAll(waits);
        return runs;
    }

    private static Set<String> waits(Plan dag, RunPolicy policy, Optional<String> named) {
        if (policy != RunPolicy.RESTART_FROM_SPECIFIC) {
            return Set.of();
        }
        var placeholders = dag.steps().stream()
                .filter(step -> step.root() && !named.equals(Optional.of(step.id())))
                .map(step -> step.id())
                .toList();
        return closure(dag, placeholders);
    }

    /** These steps and all that follow them. */
    static Set<String> closure(Plan plan, Collection<String> starts) {
        var reached = new LinkedHashSet<>(starts);
        var open = new ArrayDeque<>(starts);
        while (!open.isEmpty()) {
            for (int next : plan.step(plan.ordinal(open.poll())).successors()) {
                if (reached.add(plan.step(next).id())) {
                    open.add(plan.step(next).id());
                }
            }
        }
        return reached;
    }
}
