package maestro.core.rule;

import java.util.List;
import maestro.core.retry.RetryState;
import maestro.core.row.Ending;
import maestro.core.row.Order;
import maestro.core.row.ParentRef;
import maestro.core.row.SetAsideRow;
import maestro.core.state.Event;
import maestro.core.state.RunState;
import maestro.core.state.StepState;
import maestro.model.Code;
import maestro.model.MaestroException;
import maestro.model.run.InstanceStatus;
import maestro.model.run.StepStatus;
import maestro.model.run.TimelineEvent;

/**
 * What becomes of a decision that threw: it was undone, and what it was about is ended, so that the shard goes on with
 * everything else. A step ends INTERNALLY_FAILED; if that throws too, its run ends FAILED; if that throws as well, the
 * run is set aside. Each of the three is a decision of its own, which leaves no trace when it throws.
 */
final class Containment {
    private static final long NO_DEADLINE = Long.MAX_VALUE;

    private Containment() {}

    static void contain(Turn turn, Culprit culprit, Throwable thrown) {
        switch (culprit) {
            case Culprit.OfStep(var runKey, var ordinal) -> step(turn, runKey, ordinal, thrown);
            case Culprit.OfRun(var runKey) -> run(turn, runKey, thrown);
            case Culprit.OfWorkflow(var workflowId) -> workflow(turn, workflowId, thrown);
            case Culprit.Asker(var ticket) -> answer(turn, ticket, thrown);
            case Culprit.OfLetter letter -> letter(turn, letter, thrown);
            case Culprit.Nobody() -> turn.effect(new Effect.Contained(Incident.of("run=none", thrown)));
        }
    }

    /** The step ends; else its run; else nobody but an operator can do something about it. */
    private static void step(Turn turn, long runKey, int ordinal, Throwable thrown) {
        var found = turn.state().run(runKey).flatMap(run -> run.find(ordinal));
        if (found.isEmpty()) {
            turn.effect(new Effect.Contained(Incident.of("run_key=" + runKey + " ordinal=" + ordinal, thrown)));
            return;
        }
        if (!tried(turn, () -> endStep(turn, turn.state().run(runKey).orElseThrow(), ordinal, thrown), thrown)) {
            run(turn, runKey, thrown);
        }
    }

    private static void run(Turn turn, long runKey, Throwable thrown) {
        var run = turn.state().run(runKey);
        if (run.isPresent() && !tried(turn, () -> endRun(turn, run.get(), thrown), thrown)) {
            setAside(turn, run.get(), thrown);
        }
    }

    /** One rung: false when it threw, and then left no trace. */
    private static boolean tried(Turn turn, Runnable rung, Throwable first) {
        turn.begin();
        try {
            rung.run();
            return true;
        } catch (RuntimeException | StackOverflowError again) {
            turn.undo();
            if (again != first) {
                first.addSuppressed(again);
            }
            return false;
        }
    }

    private static void endStep(Turn turn, RunState run, int ordinal, Throwable thrown) {
        var step = run.step(ordinal);
        if (!step.created() || step.status().terminal()) {
            turn.emit(new Event.StepCreated(
                    run.key(),
                    ordinal,
                    step.attempt() + 1,
                    step.created() ? step.seq() : run.lastStepSeq() + 1,
                    turn.newUuid(),
                    step.created() ? step.retry() : RetryState.FRESH,
                    turn.now()));
        }
        var incident = Incident.of(Incident.where(run, step.id(), step.attempt()), thrown);
        turn.effect(new Effect.Contained(incident));
        turn.note(run, step, details(turn, StepStatus.INTERNALLY_FAILED.name(), incident));
        if (step.order().filter(order -> order.ending() == Ending.BREAK).isPresent()) {
            throw new IllegalStateException("the step was being ended already");
        }
        cancel(turn, step);
        if (goesOnBelow(step)) {
            var order = new Order(
                    Ending.BREAK, StepEndings.MAESTRO_TASK, "internal error", true, turn.now(), NO_DEADLINE);
            turn.emit(new Event.StepOrdered(run.key(), ordinal, order));
            stopBelow(turn, run, step, order);
        } else {
            StepEndings.dead(turn, run, step, StepStatus.INTERNALLY_FAILED);
        }
    }

    private static boolean goesOnBelow(StepState step) {
        return step.loop().filter(loop -> loop.runningCount() > 0).isPresent()
                || SubworkflowStep.waits(step) && step.child().isPresent();
    }

    private static void stopBelow(Turn turn, RunState run, StepState step, Order order) {
        if (step.loop().isPresent()) {
            LoopRules.stop(turn, run, step, order);
        } else {
            SubworkflowRules.stop(turn, step, order);
        }
    }

    private static void cancel(Turn turn, StepState step) {
        if (!step.attemptKey().isEmpty()) {
            turn.effect(new Effect.Cancel(step.attemptKey(), turn.config().cancelGrace().toMillis()));
        }
    }

    /** By events alone, without the rules that may be what throws. */
    private static void endRun(Turn turn, RunState run, Throwable thrown) {
        var incident = Incident.of(Incident.where(run), thrown);
        turn.effect(new Effect.Contained(incident));
        end(turn, run, incident);
    }

    private static void end(Turn turn, RunState run, Incident incident) {
        turn.emit(new Event.RunNoted(
                run.key(), details(turn, InstanceStatus.FAILED.name(), incident), turn.now()));
        for (int ordinal = 0; ordinal < run.size(); ordinal++) {
            var step = run.step(ordinal);
            if (step.live()) {
                endLive(turn, run, step, incident);
            }
        }
        RunRules.ended(turn, run, InstanceStatus.FAILED);
        if (turn.state().permits(run).waitingCount() > 0) {
            turn.later(new Turn.Work.Grant(turn.state().permits(run)));
        }
    }

    private static void endLive(Turn turn, RunState run, StepState step, Incident incident) {
        cancel(turn, step);
        step.loop()
                .map(loop -> List.copyOf(loop.running()))
                .orElse(List.of())
                .forEach(iteration -> end(turn, iteration, incident));
        var order = new Order(
                Ending.BREAK, StepEndings.MAESTRO_TASK, "internal error", true, turn.now(), NO_DEADLINE);
        if (SubworkflowStep.waits(step)) {
            SubworkflowRules.stop(turn, step, order);
        }
        turn.emit(new Event.StepEnded(run.key(), step.ordinal(), StepStatus.INTERNALLY_FAILED, 0, turn.now()));
    }

    /** The run and all it belongs to rests until an operator or a later version takes it up again. */
    private static void setAside(Turn turn, RunState run, Throwable thrown) {
        turn.begin();
        SetAsideRules.setAside(turn, run.root(), SetAsideRow.Cause.UNDECIDABLE, thrown);
    }

    /** The run that was about to go next; without one it was about nobody. */
    private static void workflow(Turn turn, String workflowId, Throwable thrown) {
        var next = turn.state()
                .workflow(workflowId)
                .flatMap(workflow -> workflow.queued().stream().findFirst());
        if (next.isPresent()) {
            run(turn, next.get().key(), thrown);
        } else {
            turn.effect(new Effect.Contained(Incident.of("workflow=" + workflowId, thrown)));
        }
    }

    private static void answer(Turn turn, long ticket, Throwable thrown) {
        var incident = Incident.of("ticket=" + ticket, thrown);
        turn.effect(new Effect.Contained(incident));
        turn.reply(ticket, new Answer.Refused(refusal(incident)));
    }

    private static MaestroException refusal(Incident incident) {
        return new MaestroException(
                Code.INTERNAL_ERROR,
                incident.message() + ". Nothing was changed; asking again will not help. The server's log has the stack",
                List.of());
    }

    /** A letter is used up: who sent it is told, or what it was about ends. */
    private static void letter(Turn turn, Culprit.OfLetter culprit, Throwable thrown) {
        turn.begin();
        turn.emit(new Event.LetterTaken(culprit.key()));
        switch (culprit.letter()) {
            case Letter.StartChild start -> {
                var incident = Incident.of("workflow=" + start.workflowId() + " child_of=" + start.parent(), thrown);
                turn.effect(new Effect.Contained(incident));
                SubworkflowRules.refuse(turn, start, refusal(incident));
            }
            case Letter.ChildStarted told -> parent(turn, told.parent(), thrown);
            case Letter.ChildRefused told -> parent(turn, told.parent(), thrown);
            case Letter.ChildEnded told -> parent(turn, told.parent(), thrown);
            case Letter.StopChild stop ->
                turn.state()
                        .workflow(stop.workflowId())
                        .flatMap(workflow -> workflow.liveRun(stop.instanceId()))
                        .ifPresent(run -> run(turn, run.key(), thrown));
            case Letter.Seen seen -> {
                lost(turn, seen, thrown);
                TriggerRules.dropped(turn, culprit.key(), seen);
            }
            case Letter.Matched told -> step(turn, told.place().runKey(), told.place().ordinal(), thrown);
            case Letter.Announced told -> step(turn, told.place().runKey(), told.place().ordinal(), thrown);
            case Letter.OfTag told -> step(turn, told.runKey(), told.ordinal(), thrown);
            case Letter.ToSignal told -> lost(turn, told, thrown);
            case Letter.ToTag told -> lost(turn, told, thrown);
        }
    }

    private static void lost(Turn turn, Letter letter, Throwable thrown) {
        turn.effect(new Effect.Contained(Incident.of("letter_to=" + letter.home().text(), thrown)));
    }

    private static void parent(Turn turn, ParentRef parent, Throwable thrown) {
        step(turn, parent.runKey(), parent.ordinal(), thrown);
    }

    private static TimelineEvent details(Turn turn, String status, Incident incident) {
        return TimelineEvent.details(turn.now(), status, incident.message(), incident.stack());
    }
}
