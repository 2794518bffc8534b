package maestro.testkit.sim;

import static maestro.testkit.build.Workflows.workflow;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import maestro.core.row.RunRow;
import maestro.core.rule.Message;
import maestro.core.rule.RuleConfig;
import maestro.model.run.InstanceStatus;
import maestro.runtime.shard.Sealed;
import maestro.runtime.shard.ShardMachine;
import maestro.runtime.store.Store;
import maestro.testkit.build.Workflows;
import maestro.testkit.store.Faults;
import maestro.testkit.store.MemoryDatabase;
import org.junit.jupiter.api.Test;

/** A large loop shares its shard: with others that want something, and with the memory that a slow database leaves. */
class LoopFairnessTest {
    private static final int ITERATIONS = 3_000;
    /** Steps of a loop from which on a batch takes no more. */
    private static final int BATCH_STEPS = 128;

    /** What one look at the loop may add to that. */
    private static final int LOOK_STEPS = 50;

    private final VirtualClock clock = new VirtualClock();
    private final MemoryDatabase database = new MemoryDatabase(1, clock, Faults.NONE);
    private final Plans plans = new Plans(database.reads());
    private final RuleConfig rules = RuleConfig.DEFAULT.withShards(1);
    private final Caller caller = new Caller(database.store(), database.reads(), plans, clock);
    private final Owner owner = new Owner(
            database.leases().take(0, 0, "me").orElseThrow(),
            database.store(),
            plans,
            rules,
            new SplittableRandom(1),
            clock.millis());
    private final ShardMachine machine = owner.machine();
    private Optional<Sealed> inFlight = Optional.empty();
    private long ticket;
    private long loopKey;

    @Test
    void whileABatchIsWritten_aLoopMakesTheNextOneOnlySoLarge() {
        beginLoop();
        decide();
        assertThat(machine.state().touchedSteps()).hasSizeBetween(BATCH_STEPS, BATCH_STEPS + LOOK_STEPS);
        assertThat(machine.hasWork()).as("anything to do before the commit").isFalse();
    }

    @Test
    void aStartGoesBeforeTheRestOfALoop() {
        publish(workflow("other").noop("a"));
        beginLoop();
        decide();
        machine.offer(new Message.Ask(caller.start("other", List.of("u")), ++ticket));
        decide();
        commit();
        commit();
        assertThat(status("other")).contains(InstanceStatus.SUCCEEDED);
        assertThat(status("loop")).contains(InstanceStatus.IN_PROGRESS);
    }

    @Test
    void aLoopGoesOnThoughMessagesNeverCease() {
        publish(workflow("other").noop("a"));
        beginLoop();
        for (int i = 0; i < 30 * ITERATIONS && machine.state().run(loopKey).isPresent(); i++) {
            machine.offer(new Message.Noted("other", 1, 0, "nobody", "nothing"));
            machine.offer(new Message.Noted("other", 1, 0, "nobody", "nothing"));
            var asked = new int[1];
            machine.decide(clock::millis, () -> ++asked[0] > 2);
            commit();
        }
        assertThat(machine.state().run(loopKey)).as("the loop's run").isEmpty();
    }

    @Test
    void aShardThatClosesDoesNotFinishItsLoops() {
        beginLoop();
        machine.windDown();
        commit();
        decide();
        assertThat(machine.hasWork()).isFalse();
        assertThat(status("loop")).contains(InstanceStatus.IN_PROGRESS);
    }

    /** The first batch of the loop's run is sealed and not written yet. */
    private void beginLoop() {
        publish(workflow("loop").foreach("f", ITERATIONS, workflow("inner").noop("x")));
        machine.offer(new Message.Ask(caller.start("loop", List.of("u")), ++ticket));
        var steps = new int[1];
        machine.decide(clock::millis, () -> ++steps[0] > 20);
        loopKey = machine.state().runs().stream()
                .filter(run -> run.iteration().isEmpty())
                .findFirst()
                .orElseThrow()
                .key();
        inFlight = machine.seal(clock.millis());
    }

    private void publish(Workflows workflow) {
        machine.offer(new Message.Ask(caller.publish(workflow), ++ticket));
        while (owner.loadsWaiting() > 0) {
            owner.finishLoad(0, database.store());
        }
        decide();
        commit();
        commit();
    }

    private void decide() {
        machine.decide(clock::millis, () -> false);
    }

    /** What is in flight is written; what was decided meanwhile is in flight then. */
    private void commit() {
        inFlight.ifPresent(sealed -> {
            assertThat(database.store().commit(sealed.batch())).isEqualTo(Store.Outcome.COMMITTED);
            machine.committed();
        });
        inFlight = machine.seal(clock.millis());
    }

    private Optional<InstanceStatus> status(String workflowId) {
        return database.reads().latestRun(workflowId, 1).map(RunRow::status);
    }
}
