package maestro.core.dag;

import java.util.List;
import java.util.Optional;
import maestro.core.retry.RetryRules;
import maestro.model.definition.FailureMode;
import maestro.model.definition.Step;
import maestro.model.definition.StepType;

/**
 * One step of a plan.
 *
 * @param ordinal its place in the plan, from 0; views count from 1
 * @param successors places of the steps that follow, in written order
 * @param conditions SEL text for each successor
 * @param predecessors places of the steps that name this one
 * @param outside edges into this step from steps of the definition that the plan leaves out
 * @param retry the retry policy, ready to be applied
 * @param body the steps of an iteration; empty unless the step is a loop
 */
public record PlanStep(
        int ordinal,
        Step definition,
        List<Integer> successors,
        List<String> conditions,
        List<Integer> predecessors,
        List<Edge> outside,
        RetryRules retry,
        Optional<Plan> body) {
    /** One edge: the step it comes from, and its place among that step's successors. */
    public record Edge(String stepId, int place) {}

    public String id() {
        return definition.id();
    }

    public StepType type() {
        return definition.type();
    }

    public FailureMode failureMode() {
        return definition.common().failureModeInForce();
    }

    /** Waits for no step of its plan. */
    public boolean root() {
        return predecessors.isEmpty();
    }
}
