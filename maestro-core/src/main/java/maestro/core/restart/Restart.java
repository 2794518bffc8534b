package maestro.core.restart;

import static java.util.Objects.requireNonNull;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import maestro.core.dag.Plan;
import maestro.core.row.StepRow;
import maestro.model.definition.StepType;
import maestro.model.run.InstanceStatus;
import maestro.model.run.RunPolicy;

/**
 * What a run that is not the first of its instance has from those before it (execution.md §6.3). Immutable.
 *
 * @param config how it was asked for; empty when a parent's policy alone made it
 * @param dag ids of its steps, in the order of the plan; closed over successors
 * @param before status of the instance when the run was made
 * @param base how its steps stand as long as this run has not reached them; absent: to be seen as never reached
 * @param again steps that it runs though they were reached before
 * @param past latest attempts over earlier runs, of steps that it does not run, of composite steps, and of those that
 *     wait for signals
 */
public record Restart(
        Optional<RestartConfig> config,
        List<String> dag,
        InstanceStatus before,
        Map<String, Standing> base,
        Set<String> again,
        Map<String, PastStep> past) {
    public Restart {
        requireNonNull(config, "config");
        dag = List.copyOf(dag);
    }

    /**
     * The restart of an instance whose latest run is {@code last}.
     *
     * @param plan all steps of the definition
     * @param policy of the new run
     */
    public static Restart of(Past last, Plan plan, RunPolicy policy, Optional<RestartConfig> config) {
        var standings = Standings.of(last, plan);
        var selection = Selection.of(plan, standings, policy, config.flatMap(asked -> asked.current().stepId()));
        var runs = selection.runs();
        var base = new LinkedHashMap<String, Standing>();
        var again = new LinkedHashSet<String>();
        standings.forEach((id, standing) -> {
            if (standing.reached() && runs.contains(id)) {
                again.add(id);
            } else if (standing.reached()) {
                base.put(id, standing);
            }
        });
        return new Restart(
                config, selection.dag(), last.run().status(), base, again, kept(latest(last), plan, runs));
    }

    private static Map<String, PastStep> kept(Map<String, PastStep> latest, Plan plan, Set<String> runs) {
        var kept = new LinkedHashMap<String, PastStep>();
        latest.forEach((id, step) -> {
            if (!runs.contains(id)) {
                kept.put(id, step);
            } else if (composite(plan.step(plan.ordinal(id)).type()) || !step.dependencies().isEmpty()) {
                kept.put(id, step.artifactsOnly());
            }
        });
        return kept;
    }

    private static boolean composite(StepType type) {
        return type == StepType.FOREACH || type == StepType.WHILE || type == StepType.SUBWORKFLOW;
    }

    /** The latest attempt of each step over all runs up to the last. */
    static Map<String, PastStep> latest(Past last) {
        var latest = new LinkedHashMap<String, PastStep>();
        last.head().restart().ifPresent(restart -> latest.putAll(restart.past()));
        for (StepRow row : last.steps()) {
            var step = PastStep.of(last.run().runId(), row);
            latest.merge(row.stepId(), step, (earlier, later) -> later.over(earlier));
        }
        return latest;
    }

    public Standing standing(String stepId) {
        return base.getOrDefault(stepId, Standing.NEVER);
    }

    public Optional<PastStep> past(String stepId) {
        return Optional.ofNullable(past.get(stepId));
    }

    /** Whether an attempt was made before this run that stands as long as this run makes none. */
    public boolean reachedBefore(String stepId) {
        return again.contains(stepId) || standing(stepId).reached();
    }

    /** The step that the run starts with by name. */
    public Optional<String> named() {
        return config.flatMap(asked -> asked.current().stepId());
    }
}
