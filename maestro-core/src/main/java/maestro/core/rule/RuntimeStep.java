package maestro.core.rule;

import static maestro.model.run.StepStatus.RUNNING;
import static maestro.model.run.StepStatus.STARTING;

import maestro.core.row.Order;
import maestro.core.state.Event;
import maestro.core.state.RunState;
import maestro.core.state.StepState;

/** A step whose work a runtime does outside the engine, and reports. */
final class RuntimeStep implements StepKind {
    static final RuntimeStep KIND = new RuntimeStep();

    private RuntimeStep() {}

    @Override
    public void begin(Turn turn, RunState run, StepState step) {
        launch(turn, run, step);
    }

    @Override
    public void resume(Turn turn, RunState run, StepState step) {
        if (!step.attemptKey().isEmpty()) {
            launch(turn, run, step);
        }
    }

    private static void launch(Turn turn, RunState run, StepState step) {
        turn.emit(new Event.StepLaunched(run.key(), step.ordinal(), turn.attemptKey(step)));
        if (step.status() == STARTING) {
            turn.reached(run, step, RUNNING);
        }
        turn.effect(new Effect.Launch(
                run.identity(),
                run.ownerId(),
                step.ordinal(),
                step.id(),
                step.attempt(),
                step.uuid(),
                step.attemptKey(),
                step.plan().type(),
                step.params(),
                step.checkpoint()));
    }

    /** The runtime is told once; its own deadline says how long it is waited for. */
    @Override
    public boolean end(Turn turn, RunState run, StepState step, Order order, boolean again) {
        if (step.attemptKey().isEmpty()) {
            return false;
        }
        if (!again) {
            turn.effect(new Effect.Cancel(step.attemptKey(), turn.config().cancelGrace().toMillis()));
        }
        return true;
    }
}
