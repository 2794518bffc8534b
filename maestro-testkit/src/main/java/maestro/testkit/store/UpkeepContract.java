package maestro.testkit.store;

import static maestro.testkit.store.Rows.batch;
import static maestro.testkit.store.Rows.bytes;
import static maestro.testkit.store.Rows.run;
import static maestro.testkit.store.Rows.step;
import static maestro.testkit.store.Rows.workflow;
import static maestro.testkit.store.Rows.workflows;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import maestro.core.row.Changes;
import maestro.core.row.TimelineRow;
import maestro.core.row.WorkflowRow;
import maestro.model.run.InstanceStatus;
import maestro.model.run.StepStatus;
import maestro.runtime.log.LogStore.Chunk;
import maestro.runtime.log.LogStore.LogKey;
import maestro.runtime.node.EventTrim;
import maestro.runtime.store.Batch;
import maestro.runtime.store.Leases.Member;
import maestro.runtime.store.Leases.Node;
import maestro.runtime.store.Leases.Shard;
import maestro.runtime.store.Reads.EventBatch;
import maestro.runtime.store.Reads.Window;
import maestro.runtime.store.Store;
import maestro.runtime.store.Store.Outcome;
import org.junit.jupiter.api.Test;

/** What every store promises for leases, logs and removal. */
public abstract class UpkeepContract extends Contract {
    private static final Duration LEASE = Duration.ofMinutes(5);
    private static final Window NEWEST = new Window(true, 200, Optional.empty());

    @Test
    void shardsStartFreeAndAreTakenOnceAnEpoch() {
        var leases = ports.leases();
        assertThat(leases.shards()).isEqualTo(8);
        assertThat(leases.all()).hasSize(8).contains(new Shard(3, "", 0, 0));

        assertThat(leases.take(3, 0, "north")).contains(new Shard(3, "north", 1, 0));
        assertThat(leases.take(3, 0, "south")).isEmpty();
        assertThat(leases.take(3, 1, "south")).contains(new Shard(3, "south", 2, 0));
        assertThat(leases.all()).contains(new Shard(3, "south", 2, 0), new Shard(4, "", 0, 0));
    }

    @Test
    void manyShardsAreTakenAtOnceWhereTheirEpochsAreAsSeen() {
        var leases = ports.leases();
        var seen = leases.all().subList(2, 6);
        leases.take(3, 0, "north");
        assertThat(leases.takeAll(seen, "south")).containsExactlyInAnyOrder(
                new Shard(2, "south", 1, 0), new Shard(4, "south", 1, 0), new Shard(5, "south", 1, 0));
        assertThat(leases.all()).contains(new Shard(3, "north", 1, 0), new Shard(6, "", 0, 0));
        assertThat(leases.takeAll(seen, "south")).isEmpty();
        assertThat(leases.takeAll(List.of(), "south")).isEmpty();
    }

    @Test
    void onlyTheOwnerOfTheEpochReleases() {
        var leases = ports.leases();
        leases.take(3, 0, "north");
        leases.take(3, 1, "south");
        leases.release(3, 1, "north");
        leases.release(3, 2, "north");
        assertThat(leases.all()).contains(new Shard(3, "south", 2, 0));

        leases.release(3, 2, "south");
        assertThat(leases.all()).contains(new Shard(3, "", 3, 0));
        assertThat(ports.store().commit(batch(3, 2, 0, Changes.NONE))).isEqualTo(Outcome.FENCED);
    }

    private static Member member(String id, String incarnation, String address) {
        return new Member(id, incarnation, address, "1.2");
    }

    @Test
    void allNodesKnowTheFirstSecretThatWasProposed() {
        assertThat(ports.leases().secret("first")).isEqualTo("first");
        assertThat(ports.leases().secret("second")).isEqualTo("first");
    }

    @Test
    void aNewIncarnationReplacesTheOldOneWhichLearnsItAtItsNextBeat() {
        var leases = ports.leases();
        assertThat(leases.heartbeat(member("north", "i1", "here:1"), false)).isTrue();
        assertThat(leases.heartbeat(member("north", "i1", "here:1"), false)).isTrue();
        assertThat(leases.heartbeat(member("north", "i2", "here:2"), false)).isTrue();
        assertThat(leases.heartbeat(member("north", "i1", "here:1"), false)).isFalse();
        assertThat(leases.heartbeat(member("south", "i3", "there:1"), false)).isTrue();
        assertThat(leases.heartbeat(member("south", "i3", "there:1"), true)).isTrue();
        assertThat(leases.nodes(LEASE)).extracting(Node::member).containsExactly(
                member("north", "i2", "here:2"), member("south", "i3", "there:1"));
        assertThat(leases.nodes(LEASE)).extracting(Node::draining).containsExactly(false, true);
        assertThat(leases.nodes(LEASE)).allMatch(Node::alive);
        assertThat(leases.nodes(Duration.ZERO)).allMatch(node -> !node.alive());
    }

    @Test
    void batchesThatTellNothingOfARunComeWithoutTheirEvents() {
        long key = 1L << 48 | 77;
        var texts = List.of(
                "[[\"r\"," + key + ",\"CREATED\",\"IN_PROGRESS\",5]]",
                "[[\"s\"," + (key + 1) + ",\"[\\\"s\\\"," + key + ",\",1,0,1,5]]",
                "[[\"s\"," + (key + 1) + ",\"a\",1,0,1,5],[\"s\"," + key + ",\"b\",2,0,1,5]]");
        for (int i = 0; i < texts.size(); i++) {
            var batch = new Batch(1, 0, i * 10, i * 10 + 10, i, Changes.NONE, bytes(texts.get(i)));
            assertThat(ports.store().commit(batch)).isEqualTo(Store.Outcome.COMMITTED);
        }
        assertThat(ports.reads().events(1, key, 0, 9))
                .extracting(batch -> new String(batch.events(), StandardCharsets.UTF_8))
                .containsExactly(texts.get(0), "", texts.get(2));
        assertThat(ports.reads().events(1, key, 10, 9)).extracting(EventBatch::lastSeq).containsExactly(20L, 30L);
    }

    @Test
    void oldEventsGoFromTheOldestOnWithinTheirShardAndInPieces() throws InterruptedException {
        for (int seq = 0; seq < 450; seq++) commitEvents(3, seq, seq);
        commitEvents(4, 0, 0);

        assertThat(ports.removal().removeEvents(3, 420)).isTrue();
        assertThat(ports.reads().events(3, 7, 0, 1000)).hasSize(250);
        assertThat(ports.removal().removeEvents(3, 420)).isTrue();
        assertThat(ports.removal().removeEvents(3, 420)).isFalse();
        assertThat(ports.reads().events(3, 7, 0, 1000)).hasSize(30).allMatch(batch -> batch.atMillis() >= 420);
        assertThat(ports.removal().removeEvents(3, 420)).isFalse();
        assertThat(ports.reads().events(4, 7, 0, 10)).hasSize(1);

        var clock = InstantSource.fixed(Instant.ofEpochMilli(Duration.ofDays(1).toMillis() + 440));
        try (var trim = new EventTrim(ports.removal(), () -> Set.of(3), Duration.ofDays(1), clock)) {
            trim.trim();
        }
        assertThat(ports.reads().events(3, 7, 0, 1000)).hasSize(10);
        assertThat(ports.reads().events(4, 7, 0, 10)).hasSize(1);
    }

    private void commitEvents(int shard, int seq, long atMillis) {
        var batch = new Batch(shard, 0, seq, seq + 1, atMillis, Changes.NONE, bytes("events"));
        assertThat(ports.store().commit(batch)).isEqualTo(Outcome.COMMITTED);
    }

    @Test
    void onlyTheIncarnationThatIsThereLeaves() {
        var leases = ports.leases();
        leases.heartbeat(member("north", "i1", "here:1"), false);
        leases.heartbeat(member("north", "i2", "here:1"), false);
        leases.leave("north", "i1");
        assertThat(leases.nodes(LEASE)).hasSize(1);
        leases.leave("north", "i2");
        assertThat(leases.nodes(LEASE)).isEmpty();
    }

    private static Chunk chunk(String launch, long first) {
        return new Chunk(new LogKey(1, "s", 1, launch), first, 10, bytes("lines from " + first));
    }

    @Test
    void logsAreReadInOrderOfLaunchesAndLines() {
        var logs = ports.logs();
        logs.append(List.of(chunk("z", 1), chunk("z", 11)));
        logs.append(List.of(chunk("a", 1)));
        logs.append(List.of(chunk("z", 21), chunk("z", 11)));
        logs.append(List.of(new Chunk(new LogKey(1, "s", 2, "z"), 1, 1, bytes("another attempt"))));
        logs.append(List.of());

        assertRows(logs.read(1, "s", 1, "", 0, 10))
                .isEqualTo(List.of(chunk("z", 1), chunk("z", 11), chunk("z", 21), chunk("a", 1)));
        assertRows(logs.read(1, "s", 1, "z", 11, 10)).isEqualTo(List.of(chunk("z", 21), chunk("a", 1)));
        assertRows(logs.read(1, "s", 1, "", 0, 1)).isEqualTo(List.of(chunk("z", 1)));
        assertThat(logs.read(1, "s", 1, "a", 1, 10)).isEmpty();
        assertThat(logs.read(2, "s", 1, "", 0, 10)).isEmpty();
    }

    @Test
    void theMiddleOfALogIsCut() {
        var logs = ports.logs();
        logs.append(List.of(chunk("z", 1), chunk("z", 11), chunk("z", 21), chunk("a", 11)));
        logs.cut(new LogKey(1, "s", 1, "z"), 11, 21);
        assertRows(logs.read(1, "s", 1, "", 0, 10))
                .ignoringCollectionOrder()
                .isEqualTo(List.of(chunk("z", 1), chunk("z", 21), chunk("a", 11)));
    }

    @Test
    void aDeletedWorkflowsDataIsRemovedInSmallBites() {
        var runs = LongStream.rangeClosed(1, 450)
                .mapToObj(i -> run(i, 1, "a", i, 1, InstanceStatus.SUCCEEDED))
                .toList();
        var steps = IntStream.rangeClosed(1, 900)
                .mapToObj(i -> step((i + 1) / 2, "s" + i % 2, 1, 1 + i % 2, StepStatus.SUCCEEDED))
                .toList();
        var timeline = List.of(new TimelineRow("a", Rows.INTERNAL_ID, 1, 5, "amy", "made"));
        commit(1, new Changes(
                List.of(workflow("a", 1)), List.of(Rows.version("a", 1)), List.of(), timeline, runs, steps));
        ports.logs().append(List.of(chunk("z", 1)));
        var deleted = new WorkflowRow("a", 1, Rows.INTERNAL_ID, 1, 0, 450, true, 2, "{}");
        commit(1, workflows(deleted));

        assertThat(ports.removal().pending(1)).containsExactly(deleted);
        assertThat(ports.removal().pending(2)).isEmpty();
        int bites = 0;
        while (ports.removal().removeSome("a", Rows.INTERNAL_ID)) {
            bites++;
        }

        assertThat(bites).isGreaterThanOrEqualTo(5);
        assertThat(ports.reads().versions("a", Rows.INTERNAL_ID, NEWEST).rows()).isEmpty();
        assertThat(ports.reads().timeline("a", Rows.INTERNAL_ID, 10)).isEmpty();
        assertThat(ports.reads().instances("a", NEWEST).rows()).isEmpty();
        assertThat(ports.reads().steps(LongStream.rangeClosed(1, 450).boxed().toList())).isEmpty();
        assertThat(ports.logs().read(1, "s", 1, "", 0, 10)).isEmpty();
        assertThat(ports.store().workflow("a")).contains(deleted);
        assertThat(ports.removal().pending(1)).isEmpty();
    }

    @Test
    void aRemovalLeavesOtherGenerationsAlone() {
        commit(1, new Changes(
                List.of(workflow("a", 1)),
                List.of(Rows.version("a", 1)),
                List.of(),
                List.of(),
                List.of(run(1, 1, "a", 1, 1)),
                List.of()));
        assertThat(ports.removal().removeSome("a", Rows.INTERNAL_ID + 1)).isFalse();
        assertThat(ports.reads().run("a", 1, 1)).isPresent();
        assertThat(ports.reads().version("a", Rows.INTERNAL_ID, 1)).isPresent();
    }
}
