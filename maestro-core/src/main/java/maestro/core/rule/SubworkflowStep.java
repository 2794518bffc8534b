package maestro.core.rule;

import static maestro.model.run.StepStatus.RUNNING;

import maestro.core.row.ChildState;
import maestro.core.row.Order;
import maestro.core.state.RunState;
import maestro.core.state.StepState;

/** A step whose work is a run of another workflow, which may live in another shard. */
final class SubworkflowStep implements StepKind {
    static final SubworkflowStep KIND = new SubworkflowStep();

    private SubworkflowStep() {}

    @Override
    public void begin(Turn turn, RunState run, StepState step) {
        turn.reached(run, step, RUNNING);
        SubworkflowRules.begin(turn, run, step);
    }

    @Override
    public void resume(Turn turn, RunState run, StepState step) {
        step.child()
                .flatMap(ChildState::ended)
                .ifPresent(status -> SubworkflowRules.ended(turn, run, step, status));
    }

    @Override
    public boolean end(Turn turn, RunState run, StepState step, Order order, boolean again) {
        if (!waitsForRuns(step)) {
            return false;
        }
        SubworkflowRules.stop(turn, step, order);
        return true;
    }

    /** Not once it is known that the child has ended. */
    @Override
    public boolean waitsForRuns(StepState step) {
        return step.status() == RUNNING && step.ending().isEmpty();
    }

    /** Whether a step is one of this kind whose child has not ended as far as it knows. */
    static boolean waits(StepState step) {
        return StepKind.of(step) == KIND && KIND.waitsForRuns(step);
    }
}
