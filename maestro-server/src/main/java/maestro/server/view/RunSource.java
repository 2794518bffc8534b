package maestro.server.view;

import java.util.List;
import java.util.Optional;
import maestro.core.dag.Plan;
import maestro.core.row.RunHead;
import maestro.core.row.RunRow;
import maestro.core.row.RunTail;
import maestro.core.row.StepRow;

/**
 * What the view of a run is made of.
 *
 * @param plan the steps of this run: after a restart perhaps not all of the definition
 * @param steps the latest attempt of each step that was created, by seq
 * @param inlineName of an iteration: the identity of its loop step's attempt (composite-steps.md §1.3)
 */
public record RunSource(
        RunRow row, RunHead head, RunTail tail, Plan plan, List<StepRow> steps, Optional<String> inlineName) {
    /** @param plan all steps of the run's level of the definition */
    public static RunSource of(RunRow row, Plan plan, List<StepRow> steps) {
        var head = RunHead.read(row.head());
        var own = head.restart().map(restart -> plan.within(restart.dag())).orElse(plan);
        return new RunSource(row, head, RunTail.read(row.tail()), own, steps, Optional.empty());
    }

    public RunSource with(List<StepRow> others) {
        return new RunSource(row, head, tail, plan, others, inlineName);
    }

    public RunSource named(Optional<String> name) {
        return new RunSource(row, head, tail, plan, steps, name);
    }

    /** The id that nested runs and restarts inherit; made of the run's own numbers at its root. */
    public String correlationId() {
        return head.correlationId()
                .orElseGet(() -> row.workflowId() + ":" + row.instanceId() + ":" + row.runId());
    }
}
