package maestro.server.view;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import maestro.core.dag.Plan;
import maestro.core.row.RunHead;
import maestro.core.row.RunRow;
import maestro.core.row.RunTail;
import maestro.core.row.StepRow;
import maestro.model.param.ParamDefinition;

/**
 * What the view of a run is made of.
 *
 * @param plan the steps of this run: after a restart perhaps not all of the definition
 * @param steps the latest attempt of each step that was created, by seq
 * @param parent the step that launched it; empty when a request made it, or when that is not asked
 */
public record RunSource(
        RunRow row, RunHead head, RunTail tail, Plan plan, List<StepRow> steps, Optional<ParentStep> parent) {
    /** @param plan all steps of the run's level of the definition */
    public static RunSource of(RunRow row, Plan plan, List<StepRow> steps) {
        var head = RunHead.read(row.head());
        var own = head.restart().map(restart -> plan.within(restart.dag())).orElse(plan);
        return new RunSource(row, head, RunTail.read(row.tail()), own, steps, Optional.empty());
    }

    public RunSource with(List<StepRow> others) {
        return new RunSource(row, head, tail, plan, others, parent);
    }

    public RunSource under(Optional<ParentStep> step) {
        return new RunSource(row, head, tail, plan, steps, step);
    }

    /** The name of an iteration's workflow: the identity of its loop step's attempt (composite-steps.md §1.3). */
    Optional<String> inlineName() {
        return head.iteration().flatMap(_ -> parent).map(ParentStep::identity);
    }

    /** The run params that the step which launched the run gave it. */
    Map<String, ParamDefinition> handedDown() {
        return parent.map(step -> step.handedDown(row.instanceId(), head)).orElse(Map.of());
    }

    /** The id that nested runs and restarts inherit; made of the run's own numbers at its root. */
    public String correlationId() {
        return head.correlationId()
                .orElseGet(() -> row.workflowId() + ":" + row.instanceId() + ":" + row.runId());
    }
}
