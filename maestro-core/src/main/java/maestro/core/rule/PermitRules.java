package maestro.core.rule;

import java.util.Optional;
import maestro.core.permit.AutomaticTags;
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
        var limits = limits(turn, run, step.id());
        return permits.held() < limits.steps() && permits.held(step.id()) < limits.perStep();
    }

    /** Permits that are stored of the automatic tags go before what the run says; those of iterations are their loop's. */
    private static ParallelLimits limits(Turn turn, RunState run, String stepId) {
        var own = ParallelLimits.of(run.head());
        String workflowId = run.identity().workflowId();
        if (turn.state().unlimited() || !workflowId.equals(run.ownerId())) {
            return own;
        }
        return own.stored(
                turn.state().limit(AutomaticTags.of(workflowId)),
                turn.state().limit(AutomaticTags.of(workflowId, stepId)));
    }

    /** A permit of an automatic tag was set or removed: who waits in the line of its workflow may go on. */
    static void changed(Turn turn, String tag) {
        if (AutomaticTags.is(tag)) {
            turn.state().workflow(AutomaticTags.workflow(tag))
                    .ifPresent(workflow -> turn.later(new Turn.Work.Grant(workflow.permits())));
        }
    }

    /** The request that is granted next: the limit that lets a step run is the one that it waits under. */
    static Optional<Permits.Place> next(Turn turn, Permits permits) {
        return permits.oldest(place -> turn.state()
                .run(place.runKey())
                .map(run -> limits(turn, run, place.stepId()).perStep())
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
