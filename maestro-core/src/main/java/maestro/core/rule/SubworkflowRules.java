package maestro.core.rule;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import maestro.core.param.HandDown;
import maestro.core.row.ChildState;
import maestro.core.row.Ending;
import maestro.core.row.MessageRow;
import maestro.core.row.Order;
import maestro.core.row.ParentRef;
import maestro.core.row.RestartConfig;
import maestro.core.row.RunLabels;
import maestro.core.state.Event;
import maestro.core.state.RunOverview;
import maestro.core.state.RunState;
import maestro.core.state.StepState;
import maestro.core.state.WorkflowState;
import maestro.model.MaestroException;
import maestro.model.Tag;
import maestro.model.definition.Step;
import maestro.model.json.Json;
import maestro.model.run.InstanceStatus;
import maestro.model.run.StepStatus;

/**
 * Subworkflow steps and the runs they start, by letters between the shards of both (composite-steps.md §4). A letter that
 * is taken is dealt with in the same commit, so each step of the exchange happens once.
 */
final class SubworkflowRules {
    private static final int DEPTH_MAX = 10;
    /** UTF-8 bytes, as the database holds them. */
    private static final int ID_BYTES_MAX = 512;
    private static final String QUEUED =
            "The queued workflow instance is terminated by its upstream subworkflow step.";

    private SubworkflowRules() {}

    /** The step asks for its child. */
    static void begin(Turn turn, RunState run, StepState step) {
        if (run.head().initiator().depth() + 1 >= DEPTH_MAX) {
            fail(
                    turn,
                    run,
                    step,
                    "Step [" + step.id() + "] would nest runs " + DEPTH_MAX + " levels deep, which is not allowed");
            return;
        }
        var definition = (Step.Subworkflow) step.plan().definition();
        boolean sync = definition.sync().orElse(true);
        String uuid = childUuid(run, step);
        var earlier = restarted(run, step);
        String called = earlier.map(ChildState::workflowId).orElseGet(() -> text(step, "subworkflow_id"));
        int bytes = called.getBytes(StandardCharsets.UTF_8).length;
        if (bytes == 0 || bytes > ID_BYTES_MAX || called.indexOf('\0') >= 0) {
            fail(
                    turn,
                    run,
                    step,
                    "subworkflow_id of step [" + step.id() + "] is no workflow id: it has " + bytes
                            + " bytes, and 1 to " + ID_BYTES_MAX + " without a NUL are allowed");
            return;
        }
        turn.send(new Letter.StartChild(
                called,
                text(step, "subworkflow_version"),
                uuid,
                new ParentRef(
                        turn.state().shard(), run.ownerId(), run.key(), step.ordinal(), step.attempt(), sync),
                Iterations.initiator(run, step, definition.sync()),
                List.of(Tag.of(RunLabels.SUBWORKFLOW)),
                Iterations.correlation(run),
                run.head().instanceStepConcurrency().isPresent()
                        ? Optional.of(run.head().instanceStepConcurrency().getAsInt())
                        : Optional.empty(),
                run.head().groupInfo(),
                HandDown.subworkflow(
                        run.head().params(),
                        step.params(),
                        definition.common().params().keySet(),
                        HandDown.Passed.of(definition)),
                earlier.map(child -> again(run, step, child))));
    }

    /** The instance that gets a new run: in a restart, or in an attempt that a user asked for (§4.4). */
    private static Optional<ChildState> restarted(RunState run, StepState step) {
        return run.head().policy().fresh() && step.restart().isEmpty() ? Optional.empty() : step.earlierChild();
    }

    /** A path that leads to another instance is not for this one. */
    private static Letter.StartChild.Again again(RunState run, StepState step, ChildState child) {
        var config = LoopRestart.asked(run, step)
                .flatMap(asked -> asked.below(step.id()))
                .filter(asked -> asked.current().workflowId().equals(child.workflowId())
                        && asked.current().instanceId() == child.instanceId());
        var policy = config.map(RestartConfig::policyHere).orElseGet(() -> LoopRestart.downstream(run, step));
        return new Letter.StartChild.Again(child.instanceId(), policy, config);
    }

    private static String text(StepState step, String param) {
        return String.valueOf(step.params().get(param).result());
    }

    /** Made of the step's identity, so that asking twice asks for the same (§1.2). */
    private static String childUuid(RunState run, StepState step) {
        String text = run.identity().text() + "[" + step.id() + "][" + step.attempt() + "][" + step.uuid() + "]";
        return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8)).toString();
    }

    static void take(Turn turn, MessageRow.Key key, Letter.OfChild letter) {
        switch (letter) {
            case Letter.StartChild start -> {
                turn.effect(new Effect.Prepare(key, start));
                return; // taken when it is prepared
            }
            case Letter.ChildStarted started ->
                waiting(turn, started.parent()).ifPresent(at -> started(turn, at, started));
            case Letter.ChildRefused refused ->
                waiting(turn, refused.parent())
                        .ifPresent(at -> refused(turn, at, refused));
            case Letter.ChildEnded ended -> waiting(turn, ended.parent()).ifPresent(at -> ended(turn, at, ended));
            case Letter.StopChild stop -> stopChild(turn, stop);
        }
        turn.emit(new Event.LetterTaken(key));
    }

    /** The attempt that waits for its child; empty when it has ended or is another one by now. */
    private static Optional<Rules.At> waiting(Turn turn, ParentRef parent) {
        return turn.state()
                .run(parent.runKey())
                .flatMap(run -> run.find(parent.ordinal()).map(step -> new Rules.At(run, step)))
                .filter(at -> at.step().attempt() == parent.attempt()
                        && at.step().status() == StepStatus.RUNNING);
    }

    /** At the child's shard: the run can be made, or not. */
    static void prepared(Turn turn, Message.Prepared prepared) {
        var letter = prepared.letter();
        boolean taken =
                switch (prepared.child()) {
                    case Message.Prepared.Child.Refused(var why) -> refuse(turn, letter, why);
                    case Message.Prepared.Child.Ready(var internalId, var request) ->
                        start(turn, letter, internalId, request);
                    case Message.Prepared.Child.Again(var command) -> startAgain(turn, letter, command);
                };
        if (taken) {
            turn.emit(new Event.LetterTaken(prepared.key()));
        } else {
            turn.effect(new Effect.Prepare(prepared.key(), letter));
        }
    }

    private static boolean start(
            Turn turn, Letter.StartChild letter, long internalId, Command.Start.Request request) {
        var workflow = turn.state().workflow(letter.workflowId()).orElseThrow();
        if (!workflow.exists() || workflow.internalId() != internalId) {
            return refuse(
                    turn,
                    letter,
                    MaestroException.notFound("Workflow [" + letter.workflowId() + "] does not exist"));
        }
        var known = Commands.known(workflow, request);
        if (known.isPresent()) {
            tell(turn, letter, request.version(), known.get().instanceId(), known.get().runId());
        } else {
            arrived(turn, letter, workflow, Commands.create(turn, workflow, request));
        }
        return true;
    }

    /** False: what was read of the instance has changed since. */
    private static boolean startAgain(Turn turn, Letter.StartChild letter, Command.Restart command) {
        var workflow = turn.state().workflow(letter.workflowId()).orElseThrow();
        try {
            switch (RestartRules.renew(turn, workflow, command)) {
                case RestartRules.Renewal.Stale() -> {
                    return false;
                }
                case RestartRules.Renewal.Known(var run) ->
                    tell(turn, letter, command.last().version(), run.instanceId(), run.runId());
                case RestartRules.Renewal.Made(var run) -> arrived(turn, letter, workflow, run);
            }
        } catch (MaestroException refused) {
            refuse(turn, letter, refused);
        }
        return true;
    }

    /** Its parent hears of it before the run strategy may end it. */
    private static void arrived(Turn turn, Letter.StartChild letter, WorkflowState workflow, RunState run) {
        var identity = run.identity();
        tell(turn, letter, identity.version(), identity.instanceId(), identity.runId());
        StrategyRules.arrived(turn, workflow, List.of(run));
    }

    static boolean refuse(Turn turn, Letter.StartChild letter, MaestroException why) {
        turn.send(new Letter.ChildRefused(
                letter.parent().ownerId(), letter.parent(), why.code().name(), why.getMessage()));
        return true;
    }

    private static void tell(Turn turn, Letter.StartChild letter, long version, long instanceId, long runId) {
        turn.send(new Letter.ChildStarted(
                letter.parent().ownerId(),
                letter.parent(),
                letter.workflowId(),
                version,
                instanceId,
                runId,
                letter.uuid()));
    }

    private static void refused(Turn turn, Rules.At at, Letter.ChildRefused letter) {
        if (at.step().order().isPresent()) {
            StepEndings.obeyed(turn, at.run(), at.step(), at.step().order().get());
        } else {
            fail(
                    turn,
                    at.run(),
                    at.step(),
                    "Failed to start subworkflow step runtime with an error: " + letter.message());
        }
    }

    private static void started(Turn turn, Rules.At at, Letter.ChildStarted letter) {
        var child = ChildState.made(
                letter.childId(), letter.version(), letter.instanceId(), letter.runId(), letter.uuid());
        turn.note(at.run(), at.step(), "Started a subworkflow with uuid: " + letter.uuid());
        turn.emit(new Event.ChildKnown(at.run().key(), at.step().ordinal(), child));
        var order = at.step().order();
        if (order.isPresent() && letter.parent().sync()) {
            stop(turn, at.step(), order.get());
        } else if (order.isPresent()) {
            StepEndings.obeyed(turn, at.run(), at.step(), order.get()); // the run goes its own way
        } else if (!letter.parent().sync()) {
            StepRules.finish(turn, at.run(), at.step(), Map.of());
        }
    }

    /** A run has ended: the step that waits for it is told. */
    static void ended(Turn turn, RunState run, InstanceStatus status) {
        run.head().parent().filter(ParentRef::sync).ifPresent(parent -> turn.send(new Letter.ChildEnded(
                parent.ownerId(),
                parent,
                run.identity().uuid(),
                status,
                Json.text(RunOverview.toJson(run)))));
    }

    private static void ended(Turn turn, Rules.At at, Letter.ChildEnded letter) {
        at.step()
                .child()
                .ifPresent(child -> turn.emit(new Event.ChildKnown(
                        at.run().key(),
                        at.step().ordinal(),
                        child.ended(letter.status(), letter.overview()))));
        LeafBudget.check(turn, at.run());
        ended(turn, at.run(), at.step(), letter.status());
    }

    static void ended(Turn turn, RunState run, StepState step, InstanceStatus status) {
        if (step.order().isPresent()) {
            step.child()
                    .ifPresent(child -> turn.note(
                            run,
                            step,
                            "Terminated the running subworkflow instance: [" + child.workflowId() + "]["
                                    + child.instanceId() + "][" + child.runId() + "]"));
            StepEndings.obeyed(turn, run, step, step.order().get());
            return;
        }
        String text = "Step is in <STATE> status because its subworkflow instance is in <S> status";
        switch (status) {
            case SUCCEEDED -> {
                turn.note(run, step, text.replace("<STATE>", "DONE").replace("<S>", "SUCCEEDED"));
                StepRules.finish(turn, run, step, Map.of());
            }
            case FAILED -> {
                turn.note(run, step, text.replace("<STATE>", "FATAL_ERROR").replace("<S>", "FAILED"));
                StepEndings.fatal(turn, run, step, false);
            }
            case TIMED_OUT -> {
                turn.note(run, step, text.replace("<STATE>", "TIMED_OUT").replace("<S>", "TIMED_OUT"));
                StepEndings.dead(turn, run, step, StepStatus.TIMED_OUT);
            }
            default -> {
                turn.note(run, step, text.replace("<STATE>", "STOPPED").replace("<S>", "STOPPED"));
                StepEndings.dead(turn, run, step, StepStatus.STOPPED);
            }
        }
    }

    /** The step is to end: so is its child; one that is not known yet is stopped when it is. */
    static void stop(Turn turn, StepState step, Order order) {
        step.child()
                .ifPresent(child -> turn.send(new Letter.StopChild(
                        child.workflowId(), child.instanceId(), child.uuid(), order.user(), order.reason())));
    }

    private static void stopChild(Turn turn, Letter.StopChild stop) {
        var workflow = turn.state().workflow(stop.workflowId()).orElseThrow();
        workflow.liveRun(stop.instanceId())
                .filter(run -> run.identity().uuid().equals(stop.uuid()))
                .ifPresent(run -> RunRules.end(
                        turn, run, Ending.STOP, stop.user(), run.queued() ? QUEUED : stop.reason()));
        workflow.setAside(stop.instanceId())
                .filter(row -> row.uuid().equals(stop.uuid()))
                .ifPresent(row -> SetAsideRules.end(turn, row, Ending.STOP));
    }

    private static void fail(Turn turn, RunState run, StepState step, String why) {
        LoopRules.fail(turn, run, step, MaestroException.badRequest(why));
    }
}
