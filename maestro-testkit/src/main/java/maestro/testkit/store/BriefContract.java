package maestro.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import maestro.core.row.RunLabels;
import maestro.core.row.RunRow;
import maestro.core.row.StepRow;
import maestro.core.row.VersionRow;
import maestro.core.row.WorkflowRow;
import maestro.model.run.InstanceStatus;
import maestro.model.run.StepStatus;
import maestro.runtime.log.LogStore.Chunk;
import maestro.runtime.log.LogStore.LogKey;
import maestro.runtime.store.BriefReads.Beat;
import maestro.runtime.store.BriefReads.Labels;
import maestro.runtime.store.BriefReads.Named;
import maestro.runtime.store.BriefReads.RunName;
import maestro.runtime.store.InstanceFilter;
import maestro.runtime.store.Reads.Slice;
import maestro.runtime.store.Reads.Window;
import maestro.runtime.store.TriggerReads.RunUuid;
import maestro.runtime.store.WorkflowFilter;
import maestro.runtime.store.WorkflowSources;
import org.junit.jupiter.api.Test;

/** What every {@link maestro.runtime.store.BriefReads} must show. */
public abstract class BriefContract extends Contract {
    private static final Window NEWEST = new Window(true, 9, Optional.empty());

    private static WorkflowRow workflow(String id, long internalId, long latest, long lastInstance, String detail) {
        return new WorkflowRow(id, 1, internalId, latest, 0, lastInstance, false, 1, detail);
    }

    private static RunRow labelled(RunRow row, String by, String... tags) {
        return row.withLabels(new RunLabels(by, List.of(tags)));
    }

    @Test
    void listsAreTheSameButForWhatIsLarge() {
        commit(1, Rows.workflows(workflow("a", Rows.INTERNAL_ID, 1, 3, "{}")));
        commit(1, Rows.runs(
                labelled(Rows.run(1, 1, "a", 1, 1, InstanceStatus.FAILED), "MANUAL/amy", "y", "x"),
                labelled(Rows.run(2, 1, "a", 2, 1, InstanceStatus.SUCCEEDED), "TIME"),
                labelled(Rows.run(3, 1, "a", 3, 1), "MANUAL/bob")));
        commit(1, Rows.runs(labelled(Rows.run(4, 1, "a", 1, 2, InstanceStatus.FAILED), "MANUAL/cy", "z")));
        var failed = new InstanceFilter(Optional.of(InstanceStatus.FAILED), Long.MIN_VALUE, Long.MAX_VALUE);
        var slice = new Slice(true, 9, Optional.empty());

        assertSame(ports.reads().instances("a", NEWEST).rows(), ports.briefReads().instances("a", NEWEST).rows());
        assertSame(ports.reads().runs("a", 1, NEWEST).rows(), ports.briefReads().runs("a", 1, NEWEST).rows());
        assertSame(ports.reads().instances("a", failed, NEWEST), ports.briefReads().instances("a", failed, NEWEST));
        assertSame(
                ports.reads().instances(Optional.empty(), InstanceFilter.ALL, slice).rows().stream()
                        .map(placed -> placed.row()).toList(),
                ports.briefReads().instances(Optional.empty(), InstanceFilter.ALL, slice).rows().stream()
                        .map(placed -> placed.row()).toList());
        var runs = ports.briefReads().runs("a", 1, NEWEST).rows();
        assertThat(runs).extracting(row -> row.labels().startedBy()).containsExactly("MANUAL/cy", "MANUAL/amy");
        assertThat(runs.getLast().labels().tags()).containsExactlyInAnyOrder("x", "y");
    }

    private static void assertSame(List<RunRow> whole, List<RunRow> brief) {
        assertThat(brief).isNotEmpty().allMatch(row -> row.head().length == 0 && row.tail().length == 0);
        assertThat(brief).usingRecursiveFieldByFieldElementComparatorIgnoringFields("uuid", "labels", "head", "tail")
                .isEqualTo(whole);
    }

    private static StepRow ended(StepRow row, long at) {
        return new StepRow(row.runKey(), row.stepId(), row.attempt(), row.seq(), row.uuid(), row.status(),
                row.createMillis(), row.startMillis(), at, row.detail());
    }

    @Test
    void theCauseIsTheAttemptThatFailedFirstBeforeAnyThatWasStopped() {
        commit(1, Rows.steps(
                ended(Rows.step(1, "a", 1, 1, StepStatus.STOPPED), 5),
                ended(Rows.step(1, "b", 1, 2, StepStatus.USER_FAILED), 6),
                ended(Rows.step(1, "b", 2, 2, StepStatus.FATALLY_FAILED), 9),
                ended(Rows.step(1, "c", 1, 3, StepStatus.TIMED_OUT), 8),
                ended(Rows.step(2, "a", 1, 1, StepStatus.STOPPED), 5),
                ended(Rows.step(3, "a", 1, 1, StepStatus.SUCCEEDED), 5)));
        var causes = ports.briefReads().causes(List.of(1L, 2L, 3L, 4L));
        assertThat(causes).extracting(row -> row.runKey() + row.stepId()).containsExactlyInAnyOrder("1c", "2a");
        assertThat(causes).allMatch(row -> new String(row.detail()).endsWith(" attempt 1"));
        assertThat(ports.briefReads().causes(List.of())).isEmpty();
    }

    @Test
    void labelsAreThoseOfTheWorkflowsThatExist() {
        commit(1, Rows.workflows(
                workflow("a", 10_001, 1, 0, "{\"props\":{\"owner\":\"amy\",\"tags\":[{\"name\":\"p\"}]},\"tags\":[\"x\"]}"),
                workflow("b", 10_002, 1, 0, "{}")));
        assertThat(ports.briefReads().labels(List.of("b", "a", "none"))).containsExactlyInAnyOrder(
                new Labels("a", "amy", List.of("x", "p")), new Labels("b", "", List.of()));
        assertThat(ports.briefReads().tags("", 9)).containsExactly("p", "x");
        assertThat(ports.briefReads().tags("P", 9)).containsExactly("p");
        assertThat(ports.briefReads().tags("%", 9)).isEmpty();
        assertThat(ports.briefReads().tags("", 1)).containsExactly("p");
    }

    @Test
    void runsAreFoundByTheIdsOfTheirRequests() {
        var one = Rows.run(1, 1, "a", 1, 1);
        var two = Rows.run(2, 1, "b", 1, 1);
        commit(1, Rows.runs(one, two));
        var started = ports.briefReads().started(List.of(
                new RunUuid("a", one.uuid()), new RunUuid("a", two.uuid()), new RunUuid("b", two.uuid())));
        assertThat(started).containsOnlyKeys(one.uuid(), two.uuid());
        assertThat(started.get(two.uuid()).runKey()).isEqualTo(2);
        assertThat(ports.briefReads().started(List.of())).isEmpty();
    }

    @Test
    void workflowsWithTimeTriggersAreListedInOrder() {
        String with = "{\"triggers\":{\"version\":1,\"declared\":{\"time_triggers\":[{}]}}}";
        String without = "{\"log\":\"\\\"time_triggers\\\":\"}";
        commit(1, Rows.workflows(
                workflow("b", 10_001, 1, 0, with), workflow("a", 10_002, 1, 0, with), workflow("c", 10_003, 1, 0, without),
                workflow("ab", 10_004, 1, 0, with)));
        var reads = ports.briefReads();
        assertThat(ids(reads.scheduled("", "", 9))).containsExactly("a", "ab", "b");
        assertThat(reads.scheduled("", "", 9).next()).isEmpty();
        assertThat(ids(reads.scheduled("", "", 2))).containsExactly("a", "ab");
        assertThat(reads.scheduled("", "", 2).next().map(WorkflowFilter.Mark::workflowId)).contains("ab");
        assertThat(ids(reads.scheduled("a", "a", 9))).containsExactly("ab");
    }

    private static List<String> ids(Named found) {
        return found.rows().stream().map(WorkflowRow::workflowId).toList();
    }

    @Test
    void aPulseHasTheLatestInstancesAndTheLiveRuns() {
        var a = workflow("a", Rows.INTERNAL_ID, 1, 5, "{}");
        var b = workflow("b", 10_001, 1, 0, "{}");
        commit(1, Rows.workflows(a, b));
        var runs = new ArrayList<RunRow>();
        for (int i = 1; i <= 3; i++) {
            runs.add(Rows.run(i, 1, "a", i, 1, i == 2 ? InstanceStatus.FAILED : InstanceStatus.SUCCEEDED));
        }
        runs.add(Rows.run(4, 1, "a", 4, 1, InstanceStatus.IN_PROGRESS));
        runs.add(Rows.run(5, 1, "a", 5, 1, InstanceStatus.CREATED));
        commit(1, Rows.runs(runs.toArray(new RunRow[0])));
        commit(1, Rows.runs(Rows.run(6, 1, "a", 2, 2, InstanceStatus.STOPPED)));

        var pulses = ports.briefReads().pulses(List.of(b, a), 4);
        assertThat(pulses).hasSize(2);
        assertThat(pulses.getFirst().last()).isEmpty();
        var pulse = pulses.getLast();
        assertThat(pulse.queued()).isEqualTo(1);
        assertThat(pulse.live()).isEqualTo(1);
        assertThat(pulse.last()).extracting(Beat::instanceId).containsExactly(2L, 3L, 4L, 5L);
        assertThat(pulse.last()).extracting(Beat::status).containsExactly(InstanceStatus.STOPPED,
                InstanceStatus.SUCCEEDED, InstanceStatus.IN_PROGRESS, InstanceStatus.CREATED);
        assertThat(pulse.last().getFirst()).isEqualTo(new Beat(2, 2, InstanceStatus.STOPPED, 2, 3));
        assertThat(ports.briefReads().pulses(List.of(), 14)).isEmpty();
    }

    /** Runs of a deleted workflow of the same id are not those of the one that came after it. */
    @Test
    void aPulseLeavesOutWhatAWorkflowOfTheSameIdLeft() {
        var again = workflow("a", 10_001, 1, 1, "{}");
        commit(1, Rows.workflows(again));
        commit(1, Rows.runs(Rows.run(1, 1, "a", 1, 1, InstanceStatus.SUCCEEDED)));
        assertThat(ports.briefReads().pulses(List.of(again), 14).getFirst().last()).isEmpty();
    }

    private List<String> named(String text, int size, Optional<WorkflowFilter.Mark> after) {
        var filter = new WorkflowFilter("", Optional.empty(), Optional.empty(), false, after);
        return ports.briefReads().workflows(filter, text, size).rows().stream().map(WorkflowRow::workflowId).toList();
    }

    private void version(String id, long internalId, long version, String definition) {
        commit(1, Rows.versions(new VersionRow(id, internalId, version, 1, definition, "{}")));
    }

    @Test
    void workflowsAreFoundByAPartOfTheirIdOrOfTheNameInTheirLatestVersion() {
        commit(1, Rows.workflows(
                workflow("sales_daily", 10_001, 2, 0, "{}"), workflow("weather", 10_002, 1, 0, "{}"),
                workflow("x", 10_003, 1, 0, "{}")));
        version("sales_daily", 10_001, 1, "{\"id\":\"sales_daily\",\"name\":\"Old weather\"}");
        version("sales_daily", 10_001, 2, "{\"id\":\"sales_daily\",\"name\":\"New name of 100%\"}");
        version("weather", 10_002, 1, "{\"id\":\"weather\",\"steps\":[{\"name\":\"daily\"}]}");
        version("x", 10_003, 1, "{\"id\":\"x\",\"name\":\"\u5929\u6c14 \\\"daily\\\" \\\\ sales\"}");

        assertThat(named("DAILY", 9, Optional.empty())).containsExactly("sales_daily", "x");
        assertThat(named("weather", 9, Optional.empty())).containsExactly("weather");
        assertThat(named("\u5929\u6c14", 9, Optional.empty())).containsExactly("x");
        assertThat(named("\"daily\" \\", 9, Optional.empty())).containsExactly("x");
        assertThat(named("0%", 9, Optional.empty())).containsExactly("sales_daily");
        assertThat(named("s_d", 9, Optional.empty())).containsExactly("sales_daily");
        assertThat(named("s_e", 9, Optional.empty())).isEmpty();
        assertThat(named("s%e", 9, Optional.empty())).isEmpty();
        assertThat(named("a", 1, Optional.empty())).containsExactly("sales_daily");
        assertThat(named("a", 9, Optional.of(new WorkflowFilter.Mark(1, "sales_daily")))).containsExactly("weather", "x");
    }

    @Test
    void aSearchTellsWhereItGoesOn() {
        commit(1, Rows.workflows(workflow("a1", 10_001, 1, 0, "{}"), workflow("a2", 10_002, 1, 0, "{}")));
        var filter = new WorkflowFilter("", Optional.empty(), Optional.empty(), false, Optional.empty());
        assertThat(ports.briefReads().workflows(filter, "a", 1).next()).contains(new WorkflowFilter.Mark(1, "a1"));
        assertThat(ports.briefReads().workflows(filter, "a", 9).next()).isEmpty();
        assertThat(ports.briefReads().workflows(filter, "b", 9).rows()).isEmpty();
    }

    @Test
    void runsAreReadByNameAndByKey() {
        commit(1, Rows.runs(Rows.run(1, 1, "a", 1, 1), Rows.run(2, 1, "a", 1, 2), Rows.run(3, 1, "b", 1, 1)));
        var named = ports.briefReads().runs(List.of(
                new RunName("a", 1, 2), new RunName("b", 1, 1), new RunName("a", 9, 1), new RunName("none", 1, 1)));
        assertThat(named).extracting(RunRow::runKey).containsExactlyInAnyOrder(2L, 3L);
        assertThat(named).allMatch(row -> row.head().length == 0);
        assertThat(ports.briefReads().runs(List.of())).isEmpty();
        var whole = ports.briefReads().whole(List.of(3L, 9L));
        assertThat(whole).extracting(row -> new String(row.head())).containsExactly("head of 3");
        assertThat(ports.briefReads().whole(List.of())).isEmpty();
    }

    @Test
    void cellsAreTheLatestAttemptsWithoutDetailAndSmallOnesHaveIt() {
        commit(1, Rows.steps(
                Rows.step(1, "a", 1, 1, StepStatus.USER_FAILED), Rows.step(1, "a", 2, 1, StepStatus.SUCCEEDED),
                Rows.step(1, "b", 1, 2, StepStatus.RUNNING), Rows.step(2, "a", 1, 1, StepStatus.STOPPED)));
        var cells = ports.briefReads().cells(List.of(1L, 2L), List.of());
        assertThat(cells).extracting(row -> row.runKey() + row.stepId() + row.status()).containsExactlyInAnyOrder(
                "1aSUCCEEDED", "1bRUNNING", "2aSTOPPED");
        assertThat(cells).allMatch(row -> row.detail().length == 0 && row.startMillis() == 2);
        assertThat(ports.briefReads().cells(List.of(1L, 2L), List.of("b"))).extracting(StepRow::runKey).containsExactly(1L);
        assertThat(ports.briefReads().cells(List.of(), List.of())).isEmpty();
        assertThat(ports.briefReads().small(List.of(1L, 2L), List.of("a"), 100))
                .extracting(row -> new String(row.detail())).containsExactlyInAnyOrder("a attempt 2", "a attempt 1");
        assertThat(ports.briefReads().small(List.of(1L, 2L), List.of("a"), 5)).isEmpty();
    }

    private static Chunk chunk(String launch, long first, int lines) {
        return new Chunk(new LogKey(1, "s", 1, launch), first, lines, Rows.bytes(launch + first));
    }

    @Test
    void logsAreReadFromAnyLineAndOutlined() {
        ports.logs().append(List.of(chunk("x", 1, 10), chunk("x", 11, 10)));
        ports.logs().append(List.of(chunk("x", 50, 5), chunk("w", 1, 1)));
        var logs = ports.logs();
        assertThat(logs.spans(1, "s", 1, 9)).extracting(span -> span.launch() + span.first() + "+" + span.lines())
                .containsExactly("x1+10", "x11+10", "x50+5", "w1+1");
        assertThat(logs.spans(1, "s", 1, 2)).hasSize(2);
        assertThat(logs.spans(1, "s", 2, 9)).isEmpty();
        var key = new LogKey(1, "s", 1, "x");
        assertThat(logs.from(key, 1, 9)).extracting(Chunk::first).containsExactly(1L, 11L, 50L);
        assertThat(logs.from(key, 15, 1)).extracting(Chunk::first).containsExactly(11L);
        assertThat(logs.from(key, 40, 9)).extracting(Chunk::first).containsExactly(11L, 50L);
        assertThat(logs.from(key, Long.MAX_VALUE, 9)).extracting(Chunk::first).containsExactly(50L);
        assertThat(logs.from(new LogKey(1, "s", 1, "none"), 1, 9)).isEmpty();
    }

    @Test
    void aSourceIsKeptOnceWithItsVersion() {
        commit(1, Rows.versions(Rows.version("a", 1)));
        var source = new WorkflowSources.Source("application/yaml", "# \u5929 a comment\nworkflow: {}\n".repeat(100));
        ports.sources().put(Rows.INTERNAL_ID, 1, source);
        ports.sources().put(Rows.INTERNAL_ID, 1, new WorkflowSources.Source("application/json", "{}"));
        ports.sources().put(Rows.INTERNAL_ID, 2, source);
        assertThat(ports.sources().one(Rows.INTERNAL_ID, 1)).contains(source);
        assertThat(ports.sources().one(Rows.INTERNAL_ID, 2)).isEmpty();
    }

    /** A removal takes the text with the version. */
    @Test
    void aSourceGoesWithItsVersion() {
        commit(1, Rows.versions(Rows.version("a", 1)));
        ports.sources().put(Rows.INTERNAL_ID, 1, new WorkflowSources.Source("application/json", "{}"));
        var row = workflow("a", Rows.INTERNAL_ID, 1, 0, "{}");
        commit(1, Rows.workflows(new WorkflowRow(row.workflowId(), 1, row.internalId(), 1, 0, 0, true, 1, "{}")));
        while (ports.removal().removeSome("a", Rows.INTERNAL_ID)) {
            assertThat(ports.reads().version("a", Rows.INTERNAL_ID, 1)).isEmpty();
        }
        assertThat(ports.sources().one(Rows.INTERNAL_ID, 1)).isEmpty();
    }
}
