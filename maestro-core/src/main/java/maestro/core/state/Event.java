package maestro.core.state;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import maestro.core.dag.Plan;
import maestro.core.permit.Claims;
import maestro.core.permit.TagEvent;
import maestro.core.retry.RetryState;
import maestro.core.row.ChildState;
import maestro.core.row.LetterAside;
import maestro.core.row.LoopRow;
import maestro.core.row.MessageRow;
import maestro.core.row.Order;
import maestro.core.row.PropertiesSnapshot;
import maestro.core.row.RestartConfig;
import maestro.core.row.Rollup;
import maestro.core.row.RunHead;
import maestro.core.row.RunRow;
import maestro.core.row.SetAsideRow;
import maestro.core.row.VersionRow;
import maestro.core.row.WorkflowRow;
import maestro.core.signal.SignalEvent;
import maestro.core.trigger.Triggers;
import maestro.core.wait.Dependencies;
import maestro.core.wait.Outputs;
import maestro.model.Tag;
import maestro.model.User;
import maestro.model.param.Param;
import maestro.model.run.InstanceStatus;
import maestro.model.run.StepStatus;
import maestro.model.run.TimelineEvent;

/** What happened in a shard; the only thing that changes its state. Times are epoch milliseconds. */
public sealed interface Event {
    /** Something about a workflow id. */
    sealed interface OfWorkflow extends Event {
        String workflowId();
    }

    /** Something about a run. */
    sealed interface OfRun extends Event {
        long runKey();
    }

    /** Something about the latest attempt of a step. */
    sealed interface OfStep extends OfRun {
        int ordinal();
    }

    /** A new version, perhaps with new properties, perhaps active at once. */
    record VersionPublished(
            String workflowId,
            VersionRow version,
            Optional<PropertiesSnapshot> snapshot,
            boolean activated,
            User author,
            long at)
            implements OfWorkflow {}

    /** A push that shall not be carried out twice. */
    record PushNoted(String workflowId, String key, String fingerprint, long version) implements OfWorkflow {}

    record PropertiesChanged(String workflowId, PropertiesSnapshot snapshot, long at) implements OfWorkflow {}

    /** @param version 0: none is active any more */
    record ActiveVersionChanged(String workflowId, long version, User author, long at) implements OfWorkflow {}

    record HistoryNoted(String workflowId, User author, String log, long at) implements OfWorkflow {}

    /** Which triggers are in force, and how far they have come. */
    record TriggersSet(String workflowId, Triggers triggers) implements OfWorkflow {}

    record WorkflowDeleted(String workflowId, long at) implements OfWorkflow {}

    /** A workflow whose stored state cannot be read is deleted: of its row, only the columns are taken over. */
    record UnreadableDeleted(String workflowId, WorkflowRow row, long at) implements OfWorkflow {}

    record BreakpointSet(String workflowId, String stepId, Breakpoint breakpoint) implements OfWorkflow {}

    record BreakpointRemoved(String workflowId, String stepId) implements OfWorkflow {}

    /**
     * A stored run that does not block the queue any more: unblocked by a user, or a newer run of its instance exists.
     *
     * @param workflowId the owner's
     * @param row its row as it is to be stored
     * @param freed whether it blocked until now
     */
    record RunUnblocked(String workflowId, RunRow row, boolean freed, long at) implements OfWorkflow {}

    /** A run and its iterations leave memory as they are; they rest until somebody ends them or takes them up again. */
    record RunSetAside(String workflowId, SetAsideRow row) implements OfWorkflow {}

    /** A run that rested is to be loaded again, or was. */
    record RunReleased(String workflowId, SetAsideRow row) implements OfWorkflow {}

    /** A run that rested has been ended by a user. */
    record SetAsideEnded(String workflowId, SetAsideRow row, InstanceStatus status, long at) implements OfWorkflow {}

    record RunCreated(RunIdentity identity, Plan plan, RunHead head, long at) implements OfRun {
        @Override
        public long runKey() {
            return identity.runKey();
        }
    }

    /** Handed to the engine by its run strategy. */
    record RunDequeued(long runKey, long at) implements OfRun {}

    record RunNoted(long runKey, TimelineEvent entry, long at) implements OfRun {}

    record RunOrdered(long runKey, Order order) implements OfRun {}

    /**
     * @param status of the instance over all runs
     * @param runStatus of this run alone
     */
    record RunEnded(long runKey, InstanceStatus status, InstanceStatus runStatus, long at) implements OfRun {}

    record StepCreated(long runKey, int ordinal, int attempt, long seq, UUID uuid, RetryState retry, long at)
            implements OfStep {}

    /** The attempt just made was asked for by a user while the run goes on. */
    record StepRestarted(long runKey, int ordinal, RestartConfig config) implements OfStep {}

    /** Whether a predecessor said yes. */
    record StepSatisfied(long runKey, int ordinal, boolean satisfied, long timeoutMillis) implements OfStep {}

    /** A status short of an end. */
    record StepReached(long runKey, int ordinal, StepStatus status, long at) implements OfStep {}

    record StepParamsSet(long runKey, int ordinal, Map<String, Param> params) implements OfStep {}

    /** What job templates add to the step's own tags. */
    record StepTagged(long runKey, int ordinal, List<Tag> tags) implements OfStep {}

    record StepQueuedForPermit(long runKey, int ordinal) implements OfStep {}

    /** A runtime is to be launched under this key, once this is durable. */
    record StepLaunched(long runKey, int ordinal, String attemptKey) implements OfStep {}

    record StepCheckpointed(long runKey, int ordinal, String checkpoint) implements OfStep {}

    record StepArtifactsSet(long runKey, int ordinal, Map<String, Map<String, Object>> artifacts) implements OfStep {}

    record StepNoted(long runKey, int ordinal, TimelineEvent entry, long at) implements OfStep {}

    record StepOrdered(long runKey, int ordinal, Order order) implements OfStep {}

    /** The attempt ends in this status once its conditions are evaluated, which takes long; its work does not count. */
    record StepEnding(long runKey, int ordinal, StepStatus ending) implements OfStep {}

    /** @param retryAt when the next attempt is due; 0 unless the status is retryable */
    record StepEnded(long runKey, int ordinal, StepStatus status, long retryAt, long at) implements OfStep {}

    /** A foreach begins to loop. */
    record ForeachBegun(
            long runKey, int ordinal, String inlineId, long loopRunId, long total, String fingerprint, Kept kept)
            implements OfStep {
        /**
         * What a foreach keeps of its earlier attempt.
         *
         * @param goesOn false: nothing
         * @param statuses iterations that ended so
         * @param except but not this one; 0: all of them
         */
        public record Kept(boolean goesOn, Set<InstanceStatus> statuses, long except) {
            public static final Kept NOTHING = new Kept(false, Set.of(), 0);
        }
    }

    /**
     * A while begins to loop; values are those of the first iteration.
     *
     * @param first the iteration to begin with, keeping those before it; 0: anew
     */
    record WhileBegun(
            long runKey, int ordinal, String inlineId, long loopRunId, Map<String, Object> values, long first)
            implements OfStep {}

    /** An iteration of an earlier run is to be run again. */
    record IterationQueued(long runKey, int ordinal, long number, LoopRow.Again again) implements OfStep {}

    /** An iteration is launched as soon as its earlier runs are read. */
    record IterationAwaited(long runKey, int ordinal, long number, LoopRow.Again again) implements OfStep {}

    /** Leaf steps of an iteration's earlier runs are not counted any more, for it runs again. */
    record LeavesForgotten(long runKey, int ordinal, Rollup leaves) implements OfStep {}

    /** The values of a while's next iteration. */
    record WhileAdvanced(long runKey, int ordinal, Map<String, Object> values) implements OfStep {}

    /** Its waits, as they are now; also when something changed about one of them. */
    record DependenciesSet(long runKey, int ordinal, Dependencies dependencies) implements OfStep {}

    /** Its announcements, as they are now. */
    record OutputsSet(long runKey, int ordinal, Outputs outputs) implements OfStep {}

    /** Which tags it asks, and how far that is. */
    record StepClaims(long runKey, int ordinal, Claims claims) implements OfStep {}

    /** Something about a tag. */
    record OfTag(String tag, TagEvent event) implements Event {}

    /** Something about a signal name. */
    record OfSignal(String name, SignalEvent event) implements Event {}

    /** A letter goes to another shard, or to this one. */
    record LetterSent(int toShard, String to, String payload) implements Event {}

    /** A letter out of the inbox was dealt with. */
    record LetterTaken(MessageRow.Key key) implements Event {}

    /** A letter that cannot be read leaves the inbox and rests. */
    record LetterSetAside(LetterAside letter) implements Event {}

    /** A letter that rested goes into the inbox again. */
    record LetterReleased(MessageRow.Key key) implements Event {}

    /** The run that a subworkflow step asked for is there, or what is known of it changed. */
    record ChildKnown(long runKey, int ordinal, ChildState child) implements OfStep {}

    /** Results in the order of the plan's successors. */
    record ConditionsEvaluated(long runKey, int ordinal, boolean[] results) implements OfStep {}

    /** A complete step let its successors know. */
    record SuccessorsReleased(long runKey, int ordinal) implements OfStep {}
}
