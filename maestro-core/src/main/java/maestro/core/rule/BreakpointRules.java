package maestro.core.rule;

import java.util.List;
import java.util.Map;
import maestro.core.state.Breakpoint;
import maestro.core.state.Event;
import maestro.core.state.Permits;
import maestro.core.state.StepState;
import maestro.core.state.WorkflowState;
import maestro.model.MaestroException;
import maestro.model.run.StepStatus;

/**
 * Breakpoints of a workflow and the attempts that rest at them (execution.md §5.9). They are part of the workflow's own
 * state, so that a step about to begin finds them where it is decided.
 */
final class BreakpointRules {
    private BreakpointRules() {}

    static Answer set(Turn turn, WorkflowState workflow, Command.SetBreakpoint set) {
        Commands.requireExists(workflow);
        var breakpoint = new Breakpoint(set.user(), turn.now());
        turn.emit(new Event.BreakpointSet(workflow.id(), set.stepId(), breakpoint));
        return new Answer.Breakpoints(Map.of(set.stepId(), breakpoint));
    }

    static Answer list(WorkflowState workflow, Command.ListBreakpoints list) {
        Commands.requireExists(workflow);
        var found = workflow.breakpoints().get(list.stepId());
        return new Answer.Breakpoints(found == null ? Map.of() : Map.of(list.stepId(), found));
    }

    static Answer delete(Turn turn, WorkflowState workflow, Command.DeleteBreakpoint delete) {
        Commands.requireExists(workflow);
        if (!workflow.breakpoints().containsKey(delete.stepId())) {
            throw MaestroException.notFound("Workflow [" + workflow.id() + "] has no breakpoint at step ["
                    + delete.stepId() + "]");
        }
        turn.emit(new Event.BreakpointRemoved(workflow.id(), delete.stepId()));
        var resting = delete.resume() ? at(turn, workflow, delete.stepId()) : List.<Permits.Place>of();
        resting.forEach(place -> turn.later(new Turn.Work.Unpause(place.runKey(), place.ordinal())));
        return new Answer.BreakpointDeleted(resting.size(), turn.now());
    }

    private static List<Permits.Place> at(Turn turn, WorkflowState workflow, String stepId) {
        return workflow.paused().stream()
                .filter(place -> place.stepId().equals(stepId))
                .filter(place -> turn.state().run(place.runKey()).filter(run -> rests(run.step(place.ordinal()))).isPresent())
                .toList();
    }

    /** Who is told to end does not rest any more. */
    private static boolean rests(StepState step) {
        return step.status() == StepStatus.PAUSED && step.order().isEmpty();
    }

    static Answer paused(Turn turn, WorkflowState workflow, Command.ListPaused list) {
        Commands.requireExists(workflow);
        return new Answer.Paused(at(turn, workflow, list.stepId()).stream()
                .map(place -> {
                    var run = turn.state().run(place.runKey()).orElseThrow();
                    var step = run.step(place.ordinal());
                    return new Answer.Paused.One(
                            run.identity(), step.id(), step.attempt(), step.times().pause());
                })
                .toList());
    }

    static Answer resume(Turn turn, Command.ResumeStep resume) {
        var found = turn.state()
                .run(resume.runKey())
                .flatMap(run -> run.find(run.plan().ordinal(resume.stepId())).map(step -> new Rules.At(run, step)))
                .filter(at -> at.step().attempt() == resume.attempt() && rests(at.step()))
                .orElseThrow(() -> MaestroException.notFound("Attempt [" + resume.attempt() + "] of step ["
                        + resume.stepId() + "] does not rest at a breakpoint"));
        StepRules.proceed(turn, found.run(), found.step());
        return new Answer.StepTaken(
                found.run().identity(),
                found.step().id(),
                found.step().attempt(),
                !found.step().live(),
                turn.now());
    }

    /** Goes on unless something else happened to it meanwhile. */
    static void unpause(Turn turn, long runKey, int ordinal) {
        turn.state().run(runKey).ifPresent(run -> {
            var step = run.step(ordinal);
            if (rests(step)) {
                StepRules.proceed(turn, run, step);
            }
        });
    }
}
