package maestro.runtime.node;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import maestro.core.check.Finding;
import maestro.core.check.StaticChecks;
import maestro.core.dag.Plan;
import maestro.core.param.Clocked;
import maestro.core.param.ParamCatalogue;
import maestro.core.restart.Preview;
import maestro.core.row.PropertiesSnapshot;
import maestro.core.row.RunRow;
import maestro.core.row.SetAsideRow;
import maestro.core.row.WorkflowRow;
import maestro.core.rule.Answer;
import maestro.core.rule.Command;
import maestro.core.rule.Condition;
import maestro.core.start.DryRun;
import maestro.model.MaestroException;
import maestro.model.Tag;
import maestro.model.User;
import maestro.model.definition.CreateRequest;
import maestro.model.definition.Definitions;
import maestro.model.definition.PropertiesChange;
import maestro.model.definition.TriggerSet;
import maestro.model.definition.Workflow;
import maestro.model.json.Json;
import maestro.model.run.RestartRequest;
import maestro.model.run.StartRequest;
import maestro.model.run.StepRestartRequest;
import maestro.runtime.World;
import maestro.runtime.engine.ActionOutcome;
import maestro.runtime.engine.Activation;
import maestro.runtime.engine.Breakpoints;
import maestro.runtime.engine.Deletion;
import maestro.runtime.engine.Engine;
import maestro.runtime.engine.EventPage;
import maestro.runtime.engine.FeedEvent;
import maestro.runtime.engine.Health;
import maestro.runtime.engine.InstanceAction;
import maestro.runtime.engine.PermitBook;
import maestro.runtime.engine.RestartOutcome;
import maestro.runtime.engine.SignalBook;
import maestro.runtime.engine.StartOutcome;
import maestro.runtime.engine.StepAction;
import maestro.runtime.engine.StepActionOutcome;
import maestro.runtime.engine.StoredDefinition;
import maestro.runtime.engine.Subscription;
import maestro.runtime.engine.TemplateLibrary;
import maestro.runtime.engine.WorkflowActionOutcome;
import maestro.runtime.store.JobTemplates;
import maestro.runtime.store.Reads;
import maestro.runtime.store.Store;

/** The engine of one node: prepares requests on the caller's thread, and has the shard decide them. Thread-safe. */
public final class NodeEngine implements Engine {
    private final Node node;
    private final Store store;
    private final Reads reads;
    private final PushChecks pushes;
    private final World world;
    private final JobTemplates jobTemplates;
    private final DryRun dryRun;
    private final Starts starts;
    private final Condition condition;
    private final Pasts pasts;
    private final InstanceActions instances;
    private final Restarts restarts;
    private final StepActions steps;

    public NodeEngine(Node node, Node.Ports ports, World world) {
        this.node = node;
        this.store = ports.store();
        this.reads = ports.reads();
        this.pushes = new PushChecks(node, ports.removal());
        this.world = world;
        this.jobTemplates = ports.jobTemplates();
        this.dryRun = new DryRun(node.rules());
        this.starts = new Starts(node, reads, store.signals(), this::ask, world, new SnapshotCache());
        this.condition = Condition.NONE;
        this.pasts = new Pasts(reads, node.plans());
        this.instances = new InstanceActions(this::ask, pasts, world);
        this.restarts = new Restarts(this::ask, pasts, node.rules(), world);
        this.steps = new StepActions(this::ask, node::subscribe, pasts, restarts);
    }

    private NodeEngine(NodeEngine engine, Condition condition) {
        this.node = engine.node;
        this.store = engine.store;
        this.reads = engine.reads;
        this.pushes = engine.pushes;
        this.world = engine.world;
        this.jobTemplates = engine.jobTemplates;
        this.dryRun = engine.dryRun;
        this.starts = engine.starts.asking(this::ask);
        this.condition = condition;
        this.pasts = engine.pasts;
        this.instances = engine.instances.asking(this::ask);
        this.restarts = engine.restarts.asking(this::ask);
        this.steps = engine.steps.asking(this::ask, restarts);
    }

    @Override
    public Engine given(Condition required) {
        return new NodeEngine(this, required);
    }

    private Triggerings triggerings() {
        return new Triggerings(node, store.signals());
    }

    private Answer ask(Command command) {
        return node.ask(condition.trivial() ? command : new Command.Given(condition, command));
    }

    @Override
    public StoredDefinition publish(CreateRequest request, User author) {
        node.requireOwned(request.workflow().id()); // what follows is work in vain on another node
        var plan = pushable(request, author);
        String workflowId = request.workflow().id();
        var metadata = new LinkedHashMap<String, Object>();
        request.gitInfo().ifPresent(git -> metadata.put("git_info", git));
        metadata.putAll(request.extras());
        var answer = ask(new Command.Publish(
                workflowId,
                Json.text(Definitions.toJson(request.workflow())),
                metadata,
                request.properties(),
                request.active(),
                author,
                pushes.first(workflowId) ? store.nextInternalId() : 0,
                triggerings().of(TriggerSet.of(request.workflow()), workflowId)));
        if (answer instanceof Answer.Repeated(var number)) {
            return definition(workflowId, Long.toString(number)).orElseThrow(() -> MaestroException.notFound(
                    "Workflow [" + workflowId + "] has no version [" + number + "] any more"));
        }
        return published((Answer.Published) answer, plan);
    }

    @Override
    public void rehearse(CreateRequest request, User author) {
        pushable(request, author);
    }

    private Plan pushable(CreateRequest request, User author) {
        var plan = checked(request, author);
        pushes.check(request);
        return plan;
    }

    private StoredDefinition published(Answer.Published answer, Plan plan) {
        var version = answer.version();
        node.plans().put(version.workflowId(), version.internalId(), version.version(), plan);
        return new StoredDefinition(answer.workflow(), version, answer.snapshot());
    }

    @Override
    public void dryRun(CreateRequest request, User author) {
        checked(request, author);
    }

    @Override
    public List<Finding> check(Workflow workflow) {
        return StaticChecks.check(workflow, catalogue(), new KnownChildren(node, workflow));
    }

    private Plan checked(CreateRequest request, User author) {
        var now = now();
        return node.evaluations()
                .call(request.workflow().id(), budget -> dryRun.check(request, author, now, budget));
    }

    @Override
    public PropertiesSnapshot changeProperties(String workflowId, PropertiesChange change, User author) {
        var since = triggerings().of(TriggerSet.NONE, workflowId).since();
        return snapshot(new Command.ChangeProperties(workflowId, change, author, since));
    }

    @Override
    public PropertiesSnapshot addTag(String workflowId, Tag tag, User author) {
        return snapshot(new Command.AddTag(workflowId, tag, author));
    }

    @Override
    public PropertiesSnapshot removeTag(String workflowId, String tagName, User author) {
        return snapshot(new Command.RemoveTag(workflowId, tagName, author));
    }

    private PropertiesSnapshot snapshot(Command command) {
        return ((Answer.PropertiesChanged) ask(command)).snapshot();
    }

    @Override
    public Activation activate(String workflowId, String selector, User author) {
        var row = require(workflowId);
        long version = Selectors.version(row, selector);
        var declared = TriggerSet.of(plan(workflowId, row.internalId(), version).workflow());
        return activation(
                workflowId,
                new Command.Activate(
                        workflowId, row.internalId(), version, author, triggerings().of(declared, workflowId)));
    }

    @Override
    public Activation deactivate(String workflowId, User author) {
        var row = require(workflowId);
        return activation(workflowId, new Command.Activate(workflowId, row.internalId(), 0, author));
    }

    private Activation activation(String workflowId, Command.Activate command) {
        var answer = (Answer.ActiveVersion) ask(command);
        return new Activation(workflowId, answer.version(), answer.log(), answer.atMillis());
    }

    @Override
    public Deletion delete(String workflowId, User author) {
        var answer = (Answer.Deleted) ask(new Command.Delete(workflowId, author));
        return new Deletion(
                "The workflow is deleted by [" + author.name()
                        + "]. All associated workflow data (e.g. versions and instances) will be deleted shortly.",
                answer.atMillis());
    }

    @Override
    public List<StartOutcome> start(String workflowId, String selector, List<StartRequest> requests, User caller) {
        return starts.start(workflowId, selector, requests, caller);
    }

    @Override
    public ActionOutcome act(
            String workflowId, long instanceId, OptionalLong runId, InstanceAction action, User caller) {
        return instances.act(workflowId, instanceId, runId, action, caller);
    }

    @Override
    public WorkflowActionOutcome actAll(String workflowId, InstanceAction action, User caller) {
        return instances.actAll(workflowId, action, caller);
    }

    @Override
    public StepActionOutcome act(
            String workflowId, long instanceId, String stepId, StepAction action, boolean blocking, User caller) {
        return steps.act(workflowId, instanceId, stepId, action, blocking, caller);
    }

    @Override
    public RestartOutcome restart(String workflowId, long instanceId, RestartRequest request, User caller) {
        return restarts.restart(workflowId, instanceId, request, caller);
    }

    @Override
    public RestartOutcome restart(
            String workflowId, long instanceId, String stepId, StepRestartRequest request, User caller) {
        return restarts.restart(workflowId, instanceId, stepId, request, caller);
    }

    @Override
    public Breakpoints breakpoints() {
        return new NodeBreakpoints(this::ask, pasts);
    }

    @Override
    public List<Preview> preview(String workflowId, long instanceId, RestartRequest request) {
        return restarts.preview(workflowId, instanceId, request);
    }

    @Override
    public List<Preview> preview(String workflowId, long instanceId, String stepId, StepRestartRequest request) {
        return restarts.preview(workflowId, instanceId, stepId, request);
    }

    @Override
    public Optional<StoredDefinition> definition(String workflowId, String selector) {
        var row = node.head(workflowId).filter(present -> !present.deleted() && present.latestVersion() > 0);
        if (row.isEmpty()) {
            return Optional.empty();
        }
        return reads.version(workflowId, row.get().internalId(), Selectors.version(row.get(), selector))
                .map(version -> new StoredDefinition(row.get(), version, Selectors.snapshot(row.get())));
    }

    @Override
    public Plan plan(String workflowId, long internalId, long version) {
        return node.plans().plan(workflowId, internalId, version);
    }

    @Override
    public Plan plan(RunRow run) {
        return node.plans().plan(run);
    }

    @Override
    public PermitBook permits() {
        return new NodePermits(node, store.permits());
    }

    @Override
    public SignalBook signals() {
        return new NodeSignals(node, store.signals());
    }

    @Override
    public TemplateLibrary templates() {
        return new NodeTemplates(jobTemplates, node.templates(), world.clock());
    }

    @Override
    public boolean runs(int shard) {
        return node.running().contains(shard);
    }

    @Override
    public Subscription subscribe(String workflowId, long instanceId, long runId, Consumer<FeedEvent> listener) {
        return node.subscribe(workflowId, instanceId, runId, listener);
    }

    @Override
    public Subscription watch(Consumer<maestro.core.rule.Change> watcher) {
        return node.feed().watch(watcher);
    }

    @Override
    public EventPage history(String workflowId, long instanceId, long runId, String afterId, int size) {
        return new History(reads).read(workflowId, instanceId, runId, afterId, size);
    }

    @Override
    public SetAsideRow release(String workflowId, long instanceId) {
        return ((Answer.Released) node.ask(new Command.Release(workflowId, instanceId))).row();
    }

    @Override
    public ParamCatalogue catalogue() {
        return node.config().rules().catalogue();
    }

    @Override
    public Health health() {
        return Health.of(
                node.settled(), node.leaving(), node.reachesStore(), node.commitTrouble(), node.troubles().text());
    }

    private WorkflowRow require(String workflowId) {
        return Selectors.require(node.head(workflowId), workflowId);
    }

    private Clocked now() {
        return new Clocked(world.millis(), new SplittableRandom(ThreadLocalRandom.current().nextLong()));
    }
}
