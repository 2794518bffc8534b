package maestro.core.restart;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import maestro.core.dag.Plan;
import maestro.core.row.PastStep;
import maestro.core.row.Restart;
import maestro.core.row.RestartConfig;
import maestro.core.row.RunHead;
import maestro.core.row.RunRow;
import maestro.core.row.Standing;
import maestro.core.row.StepRow;
import maestro.model.definition.StepType;
import maestro.model.run.RunPolicy;

/**
 * The latest run of an instance as stored; through its head it knows what is left of the runs before it.
 *
 * @param steps the latest attempt of each of its steps
 */
public record Past(RunRow run, RunHead head, List<StepRow> steps) {
    public static Past of(RunRow run, List<StepRow> steps) {
        return new Past(run, RunHead.read(run.head()), List.copyOf(steps));
    }

    /**
     * What a new run of the instance has from this one and those before it.
     *
     * @param plan all steps of the definition
     * @param policy of the new run
     */
    public Restart again(Plan plan, RunPolicy policy, Optional<RestartConfig> config) {
        var standings = Standings.of(this, plan);
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
        return new Restart(config, selection.dag(), run.status(), base, again, kept(latest(), plan, runs));
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

    /** The latest attempt of each step over all runs up to this one. */
    Map<String, PastStep> latest() {
        var latest = new LinkedHashMap<String, PastStep>();
        head.restart().ifPresent(restart -> latest.putAll(restart.past()));
        for (StepRow row : steps) {
            var step = PastStep.of(run.runId(), row);
            latest.merge(row.stepId(), step, (earlier, later) -> later.over(earlier));
        }
        return latest;
    }
}
