package maestro.testkit.sim;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import maestro.core.restart.Lineage;
import maestro.core.restart.Preview;
import maestro.core.restart.Standings;
import maestro.core.row.Ending;
import maestro.core.row.RestartConfig;
import maestro.core.row.RunHead;
import maestro.core.row.RunRow;
import maestro.core.row.RunTail;
import maestro.core.row.StepDetail;
import maestro.core.row.StepRow;
import maestro.core.rule.Answer;
import maestro.core.rule.Change;
import maestro.core.rule.Command;
import maestro.core.rule.Effect;
import maestro.core.rule.Incident;
import maestro.core.rule.Message;
import maestro.core.rule.Report;
import maestro.core.rule.RuleConfig;
import maestro.core.state.ShardState;
import maestro.model.run.InstanceStatus;
import maestro.model.run.RunPolicy;
import maestro.model.signal.SignalRequest;
import maestro.runtime.node.ChildPreparation;
import maestro.runtime.node.Firings;
import maestro.runtime.node.Pasts;
import maestro.runtime.shard.Sealed;
import maestro.runtime.store.Reads;
import maestro.runtime.store.Removal;
import maestro.runtime.store.Store;
import maestro.testkit.build.Workflows;
import maestro.testkit.store.Faults;
import maestro.testkit.store.MemoryDatabase;

/**
 * One shard on a virtual clock, without threads: each call is done, durable and answered when it returns. Runtimes are
 * played by the test: a launched attempt waits until the test reports its end. One thread.
 */
public final class Driver {
    /** One run, told by what a client knows of it. */
    public record Run(String workflowId, long instanceId) {}

    private static final String NODE = "driver";

    private final VirtualClock clock = new VirtualClock();
    private final MemoryDatabase database = new MemoryDatabase(1, clock, Faults.NONE);
    final Store store = database.store();
    private final Reads reads = database.reads();
    private final Plans plans = new Plans(reads);
    private final RuleConfig rules;
    private final ChildPreparation children;
    private final Firings firings;
    private final Caller caller = new Caller(store, reads, plans, clock);
    private final Pasts archive = new Pasts(reads, plans.cache());
    private final RestartCaller restarts = new RestartCaller(archive, clock);
    private final Map<Long, Answer> answers = new HashMap<>();
    private final Map<String, Effect.Launch> launches = new LinkedHashMap<>();
    private final Set<String> cancels = new LinkedHashSet<>();
    private final List<Incident> incidents = new ArrayList<>();
    private final List<Change> changes = new ArrayList<>();
    private boolean computing = true;
    private long lastTicket;
    private int lastRequest;
    private Owner owner;

    public Driver() {
        this(RuleConfig.DEFAULT);
    }

    public Driver(RuleConfig limits) {
        rules = limits.withShards(1);
        children = new ChildPreparation(reads::workflow, plans::plan, reads, rules, clock);
        firings = new Firings(reads::workflow, plans::plan, reads, store.signals(), rules, clock);
        takeOver();
    }

    /** The memory is lost and another epoch begins, as after a crash; launched runtimes are forgotten. */
    public Driver takeOver() {
        launches.clear();
        long epoch = store.head(0).epoch();
        var shard = database.leases().take(0, epoch, NODE).orElseThrow();
        owner = new Owner(shard, store, plans, rules, new SplittableRandom(epoch), clock.millis());
        owner.machine().nudge();
        pump();
        return this;
    }

    /** Nobody owns the shard for some time. */
    public Driver away(Duration time) {
        clock.set(clock.millis() + time.toMillis());
        return takeOver();
    }

    /** Evaluations that take longer than a turn allows: done at once, or held back. */
    public Driver computing(boolean atOnce) {
        computing = atOnce;
        pump();
        return this;
    }

    /** @throws maestro.model.MaestroException as the server's checks before the shard throw it */
    public Answer publish(Workflows workflow) {
        return ask(caller.publish(workflow));
    }

    /** The command of a push as prepared now, to be asked later. */
    public Command.Publish publishCommand(Workflows workflow) {
        return caller.publish(workflow);
    }

    /** Brings a command to the shard. */
    public Answer ask(Command command) {
        long ticket = ++lastTicket;
        offer(new Message.Ask(command, ticket));
        return answers.remove(ticket);
    }

    /** Announces a signal. */
    public Driver announce(String name, Map<String, Object> params) {
        var request = new SignalRequest(name, params, Map.of(), Optional.empty(), Optional.empty());
        return offer(new Message.Announce(request, ++lastTicket));
    }

    /** Starts one run that must be accepted. */
    public Run start(String workflowId) {
        var one = startAll(workflowId, "request-" + ++lastRequest).getFirst();
        return new Run(workflowId, one.instanceId());
    }

    /** Publishes and starts one run. */
    public Run run(Workflows workflow) {
        publish(workflow);
        return start(workflow.id());
    }

    /** A batch of starts with these request ids. */
    public List<Answer.Started.One> startAll(String workflowId, String... uuids) {
        return ((Answer.Started) ask(startCommand(workflowId, uuids))).runs();
    }

    /** The command of a batch as prepared now, to be asked later. */
    public Command.Start startCommand(String workflowId, String... uuids) {
        return caller.start(workflowId, List.of(uuids));
    }

    public Answer end(Run run, Ending ending) {
        return ask(caller.end(run.workflowId(), run.instanceId(), ending));
    }

    public Answer endAll(String workflowId, Ending ending) {
        return ask(new Command.EndAll(workflowId, ending, Caller.AMY));
    }

    /** Restarts an ended instance. */
    public Answer restart(Run run, RunPolicy policy) {
        return restart(RestartConfig.ofInstance(node(run, Optional.empty()), policy, Map.of()));
    }

    /** Restarts from a step, in place if its run goes on. */
    public Answer restart(Run run, String stepId) {
        return restart(fromStep(run, stepId));
    }

    public RestartConfig fromStep(Run run, String stepId) {
        return RestartConfig.ofStep(
                node(run, Optional.of(stepId)), RunPolicy.RESTART_FROM_INCOMPLETE, Map.of());
    }

    /** @throws maestro.model.MaestroException as the server's checks before the shard throw it */
    public Answer restart(RestartConfig config) {
        return ask(restartCommand(config));
    }

    /** The command of a restart as prepared now, to be asked later. */
    public Command restartCommand(RestartConfig config) {
        return restarts.command(config, "request-" + ++lastRequest);
    }

    public List<Preview> preview(RestartConfig config) {
        return restarts.preview(config);
    }

    public RestartConfig.Node node(Run run, Optional<String> stepId) {
        return new RestartConfig.Node(run.workflowId(), run.instanceId(), stepId);
    }

    /** Attempts at the step rest from now on. */
    public Answer breakAt(String workflowId, String stepId) {
        return ask(new Command.SetBreakpoint(workflowId, stepId, Caller.AMY));
    }

    public Answer deleteBreakpoint(String workflowId, String stepId, boolean resume) {
        return ask(new Command.DeleteBreakpoint(workflowId, stepId, resume, Caller.AMY));
    }

    /** One attempt that rests goes on. */
    public Answer resume(Run run, String stepId) {
        int attempt = step(run, stepId).attempt();
        return ask(new Command.ResumeStep(owner(run), row(run).runKey(), stepId, attempt, Caller.AMY));
    }

    public Answer endStep(Run run, String stepId, Ending ending) {
        return ask(new Command.EndStep(owner(run), row(run).runKey(), stepId, ending, Caller.AMY));
    }

    private String owner(Run run) {
        return Lineage.owner(row(run), RunHead.read(row(run).head()));
    }

    public Driver offer(Message message) {
        owner.machine().offer(message);
        pump();
        return this;
    }

    /** The last launch of a step's runtime. */
    public Effect.Launch launched(Run run, String stepId) {
        long runKey = row(run).runKey();
        return launches.values().stream()
                .filter(launch -> launch.run().runKey() == runKey && launch.stepId().equals(stepId))
                .reduce((_, later) -> later)
                .orElseThrow(() -> new AssertionError("step " + stepId + " was not launched: " + statuses(run)));
    }

    /** Ids of the steps that were launched in this run, each once an attempt, in order. */
    public List<String> launches(Run run) {
        long key = row(run).runKey();
        return launches.values().stream().filter(one -> one.run().runKey() == key).map(Effect.Launch::stepId).toList();
    }

    /** Whether the last launch of a step was told to end. */
    public boolean cancelled(Run run, String stepId) {
        return cancels.contains(launched(run, stepId).attemptKey());
    }

    /** The runtime of a step's last launch has ended. */
    public Driver report(Run run, String stepId, Report report) {
        return report(launched(run, stepId), report);
    }

    public Driver report(Effect.Launch launch, Report report) {
        return offer(new Message.Reported(
                launch.run().workflowId(), launch.run().runKey(), launch.ordinal(), launch.attemptKey(), report));
    }

    public Driver done(Run run, String... stepIds) {
        for (String stepId : stepIds) {
            report(run, stepId, Reports.done());
        }
        return this;
    }

    /** Lets time pass; what is due on the way happens at its own moment. */
    public Driver advance(Duration time) {
        long target = clock.millis() + time.toMillis();
        for (long due = owner.machine().nextDue(); due <= target; due = owner.machine().nextDue()) {
            clock.set(Math.max(clock.millis(), due));
            pump();
        }
        clock.set(target);
        pump();
        return this;
    }

    public Driver advanceSeconds(long seconds) {
        return advance(Duration.ofSeconds(seconds));
    }

    public long now() {
        return clock.millis();
    }

    private void pump() {
        var machine = owner.machine();
        do {
            machine.tick(clock.millis());
            machine.decide(clock::millis, () -> false);
            owner.finishReads(store, archive, children, firings);
            while (computing && owner.computationsWaiting() > 0) {
                owner.finishComputation(0);
            }
            machine.seal(clock.millis()).ifPresent(this::commit);
        } while (machine.hasWork() || owner.working(computing));
    }

    private void commit(Sealed sealed) {
        var batch = sealed.batch();
        if (batch.lastSeq() > batch.firstSeq() && store.commit(batch) != Store.Outcome.COMMITTED) {
            throw new IllegalStateException("the only owner was fenced: " + batch);
        }
        changes.addAll(sealed.changes());
        owner.machine().committed().effects().forEach(this::perform);
        sealed.deliveries().forEach(owner.machine()::deliver);
    }

    private void perform(Effect effect) {
        switch (effect) {
            case Effect.Reply(var ticket, var answer) -> answers.put(ticket, answer);
            case Effect.Launch launch -> launches.put(launch.attemptKey(), launch);
            case Effect.Cancel(var attemptKey, _) -> cancels.add(attemptKey);
            case Effect.WorkflowChanged _, Effect.RemoveData _ -> {}
            case Effect.Compute work -> owner.compute(work);
            case Effect.Recall work -> owner.recall(work);
            case Effect.Contained(var incident) -> incidents.add(incident);
            case Effect.SetAside _, Effect.LetterSetAside _, Effect.Reload _ -> {}
            case Effect.Prepare _, Effect.AskSignal _, Effect.Fire _, Effect.Tick _ ->
                throw new IllegalStateException("does not wait for commits");
        }
    }

    /** Decisions that threw and were contained. */
    public List<Incident> incidents() {
        return List.copyOf(incidents);
    }

    public ShardState state() {
        return owner.machine().state();
    }

    public Reads reads() {
        return reads;
    }

    public Removal removal() {
        return database.removal();
    }

    /** All changes of status so far, in order. */
    public List<Change> changes() {
        return List.copyOf(changes);
    }

    public RunRow row(Run run) {
        return reads.latestRun(run.workflowId(), run.instanceId()).orElseThrow();
    }

    public InstanceStatus status(Run run) {
        return row(run).status();
    }

    /** Statuses of all runs of a workflow in order of their ids: {@code "SUCCEEDED IN_PROGRESS"}. */
    public String runs(String workflowId) {
        return reads.instances(workflowId, new Reads.Window(false, 200, Optional.empty())).rows().stream()
                .sorted(java.util.Comparator.comparingLong(RunRow::instanceId))
                .map(row -> row.status().name())
                .collect(Collectors.joining(" "));
    }

    /** How the steps of the definition stand over all runs: {@code "a=SUCCEEDED b=NOT_CREATED"}. */
    public String standings(Run run) {
        var past = archive.require(run.workflowId(), run.instanceId());
        return Standings.of(past, archive.whole(past)).entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue().status())
                .collect(Collectors.joining(" "));
    }

    /** Statuses of the created steps in order of their creation: {@code "a=SUCCEEDED b=RUNNING"}. */
    public String statuses(Run run) {
        return reads.steps(row(run).runKey()).stream()
                .map(step -> step.stepId() + "=" + step.status()).collect(Collectors.joining(" "));
    }

    /** Statuses of all attempts at a step: {@code "USER_FAILED RUNNING"}. */
    public String attempts(Run run, String stepId) {
        return reads.attempts(row(run).runKey(), stepId).stream().map(step -> step.status().name())
                .collect(Collectors.joining(" "));
    }

    /** The last attempt as stored. */
    public StepRow step(Run run, String stepId) {
        return reads.attempts(row(run).runKey(), stepId).getLast();
    }

    public StepDetail detail(Run run, String stepId) {
        return StepDetail.read(step(run, stepId));
    }

    /** Messages of the last attempt's timeline. */
    public List<String> timeline(Run run, String stepId) {
        return Timelines.texts(detail(run, stepId).timeline());
    }

    /** Messages of the run's own timeline. */
    public List<String> timeline(Run run) {
        return Timelines.texts(RunTail.read(row(run).tail()).timeline());
    }
}
