package maestro.core.rule;

import static maestro.model.run.StepStatus.RUNNING;

import java.util.Map;
import maestro.core.row.Order;
import maestro.core.state.RunState;
import maestro.core.state.StepState;

/** A step that does nothing: it ends in the turn in which it begins. */
final class NoOpStep implements StepKind {
    static final NoOpStep KIND = new NoOpStep();

    private NoOpStep() {}

    @Override
    public void begin(Turn turn, RunState run, StepState step) {
        turn.reached(run, step, RUNNING);
        StepRules.finish(turn, run, step, Map.of());
    }

    @Override
    public void resume(Turn turn, RunState run, StepState step) {}

    @Override
    public boolean end(Turn turn, RunState run, StepState step, Order order, boolean again) {
        return false;
    }
}
