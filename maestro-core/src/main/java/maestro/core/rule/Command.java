package maestro.core.rule;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import maestro.core.dag.Plan;
import maestro.core.row.Ending;
import maestro.core.row.RestartConfig;
import maestro.core.row.RunHead;
import maestro.core.row.RunRow;
import maestro.model.Tag;
import maestro.model.User;
import maestro.model.definition.Properties;
import maestro.model.definition.PropertiesChange;
import maestro.model.definition.TriggerSet;

/** What a client asks of a workflow; the answer is an {@link Answer}. */
public sealed interface Command {
    String workflowId();

    /**
     * A new version (definition.md §14).
     *
     * @param definition canonical JSON
     * @param metadata JSON of what the caller said about the version: git info and extra keys
     * @param freshInternalId used when the id has no definition now
     */
    record Publish(
            String workflowId,
            String definition,
            Map<String, Object> metadata,
            Optional<Properties> properties,
            boolean activate,
            User author,
            long freshInternalId,
            Triggering triggering)
            implements Command {
        /** Without triggers. */
        public Publish(
                String workflowId,
                String definition,
                Map<String, Object> metadata,
                Optional<Properties> properties,
                boolean activate,
                User author,
                long freshInternalId) {
            this(
                    workflowId, definition, metadata, properties, activate, author, freshInternalId,
                    Triggering.NONE);
        }
    }

    /**
     * What a change of what is active must know of triggers.
     *
     * @param declared of the version in question
     * @param since the last number of each signal that may come into question, read before
     */
    record Triggering(TriggerSet declared, Map<String, Long> since) {
        public static final Triggering NONE = new Triggering(TriggerSet.NONE, Map.of());
    }

    /** Another command, carried out only where the condition holds. */
    record Given(Condition condition, Command then) implements Command {
        @Override
        public String workflowId() {
            return then.workflowId();
        }
    }

    /** @param since the last number of each signal that its triggers listen to, read before */
    record ChangeProperties(String workflowId, PropertiesChange change, User author, Map<String, Long> since)
            implements Command {
        /** Of a workflow without signal triggers. */
        public ChangeProperties(String workflowId, PropertiesChange change, User author) {
            this(workflowId, change, author, Map.of());
        }
    }

    record AddTag(String workflowId, Tag tag, User author) implements Command {}

    record RemoveTag(String workflowId, String tagName, User author) implements Command {}

    /** @param version a version known to exist under {@code internalId}; 0: deactivate */
    record Activate(String workflowId, long internalId, long version, User author, Triggering triggering)
            implements Command {
        /** Without triggers. */
        public Activate(String workflowId, long internalId, long version, User author) {
            this(workflowId, internalId, version, author, Triggering.NONE);
        }
    }

    record Delete(String workflowId, User author) implements Command {}

    /**
     * Starts, in request order (execution.md §8.2). Versions, params and duplicates in the store were looked up by the
     * caller; the shard looks at what happened since.
     */
    record Start(String workflowId, long internalId, List<Request> requests) implements Command {
        /**
         * One start.
         *
         * @param known the run that already carries this request's uuid
         */
        public record Request(String uuid, long version, Plan plan, RunHead head, Optional<Known> known) {}

        /** A run found by its uuid. */
        public record Known(long instanceId, long runId) {}
    }

    /**
     * Ends one run (execution.md §7.4).
     *
     * @param runId empty: the latest
     */
    record EndInstance(String workflowId, long instanceId, Optional<Long> runId, Ending ending, User user)
            implements Command {}

    /** Ends all live runs of a workflow (execution.md §7.5). */
    record EndAll(String workflowId, Ending ending, User user) implements Command {}

    /**
     * A new run of an instance whose latest run has ended (execution.md §6).
     *
     * @param revision of the workflow, read before the run was
     * @param last the latest run as read; nothing newer may be there
     */
    record Restart(String workflowId, long revision, RunRow last, Start.Request request) implements Command {}

    /** Ends one run wherever it is, an iteration too (execution.md §7.4). {@code workflowId}: the owner's. */
    record EndRun(String workflowId, long runKey, Ending ending, User user) implements Command {}

    /** Ends one step of a live run (execution.md §7.3). {@code workflowId}: the owner's. */
    record EndStep(String workflowId, long runKey, String stepId, Ending ending, User user) implements Command {}

    /** A step that waits for signals goes on without them (execution.md §7.3). {@code workflowId}: the owner's. */
    record BypassStep(String workflowId, long runKey, String stepId, User user) implements Command {}

    /** Restarts a step while its run goes on (execution.md §6.7). {@code workflowId}: the owner's. */
    record RestartStep(String workflowId, long runKey, String stepId, RestartConfig config, User user)
            implements Command {}

    /**
     * Stored failed runs shall not block the queue any more (execution.md §7.5).
     *
     * @param revision of the workflow, read before the runs were
     * @param rows as read, with what their timelines tell of it
     */
    record Unblock(String workflowId, long revision, List<RunRow> rows, User user) implements Command {}

    /** Attempts at a step of the workflow, in loops too, shall rest (execution.md §5.9). */
    record SetBreakpoint(String workflowId, String stepId, User user) implements Command {}

    /** @param resume attempts that rest there go on */
    record DeleteBreakpoint(String workflowId, String stepId, boolean resume, User user) implements Command {}

    record ListBreakpoints(String workflowId, String stepId) implements Command {}

    /** Attempts that rest at a step. */
    record ListPaused(String workflowId, String stepId) implements Command {}

    /** One attempt that rests goes on. {@code workflowId}: the owner's. */
    record ResumeStep(String workflowId, long runKey, String stepId, int attempt, User user) implements Command {}

    /** A run that was set aside is to be taken up again. */
    record Release(String workflowId, long instanceId) implements Command {}
}
