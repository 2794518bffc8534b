package maestro.testkit.node;

import static maestro.testkit.build.Workflows.workflow;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import maestro.core.rule.ShardNumbers;
import maestro.core.why.Reason;
import maestro.model.MaestroException;
import maestro.model.User;
import maestro.runtime.attempt.AttemptHost;
import maestro.runtime.engine.InstanceAction;
import maestro.runtime.store.Leases;
import maestro.runtime.why.WhyReads;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Nodes at work with their real threads: start, hand-over, restart, and what goes wrong on the way. */
class NodeTest {
    private static final User AMY = User.of("amy");

    private final Cluster cluster = new Cluster();

    @AfterEach
    void close() {
        cluster.close();
    }

    @Test
    void aRunGoesFromStartToEnd() throws Exception {
        var node = cluster.start("north");
        cluster.publish(node, workflow("w").noop("a").step("b", "a").noop("c", "b"));
        long instance = cluster.start(node, "w");
        cluster.launched().done();
        cluster.awaitStatus("w", instance, "SUCCEEDED");
        assertThat(node.node().running()).hasSize(Cluster.SHARDS);
    }

    @Test
    void aBrokenRuntimeEndsItsStepAndTheLogNamesTheAttempt() throws Exception {
        var entries = new LinkedBlockingQueue<LogRecord>();
        var logger = Logger.getLogger(AttemptHost.class.getName());
        var handler = new Handler() {
            @Override
            public void publish(LogRecord entry) {
                entries.add(entry);
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        logger.addHandler(handler);
        try {
            var node = cluster.start("north");
            cluster.publish(node, workflow("w").step(Cluster.BROKEN));
            long instance = cluster.start(node, "w");
            cluster.awaitStatus("w", instance, "FAILED");
            var entry = entries.poll(10, TimeUnit.SECONDS);
            assertThat(entry.getMessage()).contains("workflow=w instance=1 run=1 step=broken attempt=1 key=");
            assertThat(entry.getThrown()).hasMessage("a bug");
        } finally {
            logger.removeHandler(handler);
        }
    }

    @Test
    void aNodeThatClosesHandsOverAtOnceAndWhatItRanGoesOnElsewhere() throws Exception {
        var north = cluster.start("north");
        cluster.publish(north, workflow("w").step("a"));
        long instance = cluster.start(north, "w");
        var first = cluster.launched();
        north.node().close();
        assertThat(cluster.database.leases().all()).extracting(Leases.Shard::owner).containsOnly("");
        cluster.start("south");
        var second = cluster.launched();
        assertThat(second.node()).isEqualTo("south");
        assertThat(second.context().attempt().stepUuid()).isEqualTo(first.context().attempt().stepUuid());
        assertThat(second.context().attempt().attemptKey()).isNotEqualTo(first.context().attempt().attemptKey());
        second.done();
        cluster.awaitStatus("w", instance, "SUCCEEDED");
    }

    @Test
    void aProcessStartedAgainUnderItsIdTakesItsShardsBackWithoutWaitingForTheLease() throws Exception {
        var before = cluster.start("north");
        cluster.publish(before, workflow("w").step("a"));
        long instance = cluster.start(before, "w");
        cluster.launched();
        var again = cluster.start("north");
        assertThat(again.node().running()).hasSize(Cluster.SHARDS);
        cluster.launched().done();
        cluster.awaitStatus("w", instance, "SUCCEEDED");
    }

    @Test
    void aCommitWhoseAnswerIsLostCountsOnce() throws Exception {
        var node = cluster.start("north");
        cluster.publish(node, workflow("w").noop("a"));
        cluster.loseNextAnswer("commit");
        long instance = cluster.start(node, "w");
        assertThat(instance).isEqualTo(1);
        cluster.awaitStatus("w", 1, "SUCCEEDED");
        assertThat(cluster.start(node, "w")).isEqualTo(2);
    }

    @Test
    void aShardWhoseBatchIsRefusedStartsAfreshFromTheStore() throws Exception {
        var node = cluster.start("north");
        cluster.publish(node, workflow("w").parallel(5).step("a"));
        long instance = cluster.start(node, "w");
        var before = cluster.launched();
        cluster.failNext("commit", _ -> {
            throw new IllegalStateException("a row that the database never takes");
        });
        assertThatThrownBy(() -> cluster.start(node, "w")).isInstanceOf(MaestroException.class);
        var after = cluster.launched();
        assertThat(after.context().attempt().runKey()).isEqualTo(before.context().attempt().runKey());
        after.done();
        cluster.awaitStatus("w", instance, "SUCCEEDED");
        assertThat(cluster.start(node, "w")).isEqualTo(instance + 1);
    }

    /** Fault 47: a row that means nothing to this version rests alone, is told of, and can be ended. */
    @Test
    void aRunThatCannotBeReadRestsAndAllOthersGoOn() throws Exception {
        var first = cluster.start("north");
        cluster.publish(first, workflow("w").parallel(5).step("a"));
        long broken = cluster.start(first, "w");
        long sound = cluster.start(first, "w");
        cluster.launched();
        cluster.launched();
        first.node().close();
        garble("w", broken);

        var second = cluster.start("north");
        cluster.launched().done();
        cluster.awaitStatus("w", sound, "SUCCEEDED");
        assertThat(second.node().troubles().shardRestarts()).isZero();
        assertThat(cluster.database.reads().setAside("w", broken))
                .singleElement()
                .satisfies(row -> assertThat(row.reason()).contains("cannot be read"));
        assertThat(new WhyReads(cluster.database.reads(), second.engine()::plan).run(cluster.row("w", broken)))
                .singleElement()
                .extracting(Reason::code)
                .isEqualTo(Reason.Code.RUN_SET_ASIDE);

        second.engine().act("w", broken, OptionalLong.empty(), InstanceAction.KILL, AMY);
        assertThat(cluster.status("w", broken)).isEqualTo("FAILED");
        assertThat(cluster.database.reads().setAside("w", broken)).isEmpty();
    }

    /** What could not be read is taken up when it can be, and goes on where it was. */
    @Test
    void aRunThatRestedIsReleased() throws Exception {
        var first = cluster.start("north");
        cluster.publish(first, workflow("w").step("a"));
        long instance = cluster.start(first, "w");
        cluster.launched();
        first.node().close();
        var sound = cluster.row("w", instance);
        garble("w", instance);
        var second = cluster.start("north");
        Cluster.await(() -> !cluster.database.reads().setAside("w", instance).isEmpty());

        var rested = cluster.database.reads().setAside("w", instance).getFirst();

        assertThat(second.engine().release("w", instance)).isEqualTo(rested);
        Cluster.await(() -> cluster.database.reads().setAside("w", instance).stream()
                .anyMatch(again -> again.atMillis() > rested.atMillis())); // tried, and as it was
        second.node().close();
        cluster.write(sound);
        var third = cluster.start("north");
        cluster.launched().done();
        cluster.awaitStatus("w", instance, "SUCCEEDED");
        assertThatThrownBy(() -> third.engine().release("w", instance)).hasMessageContaining("set aside");
    }

    private void garble(String workflowId, long instance) {
        cluster.write(cluster.row(workflowId, instance).withTail("no JSON".getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void anErrorThatNobodyExpectsRestartsTheShardToo() throws Exception {
        var node = cluster.start("north");
        cluster.publish(node, workflow("w").parallel(5).step("a"));
        long instance = cluster.start(node, "w");
        cluster.launched();
        cluster.failNext("commit", _ -> {
            throw new StackOverflowError("a bug in the engine");
        });
        assertThatThrownBy(() -> cluster.start(node, "w")).isInstanceOf(MaestroException.class);
        cluster.launched().done();
        cluster.awaitStatus("w", instance, "SUCCEEDED");
    }

    @Test
    void anOwnerWhoseShardWasTakenFindsOutAtItsNextCommitAndKeepsItsOthers() throws Exception {
        var node = cluster.start("north");
        cluster.publish(node, workflow("w").step("a"));
        int shard = ShardNumbers.of("w", Cluster.SHARDS);
        var leases = cluster.database.leases();
        leases.heartbeat(new Leases.Member("south", "i1", "http://south:1", ""), false);
        leases.take(shard, leases.all().get(shard).epoch(), "south");
        assertThatThrownBy(() -> cluster.start(node, "w")).isInstanceOf(MaestroException.class);
        Cluster.await(() -> !node.node().running().contains(shard));
        assertThat(cluster.database.reads().latestRun("w", 1)).isEmpty();
        assertThat(leases.all().get(shard).owner()).isEqualTo("south");
    }
}
