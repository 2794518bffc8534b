package maestro.core.restart;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import maestro.core.dag.Plan;
import maestro.core.row.RestartConfig;
import maestro.model.run.RunPolicy;

/**
 * What a restart would do in one run, were it asked for now. Made by the same selection as the restart itself.
 *
 * @param runId of the new run; of the present one when the restart happens in place
 * @param runs steps that get an attempt if all before them succeed
 * @param reuses steps whose results of earlier runs stay
 * @param skips steps that are marked as skipped
 * @param waits steps that nobody starts in this run
 */
public record Preview(
        String workflowId,
        long instanceId,
        long runId,
        RunPolicy policy,
        boolean inPlace,
        List<String> runs,
        List<String> reuses,
        List<String> skips,
        List<String> waits) {
    /** Of a new run. */
    public static Preview of(Past last, Plan plan, RunPolicy policy, Optional<RestartConfig> config) {
        var named = config.flatMap(asked -> asked.current().stepId());
        var selection = Selection.of(plan, Standings.of(last, plan), policy, named);
        var runs = new ArrayList<>(selection.runs());
        var skips = runs.stream()
                .filter(id -> config.map(asked -> asked.skips(id)).orElse(false))
                .toList();
        runs.removeAll(skips);
        return new Preview(
                last.run().workflowId(),
                last.run().instanceId(),
                last.run().runId() + 1,
                policy,
                false,
                List.copyOf(runs),
                without(plan, selection.dag()),
                skips,
                selection.dag().stream().filter(selection.waits()::contains).toList());
    }

    /** Of a step that ended within a run that goes on. */
    public static Preview inPlace(Past present, Plan plan, String stepId, RestartConfig config) {
        var standings = Standings.of(present, plan);
        var after = Selection.closure(plan, List.of(stepId));
        var runs = plan.steps().stream()
                .map(step -> step.id())
                .filter(id -> id.equals(stepId) || after.contains(id) && !standings.get(id).reached())
                .toList();
        var skips = config.skips(stepId) ? List.of(stepId) : List.<String>of();
        return new Preview(
                present.run().workflowId(),
                present.run().instanceId(),
                present.run().runId(),
                present.head().policy(),
                true,
                runs.stream().filter(id -> !skips.contains(id)).toList(),
                List.of(),
                skips,
                List.of());
    }

    Preview withRunId(long number) {
        return new Preview(workflowId, instanceId, number, policy, inPlace, runs, reuses, skips, waits);
    }

    private static List<String> without(Plan plan, List<String> dag) {
        var taken = Set.copyOf(dag);
        return plan.steps().stream()
                .map(step -> step.id())
                .filter(id -> !taken.contains(id))
                .toList();
    }
}
