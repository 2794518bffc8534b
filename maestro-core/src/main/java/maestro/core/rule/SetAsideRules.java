package maestro.core.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import maestro.core.row.Ending;
import maestro.core.row.LetterAside;
import maestro.core.row.MessageRow;
import maestro.core.row.ParentRef;
import maestro.core.row.SetAsideRow;
import maestro.core.state.Event;
import maestro.core.state.RunIdentity;
import maestro.core.state.RunState;
import maestro.core.state.WorkflowState;
import maestro.model.MaestroException;

/**
 * Runs that can neither go on nor end by the rules: they rest outside memory and keep their place in their workflow's run
 * strategy, so that nobody else is hurt.
 */
final class SetAsideRules {
    private static final int REASON_MAX = 2_000;

    private SetAsideRules() {}

    /** A live outermost run and its iterations leave memory. */
    static void setAside(Turn turn, RunState root, SetAsideRow.Cause cause, Throwable why) {
        var keys = new ArrayList<Long>();
        turn.state().keys(root, keys);
        setAside(turn, row(turn, root, cause, Incident.of("", why).message(), keys));
    }

    /** How a run that is in memory is to rest. */
    static SetAsideRow row(Turn turn, RunState root, SetAsideRow.Cause cause, String why, List<Long> keys) {
        return row(turn, root.identity(), root.head().parent(), cause, why, keys);
    }

    static SetAsideRow row(
            Turn turn,
            RunIdentity run,
            Optional<ParentRef> parent,
            SetAsideRow.Cause cause,
            String why,
            List<Long> keys) {
        return new SetAsideRow(
                run.runKey(),
                turn.state().shard(),
                run.workflowId(),
                run.instanceId(),
                run.runId(),
                cause,
                reason(why),
                List.copyOf(keys),
                turn.config().version(),
                turn.now(),
                run.uuid(),
                parent);
    }

    /** A run that is known by its row alone. */
    static void setAside(Turn turn, SetAsideRow row) {
        turn.emit(new Event.RunSetAside(row.workflowId(), row));
        turn.effect(new Effect.SetAside(row));
    }

    static void setAside(Turn turn, MessageRow letter, String why) {
        var aside = new LetterAside(letter, reason(why), turn.config().version(), turn.now());
        turn.emit(new Event.LetterSetAside(aside));
        turn.effect(new Effect.LetterSetAside(aside));
    }

    static String reason(String text) {
        return text.length() <= REASON_MAX ? text : text.substring(0, REASON_MAX);
    }

    /** It is ended from outside: its rows get their status without being read, and a step that waits for it is told. */
    static Answer end(Turn turn, SetAsideRow row, Ending ending) {
        turn.emit(new Event.SetAsideEnded(row.workflowId(), row, ending.instance(), turn.now()));
        row.parent().filter(ParentRef::sync).ifPresent(parent -> turn.send(
                new Letter.ChildEnded(parent.ownerId(), parent, row.uuid(), ending.instance(), "")));
        turn.later(new Turn.Work.Dequeue(row.workflowId()));
        return new Answer.InstanceEnded(
                Optional.of(new Answer.InstanceEnded.Run(row.instanceId(), row.runId(), ending.instance())),
                true,
                turn.now());
    }

    /** @throws MaestroException NOT_FOUND when no run of the instance is set aside */
    static Answer release(Turn turn, WorkflowState workflow, Command.Release release) {
        var row = workflow.setAside(release.instanceId())
                .orElseThrow(() -> MaestroException.notFound("No run of instance [" + release.instanceId()
                        + "] of workflow [" + workflow.id() + "] is set aside"));
        turn.emit(new Event.RunReleased(workflow.id(), row));
        turn.effect(new Effect.Reload(turn.state().shard()));
        return new Answer.Released(row);
    }
}
