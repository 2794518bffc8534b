package maestro.core.why;

import java.util.List;
import java.util.Optional;
import maestro.core.dag.Plan;
import maestro.core.row.RunHead;
import maestro.core.row.RunRow;
import maestro.core.row.RunTail;
import maestro.model.definition.RunStrategy;
import maestro.model.run.InstanceStatus;

/**
 * A run as stored, with what is needed to explain it.
 *
 * @param plan the steps of this run: after a restart perhaps not all of the definition
 * @param steps the latest attempt of each step that was begun, by seq; empty when the steps are not to be explained
 * @param queue what it stands in line with; empty unless it waits for its run strategy
 * @param circular whether it stands further up in the same chain: what waits for it waits for itself
 */
public record RunFacts(
        RunRow row,
        RunHead head,
        RunTail tail,
        Plan plan,
        List<StepFacts> steps,
        Optional<Queue> queue,
        boolean circular) {
    /**
     * The line of a workflow's runs.
     *
     * @param ahead how many stand before it
     * @param running the oldest that run, a few; the first ones with their steps
     * @param failed runs that block a strict strategy, the oldest few
     */
    public record Queue(
            RunStrategy strategy, long ahead, List<RunFacts> running, boolean moreRunning, List<RunRow> failed) {}

    /** @param whole all steps of the run's level of the definition */
    public static RunFacts of(RunRow row, Plan whole, List<StepFacts> steps, Optional<Queue> queue) {
        var head = RunHead.read(row.head());
        var own = head.restart().map(restart -> whole.within(restart.dag())).orElse(whole);
        return new RunFacts(row, head, RunTail.read(row.tail()), own, steps, queue, false);
    }

    public RunFacts inCircle() {
        return new RunFacts(row, head, tail, plan, List.of(), Optional.empty(), true);
    }

    /** Waits for its run strategy. */
    public boolean queued() {
        return row.status() == InstanceStatus.CREATED && !tail.handedOver();
    }

    /** Whether more is known of it than its name and status. */
    boolean explained() {
        return row.status().terminal() || queue.isPresent() || !steps.isEmpty();
    }

    Optional<StepFacts> step(String id) {
        return steps.stream().filter(step -> step.row().stepId().equals(id)).findFirst();
    }

    Subject subject() {
        return Subject.of(row);
    }
}
