package maestro.testkit.sim;

import static maestro.testkit.sim.Ledger.check;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import maestro.core.row.RunHead;
import maestro.core.row.RunRow;
import maestro.core.row.StepRow;
import maestro.core.row.WorkflowRow;
import maestro.core.rule.Effect;
import maestro.core.state.Permits;
import maestro.core.state.Recovery;
import maestro.core.state.RunState;
import maestro.core.state.ShardState;
import maestro.core.state.StepState;
import maestro.model.run.InstanceStatus;
import maestro.runtime.store.Store;
import maestro.testkit.store.MemoryDatabase;

/** Looks at a simulation from outside: memory against rows, and how all ended against how it had to end. */
record Inspector(MemoryDatabase database, Ledger ledger, Plans plans, Script script) {
    /** What recovery would bring back now is what the owner has in memory, field by field. */
    void checkRecovery(ShardState evolved) {
        var loaded = new ShardState(evolved.shard(), evolved.sequence());
        var loading = new Loaded(loaded, plans);
        var resting = database.store().aside(evolved.shard()).runs();
        resting.forEach(row -> loading.aside().addAll(row.keys()));
        database.store().load(evolved.shard(), loading);
        resting.forEach(row -> Recovery.rests(loaded, row));
        var wanted = Picture.of(evolved);
        var found = Picture.of(loaded);
        for (int i = 0; i < Math.max(wanted.size(), found.size()); i++) {
            String want = i < wanted.size() ? wanted.get(i) : "nothing";
            String have = i < found.size() ? found.get(i) : "nothing";
            check(want.equals(have), "recovery brings back%n%s%ninstead of%n%s", have, want);
        }
    }

    /** A step ends when its runtime has told so, or was told to: none goes on for nobody. */
    void checkNotLeftAtWork(SimNode node, Effect.Launch launch) {
        int shard = (int) (launch.run().runKey() >>> 48);
        var owner = node.owners().get(shard);
        boolean inForce = owner != null
                && owner.machine().inFlight() == 0
                && owner.shard().epoch() == database.store().head(shard).epoch();
        if (!inForce || node.said().contains(launch.attemptKey()) || node.cancelled().contains(launch.attemptKey())) {
            return;
        }
        database.reads().attempts(launch.run().runKey(), launch.stepId()).stream()
                .filter(row -> row.attempt() == launch.attempt())
                .forEach(row -> check(
                        !row.status().terminal(), "%s is %s and its runtime was left at work", launch, row.status()));
    }

    /** Permits held in memory are the steps at work: of a workflow's own runs, and of each loop's iterations. */
    void checkPermits(List<SimNode> nodes) {
        for (var node : nodes) {
            for (var owner : node.owners().values()) {
                var state = owner.machine().state();
                state.workflows().forEach(workflow -> checkPermits(workflow.permits(), workflow.running()));
                state.runs().stream()
                        .flatMap(Inspector::steps)
                        .flatMap(step -> step.loop().stream())
                        .forEach(loop -> checkPermits(loop.permits(), loop.running()));
            }
        }
    }

    private static void checkPermits(Permits permits, Collection<RunState> sharing) {
        long held = sharing.stream()
                .flatMap(Inspector::steps)
                .filter(step -> Ledger.holds(step.status()))
                .count();
        check(permits.held() == held, "%d permits held by %d steps", permits.held(), held);
    }

    private static Stream<StepState> steps(RunState run) {
        return run.plan().steps().stream().map(step -> run.step(step.ordinal()));
    }

    /** A run that a step of another one asked for may be stopped with it. */
    private boolean called(RunRow run) {
        var stored = database.reads().run(run.workflowId(), run.instanceId(), run.runId());
        return RunHead.read(stored.orElseThrow().head()).parent().isPresent();
    }

    /** Calm runs ended exactly as their definition and the script say; all others ended. */
    void checkEnds() {
        for (var run : ledger.runs().values()) {
            boolean refused = run.status() == InstanceStatus.STOPPED && run.startMillis() == 0;
            if (RandomWorkflows.calm(run.workflowId()) && !refused && !called(run)) {
                var oracle = new Oracle(
                        script, plans.plan(run.workflowId(), run.internalId(), run.version()), run.uuid());
                check(oracle.run() == run.status(), "%s should be %s", run, oracle.run());
                oracle.attempts().forEach((stepId, statuses) -> {
                    var found = database.reads().attempts(run.runKey(), stepId).stream()
                            .map(StepRow::status)
                            .toList();
                    check(
                            found.equals(statuses),
                            "%s of run %d: %s should be %s",
                            stepId, run.runKey(), found, statuses);
                });
                check(database.reads().steps(run.runKey()).size() == oracle.attempts().size(),
                        "run %d has steps that it should not have", run.runKey());
            }
        }
    }

    /** Brings back all but what rests. */
    private record Loaded(ShardState state, Plans plans, Set<Long> aside) implements Store.Loading {
        Loaded(ShardState state, Plans plans) {
            this(state, plans, new HashSet<>());
        }

        @Override
        public void workflow(WorkflowRow row) {
            Recovery.workflow(state, row.workflowId(), Optional.of(row));
        }

        @Override
        public void run(Store.LiveRun live) {
            if (!aside.contains(live.run().runKey())) {
                Recovery.run(state, live.run(), live.steps(), plans.plan(live.run()));
            }
        }

        @Override
        public void unreadable(long runKey, String workflowId, long instanceId, long runId, RuntimeException why) {
            throw why;
        }
    }
}
