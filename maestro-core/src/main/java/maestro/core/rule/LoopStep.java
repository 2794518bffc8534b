package maestro.core.rule;

import static maestro.model.run.StepStatus.RUNNING;

import maestro.core.row.Order;
import maestro.core.state.RunState;
import maestro.core.state.StepState;

/** A foreach or a while: its work is the runs of its iterations. */
final class LoopStep implements StepKind {
    static final LoopStep KIND = new LoopStep();

    private LoopStep() {}

    @Override
    public void begin(Turn turn, RunState run, StepState step) {
        turn.reached(run, step, RUNNING);
        LoopRules.begin(turn, run, step);
    }

    @Override
    public void resume(Turn turn, RunState run, StepState step) {
        turn.later(new Turn.Work.Loop(run.key(), step.ordinal()));
    }

    @Override
    public boolean end(Turn turn, RunState run, StepState step, Order order, boolean again) {
        if (step.loop().isEmpty()) {
            return false;
        }
        LoopRules.stop(turn, run, step, order);
        return true;
    }

    @Override
    public boolean waitsForRuns(StepState step) {
        return step.loop().isPresent();
    }
}
