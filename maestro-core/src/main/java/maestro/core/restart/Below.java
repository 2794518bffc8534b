package maestro.core.restart;

import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.LongStream;
import maestro.core.dag.Plan;
import maestro.core.dag.PlanStep;
import maestro.core.row.ChildState;
import maestro.core.row.LoopRow;
import maestro.core.row.PastStep;
import maestro.core.row.RestartConfig;
import maestro.model.definition.StepType;
import maestro.model.run.InstanceStatus;
import maestro.model.run.RunPolicy;

/**
 * What a restart does below the runs of its path (execution.md §6.8): in instances that subworkflow steps go on with, and
 * in iterations that loops run again.
 */
record Below(Archive archive, List<Preview> found) {
    /** More previews than anybody reads are not made. */
    private static final int PREVIEWS_MAX = 200;

    /** Looks at the steps that a run will have. */
    void look(Past past, Plan plan, Preview preview, Optional<RestartConfig> config) {
        var policy = config.map(RestartConfig::downstream).orElse(preview.policy());
        var latest = past.latest();
        for (String id : preview.runs()) {
            var step = plan.step(plan.ordinal(id));
            var earlier = Optional.ofNullable(latest.get(id));
            boolean onPath = config.flatMap(asked -> asked.below(id)).isPresent();
            if (step.type() == StepType.SUBWORKFLOW && !onPath) {
                earlier.flatMap(PastStep::child).ifPresent(child -> child(child, policy));
            } else if (step.body().isPresent()) {
                earlier.flatMap(before -> LoopRow.of(before.artifacts()))
                        .ifPresent(loop -> iterations(step, loop, seen(preview, policy), policy, onPath));
            }
        }
    }

    /** The policy that decides what a loop keeps: that of its run, or a single step's wish. */
    private static RunPolicy seen(Preview preview, RunPolicy downstream) {
        return preview.inPlace() ? RunPolicy.RESTART_FROM_SPECIFIC : preview.policy();
    }

    private void child(ChildState child, RunPolicy policy) {
        var last = archive.latest(child.workflowId(), child.instanceId());
        if (last.isPresent() && !last.get().run().live()) {
            var plan = archive.whole(last.get());
            add(last.get(), plan, Preview.of(last.get(), plan, policy, Optional.empty()));
        }
    }

    private void iterations(PlanStep step, LoopRow loop, RunPolicy seen, RunPolicy policy, boolean onPath) {
        if (onPath || seen.fresh()) {
            return; // the path leads to the only one that is run again
        }
        var body = step.body().orElseThrow();
        again(loop, seen).limit(PREVIEWS_MAX).forEach(number -> {
            var last = archive.latest(loop.inlineId(), number);
            if (last.isPresent() && !last.get().run().live()) {
                var how = anew(loop, seen, body) ? RunPolicy.RESTART_FROM_BEGINNING : policy;
                long runId = runId(loop, last.get(), false);
                add(last.get(), body, Preview.of(last.get(), body, how, Optional.empty()).withRunId(runId));
            }
        });
    }

    /** A loop of leaf steps that begins anew does not ask what an iteration did before. */
    private static boolean anew(LoopRow loop, RunPolicy seen, Plan body) {
        boolean keeps = loop instanceof LoopRow.Foreach
                ? seen != RunPolicy.RESTART_FROM_BEGINNING
                : seen == RunPolicy.RESTART_FROM_INCOMPLETE;
        return !keeps && body.steps().stream().allMatch(step -> step.type().leaf());
    }

    private static LongStream again(LoopRow loop, RunPolicy seen) {
        boolean all = seen == RunPolicy.RESTART_FROM_BEGINNING;
        return switch (loop) {
            case LoopRow.Foreach foreach when all ->
                LongStream.rangeClosed(1, Math.max(foreach.before().existed(), foreach.launched()));
            case LoopRow.Foreach foreach -> {
                var numbers = new TreeSet<Long>();
                foreach.ended().forEach((status, ended) -> {
                    if (status != InstanceStatus.SUCCEEDED) {
                        ended.first(PREVIEWS_MAX).forEach(numbers::add);
                    }
                });
                yield numbers.stream().mapToLong(Long::longValue);
            }
            case LoopRow.While repeated -> {
                long first = first(repeated, seen);
                yield first > 0 && first <= repeated.last() ? LongStream.of(first) : LongStream.empty();
            }
        };
    }

    /** A while goes on with its last iteration, or begins anew: what comes after that depends on its values. */
    private static long first(LoopRow.While loop, RunPolicy seen) {
        if (seen != RunPolicy.RESTART_FROM_INCOMPLETE) {
            return 1;
        }
        return loop.lastStatus() == InstanceStatus.SUCCEEDED ? loop.last() + 1 : loop.last();
    }

    /** The run id that an iteration gets when it is run again. */
    static long runId(LoopRow loop, Past last, boolean inPlace) {
        long before = last.run().runId();
        return inPlace
                ? Math.max(loop.loopRunId(), before) + 1
                : Math.max(loop.before().lastRunId() + 1, before + 1);
    }

    private void add(Past past, Plan plan, Preview preview) {
        if (found.size() < PREVIEWS_MAX) {
            found.add(preview);
            look(past, plan, preview, Optional.empty());
        }
    }
}
