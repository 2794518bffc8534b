package maestro.core.rule;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import maestro.core.row.LetterAside;
import maestro.core.row.MessageRow;
import maestro.core.row.SetAsideRow;
import maestro.core.row.WorkflowRow;
import maestro.core.signal.SignalQuery;
import maestro.core.state.RunIdentity;
import maestro.core.state.RunState;
import maestro.core.state.StepState;
import maestro.core.state.WorkflowState;
import maestro.core.trigger.Triggers;
import maestro.model.definition.SignalTrigger;
import maestro.model.definition.StepType;
import maestro.model.definition.TimeTrigger;
import maestro.model.param.Param;
import maestro.model.run.StepStatus;
import maestro.sel.Budget;

/** What the world shall do. All but a computation wait until their cause is durable (design law 4). */
public sealed interface Effect {
    record Reply(long ticket, Answer answer) implements Effect {}

    /** A decision threw and was contained: operators are told. */
    record Contained(Incident incident) implements Effect {}

    /** A run was set aside: operators are told. */
    record SetAside(SetAsideRow row) implements Effect {}

    /** A letter was set aside: operators are told. */
    record LetterSetAside(LetterAside letter) implements Effect {}

    /** A run that was set aside is to be read again: the shard is handed over to itself. */
    record Reload(int shard) implements Effect {}

    /** Starts a runtime for an attempt. */
    record Launch(
            RunIdentity run,
            String ownerId,
            int ordinal,
            String stepId,
            int attempt,
            UUID stepUuid,
            String attemptKey,
            StepType type,
            Map<String, Param> params,
            String checkpoint)
            implements Effect {}

    /** Tells a launched runtime to end. */
    record Cancel(String attemptKey, long graceMillis) implements Effect {}

    /** The durable state of a workflow id changed. */
    record WorkflowChanged(WorkflowRow row) implements Effect {}

    /** Data of a deleted workflow is to be removed. */
    record RemoveData(String workflowId, long internalId) implements Effect {}

    /** Reads and evaluates what a child run needs; not outward, so it need not wait for a commit. */
    record Prepare(MessageRow.Key key, Letter.StartChild letter) implements Effect {}

    /** Reads a signal's history; not outward, so it need not wait for a commit. */
    record AskSignal(String name, SignalQuery query) implements Effect {}

    /**
     * Evaluates a firing of a signal trigger and what it needs of other signals; not outward, so it need not wait for a
     * commit.
     *
     * @param letter that told of an instance
     * @param checkpoints as they are when it asks
     */
    record Fire(
            String workflowId,
            String uuid,
            WorkflowState.Pending letter,
            SignalTrigger trigger,
            Map<String, Long> checkpoints)
            implements Effect {}

    /**
     * Finds the ticks of a schedule that are due, and evaluates what their runs need; as above.
     *
     * @param version the active one
     * @param schedule as it is when it asks
     */
    record Tick(
            String workflowId,
            long internalId,
            long version,
            Triggers.Schedule schedule,
            List<TimeTrigger> triggers,
            long nowMillis)
            implements Effect {}

    /** Reads what an iteration did in earlier runs; the last of them may have ended in this very turn. */
    record Recall(Asker asker, long number, String inlineId) implements Effect {}

    /**
     * The attempt that something is read or computed for, as it is when it asks: an answer for another one, or for one
     * that is going to end otherwise by then, comes too late.
     *
     * @param ending see {@link StepState#ending}
     */
    record Asker(String ownerId, long runKey, int ordinal, UUID stepUuid, Optional<StepStatus> ending) {
        static Asker of(RunState run, StepState step) {
            return new Asker(run.ownerId(), run.key(), step.ordinal(), step.uuid(), step.ending());
        }
    }

    /**
     * Evaluates something long on another thread; not outward, so that most of them need not wait for a commit.
     *
     * @param afterCommit it does wait, as it may read what this turn did to the runs below
     */
    record Compute(Asker asker, boolean afterCommit, Work work) implements Effect {
        static Compute of(RunState run, StepState step, Work work) {
            return new Compute(Asker.of(run, step), BelowParams.any(run), work);
        }
    }

    /** An evaluation, which may be made again from the start after a provisional budget was not enough. */
    @FunctionalInterface
    interface Work extends Supplier<Message.Result> {
        /**
         * @throws maestro.core.param.BudgetExceeded over a provisional budget
         * @throws maestro.model.MaestroException when it fails for good
         */
        Message.Result within(Budget budget);

        /** To its end, whatever it takes. */
        @Override
        default Message.Result get() {
            return within(Budget.defaults());
        }
    }
}
