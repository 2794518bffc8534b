package maestro.core.rule;

import java.util.Optional;
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

    /** The request that is granted next: the limit that lets a step run is the one that it waits under. */
    static Optional<Permits.Place> next(Turn turn, Permits permits) {
        return permits.oldest(place -> turn.state()
                .run(place.runKey())
                .map(run -> ParallelLimits.of(run.head()).perStep())
                .orElse(0));
    }

    /** Lets the step that waits longest run, if a permit is free for it, and looks again: each is a decision of its own. */
    static void grant(Turn turn, Permits permits) {
        var oldest = next(turn, permits);
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
