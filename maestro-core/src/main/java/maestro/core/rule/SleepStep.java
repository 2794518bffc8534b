package maestro.core.rule;

import static maestro.model.run.StepStatus.RUNNING;

import maestro.core.row.Order;
import maestro.core.state.RunState;
import maestro.core.state.StepState;

/** A step that waits for a time: its timer says when to look, and the state when it is over. */
final class SleepStep implements StepKind {
    static final SleepStep KIND = new SleepStep();

    private SleepStep() {}

    @Override
    public void begin(Turn turn, RunState run, StepState step) {
        turn.reached(run, step, RUNNING);
    }

    @Override
    public void resume(Turn turn, RunState run, StepState step) {}

    @Override
    public boolean end(Turn turn, RunState run, StepState step, Order order, boolean again) {
        return false;
    }

    @Override
    public long doneAt(StepState step) {
        return StepEvaluation.sleepEnd(step);
    }
}
