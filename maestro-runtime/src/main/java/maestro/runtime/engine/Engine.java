package maestro.runtime.engine;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import maestro.core.check.Finding;
import maestro.core.dag.Plan;
import maestro.core.param.ParamCatalogue;
import maestro.core.restart.Preview;
import maestro.core.row.PropertiesSnapshot;
import maestro.core.row.RunRow;
import maestro.core.row.SetAsideRow;
import maestro.core.rule.Change;
import maestro.core.rule.Condition;
import maestro.model.Tag;
import maestro.model.User;
import maestro.model.definition.CreateRequest;
import maestro.model.definition.PropertiesChange;
import maestro.model.definition.Workflow;
import maestro.model.run.RestartRequest;
import maestro.model.run.StartRequest;
import maestro.model.run.StepRestartRequest;

/**
 * The engine as the server sees it. Thread-safe; calls block until their outcome is durable, so that a caller that was
 * answered reads its own writes. Changes throw {@link NotOwner} where another node must be asked; all throw
 * {@link maestro.model.MaestroException}, with SERVICE_UNAVAILABLE when the outcome did not become durable in time, and
 * {@link maestro.runtime.store.StoreUnavailable} when the database is away.
 */
public interface Engine {
    /** Stores a new version after a dry run (definition.md §12, §14). */
    StoredDefinition publish(CreateRequest request, User author);

    /**
     * This engine, whose changes of definitions fail with PRECONDITION_FAILED where the condition does not hold. A push
     * with a key that was carried out before answers what is stored.
     */
    Engine given(Condition condition);

    /** Evaluates a definition as if it were started; nothing is stored. */
    void dryRun(CreateRequest request, User author);

    /** Refuses what {@link #publish} would refuse, as far as that is known before it is stored; nothing is stored. */
    void rehearse(CreateRequest request, User author);

    /** What looks wrong in a definition, in its order; nothing is evaluated. */
    List<Finding> check(Workflow workflow);

    PropertiesSnapshot changeProperties(String workflowId, PropertiesChange change, User author);

    PropertiesSnapshot addTag(String workflowId, Tag tag, User author);

    PropertiesSnapshot removeTag(String workflowId, String tagName, User author);

    /** @param selector {@code active}, {@code latest}, {@code default} or a number, in any case */
    Activation activate(String workflowId, String selector, User author);

    Activation deactivate(String workflowId, User author);

    Deletion delete(String workflowId, User author);

    /** Starts instances of one version, in order; one invalid request fails all (execution.md §8.2). */
    List<StartOutcome> start(String workflowId, String selector, List<StartRequest> requests, User caller);

    /** @param runId empty: the latest */
    ActionOutcome act(String workflowId, long instanceId, OptionalLong runId, InstanceAction action, User caller);

    WorkflowActionOutcome actAll(String workflowId, InstanceAction action, User caller);

    /**
     * Has a run that was set aside tried again: its shard reads it anew.
     *
     * @throws maestro.model.MaestroException NOT_FOUND when no run of the instance is set aside
     */
    SetAsideRow release(String workflowId, long instanceId);

    /**
     * Ends a step.
     *
     * @param blocking waits up to 5 s until it has ended, then fails with REQUEST_TIMEOUT though the action goes on
     */
    StepActionOutcome act(
            String workflowId, long instanceId, String stepId, StepAction action, boolean blocking, User caller);

    /** Restarts an ended instance, or the root above it (execution.md §6.6). */
    RestartOutcome restart(String workflowId, long instanceId, RestartRequest request, User caller);

    /** Restarts from a step: in its run if that goes on, else in a new run. */
    RestartOutcome restart(
            String workflowId, long instanceId, String stepId, StepRestartRequest request, User caller);

    Breakpoints breakpoints();

    /** What {@link #restart} would do in each run on the way, the outermost first; changes nothing. */
    List<Preview> preview(String workflowId, long instanceId, RestartRequest request);

    /** The same for a restart from a step. */
    List<Preview> preview(String workflowId, long instanceId, String stepId, StepRestartRequest request);

    /** Empty when there is no such workflow or version. */
    Optional<StoredDefinition> definition(String workflowId, String selector);

    /** A compiled definition, cached. */
    Plan plan(String workflowId, long internalId, long version);

    /** The compiled definition that a run runs; for an iteration the body of its loop. */
    Plan plan(RunRow run);

    SignalBook signals();

    PermitBook permits();

    /** The job templates that steps are made of. */
    TemplateLibrary templates();

    /** Whether this node runs a shard, so that {@link #subscribe} tells what happens there. */
    boolean runs(int shard);

    /** Calls the listener with every durable change of a run while this node decides it, in order; must not block. */
    Subscription subscribe(String workflowId, long instanceId, long runId, Consumer<FeedEvent> listener);

    /** Calls the watcher with every durable change of this node's shards, in order per shard; must not block. */
    Subscription watch(Consumer<Change> watcher);

    /**
     * Durable changes of one run, in order.
     *
     * @param afterId empty: from the beginning
     * @param size about how many
     */
    EventPage history(String workflowId, long instanceId, long runId, String afterId, int size);

    /** The default params in force. */
    ParamCatalogue catalogue();

    Health health();
}
