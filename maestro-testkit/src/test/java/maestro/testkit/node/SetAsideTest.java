package maestro.testkit.node;

import static maestro.testkit.build.Workflows.workflow;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.OptionalLong;
import maestro.core.rule.ShardNumbers;
import maestro.core.why.Reason;
import maestro.model.User;
import maestro.model.run.StartRequest;
import maestro.runtime.engine.InstanceAction;
import maestro.runtime.why.WhyReads;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What this version of the program cannot read rests, and can be ended, deleted and taken up again (fault 47). */
class SetAsideTest {
    private static final User AMY = User.of("amy");

    private final Cluster cluster = new Cluster();

    @AfterEach
    void close() {
        cluster.close();
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
        cluster.garble("w", broken);

        var second = cluster.start("north");
        cluster.launched().done();
        cluster.awaitStatus("w", sound, "SUCCEEDED");
        assertThat(second.node().troubles().shardRestarts()).isZero();
        assertThat(cluster.database.reads().setAside("w", broken))
                .singleElement()
                .satisfies(row -> assertThat(row.reason()).contains("cannot be read"));
        assertThat(new WhyReads(
                        cluster.database.reads(), second.engine().signals().stored(),
                        second.engine().permits().stored(), second.engine()::plan).run(cluster.row("w", broken)))
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
        cluster.garble("w", instance);
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

    /** A step that waits for a run that rests is told when somebody ends it. */
    @Test
    void whoeverWaitsForARunThatRestsHearsOfItsEnd() throws Exception {
        var second = withAChildThatRests();
        second.engine().act("child", 1, OptionalLong.empty(), InstanceAction.KILL, AMY);
        cluster.awaitStatus("parent", 1, "FAILED");
        assertThat(cluster.status("child", 1)).isEqualTo("FAILED");
    }

    @Test
    void theRunAroundOneThatRestsCanBeEnded() throws Exception {
        var second = withAChildThatRests();
        second.engine().act("parent", 1, OptionalLong.empty(), InstanceAction.STOP, AMY);
        cluster.awaitStatus("parent", 1, "STOPPED");
        assertThat(cluster.status("child", 1)).isEqualTo("STOPPED");
        assertThat(cluster.database.reads().setAside("child", 1)).isEmpty();
    }

    private Cluster.Member withAChildThatRests() throws Exception {
        var first = cluster.start("north");
        cluster.publish(first, workflow("child").step("a"));
        cluster.publish(first, workflow("parent").subworkflow("call", "child"));
        cluster.start(first, "parent");
        cluster.launched();
        first.node().close();
        cluster.garble("child", 1);
        return cluster.start("south");
    }

    /** Its runs rest; they can be killed, it can be deleted, and its id is of use again. Other workflows go on. */
    @Test
    void aWorkflowThatCannotBeReadIsEmptiedAndDeleted() throws Exception {
        var first = cluster.start("north");
        cluster.publish(first, workflow("w").parallel(5).step("a"));
        cluster.publish(first, workflow("caller").subworkflow("call", "w"));
        cluster.start(first, "w");
        cluster.start(first, "w");
        cluster.launched();
        cluster.launched();
        first.node().close();
        cluster.garble("w");

        var second = cluster.start("south");
        var engine = second.engine();
        Cluster.await(() -> cluster.database.reads().setAside(9).size() == 2);
        assertThat(cluster.database.reads().setAside(9)).allSatisfy(row -> assertThat(row.reason())
                .contains("stored state of workflow [w]"));
        cluster.start(second, "caller");
        cluster.awaitStatus("caller", 1, "FAILED");
        assertThatThrownBy(() -> engine.start("w", "1", List.of(StartRequest.manual()), AMY))
                .isInstanceOf(RuntimeException.class);
        assertThatThrownBy(() -> engine.delete("w", AMY)).hasMessageContaining("2 instances are not terminal");
        engine.act("w", 1, OptionalLong.empty(), InstanceAction.KILL, AMY);
        engine.actAll("w", InstanceAction.KILL, AMY);
        assertThat(cluster.status("w", 1)).isEqualTo("FAILED");
        assertThat(cluster.status("w", 2)).isEqualTo("FAILED");
        engine.delete("w", AMY);
        assertThat(engine.definition("w", "latest")).isEmpty();
        int shard = ShardNumbers.of("w", Cluster.SHARDS);
        Cluster.await(() -> cluster.database.removal().pending(shard).isEmpty());
        cluster.publish(second, workflow("w").noop("a"));
        assertThat(cluster.start(second, "w")).isEqualTo(3);
        cluster.awaitStatus("w", 3, "SUCCEEDED");
        assertThat(second.node().troubles().shardRestarts()).isZero();
    }
}
