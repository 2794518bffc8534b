package maestro.core.rule;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import maestro.core.restart.RestartConfig;
import maestro.core.row.ParentRef;
import maestro.model.Tag;
import maestro.model.param.ParamDefinition;
import maestro.model.run.Initiator;
import maestro.model.run.InstanceStatus;
import maestro.model.run.RunPolicy;

/** What one shard writes to another (composite-steps.md §4). */
public sealed interface Letter {
    /** The workflow id whose shard takes it. */
    String workflowId();

    /**
     * A subworkflow step wants a run.
     *
     * @param selector {@code active}, {@code latest}, {@code default} or a number
     * @param params run params, merged as handed down by a parent
     * @param again the instance that an earlier attempt of the step started, which gets a new run; empty: a new instance
     */
    record StartChild(
            String workflowId,
            String selector,
            String uuid,
            ParentRef parent,
            Initiator initiator,
            List<Tag> tags,
            String correlationId,
            Optional<Integer> instanceStepConcurrency,
            long groupInfo,
            Map<String, ParamDefinition> params,
            Optional<Again> again)
            implements Letter {
        /** How an instance is restarted, as its new run sees it (execution.md §6.8). */
        public record Again(long instanceId, RunPolicy policy, Optional<RestartConfig> config) {}
    }

    /** The run that a step asked for is there, or its run strategy ended it at once. */
    record ChildStarted(
            String workflowId, ParentRef parent, String childId, long version, long instanceId, long runId, String uuid)
            implements Letter {}

    /** The run that a step asked for could not be made. */
    record ChildRefused(String workflowId, ParentRef parent, String code, String message) implements Letter {}

    /** @param overview the run's last overview, JSON */
    record ChildEnded(
            String workflowId, ParentRef parent, String uuid, InstanceStatus status, String overview)
            implements Letter {}

    /** The parent is being ended: so is its child. */
    record StopChild(String workflowId, long instanceId, String uuid, String user, String reason) implements Letter {}
}
