package maestro.core.rule;

import maestro.core.row.MessageRow;
import maestro.core.state.Event;
import maestro.core.state.Recovery;
import maestro.core.state.UnreadableWorkflow;
import maestro.core.state.WorkflowState;
import maestro.model.Code;
import maestro.model.MaestroException;

/**
 * What can be decided about a workflow whose stored state cannot be read: its runs, which rest, can be ended and released,
 * and it can be deleted. Callers of anything else are told, steps that call it fail, and other letters rest.
 */
final class UnreadableRules {
    private UnreadableRules() {}

    static void take(Turn turn, Message message, UnreadableWorkflow workflow) {
        switch (message) {
            case Message.Ask(var command, var ticket) -> ask(turn, command, ticket, workflow);
            case Message.Checkpointed saved -> turn.reply(saved.ticket(), new Answer.Saved());
            case Message.Delivered(var key, Letter.StopChild stop) -> {
                known(turn, stop.workflowId());
                SubworkflowRules.take(turn, key, stop);
            }
            case Message.Delivered(var key, Letter.StartChild start) -> refuse(turn, key, start, workflow.why());
            case Message.Prepared prepared -> refuse(turn, prepared.key(), prepared.letter(), workflow.why());
            case Message.Delivered(var key, var letter) -> setAside(turn, key, letter, workflow.why());
            case Message.Reported _, Message.Noted _, Message.Look _, Message.Computed _, Message.Recalled _,
                    Message.Loaded _, Message.Unreadable _, Message.ReadFailed _, Message.Adopt _, Message.Fired _,
                    Message.Due _, Message.Ticked _, Message.OfSignal _, Message.OfTag _ -> {}
        }
    }

    private static void ask(Turn turn, Command command, long ticket, UnreadableWorkflow workflow) {
        switch (command) {
            case Command.EndInstance _, Command.EndAll _, Command.Release _ -> {
                known(turn, command.workflowId());
                Commands.decide(turn, command, ticket);
            }
            case Command.Delete delete -> turn.reply(ticket, delete(turn, known(turn, delete.workflowId()), workflow));
            case Command.Given _, Command.Publish _, Command.ChangeProperties _, Command.AddTag _, Command.RemoveTag _,
                    Command.Activate _, Command.Start _, Command.Restart _, Command.EndRun _, Command.EndStep _,
                    Command.BypassStep _, Command.RestartStep _, Command.Unblock _, Command.SetBreakpoint _,
                    Command.DeleteBreakpoint _, Command.ListBreakpoints _, Command.ListPaused _, Command.ResumeStep _ ->
                turn.reply(ticket, new Answer.Refused(new MaestroException(Code.INTERNAL_ERROR, workflow.why())));
        }
    }

    /** Of the workflow nothing is in memory but its runs that rest. */
    private static WorkflowState known(Turn turn, String workflowId) {
        Recovery.nothing(turn.state(), workflowId);
        return turn.state().workflow(workflowId).orElseThrow();
    }

    private static Answer delete(Turn turn, WorkflowState workflow, UnreadableWorkflow unreadable) {
        var row = unreadable.row().filter(stored -> !stored.deleted());
        if (row.isEmpty()) {
            return new Answer.Refused(new MaestroException(Code.INTERNAL_ERROR, unreadable.why()));
        }
        try {
            DefinitionRules.requireEnded(workflow);
        } catch (MaestroException refusal) {
            return new Answer.Refused(refusal);
        }
        turn.emit(new Event.UnreadableDeleted(workflow.id(), row.get(), turn.now()));
        return DefinitionRules.deleted(turn, workflow);
    }

    private static void refuse(Turn turn, MessageRow.Key key, Letter.StartChild start, String why) {
        SubworkflowRules.refuse(turn, start, new MaestroException(Code.INTERNAL_ERROR, why));
        turn.emit(new Event.LetterTaken(key));
    }

    private static void setAside(Turn turn, MessageRow.Key key, Letter letter, String why) {
        var row = new MessageRow(
                turn.state().shard(), key.fromShard(), key.seq(), letter.home().text(), LetterJson.write(letter));
        SetAsideRules.setAside(turn, row, why);
    }
}
