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

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import maestro.core.row.Changes;
import maestro.core.row.RunLabels;
import maestro.core.row.RunRow;
import maestro.core.row.TimelineRow;
import maestro.core.row.VersionRow;
import maestro.core.row.WorkflowRow;
import maestro.core.why.StepFacts.Holder;
import maestro.model.run.InstanceStatus;
import maestro.model.run.StepStatus;
import maestro.runtime.store.Batch;
import maestro.runtime.store.Reads.Counts;
import maestro.runtime.store.Reads.EventBatch;
import maestro.runtime.store.Reads.Tally;
import maestro.runtime.store.Reads.Window;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What every {@link maestro.runtime.store.Reads} answers. */
public abstract class ReadsContract extends Contract {
    /** Ten of a kind are there, 1 to 10, or none for {@code nobody}. */
    private static final String PAGES = """
            direction | cursor | size | page
            older     |        | 3    | 10 9 8
            older     | 8      | 3    | 7 6 5
            older     | 2      | 3    | 1
            older     | 1      | 3    | -
            newer     |        | 3    | 3 2 1
            newer     | 3      | 3    | 6 5 4
            newer     | 9      | 3    | 10
            newer     | 10     | 3    | -
            older     |        | 200  | 10 9 8 7 6 5 4 3 2 1
            newer     |        | 200  | 10 9 8 7 6 5 4 3 2 1
            """;

    private static Window window(String direction, Long cursor, int size) {
        return new Window(direction.equals("older"), size, Optional.ofNullable(cursor));
    }

    private static String ids(Stream<Long> ids) {
        var text = ids.map(String::valueOf).collect(Collectors.joining(" "));
        return text.isEmpty() ? "-" : text;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = PAGES)
    void instancesArePagedByTheirLatestRun(String direction, Long cursor, int size, String page) {
        commit(1, runs(IntStream.rangeClosed(1, 30)
                .mapToObj(i -> run(i, 1, "a", (i + 2) / 3, (i + 2) % 3 + 1, InstanceStatus.SUCCEEDED))
                .toArray(RunRow[]::new)));
        commit(1, runs(run(100, 1, "b", 77, 1)));

        var found = ports.reads().instances("a", window(direction, cursor, size));

        assertThat(ids(found.rows().stream().map(RunRow::instanceId))).isEqualTo(page);
        assertThat(found.rows()).allMatch(row -> row.runId() == 3 && row.workflowId().equals("a"));
        assertThat(List.of(found.lowest(), found.highest())).containsExactly(1L, 10L);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = PAGES)
    void runsOfAnInstanceArePaged(String direction, Long cursor, int size, String page) {
        commit(1, runs(IntStream.rangeClosed(1, 10)
                .mapToObj(i -> run(i, 1, "a", 5, i, InstanceStatus.FAILED))
                .toArray(RunRow[]::new)));
        commit(1, runs(run(100, 1, "a", 6, 1)));

        var found = ports.reads().runs("a", 5, window(direction, cursor, size));

        assertThat(ids(found.rows().stream().map(RunRow::runId))).isEqualTo(page);
        assertThat(List.of(found.lowest(), found.highest())).containsExactly(1L, 10L);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = PAGES)
    void versionsArePaged(String direction, Long cursor, int size, String page) {
        commit(1, Rows.versions(IntStream.rangeClosed(1, 10)
                .mapToObj(i -> Rows.version("a", i))
                .toArray(VersionRow[]::new)));

        var found = ports.reads().versions("a", Rows.INTERNAL_ID, window(direction, cursor, size));

        assertThat(ids(found.rows().stream().map(VersionRow::version))).isEqualTo(page);
        assertThat(List.of(found.lowest(), found.highest())).containsExactly(1L, 10L);
    }

    @Test
    void whatIsNotThereIsEmpty() {
        var reads = ports.reads();
        var newest = window("older", null, 10);
        assertThat(reads.workflow("a")).isEmpty();
        assertThat(reads.workflows("", "", 10)).isEmpty();
        assertThat(reads.version("a", 1, 1)).isEmpty();
        assertThat(reads.versions("a", 1, newest).rows()).isEmpty();
        assertThat(reads.snapshot("a", 1, 1)).isEmpty();
        assertThat(reads.timeline("a", 1, 10)).isEmpty();
        assertThat(reads.latestRun("a", 1)).isEmpty();
        assertThat(reads.run("a", 1, 1)).isEmpty();
        assertThat(reads.runByUuid("a", "u")).isEmpty();
        assertThat(reads.instances("a", newest).rows()).isEmpty();
        assertThat(reads.instances("a", newest).highest()).isZero();
        assertThat(reads.runs("a", 1, newest).rows()).isEmpty();
        assertThat(reads.counts("a")).isEqualTo(new Counts(0, 0, 0, 0));
        assertThat(reads.runsIn("a", InstanceStatus.CREATED, 10)).isEmpty();
        assertThat(reads.queuedBefore("a", 1, 1, 10)).isZero();
        assertThat(reads.permitHolders("a", 10)).isEmpty();
        assertThat(reads.steps(1)).isEmpty();
        assertThat(reads.steps(List.of())).isEmpty();
        assertThat(reads.attempts(1, "s")).isEmpty();
        assertThat(reads.attempt(1, "s", 1)).isEmpty();
        assertThat(reads.latestAttempt("a", 1, "s")).isEmpty();
        assertThat(reads.iterations("a", newest)).isEmpty();
        assertThat(reads.latestAttempts("a", List.of(1L), "s", Long.MAX_VALUE, Set.of())).isEmpty();
        assertThat(reads.tallies(List.of("a"), "s", Long.MAX_VALUE, 10)).isEmpty();
        assertThat(reads.events(1, 7, 0, 10)).isEmpty();
    }

    /** Four instances: 1 ran twice, 2 once, 3 twice but reached the step only at first, 4 never reached it. */
    private void iterations() {
        commit(1, runsAndSteps(
                List.of(
                        run(1, 1, "a", 1, 1, InstanceStatus.FAILED),
                        run(2, 1, "a", 2, 1),
                        run(3, 1, "a", 3, 1, InstanceStatus.FAILED),
                        run(4, 1, "a", 4, 1),
                        run(5, 1, "b", 7, 1),
                        run(11, 1, "a", 1, 2),
                        run(13, 1, "a", 3, 2)),
                List.of(
                        step(1, "s", 1, 1, StepStatus.USER_FAILED),
                        step(1, "s", 2, 1, StepStatus.FATALLY_FAILED),
                        step(2, "s", 1, 1, StepStatus.SUCCEEDED),
                        step(3, "s", 1, 1, StepStatus.SUCCEEDED),
                        step(3, "t", 1, 2, StepStatus.FATALLY_FAILED),
                        step(4, "t", 1, 1, StepStatus.RUNNING),
                        step(5, "s", 1, 1, StepStatus.SKIPPED),
                        step(11, "s", 1, 1, StepStatus.RUNNING),
                        step(13, "t", 1, 1, StepStatus.RUNNING))));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            direction | cursor | size | ids
            newer     |        | 2    | 1 2
            newer     | 2      | 9    | 3 4
            older     |        | 2    | 4 3
            older     | 3      | 9    | 2 1
            older     | 1      | 9    | -
            """)
    void iterationsAreReadInOrder(String direction, Long cursor, int size, String page) {
        iterations();
        assertThat(ids(ports.reads().iterations("a", window(direction, cursor, size)).stream())).isEqualTo(page);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            before | statuses  | attempts
            99     |           | 11:1 2:1 3:1
            11     |           | 1:2 2:1 3:1
            3      |           | 1:2 2:1
            99     | SUCCEEDED | 2:1 3:1
            99     | RUNNING   | 11:1
            99     | SKIPPED   | -
            """)
    void theLatestAttemptOfEachIterationIsFoundOverItsRuns(long before, StepStatus status, String attempts) {
        iterations();
        var statuses = status == null ? Set.<StepStatus>of() : Set.of(status);
        var found = ports.reads().latestAttempts("a", List.of(3L, 1L, 2L, 4L), "s", before, statuses);
        assertThat(found).allMatch(each -> each.run().runKey() == each.step().runKey());
        assertThat(found.stream()
                        .map(each -> each.run().runKey() + ":" + each.step().attempt())
                        .reduce((one, other) -> one + " " + other)
                        .orElse("-"))
                .isEqualTo(attempts);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            direction | cursor | size | page
            newer     |        | 9    | 2 3 4 5 7
            newer     | 2      | 2    | 3 4
            older     |        | 3    | 7 5 4
            older     | 3      | 9    | 2
            """)
    void iterationsThatDidNotSucceedAreFoundWithoutTheOthers(
            String direction, Long cursor, int size, String page) {
        String loop = "maestro_while_x";
        commit(1, runs(
                run(1, 1, loop, 1, 1, InstanceStatus.SUCCEEDED),
                run(2, 1, loop, 2, 1, InstanceStatus.FAILED),
                run(3, 1, loop, 3, 1, InstanceStatus.FAILED),
                run(13, 1, loop, 3, 2, InstanceStatus.SUCCEEDED),
                run(4, 1, loop, 4, 1, InstanceStatus.STOPPED),
                run(5, 1, loop, 5, 1, InstanceStatus.IN_PROGRESS),
                run(6, 1, loop, 6, 1, InstanceStatus.SUCCEEDED),
                run(7, 1, loop, 7, 1, InstanceStatus.FAILED),
                run(17, 1, loop, 7, 2, InstanceStatus.FAILED)));
        var found = ports.reads().iterationsNotSucceeded(loop, window(direction, cursor, size));
        assertThat(ids(found.stream())).isEqualTo(page);
    }

    @Test
    void iterationsAreCountedByStatus() {
        iterations();
        var reads = ports.reads();
        assertThat(reads.tallies(List.of("x", "a", "b"), "s", Long.MAX_VALUE, 99)).containsExactlyInAnyOrder(
                new Tally(1, StepStatus.RUNNING, 1, 1),
                new Tally(1, StepStatus.SUCCEEDED, 2, 2),
                new Tally(2, StepStatus.SKIPPED, 1, 7));
        assertThat(reads.tallies(List.of("a"), "s", 11, 99)).containsExactlyInAnyOrder(
                new Tally(0, StepStatus.FATALLY_FAILED, 1, 1), new Tally(0, StepStatus.SUCCEEDED, 2, 2));
        assertThat(reads.tallies(List.of("a"), "s", 99, 2).stream().mapToLong(Tally::count).sum()).isEqualTo(2);
    }

    @Test
    void workflowsAreListedByPrefixInOrderWithoutDeletedOnes() {
        var gone = new WorkflowRow("ab.gone", 1, 10_001, 1, 0, 0, true, 1, "{}");
        commit(1, workflows(
                workflow("b", 1),
                workflow("ab.Z", 1),
                workflow("ab.a", 1),
                workflow("a", 1),
                workflow("ab_x", 1),
                gone));

        assertThat(listed("", "", 9)).containsExactly("a", "ab.Z", "ab.a", "ab_x", "b");
        assertThat(listed("ab.", "", 9)).containsExactly("ab.Z", "ab.a");
        assertThat(listed("ab", "ab.Z", 9)).containsExactly("ab.a", "ab_x");
        assertThat(listed("", "a", 2)).containsExactly("ab.Z", "ab.a");
        assertThat(listed("%", "", 9)).isEmpty();
        assertThat(ports.reads().workflow("ab.gone")).contains(gone);
    }

    private List<String> listed(String prefix, String after, int size) {
        return ports.reads().workflows(prefix, after, size).stream().map(WorkflowRow::workflowId).toList();
    }

    @Test
    void theTimelineIsNewestFirst() {
        var rows = List.of(
                new TimelineRow("a", Rows.INTERNAL_ID, 1, 5, "amy", "first"),
                new TimelineRow("a", Rows.INTERNAL_ID, 2, 5, "amy", "second"),
                new TimelineRow("a", Rows.INTERNAL_ID, 1, 6, "bob", "third"));
        commit(1, new Changes(List.of(), List.of(), List.of(), rows, List.of(), List.of()));

        assertThat(ports.reads().timeline("a", Rows.INTERNAL_ID, 2)).extracting(TimelineRow::log)
                .containsExactly("third", "second");
    }

    @Test
    void runsAreFoundByIdentityAndUuid() {
        commit(1, runs(run(1, 1, "a", 1, 1, InstanceStatus.FAILED), run(2, 1, "a", 1, 2), run(3, 1, "b", 1, 1)));
        var reads = ports.reads();
        assertThat(reads.latestRun("a", 1)).map(RunRow::runKey).contains(2L);
        assertThat(reads.run("a", 1, 1)).map(RunRow::runKey).contains(1L);
        assertThat(reads.runByUuid("a", run(2, 1, "a", 1, 2).uuid())).map(RunRow::runKey).contains(2L);
        assertThat(reads.runByUuid("b", run(2, 1, "a", 1, 2).uuid())).isEmpty();
    }

    @Test
    void countsTellLiveInstancesAndFailuresThatBlock() {
        var failed = run(5, 1, "a", 5, 1, InstanceStatus.FAILED);
        var unblocked = new RunRow(
                6, 1, "a", Rows.INTERNAL_ID, 6, 1, 1, "u", InstanceStatus.FAILED, false, true, 1, 2, 3, 4, 0,
                RunLabels.NONE, bytes("h"), bytes("t"));
        commit(1, runs(
                run(1, 1, "a", 1, 1, InstanceStatus.CREATED),
                run(2, 1, "a", 2, 1, InstanceStatus.CREATED),
                run(3, 1, "a", 3, 1),
                run(4, 1, "a", 4, 1, InstanceStatus.SUCCEEDED),
                failed,
                unblocked,
                run(7, 1, "b", 9, 1)));

        assertThat(ports.reads().counts("a")).isEqualTo(new Counts(2, 1, 1, 6));
        assertThat(ports.reads().runsIn("a", InstanceStatus.FAILED, 9)).extracting(RunRow::runKey).containsExactly(5L);
        assertThat(ports.reads().runsIn("b", InstanceStatus.FAILED, 9)).isEmpty();
    }

    @Test
    void aQueueIsReadInOrderAndCountedBeforeARun() {
        var failed = run(5, 1, "a", 1, 1, InstanceStatus.FAILED);
        commit(1, runs(
                run(9, 1, "a", 2, 1, InstanceStatus.IN_PROGRESS),
                run(8, 1, "a", 3, 2, InstanceStatus.CREATED),
                run(7, 1, "a", 3, 1, InstanceStatus.SUCCEEDED),
                run(6, 1, "a", 4, 1, InstanceStatus.CREATED),
                failed,
                run(4, 1, "a", 10, 1, InstanceStatus.CREATED),
                run(3, 1, "b", 1, 1, InstanceStatus.CREATED)));
        var reads = ports.reads();
        assertThat(reads.runsIn("a", InstanceStatus.CREATED, 9)).extracting(RunRow::runKey).containsExactly(8L, 6L, 4L);
        assertThat(reads.runsIn("a", InstanceStatus.CREATED, 1)).extracting(RunRow::runKey).containsExactly(8L);
        assertThat(reads.runsIn("a", InstanceStatus.IN_PROGRESS, 9)).extracting(RunRow::runKey).containsExactly(9L);
        assertThat(reads.runsIn("a", InstanceStatus.FAILED, 9)).extracting(RunRow::runKey).containsExactly(5L);
        assertThat(reads.runsIn("a", InstanceStatus.SUCCEEDED, 9)).isEmpty();
        assertThat(reads.queuedBefore("a", 3, 2, 9)).isZero();
        assertThat(reads.queuedBefore("a", 3, 3, 9)).isEqualTo(1);
        assertThat(reads.queuedBefore("a", 10, 1, 9)).isEqualTo(2);
        assertThat(reads.queuedBefore("a", 10, 1, 1)).isEqualTo(1);
    }

    @Test
    void permitsAreHeldByStartedAttemptsOfLiveRuns() {
        commit(1, runsAndSteps(
                List.of(
                        run(1, 1, "a", 1, 1, InstanceStatus.SUCCEEDED),
                        run(2, 1, "a", 2, 1),
                        run(3, 1, "a", 3, 2),
                        run(4, 1, "b", 1, 1)),
                List.of(
                        step(1, "s", 1, 1, StepStatus.RUNNING),
                        step(2, "s", 1, 1, StepStatus.USER_FAILED),
                        step(2, "s", 2, 1, StepStatus.RUNNING),
                        step(2, "t", 1, 2, StepStatus.WAITING_FOR_PERMITS),
                        step(3, "s", 1, 1, StepStatus.STARTING),
                        step(3, "u", 1, 2, StepStatus.FINISHING),
                        step(4, "s", 1, 1, StepStatus.RUNNING))));
        var reads = ports.reads();
        assertThat(reads.permitHolders("a", 9)).containsExactly(
                new Holder(2, 1, "s", 2, 2), new Holder(3, 2, "s", 1, 2), new Holder(3, 2, "u", 1, 2));
        assertThat(reads.permitHolders("a", 1)).containsExactly(new Holder(2, 1, "s", 2, 2));
    }

    @Test
    void stepsShowTheirLatestAttemptInOrderOfCreation() {
        commit(1, steps(
                step(1, "b", 1, 1, StepStatus.SUCCEEDED),
                step(1, "a", 1, 2, StepStatus.USER_FAILED),
                step(1, "a", 2, 2, StepStatus.RUNNING),
                step(2, "c", 1, 1, StepStatus.RUNNING)));
        var reads = ports.reads();
        assertThat(reads.steps(1)).extracting(row -> row.stepId() + row.attempt()).containsExactly("b1", "a2");
        assertThat(reads.steps(List.of(2L, 1L, 99L))).extracting(row -> row.stepId() + row.attempt())
                .containsExactly("b1", "a2", "c1");
        assertThat(reads.attempts(1, "a")).extracting(row -> row.attempt()).containsExactly(1, 2);
        assertRows(reads.attempt(1, "a", 1).orElseThrow()).isEqualTo(step(1, "a", 1, 2, StepStatus.USER_FAILED));
        assertThat(reads.attempt(1, "a", 3)).isEmpty();
    }

    @Test
    void theLatestAttemptOfAStepIsSoughtOverAllRunsOfAnInstance() {
        commit(1, runsAndSteps(
                List.of(run(8, 1, "a", 1, 1, InstanceStatus.FAILED), run(3, 1, "a", 1, 2), run(4, 1, "a", 2, 1)),
                List.of(
                        step(8, "early", 1, 1, StepStatus.USER_FAILED),
                        step(8, "early", 2, 1, StepStatus.SUCCEEDED),
                        step(8, "late", 1, 2, StepStatus.FATALLY_FAILED),
                        step(3, "late", 1, 1, StepStatus.RUNNING),
                        step(4, "early", 9, 1, StepStatus.RUNNING))));

        var early = ports.reads().latestAttempt("a", 1, "early").orElseThrow();
        assertRows(early.run()).isEqualTo(run(8, 1, "a", 1, 1, InstanceStatus.FAILED));
        assertRows(early.step()).isEqualTo(step(8, "early", 2, 1, StepStatus.SUCCEEDED));
        var late = ports.reads().latestAttempt("a", 1, "late").orElseThrow();
        assertThat(late.run().runKey()).isEqualTo(3);
        assertThat(ports.reads().latestAttempts("a", 1))
                .extracting(found -> found.run().runKey() + found.step().stepId() + found.step().attempt())
                .containsExactlyInAnyOrder("8early2", "3late1");
        assertThat(ports.reads().latestAttempts("a", 9)).isEmpty();
    }

    @Test
    void eventsAreReadOnFromAnySequenceAlsoFromTheMiddleOfABatch() {
        for (int i = 0; i < 4; i++) {
            ports.store().commit(new Batch(1, 0, i * 10, i * 10 + 10, i, Changes.NONE, bytes("events " + i)));
        }
        ports.store().commit(batch(1, 0, 40, Changes.NONE));

        assertThat(ports.reads().events(1, 7, 0, 2)).extracting(EventBatch::firstSeq).containsExactly(0L, 10L);
        assertThat(ports.reads().events(1, 7, 10, 9)).extracting(EventBatch::firstSeq).containsExactly(10L, 20L, 30L);
        assertThat(ports.reads().events(1, 7, 15, 1)).extracting(EventBatch::firstSeq).containsExactly(10L);
        assertThat(ports.reads().events(1, 7, 40, 9)).isEmpty();
        assertThat(ports.reads().events(2, 7, 0, 9)).isEmpty();
    }
}
