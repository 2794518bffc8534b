package maestro.testkit.node;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import maestro.core.row.Changes;
import maestro.core.row.RunRow;
import maestro.core.row.WorkflowRow;
import maestro.core.rule.RuleConfig;
import maestro.model.User;
import maestro.model.definition.StepType;
import maestro.model.run.StartRequest;
import maestro.runtime.World;
import maestro.runtime.engine.Engine;
import maestro.runtime.log.LogLimits;
import maestro.runtime.log.Logs;
import maestro.runtime.node.Node;
import maestro.runtime.node.NodeConfig;
import maestro.runtime.node.NodeEngine;
import maestro.runtime.step.StepContext;
import maestro.runtime.step.StepResult;
import maestro.runtime.step.StepRuntime;
import maestro.runtime.store.Batch;
import maestro.runtime.store.Leases;
import maestro.testkit.build.Workflows;
import maestro.testkit.store.Faults;
import maestro.testkit.store.MemoryDatabase;
import org.opentest4j.AssertionFailedError;

/** Real nodes with their threads over one database in memory; a lease so long that only hand-over or restart moves a shard. */
final class Cluster implements AutoCloseable {
    static final int SHARDS = 4;
    /** A step of this id has a runtime that throws. */
    static final String BROKEN = "broken";
    private static final User AMY = User.of("amy");
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** A launched attempt that waits until the test says how it goes. */
    record Work(String node, StepContext context, SynchronousQueue<StepResult> result) {
        void done() throws InterruptedException {
            result.offer(new StepResult.Done(Map.of(), Map.of()), PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** One node and the engine on it. */
    record Member(Node node, Engine engine, CountDownLatch replaced, Logs logs) {}

    private final InstantSource clock = InstantSource.system();
    private final BlockingQueue<Work> launched = new LinkedBlockingQueue<>();
    private final List<Member> members = new ArrayList<>();
    private volatile Consumer<Faults.Call> before = _ -> {};
    private volatile Consumer<Faults.Call> after = _ -> {};
    final MemoryDatabase database = new MemoryDatabase(SHARDS, clock, new Faults() {
        @Override
        public void before(Call call) {
            before.accept(call);
        }

        @Override
        public void after(Call call) {
            after.accept(call);
        }
    });

    Member start(String id) throws InterruptedException {
        var ports = database.ports();
        var logs = new Logs(ports.logs(), LogLimits.standard(), clock);
        var nodePorts = new Node.Ports(
                ports.store(), ports.leases(), ports.reads(), ports.removal(), logs, ports.jobTemplates());
        var config = new NodeConfig(
                id, UUID.randomUUID().toString(), id + ":1", Duration.ofHours(1), PATIENCE, RuleConfig.DEFAULT);
        var replaced = new CountDownLatch(1);
        var node = new Node(config, nodePorts, Map.of(StepType.SHELL, runtime(id)), replaced::countDown);
        node.start();
        node.awaitSettled(PATIENCE);
        var member = new Member(node, new NodeEngine(node, nodePorts, World.real()), replaced, logs);
        members.add(member);
        return member;
    }

    private StepRuntime runtime(String node) {
        return new StepRuntime() {
            @Override
            public StepType type() {
                return StepType.SHELL;
            }

            @Override
            public StepResult run(StepContext context) throws InterruptedException {
                if (context.attempt().stepId().equals(BROKEN)) throw new IllegalStateException("a bug");
                var work = new Work(node, context, new SynchronousQueue<>());
                launched.add(work);
                return work.result().take();
            }
        };
    }

    /** All nodes look at the leases now; the lease of these nodes is an hour. */
    void lookAll() {
        members.forEach(member -> member.node().nudged(Set.of(), true));
    }

    /** The shards that nodes run. */
    Set<Integer> owned() {
        var owned = new TreeSet<Integer>();
        members.forEach(member -> owned.addAll(member.node().running()));
        return owned;
    }

    /** By the number of the shard. */
    List<String> owners() {
        return database.leases().all().stream().map(Leases.Shard::owner).toList();
    }

    /** The next launch anywhere. */
    Work launched() throws InterruptedException {
        var work = launched.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        if (work == null) {
            throw new AssertionFailedError("nothing was launched");
        }
        return work;
    }

    void publish(Member member, Workflows workflow) {
        member.engine().publish(workflow.request(), AMY);
    }

    long start(Member member, String workflowId) {
        return member.engine()
                .start(workflowId, "active", List.of(StartRequest.manual()), AMY)
                .getFirst()
                .instanceId();
    }

    String status(String workflowId, long instanceId) {
        return database.reads().latestRun(workflowId, instanceId).orElseThrow().status().name();
    }

    RunRow row(String workflowId, long instanceId) {
        return database.reads().latestRun(workflowId, instanceId).orElseThrow();
    }

    /** Changes a stored run behind everybody's back. */
    void write(RunRow row) {
        write(row.shard(), new Changes(List.of(), List.of(), List.of(), List.of(), List.of(row), List.of()));
    }

    /** Makes what is stored of a run mean nothing to this version of the program. */
    void garble(String workflowId, long instance) {
        write(row(workflowId, instance).withTail("no JSON".getBytes(StandardCharsets.UTF_8)));
    }

    /** The same of a workflow. */
    void garble(String workflowId) {
        var row = database.reads().workflow(workflowId).orElseThrow();
        var garbled = new WorkflowRow(
                row.workflowId(), row.shard(), row.internalId(), row.latestVersion(), row.activeVersion(),
                row.lastInstanceId(), row.deleted(), row.modifyMillis(), "no JSON", row.dueMillis(),
                row.triggersVersion());
        write(row.shard(), new Changes(List.of(garbled), List.of(), List.of(), List.of(), List.of(), List.of()));
    }

    private void write(int shard, Changes changes) {
        var head = database.store().head(shard);
        database.store()
                .commit(new Batch(
                        shard, head.epoch(), head.sequence(), head.sequence() + 1, 1, changes, new byte[0]));
    }

    void awaitStatus(String workflowId, long instanceId, String status) throws InterruptedException {
        await(() -> status(workflowId, instanceId).equals(status));
    }

    /** Waits until something is so that other threads bring about. */
    static void await(BooleanSupplier so) throws InterruptedException {
        long until = System.nanoTime() + PATIENCE.toNanos();
        var never = new CountDownLatch(1);
        while (!so.getAsBoolean()) {
            if (System.nanoTime() > until) {
                throw new AssertionFailedError("did not come to pass within " + PATIENCE);
            }
            never.await(2, TimeUnit.MILLISECONDS);
        }
    }

    /** The next call of this name fails like this, before anything happens. */
    void failNext(String call, Consumer<Faults.Call> failure) {
        before = once(call, failure);
    }

    /** The next call of this name is done, but its answer is lost. */
    void loseNextAnswer(String call) {
        after = once(call, lost -> {
            throw Faults.unavailable(lost);
        });
    }

    private static Consumer<Faults.Call> once(String call, Consumer<Faults.Call> failure) {
        var left = new AtomicInteger(1);
        return asked -> {
            if (asked.name().equals(call) && left.getAndDecrement() > 0) {
                failure.accept(asked);
            }
        };
    }

    @Override
    public void close() {
        members.forEach(member -> {
            member.node().close();
            member.logs().close();
        });
    }
}
