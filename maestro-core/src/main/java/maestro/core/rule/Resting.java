package maestro.core.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import maestro.core.dag.Plan;
import maestro.core.row.LetterAside;
import maestro.core.row.MessageRow;
import maestro.core.row.ParentRef;
import maestro.core.row.RunHead;
import maestro.core.row.RunRow;
import maestro.core.row.SetAsideRow;
import maestro.core.row.StepRow;
import maestro.core.row.WorkflowRow;
import maestro.core.state.BrokenRun;
import maestro.core.state.Event;
import maestro.core.state.Recovery;
import maestro.core.state.RunIdentity;
import maestro.core.state.RunState;
import maestro.core.state.UnreadableWorkflow;

/**
 * What of a shard rests, and what is taken up, while it is loaded: runs, workflows and letters that cannot be read or must
 * not be tried again. Each call is a decision of its own. One thread.
 */
public record Resting(Turn turn) {
    /** Puts a workflow into memory. */
    public void workflow(WorkflowRow row) {
        Recovery.workflow(turn.state(), row.workflowId(), Optional.of(row));
    }

    /**
     * What is stored of a workflow cannot be read: until another version of the program can, its runs rest, and it can only
     * be deleted.
     *
     * @param row its row, if there is one
     */
    public void unreadable(String workflowId, Optional<WorkflowRow> row, Throwable why) {
        var incident = Incident.of("workflow=" + workflowId, why);
        turn.state().unreadable(workflowId, new UnreadableWorkflow(row, "The stored state of workflow [" + workflowId
                + "] cannot be read by this version of the server: " + incident.message()));
        turn.effect(new Effect.Contained(incident));
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
                turn, broken.root(), SetAsideRow.Cause.UNWRITABLE, broken.getMessage(), broken.keys());
    }

    /** Nobody is to make that run once more. */
    public void refuseStart(BrokenRun broken) {
        turn.state().refuseStart(broken.root().identity().uuid(), broken.getMessage());
    }

    /**
     * A run whose rows cannot be read rests; with an iteration, all that it belongs to.
     *
     * @param parent the step that waits for it, as far as its rows tell
     */
    public SetAsideRow unreadable(RunIdentity run, Optional<ParentRef> parent, Throwable why) {
        String reason = "Its stored rows cannot be read by this version of the server: "
                + Incident.of("", why).message();
        var root = turn.state().rootOfLoop(run.workflowId());
        var keys = new ArrayList<Long>();
        root.ifPresent(above -> turn.state().keys(above, keys));
        keys.add(run.runKey());
        var row = root.map(above -> SetAsideRules.row(turn, above, SetAsideRow.Cause.UNREADABLE, reason, keys))
                .orElseGet(() -> SetAsideRules.row(turn, run, parent, SetAsideRow.Cause.UNREADABLE, reason, keys));
        setAside(row);
        return row;
    }

    /** A run rests because what is stored of its workflow cannot be read. */
    public SetAsideRow withItsWorkflow(RunRow run, UnreadableWorkflow workflow) {
        var row = SetAsideRules.row(
                turn,
                RunIdentity.of(run),
                RunHead.parent(run.head()),
                SetAsideRow.Cause.UNREADABLE,
                workflow.why(),
                List.of(run.runKey()));
        setAside(row);
        return row;
    }
}
