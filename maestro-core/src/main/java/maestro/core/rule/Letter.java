package maestro.core.rule;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import maestro.core.mail.Key;
import maestro.core.permit.TagLetter;
import maestro.core.row.ParentRef;
import maestro.core.row.RestartConfig;
import maestro.core.signal.Listener;
import maestro.core.signal.SignalLetter;
import maestro.model.Tag;
import maestro.model.param.ParamDefinition;
import maestro.model.run.Initiator;
import maestro.model.run.InstanceStatus;
import maestro.model.run.RunPolicy;

/** What one shard writes to another (composite-steps.md §4). */
public sealed interface Letter {
    /** Whose shard takes it. */
    Key home();

    /** To a workflow. */
    sealed interface ToWorkflow extends Letter {
        String workflowId();

        @Override
        default Key home() {
            return new Key.Workflow(workflowId());
        }
    }

    /** Between a subworkflow step and its run. */
    sealed interface OfChild extends ToWorkflow {}

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
            implements OfChild {
        /** How an instance is restarted, as its new run sees it (execution.md §6.8). */
        public record Again(long instanceId, RunPolicy policy, Optional<RestartConfig> config) {}
    }

    /** The run that a step asked for is there, or its run strategy ended it at once. */
    record ChildStarted(
            String workflowId, ParentRef parent, String childId, long version, long instanceId, long runId, String uuid)
            implements OfChild {}

    /** The run that a step asked for could not be made. */
    record ChildRefused(String workflowId, ParentRef parent, String code, String message) implements OfChild {}

    /** @param overview the run's last overview, JSON */
    record ChildEnded(
            String workflowId, ParentRef parent, String uuid, InstanceStatus status, String overview)
            implements OfChild {}

    /** The parent is being ended: so is its child. */
    record StopChild(String workflowId, long instanceId, String uuid, String user, String reason) implements OfChild {}

    /** To a signal name. */
    record ToSignal(String name, SignalLetter letter) implements Letter {
        @Override
        public Key home() {
            return new Key.Signal(name);
        }
    }

    /** To a tag. */
    record ToTag(String tag, TagLetter letter) implements Letter {
        @Override
        public Key home() {
            return new Key.Tag(tag);
        }
    }

    /** What a tag says to an attempt. */
    sealed interface OfTag extends ToWorkflow {
        long runKey();

        int ordinal();

        UUID uuid();

        String tag();

        /** As the claim that is answered said. */
        boolean insists();
    }

    /** A tag lets an attempt run. */
    record Granted(String workflowId, long runKey, int ordinal, UUID uuid, String tag, boolean insists)
            implements OfTag {}

    /** An attempt has to wait at a tag. */
    record Queued(String workflowId, long runKey, int ordinal, UUID uuid, String tag, boolean insists)
            implements OfTag {}

    /** An instance that a step waits for is there. */
    record Matched(Listener.Step place, long seq, Map<String, Object> params) implements ToWorkflow {
        @Override
        public String workflowId() {
            return place.workflowId();
        }
    }

    /**
     * What a step announced has its number.
     *
     * @param atMillis 0: it had been announced before
     */
    record Announced(Listener.Step place, long seq, long atMillis) implements ToWorkflow {
        @Override
        public String workflowId() {
            return place.workflowId();
        }
    }

    /** An instance that a trigger listens to is there. */
    record Seen(String workflowId, String uuid, String signal, long seq, Map<String, Object> params)
            implements ToWorkflow {}
}
