package maestro.core.rule;

import java.util.List;
import maestro.core.row.RunRow;
import maestro.core.state.Event;
import maestro.core.state.RunIdentity;
import maestro.core.state.RunState;
import maestro.core.state.WorkflowState;
import maestro.model.Code;
import maestro.model.MaestroException;
import maestro.model.run.InstanceStatus;

/**
 * New runs of instances that have ended, and failed ones that shall not block any more (execution.md §6.3, §7.5). Both
 * rest on what the caller read of ended runs; the workflow's revision tells whether it still is so.
 */
final class RestartRules {
    private RestartRules() {}

    /** What became of the wish for a new run. */
    sealed interface Renewal {
        /** A run with this request id was there. */
        record Known(Command.Start.Known run) implements Renewal {}

        /** What the wish rests on has changed: it must be read again. */
        record Stale() implements Renewal {}

        /** It is there; its run strategy has not seen it yet. */
        record Made(RunState run) implements Renewal {}
    }

    static Answer restart(Turn turn, WorkflowState workflow, Command.Restart restart) {
        var request = restart.request();
        return switch (renew(turn, workflow, restart)) {
            case Renewal.Known(var known) ->
                new Answer.Started(List.of(new Answer.Started.One(
                        request.version(),
                        known.instanceId(),
                        known.runId(),
                        request.uuid(),
                        Answer.Started.Status.DUPLICATED,
                        turn.now())));
            case Renewal.Stale() -> new Answer.Stale();
            case Renewal.Made(var run) -> {
                StrategyRules.arrived(turn, workflow, List.of(run));
                yield new Answer.Started(List.of(Commands.started(turn, run)));
            }
        };
    }

    /** @throws MaestroException when the instance goes on, or is not there any more */
    static Renewal renew(Turn turn, WorkflowState workflow, Command.Restart restart) {
        Commands.requireExists(workflow);
        var last = restart.last();
        var request = restart.request();
        var known = Commands.known(workflow, request);
        if (known.isPresent()) {
            return new Renewal.Known(known.get());
        }
        if (workflow.liveRun(last.instanceId()).isPresent()) {
            throw live(last);
        }
        if (workflow.internalId() != last.internalId()) {
            throw MaestroException.badRequest("Instance [" + last.instanceId() + "] belongs to a workflow ["
                    + workflow.id() + "] that was deleted; it cannot be restarted");
        }
        if (workflow.revision() != restart.revision()) {
            return new Renewal.Stale();
        }
        Commands.requireWritable(turn, request);
        supersede(turn, workflow.id(), last, true);
        var identity = new RunIdentity(
                turn.state().nextRunKey(),
                workflow.id(),
                last.internalId(),
                last.instanceId(),
                last.runId() + 1,
                last.version(),
                request.uuid());
        turn.emit(new Event.RunCreated(identity, request.plan(), request.head(), turn.now()));
        return new Renewal.Made(turn.state().run(identity.runKey()).orElseThrow());
    }

    static MaestroException live(RunRow last) {
        return MaestroException.badRequest("Cannot restart instance [" + last.instanceId() + "] of workflow ["
                + last.workflowId() + "]: its latest run is in a non-terminal status; stop it or wait for its end");
    }

    /**
     * A newer run of the instance is there.
     *
     * @param counts whether a failure of it blocks a queue: those of iterations do not
     */
    static void supersede(Turn turn, String ownerId, RunRow last, boolean counts) {
        if (last.status() == InstanceStatus.FAILED && !last.unblocked()) {
            turn.emit(new Event.RunUnblocked(ownerId, last.freed(last.tail()), counts, turn.now()));
        }
    }

    static Answer unblock(Turn turn, WorkflowState workflow, Command.Unblock unblock) {
        if (workflow.revision() != unblock.revision()) {
            return new Answer.Stale();
        }
        for (var row : unblock.rows()) {
            if (row.status() != InstanceStatus.FAILED) {
                throw new MaestroException(Code.BAD_REQUEST, "Instance [" + row.instanceId() + "] of workflow ["
                        + row.workflowId() + "] is in status [" + row.status() + "]; only FAILED ones are unblocked");
            }
            turn.emit(new Event.RunUnblocked(workflow.id(), row.freed(row.tail()), !row.unblocked(), turn.now()));
        }
        turn.later(new Turn.Work.Dequeue(workflow.id()));
        return new Answer.Unblocked(unblock.rows().size(), turn.now());
    }
}
