package maestro.core.rule;

import java.util.Optional;
import maestro.core.mail.Key;
import maestro.core.row.MessageRow;
import maestro.core.row.WorkflowRow;
import maestro.core.state.Recovery;
import maestro.core.state.RunState;
import maestro.core.state.ShardState;
import maestro.core.state.StepState;
import maestro.core.state.UnreadableWorkflow;
import maestro.core.state.WorkflowState;

/**
 * The way into the decisions: a message from outside, a follow-up, or a run just loaded. Pure but for the turn it is
 * given. Nothing that comes late, early or twice does harm: what does not fit the state is ignored or refused.
 */
public final class Rules {
    private Rules() {}

    /**
     * Decides one message at one moment; the workflow it names must be in memory, unless it tells how to load it. What
     * throws meanwhile leaves no trace but the end of the step, the run or the call that it was about.
     */
    public static void decide(Turn turn, Message message, long nowMillis) {
        turn.at(nowMillis);
        turn.begin();
        try {
            take(turn, message);
        } catch (RuntimeException | StackOverflowError broken) {
            turn.undo();
            Containment.contain(turn, Culprit.of(message), broken);
        }
    }

    private static void take(Turn turn, Message message) {
        var unreadable = message.home() instanceof Key.Workflow(var id)
                ? turn.state().unreadable(id)
                : Optional.<UnreadableWorkflow>empty();
        if (unreadable.isPresent()) {
            UnreadableRules.take(turn, message, unreadable.get());
            return;
        }
        switch (message) {
            case Message.Ask(var command, var ticket) -> Commands.decide(turn, command, ticket);
            case Message.Reported reported ->
                launched(turn, reported.runKey(), reported.ordinal(), reported.attemptKey())
                        .ifPresent(at -> StepRules.report(turn, at.run(), at.step(), reported.report()));
            case Message.Noted noted ->
                launched(turn, noted.runKey(), noted.ordinal(), noted.attemptKey())
                        .ifPresent(at -> turn.note(at.run(), at.step(), noted.text()));
            case Message.Checkpointed saved -> StepRules.checkpoint(turn, saved);
            case Message.Look(_, var runKey, var ordinal) -> look(turn, runKey, ordinal);
            case Message.Recalled recalled -> LoopRules.recalled(turn, recalled);
            case Message.Computed computed -> ComputedRules.take(turn, computed);
            case Message.Delivered(var key, var letter) -> take(turn, key, letter);
            case Message.Prepared prepared -> SubworkflowRules.prepared(turn, prepared);
            case Message.Announce announce -> SignalRules.announce(turn, announce);
            case Message.SetPermit set -> TagRules.set(turn, set);
            case Message.TagLoaded(var tag, var permit, var claims) ->
                Recovery.tag(turn.state(), tag, permit, claims);
            case Message.Adopt adopt -> TriggerRules.adopt(turn, adopt);
            case Message.Fired fired -> TriggerRules.fired(turn, fired);
            case Message.Due(var workflowId) -> TriggerRules.due(turn, workflowId);
            case Message.Ticked ticked -> TriggerRules.ticked(turn, ticked);
            case Message.SignalFound found -> SignalRules.found(turn, found);
            case Message.SignalLoaded(var name, var stored) -> {
                Recovery.signal(turn.state(), name, stored);
                turn.later(new Turn.Work.Tell(name));
            }
            case Message.Loaded(var workflowId, var row) -> loaded(turn, workflowId, row);
            case Message.Unreadable(var workflowId, var why) -> new Resting(turn).unreadable(workflowId, Optional.empty(), why);
            case Message.ReadFailed(var asker, var why) ->
                asker(turn, asker).ifPresent(at -> {
                    throw new IllegalStateException("what the step asked for cannot be read", why);
                });
        }
    }

    private static void loaded(Turn turn, String workflowId, Optional<WorkflowRow> row) {
        try {
            Recovery.workflow(turn.state(), workflowId, row);
            row.ifPresent(stored -> turn.effect(new Effect.WorkflowChanged(stored)));
        } catch (RuntimeException unreadable) {
            new Resting(turn).unreadable(workflowId, row, unreadable);
        }
    }

    private static void take(Turn turn, MessageRow.Key key, Letter letter) {
        switch (letter) {
            case Letter.OfChild child -> SubworkflowRules.take(turn, key, child);
            case Letter.ToSignal signal -> SignalRules.take(turn, key, signal);
            case Letter.ToTag tag -> TagRules.take(turn, key, tag);
            case Letter.Granted granted -> PermitWalk.granted(turn, key, granted);
            case Letter.Queued queued -> PermitWalk.queued(turn, key, queued);
            case Letter.Matched matched -> WaitRules.matched(turn, key, matched);
            case Letter.Announced announced -> WaitRules.announced(turn, key, announced);
            case Letter.Seen seen -> TriggerRules.seen(turn, key, seen);
        }
    }

    /** Does the next follow-up; the moment is its own. What throws is contained as in {@link #decide}. */
    public static void work(Turn turn, long nowMillis) {
        turn.at(nowMillis);
        var work = turn.nextWork();
        turn.begin();
        try {
            take(turn, work);
        } catch (RuntimeException | StackOverflowError broken) {
            turn.undo();
            Containment.contain(turn, Culprit.of(turn, work), broken);
        }
    }

    private static void take(Turn turn, Turn.Work work) {
        var state = turn.state();
        switch (work) {
            case Turn.Work.Begin(var runKey, var ordinal) ->
                state.run(runKey).ifPresent(run -> StepRules.begin(turn, run, run.step(ordinal)));
            case Turn.Work.Settle(var runKey) -> state.run(runKey).ifPresent(run -> RunRules.settle(turn, run));
            case Turn.Work.Dequeue(var workflowId) ->
                state.workflow(workflowId).ifPresent(workflow -> StrategyRules.dequeue(turn, workflow));
            case Turn.Work.Grant(var permits) -> PermitRules.grant(turn, permits);
            case Turn.Work.Loop(var runKey, var ordinal) ->
                state.run(runKey).ifPresent(run -> LoopRules.advance(turn, run, run.step(ordinal)));
            case Turn.Work.Tell(var name) -> SignalRules.tell(turn, name);
            case Turn.Work.Unpause(var runKey, var ordinal) -> BreakpointRules.unpause(turn, runKey, ordinal);
            case Turn.Work.Resume(var runKey, var ordinal) ->
                state.run(runKey).ifPresent(run -> StepRules.resume(turn, run, run.step(ordinal)));
        }
    }

    /** Sets a run going again that was just read from the store; its workflow must be in memory. */
    public static void resume(Turn turn, RunState run) {
        if (run.queued()) {
            turn.later(new Turn.Work.Dequeue(run.ownerId()));
            return;
        }
        for (int ordinal = 0; ordinal < run.size(); ordinal++) {
            var step = run.step(ordinal);
            if (step.live()) {
                turn.later(new Turn.Work.Resume(run.key(), ordinal));
            } else if (step.startsByItself() && step.openPredecessors() == 0) {
                turn.later(new Turn.Work.Begin(run.key(), ordinal));
            }
        }
        turn.later(new Turn.Work.Settle(run.key()));
    }

    private static void look(Turn turn, long runKey, int ordinal) {
        turn.state().run(runKey).ifPresent(run -> {
            if (ordinal == Message.Look.THE_RUN) {
                RunRules.look(turn, run);
            } else {
                StepRules.look(turn, run, run.step(ordinal));
            }
        });
    }

    record At(RunState run, StepState step) {}

    /** The attempt that asked for something, if it has not ended since and is to end no otherwise than then. */
    static Optional<At> asker(Turn turn, Effect.Asker asker) {
        return turn.state()
                .run(asker.runKey())
                .flatMap(run -> run.find(asker.ordinal()).map(step -> new At(run, step)))
                .filter(at -> asker.stepUuid().equals(at.step().uuid())
                        && !at.step().status().terminal()
                        && at.step().ending().equals(asker.ending()));
    }

    /** The step that was launched under a key and has not ended since. */
    static Optional<At> launched(Turn turn, long runKey, int ordinal, String attemptKey) {
        return turn.state()
                .run(runKey)
                .flatMap(run -> run.find(ordinal).map(step -> new At(run, step)))
                .filter(at -> !at.step().status().terminal()
                        && at.step().attemptKey().equals(attemptKey));
    }

    /** When a run must be looked at next, with nothing else happening; {@code Long.MAX_VALUE}: never. */
    public static long due(RunState run) {
        return RunRules.due(run);
    }

    /** When a step must be looked at next. */
    public static long due(RunState run, StepState step) {
        return StepRules.due(step);
    }

    /** When a workflow's schedule is due; {@code Long.MAX_VALUE}: never. */
    public static long due(WorkflowState workflow) {
        long due = workflow.triggers().dueMillis();
        return due == 0 ? Long.MAX_VALUE : due;
    }

    /** Whether nothing of a workflow needs to stay in memory. */
    public static boolean idle(ShardState state, WorkflowState workflow) {
        return workflow.nonTerminal() == 0 && state.workflow(workflow.id()).isPresent();
    }
}
