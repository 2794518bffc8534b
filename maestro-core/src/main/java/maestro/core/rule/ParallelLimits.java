package maestro.core.rule;

import java.util.Optional;
import maestro.core.row.RunHead;
import maestro.model.definition.Step;

/**
 * How much of a run goes on at once (execution.md §8.3, §8.4); {@code Integer.MAX_VALUE}: no limit.
 *
 * @param steps of all runs of the workflow id together
 * @param perStep of them at the same step
 */
public record ParallelLimits(int steps, int perStep) {
    private static final int STEPS_DEFAULT = 20;
    private static final int ITERATIONS_DEFAULT = 20;
    private static final int PER_STEP = 20;

    public static ParallelLimits of(RunHead head) {
        boolean tree = head.instanceStepConcurrency().isPresent();
        return new ParallelLimits(
                head.stepConcurrency().orElse(tree ? Integer.MAX_VALUE : STEPS_DEFAULT),
                tree ? Integer.MAX_VALUE : PER_STEP);
    }

    /** With the permits that are stored of these tags; a tag that the steps of the run do not carry has none. */
    public ParallelLimits stored(Optional<Integer> ofWorkflow, Optional<Integer> ofStep) {
        return new ParallelLimits(
                steps == Integer.MAX_VALUE ? steps : ofWorkflow.orElse(steps),
                perStep == Integer.MAX_VALUE ? perStep : ofStep.orElse(perStep));
    }

    /** Of a foreach: the least of what is set; the two limits of the run both unset count as 20. */
    public static long iterations(RunHead head, Step.Foreach definition) {
        int tree = head.instanceStepConcurrency().orElse(Integer.MAX_VALUE);
        int parallel = Math.min(tree, head.stepConcurrency().orElse(Integer.MAX_VALUE));
        return Math.min(
                parallel == Integer.MAX_VALUE ? ITERATIONS_DEFAULT : parallel,
                definition.concurrency().orElse(Long.MAX_VALUE));
    }
}
