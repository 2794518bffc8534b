package maestro.testkit.sim;

import static maestro.testkit.sim.Ledger.check;

import java.util.List;
import java.util.Optional;
import maestro.core.row.StepRow;
import maestro.core.state.Recovery;
import maestro.core.state.ShardState;
import maestro.model.run.InstanceStatus;
import maestro.testkit.store.MemoryDatabase;

/** Looks at a simulation from outside: memory against rows, and how all ended against how it had to end. */
record Inspector(MemoryDatabase database, Ledger ledger, Plans plans, Script script) {
    /** What recovery would bring back now is what the owner has in memory, field by field. */
    void checkRecovery(ShardState evolved) {
        var loaded = new ShardState(evolved.shard(), evolved.sequence());
        database.store()
                .load(
                        evolved.shard(),
                        row -> Recovery.workflow(loaded, row.workflowId(), Optional.of(row)),
                        live -> Recovery.run(
                                loaded,
                                live.run(),
                                live.steps(),
                                plans.plan(
                                        live.run().workflowId(), live.run().internalId(), live.run().version())));
        var wanted = Picture.of(evolved);
        var found = Picture.of(loaded);
        for (int i = 0; i < Math.max(wanted.size(), found.size()); i++) {
            String want = i < wanted.size() ? wanted.get(i) : "nothing";
            String have = i < found.size() ? found.get(i) : "nothing";
            check(want.equals(have), "recovery brings back%n%s%ninstead of%n%s", have, want);
        }
    }

    /** Permits held in memory are the steps at work. */
    void checkPermits(List<SimNode> nodes) {
        for (var node : nodes) {
            for (var owner : node.owners().values()) {
                for (var workflow : owner.machine().state().workflows()) {
                    long held = workflow.running().stream()
                            .flatMap(run -> run.plan().steps().stream().map(step -> run.step(step.ordinal())))
                            .filter(step -> Ledger.holds(step.status()))
                            .count();
                    check(workflow.permits().held() == held, "%d permits held by %d steps of %s",
                            workflow.permits().held(), held, workflow.id());
                }
            }
        }
    }

    /** Calm runs ended exactly as their definition and the script say; all others ended. */
    void checkEnds() {
        for (var run : ledger.runs().values()) {
            boolean refused = run.status() == InstanceStatus.STOPPED && run.startMillis() == 0;
            if (!Sim.wild(run.workflowId()) && !refused) {
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
}
