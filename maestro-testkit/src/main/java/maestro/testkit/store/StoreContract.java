package maestro.testkit.store;

import static maestro.testkit.store.Rows.batch;
import static maestro.testkit.store.Rows.bytes;
import static maestro.testkit.store.Rows.run;
import static maestro.testkit.store.Rows.runs;
import static maestro.testkit.store.Rows.runsAndSteps;
import static maestro.testkit.store.Rows.step;
import static maestro.testkit.store.Rows.steps;
import static maestro.testkit.store.Rows.workflow;
import static maestro.testkit.store.Rows.workflows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import maestro.core.loop.InlineIds;
import maestro.core.row.Changes;
import maestro.core.row.IterationHead;
import maestro.core.row.RunLabels;
import maestro.core.row.RunRow;
import maestro.core.row.SnapshotRow;
import maestro.core.row.StepRow;
import maestro.core.row.TimelineRow;
import maestro.core.row.WorkflowRow;
import maestro.model.run.InstanceStatus;
import maestro.model.run.StepStatus;
import maestro.runtime.store.Batch;
import maestro.runtime.store.InstanceFilter;
import maestro.runtime.store.Reads.EventBatch;
import maestro.runtime.store.Reads.Window;
import maestro.runtime.store.Store.Head;
import maestro.runtime.store.Store.LiveRun;
import maestro.runtime.store.Store.Outcome;
import org.junit.jupiter.api.Test;

/** What every {@link maestro.runtime.store.Store} promises: fenced commits, heads, loading. */
public abstract class StoreContract extends Contract {
    @Test
    void aCommitMovesTheSequenceAndWritesAllRows() {
        var changes = new Changes(
                List.of(workflow("a", 1)),
                List.of(Rows.version("a", 1)),
                List.of(new SnapshotRow("a", Rows.INTERNAL_ID, 5, "{}")),
                List.of(new TimelineRow("a", Rows.INTERNAL_ID, 1, 5, "amy", "made")),
                List.of(run(7, 1, "a", 1, 1)),
                List.of(step(7, "s", 1, 1, StepStatus.RUNNING)));

        var outcome = ports.store().commit(new Batch(1, 0, 0, 12, 99, changes, bytes("[[\"s\",7,\"s\",1,0,1,5]]")));

        assertThat(outcome).isEqualTo(Outcome.COMMITTED);
        assertThat(ports.store().head(1)).isEqualTo(new Head(1, 0, 12, ""));
        var reads = ports.reads();
        assertThat(reads.workflow("a")).contains(workflow("a", 1));
        assertThat(reads.version("a", Rows.INTERNAL_ID, 1)).contains(Rows.version("a", 1));
        assertThat(reads.snapshot("a", Rows.INTERNAL_ID, 5)).contains(changes.snapshots().getFirst());
        assertThat(reads.timeline("a", Rows.INTERNAL_ID, 10)).isEqualTo(changes.timeline());
        assertRows(reads.run("a", 1, 1).orElseThrow()).isEqualTo(run(7, 1, "a", 1, 1));
        assertRows(reads.steps(7)).isEqualTo(changes.steps());
        var events = new EventBatch(1, 0, 12, 99, bytes("[[\"s\",7,\"s\",1,0,1,5]]"));
        assertRows(reads.events(1, 7, 0, 10)).isEqualTo(List.of(events));
    }

    @Test
    void aCommitOfAnotherEpochOrSequenceIsFencedAndWritesNothing() {
        commit(1, Changes.NONE);
        for (var fenced : List.of(batch(1, 1, 1, row()), batch(1, 0, 0, row()), batch(1, 0, 2, row()))) {
            assertThat(ports.store().commit(fenced)).isEqualTo(Outcome.FENCED);
        }
        assertThat(ports.store().workflow("a")).isEmpty();
        assertThat(ports.reads().events(1, 7, 0, 10)).isEmpty();
        assertThat(ports.store().head(1)).isEqualTo(new Head(1, 0, 1, ""));
    }

    private static Changes row() {
        return workflows(workflow("a", 1));
    }

    @Test
    void theOwnerBeforeATakeoverCannotWrite() {
        ports.leases().take(1, 0, "north");
        assertThat(ports.store().commit(batch(1, 1, 0, row()))).isEqualTo(Outcome.COMMITTED);
        ports.leases().take(1, 1, "south");

        assertThat(ports.store().commit(batch(1, 1, 1, runs(run(1, 1, "a", 1, 1))))).isEqualTo(Outcome.FENCED);
        assertThat(ports.store().head(1)).isEqualTo(new Head(1, 2, 1, "south"));
        assertThat(ports.reads().run("a", 1, 1)).isEmpty();
    }

    @Test
    void theSameBatchASecondTimeIsFenced() {
        var batch = batch(1, 0, 0, row());
        assertThat(ports.store().commit(batch)).isEqualTo(Outcome.COMMITTED);
        assertThat(ports.store().commit(batch)).isEqualTo(Outcome.FENCED);
    }

    @Test
    void shardsDoNotFenceEachOther() {
        commit(1, workflows(workflow("a", 1)));
        commit(2, workflows(workflow("b", 2)));
        commit(1, workflows(workflow("c", 1)));
        assertThat(ports.store().head(1).sequence()).isEqualTo(2);
        assertThat(ports.store().head(2).sequence()).isEqualTo(1);
    }

    @Test
    void anUpdateKeepsWhatWasFixedAtCreation() {
        commit(1, runs(run(7, 1, "a", 1, 1)));
        var ended = run(7, 1, "a", 1, 1, InstanceStatus.FAILED);
        commit(1, runs(withHead(ended, new byte[0])));

        assertRows(ports.reads().run("a", 1, 1).orElseThrow()).isEqualTo(withHead(ended, bytes("head of 7")));
    }

    private static RunRow withHead(RunRow row, byte[] head) {
        return new RunRow(
                row.runKey(), row.shard(), row.workflowId(), row.internalId(), row.instanceId(), row.runId(),
                row.version(), row.uuid(), row.status(), row.live(), row.unblocked(), row.createMillis(),
                row.startMillis(), row.endMillis(), row.modifyMillis(), 0, row.labels(), head,
                row.tail());
    }

    @Test
    void aHeadThatIsTheDifferenceToAnothersComesBackWithIt_andAnIterationWithItsUuid() {
        String loop = "maestro_foreach_x";
        var model = iteration(7, loop, 1, 0, "the model");
        var like = iteration(8, loop, 2, 7, "the difference");
        commit(1, runs(model, like));
        var ended = new RunRow(
                8, 1, loop, Rows.INTERNAL_ID, 2, 1, 1, like.uuid(), InstanceStatus.FAILED, false, false, 1, 2, 3, 4, 0,
                RunLabels.NONE, new byte[0], bytes("end"));
        commit(1, runs(ended));

        var whole = IterationHead.joined(bytes("the model"), bytes("the difference"));
        assertRows(ports.reads().run(loop, 1, 1).orElseThrow()).isEqualTo(model);
        assertRows(ports.reads().run(loop, 2, 1).orElseThrow()).isEqualTo(ended.withHead(whole));
        var failed = new InstanceFilter(Optional.of(InstanceStatus.FAILED), Long.MIN_VALUE, Long.MAX_VALUE);
        assertRows(ports.reads().instances(loop, failed, new Window(true, 5, Optional.empty())))
                .isEqualTo(List.of(ended.withHead(whole)));
    }

    private static RunRow iteration(long key, String loop, long number, long likeKey, String head) {
        String uuid = InlineIds.iterationUuid(loop, number, 1).toString();
        return new RunRow(
                key, 1, loop, Rows.INTERNAL_ID, number, 1, 1, uuid, InstanceStatus.IN_PROGRESS, true, false, 1, 2, 0, 4,
                likeKey, RunLabels.NONE, bytes(head), new byte[0]);
    }

    @Test
    void allStatusesAndSizesOfBytesComeBackAsTheyWere() {
        var random = new Random(1);
        var runs = new ArrayList<RunRow>();
        for (var status : InstanceStatus.values()) {
            var noise = new byte[10 << status.ordinal() * 2];
            random.nextBytes(noise);
            runs.add(withHead(run(status.ordinal(), 1, "a", 1 + status.ordinal(), 1, status), noise));
        }
        var steps = new ArrayList<StepRow>();
        for (var status : StepStatus.values()) {
            int seq = 1 + status.ordinal();
            steps.add(new StepRow(
                    1, "s" + seq, 1, seq, new java.util.UUID(seq, seq), status, 1, 2, 3,
                    bytes("text ".repeat(seq * 100))));
        }
        commit(1, runsAndSteps(runs, steps));

        assertRows(ports.reads().steps(1)).isEqualTo(steps);
        for (var run : runs) {
            assertRows(ports.reads().run("a", run.instanceId(), 1).orElseThrow()).isEqualTo(run);
        }
    }

    @Test
    void oddTextsAreKept() {
        var odd = "';--\"\\{},null ü 日本 \uD83D\uDE00\n\t";
        var row = new WorkflowRow("a", 1, Rows.INTERNAL_ID, 1, 0, 0, false, 1, odd);
        commit(1, workflows(row));
        assertThat(ports.store().workflow("a")).contains(row);
    }

    @Test
    void aRunThatTakesAnothersUuidIsRefusedAndNothingIsWritten() {
        commit(1, runs(run(1, 1, "a", 1, 1)));
        var twin = run(2, 1, "a", 1, 1);
        assertThatThrownBy(() -> ports.store().commit(batch(1, 0, 1, runs(twin))))
                .isInstanceOf(IllegalStateException.class);
        assertThat(ports.store().head(1).sequence()).isEqualTo(1);
    }

    @Test
    void loadingGivesTheLiveRunsOfTheShardInOrderWithTheLatestAttemptOfEachStep() {
        commit(1, workflows(workflow("a", 1), workflow("idle", 1)));
        commit(
                1,
                runsAndSteps(
                        List.of(
                                run(9, 1, "a", 3, 1),
                                run(5, 1, "a", 1, 1, InstanceStatus.SUCCEEDED),
                                run(4, 1, "a", 2, 1, InstanceStatus.CREATED)),
                        List.of(
                                step(9, "x", 1, 2, StepStatus.USER_FAILED),
                                step(9, "x", 2, 2, StepStatus.RUNNING),
                                step(9, "y", 1, 1, StepStatus.SUCCEEDED),
                                step(5, "x", 1, 1, StepStatus.SUCCEEDED))));
        commit(2, workflows(workflow("b", 2)));
        commit(2, runs(run(6, 2, "b", 1, 1)));

        var workflows = new ArrayList<WorkflowRow>();
        var live = new ArrayList<LiveRun>();
        ports.store().load(1, new LoadInto(workflows::add, live::add));

        assertThat(workflows).containsExactly(workflow("a", 1));
        assertRows(live)
                .isEqualTo(List.of(
                        new LiveRun(run(4, 1, "a", 2, 1, InstanceStatus.CREATED), List.of()),
                        new LiveRun(
                                run(9, 1, "a", 3, 1),
                                List.of(
                                        step(9, "y", 1, 1, StepStatus.SUCCEEDED),
                                        step(9, "x", 2, 2, StepStatus.RUNNING)))));
    }

    @Test
    void loadingGoesOnOverManyPages() {
        var runs = IntStream.rangeClosed(1, 1001).mapToObj(i -> run(i, 1, "a", i, 1)).toList();
        var steps = IntStream.rangeClosed(1, 1001)
                .mapToObj(i -> step(i, "s", 1, 1, StepStatus.RUNNING))
                .toList();
        commit(1, runsAndSteps(runs, steps));

        var keys = new ArrayList<Long>();
        ports.store().load(1, new LoadInto(_ -> {}, live -> {
            assertThat(live.steps()).hasSize(1).allMatch(step -> step.runKey() == live.run().runKey());
            keys.add(live.run().runKey());
        }));
        assertThat(keys).hasSize(1001).isSorted();
    }

    @Test
    void manyRowsGoIntoOneCommit() {
        var many = IntStream.rangeClosed(1, 5000)
                .mapToObj(i -> step(1, "s" + i, 1, i, StepStatus.SUCCEEDED))
                .toArray(StepRow[]::new);
        commit(1, steps(many));
        assertThat(ports.reads().steps(1)).hasSize(5000);
    }

    @Test
    void internalIdsAreNeverGivenTwice() {
        var store = ports.store();
        long first = store.nextInternalId();
        assertThat(first).isGreaterThanOrEqualTo(10_000);
        assertThat(store.nextInternalId()).isGreaterThan(first);
    }
}
