package maestro.core.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import maestro.core.dag.Plan;
import maestro.core.row.LetterAside;
import maestro.core.row.MessageRow;
import maestro.core.row.RunRow;
import maestro.core.row.SetAsideRow;
import maestro.core.row.StepRow;
import maestro.core.row.WorkflowRow;
import maestro.core.state.BrokenRun;
import maestro.core.state.Event;
import maestro.core.state.Recovery;
import maestro.core.state.RunIdentity;
import maestro.core.state.RunState;
import maestro.model.Code;
import maestro.model.MaestroException;

/**
 * What of a shard rests, and what is taken up, while it is loaded: runs, workflows and letters that cannot be read or must
 * not be tried again. Each call is a decision of its own. One thread.
 */
public record Resting(Turn turn) {
    /** Puts a workflow into memory. */
    public void workflow(WorkflowRow row) {
        Recovery.workflow(turn.state(), row.workflowId(), Optional.of(row));
    }

    /** The row of a workflow cannot be read: nothing is decided about it until another version of the program can. */
    public void unreadable(String workflowId, Throwable why) {
        var incident = Incident.of("workflow=" + workflowId, why);
        turn.state().unreadable(workflowId, "The stored state of workflow [" + workflowId
                + "] cannot be read by this version of the server: " + incident.message());
        turn.effect(new Effect.Contained(incident));
    }

    /** A message about a workflow that cannot be read: callers are told, letters rest. */
    static void refuse(Turn turn, Message message, String why) {
        switch (message) {
            case Message.Ask(_, var ticket) ->
                turn.reply(ticket, new Answer.Refused(new MaestroException(Code.INTERNAL_ERROR, why)));
            case Message.Checkpointed saved -> turn.reply(saved.ticket(), new Answer.Saved());
            case Message.Delivered(var key, var letter) -> setAside(turn, key, letter, why);
            case Message.Prepared prepared -> setAside(turn, prepared.key(), prepared.letter(), why);
            case Message.Reported _, Message.Noted _, Message.Look _, Message.Computed _, Message.Recalled _,
                    Message.Loaded _, Message.Unreadable _, Message.ReadFailed _, Message.Adopt _, Message.Fired _,
                    Message.Due _, Message.Ticked _, Message.OfSignal _, Message.OfTag _ -> {}
        }
    }

    private static void setAside(Turn turn, MessageRow.Key key, Letter letter, String why) {
        var row = new MessageRow(
                turn.state().shard(), key.fromShard(), key.seq(), letter.home().text(), LetterJson.write(letter));
        SetAsideRules.setAside(turn, row, why);
    }

    /** Puts a live run into memory and sets it going; one that throws leaves no trace. */
    public RunState load(RunRow row, List<StepRow> steps, Function<RunRow, Plan> plans) {
        turn.begin();
        try {
            var run = Recovery.run(turn.state(), row, steps, plans.apply(row));
            Rules.resume(turn, run);
            return run;
        } catch (RuntimeException | StackOverflowError unreadable) {
            turn.undo();
            throw unreadable;
        }
    }

    /** Whether a run that rests is tried again by itself when its shard is loaded. */
    public boolean triesAgain(SetAsideRow row) {
        return row.cause() == SetAsideRow.Cause.UNREADABLE
                || !row.version().equals(turn.config().version());
    }

    /** It rested, and is loaded. */
    public void takenUp(SetAsideRow row) {
        turn.begin();
        turn.emit(new Event.RunReleased(row.workflowId(), row));
    }

    /** A letter that rested goes into the inbox again. */
    public void takenUp(LetterAside letter) {
        turn.begin();
        turn.emit(new Event.LetterReleased(letter.letter().key()));
    }

    /** A letter that cannot be read leaves the inbox; the others flow (fault 9). */
    public void setAside(MessageRow letter, String why) {
        turn.begin();
        SetAsideRules.setAside(turn, letter, why);
    }

    /** A run rests from now on; if it is in memory, it leaves with its iterations. */
    public void setAside(SetAsideRow row) {
        turn.begin();
        SetAsideRules.setAside(turn, row);
    }

    /** It rests already, as is stored. */
    public void rests(SetAsideRow row) {
        Recovery.rests(turn.state(), row);
    }

    /** How a run that could not be written is to rest. */
    public SetAsideRow row(BrokenRun broken) {
        return SetAsideRules.row(
                turn, broken.root().identity(), SetAsideRow.Cause.UNWRITABLE, broken.getMessage(), broken.keys());
    }

    /** Nobody is to make that run once more. */
    public void refuseStart(BrokenRun broken) {
        turn.state().refuseStart(broken.root().identity().uuid(), broken.getMessage());
    }

    /** A run whose rows cannot be read rests; with an iteration, all that it belongs to. */
    public SetAsideRow unreadable(RunIdentity run, Throwable why) {
        var root = turn.state().rootOfLoop(run.workflowId());
        var keys = new ArrayList<Long>();
        root.ifPresent(above -> turn.state().keys(above, keys));
        keys.add(run.runKey());
        var row = SetAsideRules.row(
                turn,
                root.map(RunState::identity).orElse(run),
                SetAsideRow.Cause.UNREADABLE,
                "Its stored rows cannot be read by this version of the server: "
                        + Incident.of("", why).message(),
                keys);
        setAside(row);
        return row;
    }
}
