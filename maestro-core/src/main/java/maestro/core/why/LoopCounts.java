package maestro.core.why;

import java.util.Optional;
import maestro.core.row.Intervals;
import maestro.core.row.LoopRow;
import maestro.core.rule.ParallelLimits;
import maestro.model.definition.Step;
import maestro.model.run.InstanceStatus;

/** How far a loop is, in words. */
record LoopCounts(String progress, Optional<String> notLaunched) {
    private static final LoopCounts NONE_YET = new LoopCounts("has no iteration yet", Optional.empty());

    static LoopCounts of(RunFacts run, StepFacts step) {
        return LoopRow.of(step.detail().artifacts())
                .map(loop -> switch (loop) {
                    case LoopRow.Foreach foreach -> foreach(run, step, foreach);
                    case LoopRow.While repeated -> repeated(repeated);
                })
                .orElse(NONE_YET);
    }

    private static LoopCounts repeated(LoopRow.While loop) {
        return loop.last() == 0
                ? NONE_YET
                : new LoopCounts("is at iteration " + loop.last(), Optional.empty());
    }

    private static LoopCounts foreach(RunFacts run, StepFacts step, LoopRow.Foreach loop) {
        String progress = "has ended " + loop.endedCount() + " of " + loop.total() + " iterations";
        if (loop.reached() >= loop.total()) {
            return new LoopCounts(progress, Optional.empty());
        }
        long failed = Optional.ofNullable(loop.ended().get(InstanceStatus.FAILED)).map(Intervals::size).orElse(0L);
        var definition = (Step.Foreach) run.plan().step(run.plan().ordinal(step.row().stepId())).definition();
        String why = failed > 0
                ? "launches no more iterations because " + failed + " failed"
                : "has " + (loop.total() - loop.reached()) + " iterations to launch; "
                        + ParallelLimits.iterations(run.head(), definition) + " may run at once"
                        + (definition.strictOrdering().orElse(false) ? ", counted from the oldest that runs" : "");
        return new LoopCounts(progress, Optional.of(why));
    }
}
