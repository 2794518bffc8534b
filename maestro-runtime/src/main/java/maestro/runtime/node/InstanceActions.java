package maestro.runtime.node;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import maestro.core.loop.InlineIds;
import maestro.core.restart.Lineage;
import maestro.core.restart.Past;
import maestro.core.row.Ending;
import maestro.core.row.RunRow;
import maestro.core.row.RunTail;
import maestro.core.rule.Answer;
import maestro.core.rule.Command;
import maestro.model.Code;
import maestro.model.MaestroException;
import maestro.model.User;
import maestro.model.run.InstanceStatus;
import maestro.model.run.TimelineEvent;
import maestro.runtime.World;
import maestro.runtime.engine.ActionOutcome;
import maestro.runtime.engine.InstanceAction;
import maestro.runtime.engine.NotOwner;
import maestro.runtime.engine.WorkflowActionOutcome;

/** Stop, kill and unblock of instances, wherever they are, and of all of a workflow (execution.md §7.4, §7.5). */
final class InstanceActions {
    private static final int TRIES = 200;
    private static final int UNBLOCKED_AT_ONCE = 100;
    private static final String NOTHING_DONE = "The action is done without any operation.";

    private final Function<Command, Answer> shards;
    private final Pasts pasts;
    private final World world;

    /** @param shards brings a command to its shard and waits for the durable answer */
    InstanceActions(Function<Command, Answer> shards, Pasts pasts, World world) {
        this.shards = shards;
        this.pasts = pasts;
        this.world = world;
    }

    /** The same, asking in another way. */
    InstanceActions asking(Function<Command, Answer> way) {
        return new InstanceActions(way, pasts, world);
    }

    ActionOutcome act(String workflowId, long instanceId, OptionalLong runId, InstanceAction action, User caller) {
        if (action == InstanceAction.UNBLOCK) {
            return unblock(workflowId, instanceId, runId, caller);
        }
        for (int i = 0; i < TRIES; i++) {
            var answer = ask(workflowId, instanceId, runId, ending(action), caller);
            if (answer.isEmpty()) {
                continue;
            }
            var run = answer.get().found();
            return run.isPresent()
                    ? taken(workflowId, run.get(), action, answer.get(), caller)
                    : ended(workflowId, instanceId, runId, ending(action));
        }
        throw changing(instanceId);
    }

    private static MaestroException changing(long instanceId) {
        return new MaestroException(
                Code.CONFLICT, "Instance [" + instanceId + "] changes faster than one can look; try again");
    }

    static Ending ending(InstanceAction action) {
        return switch (action) {
            case STOP -> Ending.STOP;
            case KILL -> Ending.KILL;
            case UNBLOCK -> throw new IllegalArgumentException("unblocking ends nothing");
        };
    }

    /** Iterations are found by their row, for they live in the shard of the workflow around them. */
    private Optional<Answer.InstanceEnded> ask(
            String workflowId, long instanceId, OptionalLong runId, Ending ending, User caller) {
        if (!InlineIds.inline(workflowId)) {
            var number = runId.isPresent() ? Optional.of(runId.getAsLong()) : Optional.<Long>empty();
            return Optional.of((Answer.InstanceEnded)
                    shards.apply(new Command.EndInstance(workflowId, instanceId, number, ending, caller)));
        }
        var past = latest(workflowId, instanceId, runId);
        if (!past.run().live()) {
            return Optional.of(new Answer.InstanceEnded(Optional.empty(), false, world.millis()));
        }
        var answer = shards.apply(new Command.EndRun(
                Lineage.owner(past.run(), past.head()), past.run().runKey(), ending, caller));
        return answer instanceof Answer.InstanceEnded ended ? Optional.of(ended) : Optional.empty();
    }

    private Past latest(String workflowId, long instanceId, OptionalLong runId) {
        var past = pasts.require(workflowId, instanceId);
        if (runId.isPresent() && runId.getAsLong() != past.run().runId()) {
            throw MaestroException.badRequest("Run [" + runId.getAsLong() + "] of instance [" + instanceId
                    + "] is not its latest run [" + past.run().runId() + "]");
        }
        return past;
    }

    private static ActionOutcome taken(
            String workflowId,
            Answer.InstanceEnded.Run run,
            InstanceAction action,
            Answer.InstanceEnded answer,
            User caller) {
        String info = answer.completed()
                ? "The action is completed."
                : "The action is accepted and is still running. Please check it again.";
        return new ActionOutcome(
                workflowId,
                run.instanceId(),
                run.runId(),
                run.status(),
                info,
                answer.completed(),
                "User [" + caller.name() + "] took the action [" + action + "] on the workflow instance",
                answer.atMillis());
    }

    /** The latest run has ended before: fine if it ended in the wanted status (rest-api.md §9.2). */
    private ActionOutcome ended(String workflowId, long instanceId, OptionalLong runId, Ending ending) {
        RunRow run = latest(workflowId, instanceId, runId).run();
        if (run.status() != ending.instance()) {
            throw MaestroException.badRequest("Cannot " + ending + " instance [" + instanceId + "] of workflow ["
                    + workflowId + "]: it has ended as [" + run.status() + "] already");
        }
        return nothing(run, "The workflow instance is in status [" + run.status() + "] already");
    }

    private ActionOutcome nothing(RunRow run, String message) {
        return new ActionOutcome(
                run.workflowId(),
                run.instanceId(),
                run.runId(),
                run.status(),
                NOTHING_DONE,
                true,
                message,
                world.millis());
    }

    private ActionOutcome unblock(String workflowId, long instanceId, OptionalLong runId, User caller) {
        for (int i = 0; i < TRIES; i++) {
            long revision = pasts.revision(workflowId);
            var run = latest(workflowId, instanceId, runId).run();
            if (InlineIds.inline(workflowId)) {
                return nothing(run, "An iteration blocks nothing");
            }
            if (run.status() != InstanceStatus.FAILED) {
                throw MaestroException.badRequest("Cannot unblock instance [" + instanceId + "] of workflow ["
                        + workflowId + "]: it is in status [" + run.status() + "], not FAILED");
            }
            if (run.unblocked()) {
                return nothing(run, "The workflow instance was unblocked already");
            }
            String text = "User [" + caller.name() + "] unblocked the workflow instance";
            var rows = java.util.List.of(noted(run, caller, text));
            if (shards.apply(new Command.Unblock(workflowId, revision, rows, caller)) instanceof Answer.Unblocked done) {
                return new ActionOutcome(
                        workflowId,
                        instanceId,
                        run.runId(),
                        run.status(),
                        "The action is completed.",
                        true,
                        text,
                        done.atMillis());
            }
        }
        throw changing(instanceId);
    }

    private RunRow noted(RunRow run, User caller, String text) {
        var entry = TimelineEvent.action(world.millis(), InstanceAction.UNBLOCK.name(), caller, text);
        return run.withTail(RunTail.read(run.tail()).noted(entry).write());
    }

    WorkflowActionOutcome actAll(String workflowId, InstanceAction action, User caller) {
        if (action == InstanceAction.UNBLOCK) {
            return unblockAll(workflowId, caller);
        }
        var ending = ending(action);
        var answer = (Answer.AllEnded) shards.apply(new Command.EndAll(workflowId, ending, caller));
        return new WorkflowActionOutcome(
                "Terminated [" + answer.queued() + "] queued instances and terminating [" + answer.running()
                        + "] running instances",
                "All workflow instances of workflow id [" + workflowId + "] are terminated to status ["
                        + ending.instance() + "] by the caller [" + caller.name() + "]",
                answer.atMillis());
    }

    private List<RunRow> blocking(String workflowId) {
        return pasts.reads().runsIn(workflowId, InstanceStatus.FAILED, UNBLOCKED_AT_ONCE);
    }

    private WorkflowActionOutcome unblockAll(String workflowId, User caller) {
        String reason = "All failed workflow instances of workflow id [" + workflowId
                + "] are unblocked by the caller [" + caller.name() + "]";
        if (InlineIds.inline(workflowId)) {
            return new WorkflowActionOutcome("Unblocked the workflow.", reason, world.millis());
        }
        long count = 0;
        for (int stale = 0; stale < TRIES; ) {
            long revision = pasts.revision(workflowId);
            var rows = new ArrayList<RunRow>();
            for (var run : blocking(workflowId)) {
                rows.add(noted(run, caller, reason));
            }
            if (rows.isEmpty()) {
                return new WorkflowActionOutcome(
                        "Unblocked [" + count + "] failed workflow instances.", reason, world.millis());
            }
            if (next(count, new Command.Unblock(workflowId, revision, rows, caller)) instanceof Answer.Unblocked done) {
                count += done.count();
            } else {
                stale++;
            }
        }
        throw new MaestroException(
                Code.CONFLICT, "Instances of workflow [" + workflowId + "] change faster than one can look");
    }

    /** Once a part is done, the call is no longer one that another node can do instead. */
    private Answer next(long done, Command.Unblock command) {
        try {
            return shards.apply(command);
        } catch (NotOwner moved) {
            if (done == 0) {
                throw moved;
            }
            throw new MaestroException(
                    Code.SERVICE_UNAVAILABLE,
                    "Unblocked [" + done + "] failed workflow instances, then the shard of workflow ["
                            + command.workflowId() + "] moved to another node; try again for the others");
        }
    }
}
