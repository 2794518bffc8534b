package maestro.core.why;

import java.util.Map;
import java.util.Optional;
import maestro.core.rule.ParallelLimits;
import maestro.core.state.LoopArtifact;
import maestro.model.definition.Step;
import maestro.model.json.Json;

/** How far a loop is, in words. */
record LoopCounts(String progress, Optional<String> notLaunched) {
    static LoopCounts of(RunFacts run, StepFacts step) {
        var artifacts = step.detail().artifacts();
        return artifacts.containsKey(LoopArtifact.FOREACH) ? foreach(run, step, artifacts) : repeated(artifacts);
    }

    private static LoopCounts repeated(Map<String, Map<String, Object>> artifacts) {
        long last = Json.node(artifacts.getOrDefault(LoopArtifact.WHILE, Map.of()))
                .path("last_iteration")
                .longValue(0);
        return new LoopCounts(last == 0 ? "has no iteration yet" : "is at iteration " + last, Optional.empty());
    }

    private static LoopCounts foreach(RunFacts run, StepFacts step, Map<String, Map<String, Object>> artifacts) {
        var json = Json.node(artifacts.get(LoopArtifact.FOREACH));
        long total = json.path("total_loop_count").longValue(0);
        long launched = json.path("next_loop_index").longValue(0);
        var stats = json.path("foreach_overview").path("stats");
        long ended = 0;
        for (var count : stats) {
            ended += count.longValue(0);
        }
        String progress = "has ended " + ended + " of " + total + " iterations";
        if (launched >= total) {
            return new LoopCounts(progress, Optional.empty());
        }
        long failed = stats.path("FAILED").longValue(0);
        var definition = (Step.Foreach) run.plan().step(run.plan().ordinal(step.row().stepId())).definition();
        String why = failed > 0
                ? "launches no more iterations because " + failed + " failed"
                : "has " + (total - launched) + " iterations to launch; "
                        + ParallelLimits.iterations(run.head(), definition) + " may run at once"
                        + (definition.strictOrdering().orElse(false) ? ", counted from the oldest that runs" : "");
        return new LoopCounts(progress, Optional.of(why));
    }
}
