package maestro.testkit.node;

import static maestro.testkit.build.Workflows.workflow;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import maestro.core.row.Changes;
import maestro.core.row.LetterAside;
import maestro.core.row.MessageRow;
import maestro.core.rule.ShardNumbers;
import maestro.model.User;
import maestro.model.run.StartRequest;
import maestro.runtime.store.Batch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Faults of docs/reliability.md that need real nodes and their threads. */
class FaultTest {
    private static final int WORKFLOWS = 20;
    private static final int RUNS = 500;
    private static final List<StartRequest> TEN = Collections.nCopies(10, StartRequest.manual());
    private static final User AMY = User.of("amy");

    private final Cluster cluster = new Cluster();

    @AfterEach
    void close() {
        cluster.close();
    }

    /** Fault 9. */
    @Test
    void aLetterThatCannotBeReadIsSetAsideAndOthersFlow() throws Exception {
        int childShard = ShardNumbers.of("child", Cluster.SHARDS);
        int other = (childShard + 1) % Cluster.SHARDS;
        var letter = new MessageRow(childShard, other, 0, "child", "{\"v\":99,\"kind\":\"of the future\"}");
        var sent = new Changes(List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(letter),
                List.of());
        cluster.database.store().commit(new Batch(other, 0, 0, 1, 1, sent, new byte[0]));
        var node = cluster.start("north");
        cluster.publish(node, workflow("child").noop("a"));
        for (int i = 0; i < Cluster.SHARDS * 2; i++) {
            cluster.publish(node, workflow("parent" + i).subworkflow("call", "child"));
            cluster.awaitStatus("parent" + i, cluster.start(node, "parent" + i), "SUCCEEDED");
        }
        assertThat(cluster.database.store().inbox(childShard, 10)).isEmpty();
        assertThat(cluster.database.store().aside(childShard).letters())
                .extracting(LetterAside::letter)
                .containsExactly(letter);
    }

    /** Fault 5: what is asked of a shard while it is being loaded waits for it and is not refused. */
    @Test
    void aNodeTakesOverManyLiveRunsAndAdmitsNewOnes() throws Exception {
        var before = cluster.start("north");
        for (int w = 0; w < WORKFLOWS; w++) {
            cluster.publish(before, workflow("w" + w).parallel(RUNS).step("a"));
            for (int i = 0; i < RUNS / 10; i++) {
                before.engine().start("w" + w, "active", TEN, AMY);
            }
        }
        cluster.publish(before, workflow("new").step("a"));
        var again = cluster.start("north");
        assertThat(cluster.start(again, "new")).isEqualTo(1);
        Cluster.await(() -> again.node().figures().stream().mapToInt(shard -> shard.liveRuns()).sum()
                == WORKFLOWS * RUNS + 1);
    }

    /** Fault 4: a commit that hangs holds up its shard, not the node's heart. */
    @Test
    void aCommitThatHangsDoesNotCostTheNodeItsShards() throws Exception {
        var node = cluster.start("north");
        cluster.publish(node, workflow("w").noop("a"));
        var hanging = new CountDownLatch(1);
        var end = new CountDownLatch(1);
        cluster.failNext("commit", _ -> {
            hanging.countDown();
            awaitQuietly(end);
        });
        var start = Thread.ofVirtual().start(() -> cluster.start(node, "w"));
        hanging.await();
        long seen = node.node().cluster().atNanos();
        node.node().nudged(Set.of(), true);
        Cluster.await(() -> node.node().cluster().atNanos() > seen);
        assertThat(node.node().running()).hasSize(Cluster.SHARDS);
        end.countDown();
        start.join();
        cluster.awaitStatus("w", 1, "SUCCEEDED");
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /** Fault 1: what a node knew by heart before it was away is not told afterwards. */
    @Test
    void aNodeThatLostAShardDoesNotTellWhatItKnewOfIt() throws Exception {
        var north = cluster.start("north");
        cluster.publish(north, workflow("w").noop("a"));
        assertThat(north.engine().definition("w", "latest").orElseThrow().version().version()).isEqualTo(1);
        north.node().close();
        var south = cluster.start("south");
        cluster.publish(south, workflow("w").noop("a").noop("b", "a"));
        assertThat(north.engine().definition("w", "latest").orElseThrow().version().version()).isEqualTo(2);
    }

    /** Fault 18: shards of a node that stops go to those that stay, each to one of them. */
    @Test
    void everyShardHasOneOwnerAfterNodesCameAndWent() throws Exception {
        cluster.start("north");
        var south = cluster.start("south");
        var west = cluster.start("west");
        south.node().close();
        west.node().close();
        var east = cluster.start("east");
        Cluster.await(() -> {
            cluster.lookAll();
            return cluster.owned().equals(Set.of(0, 1, 2, 3)) && east.node().running().size() == 2;
        });
        assertThat(new HashSet<>(cluster.owners())).containsExactlyInAnyOrder("north", "east");
    }
}
