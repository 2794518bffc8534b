package maestro.testkit.node;

import static maestro.testkit.build.Workflows.workflow;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import maestro.core.rule.ShardNumbers;
import maestro.model.MaestroException;
import maestro.runtime.attempt.AttemptHost;
import maestro.runtime.store.Leases;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Nodes at work with their real threads: start, hand-over, restart, and what goes wrong on the way. */
class NodeTest {
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
