package maestro.core.rule;

import maestro.core.state.Permits;
import maestro.core.state.RunState;
import maestro.core.state.StepState;
import maestro.model.run.StepStatus;

/** How many steps of a workflow run at once: the automatic tags of execution.md §8.3. */
final class PermitRules {
    private PermitRules() {}

    /** Whether a step may run now, given what holds permits. */
    static boolean free(Turn turn, RunState run, StepState step) {
        var permits = turn.state().permits(run);
        var limits = ParallelLimits.of(run.head());
        return permits.held() < limits.steps() && permits.held(step.id()) < limits.perStep();
    }

    /** Lets the step that waits longest run, if a permit is free for it, and looks again: each is a decision of its own. */
    static void grant(Turn turn, Permits permits) {
        var oldest = permits.oldest(ParallelLimits.PER_STEP);
        if (oldest.isEmpty()) {
            return;
        }
        var run = turn.state().run(oldest.get().runKey()).orElseThrow();
        var step = run.step(oldest.get().ordinal());
        if (step.status() != StepStatus.WAITING_FOR_PERMITS || !free(turn, run, step)) {
            return;
        }
        turn.later(new Turn.Work.Grant(permits));
        turn.note(run, step, "Tag permit acquired");
        StepRules.start(turn, run, step);
    }
}
