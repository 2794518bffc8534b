package maestro.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import maestro.core.row.RunLabels;
import maestro.core.row.RunRow;
import maestro.core.row.WorkflowRow;
import maestro.model.run.InstanceStatus;
import maestro.runtime.store.InstanceFilter;
import maestro.runtime.store.Reads.Place;
import maestro.runtime.store.Reads.Placed;
import maestro.runtime.store.Reads.Slice;
import maestro.runtime.store.Visible;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What lists of instances over all workflows must show, from every {@link maestro.runtime.store.Reads}. */
public abstract class InstanceListsContract extends Contract {
    private static final InstanceStatus[] STATUSES = {InstanceStatus.SUCCEEDED, InstanceStatus.FAILED};

    private int keys;

    private static WorkflowRow workflow(String id, long internalId, String detail) {
        return new WorkflowRow(id, 1, internalId, 1, 0, 9, id.equals("gone"), 1, detail);
    }

    /** Instances 1 to 4 of a, b and gone are created in turn, at 10, 20, 30 …; each second one fails. */
    @BeforeEach
    final void fill() {
        commit(1, Rows.workflows(
                workflow("a", 10_001, "{\"props\":{\"owner\":\"amy\"},\"tags\":[\"nightly\"]}"),
                workflow("b", 10_002, "{\"props\":{\"owner\":\"bob\"}}"),
                workflow("gone", 10_003, "{\"props\":{\"owner\":\"amy\"},\"tags\":[\"nightly\"]}")));
        var runs = new ArrayList<RunRow>();
        for (int instance = 1; instance <= 4; instance++) {
            runs.add(run("a", 10_001, instance, 1, STATUSES[instance % 2], instance % 2 == 0 ? "TIME" : "MANUAL/amy"));
            runs.add(run("b", 10_002, instance, 1, STATUSES[instance % 2], "MANUAL/bob", instance == 2 ? "adhoc" : "x"));
            runs.add(run("gone", 10_003, instance, 1, InstanceStatus.FAILED, "MANUAL/amy", "adhoc"));
        }
        commit(1, Rows.runs(runs.toArray(new RunRow[0])));
        commit(1, Rows.runs(run("a", 10_001, 1, 2, InstanceStatus.IN_PROGRESS, "MANUAL/cy", "adhoc", "odd")));
        commit(1, Rows.runs(run("maestro_foreach_1", 10_001, 1, 1, InstanceStatus.FAILED, "")));
    }

    private RunRow run(
            String workflow, long internalId, int instance, int run, InstanceStatus status, String by, String... tags) {
        keys++;
        var row = Rows.run(keys, 1, workflow, instance, run, status);
        return new RunRow(row.runKey(), row.shard(), row.workflowId(), internalId, row.instanceId(), row.runId(),
                row.version(), row.uuid(), row.status(), row.live(), row.unblocked(), 10L * keys, row.startMillis(),
                row.endMillis(), row.modifyMillis(), 0, new RunLabels(by, List.of(tags)), row.head(), row.tail());
    }

    private static InstanceFilter filter(InstanceStatus status, String owner, String tag, String startedBy) {
        return new InstanceFilter(Optional.ofNullable(status), Long.MIN_VALUE, Long.MAX_VALUE,
                Optional.ofNullable(owner), Optional.ofNullable(tag), Optional.ofNullable(startedBy));
    }

    private List<String> all(String workflow, InstanceFilter filter) {
        return goOn(Optional.ofNullable(workflow), filter, new Slice(true, 99, Optional.empty()));
    }

    private static List<String> names(List<Placed> rows) {
        return rows.stream().map(placed -> placed.row().workflowId() + placed.row().instanceId()).toList();
    }

    @Test
    void instancesOfAllWorkflowsComeInOrderOfTheirCreationHoweverTheyAreRestarted() {
        assertThat(all(null, InstanceFilter.ALL)).containsExactly("b4", "a4", "b3", "a3", "b2", "a2", "b1", "a1");
        assertThat(all("b", InstanceFilter.ALL)).containsExactly("b4", "b3", "b2", "b1");
        assertThat(all("gone", InstanceFilter.ALL)).isEmpty();
        assertThat(all("unheard-of", InstanceFilter.ALL)).isEmpty();
    }

    @Test
    void statusAndInitiatorAreThoseOfTheLatestRun() {
        assertThat(all(null, filter(InstanceStatus.FAILED, null, null, null))).containsExactly("b3", "a3", "b1");
        assertThat(all(null, filter(InstanceStatus.IN_PROGRESS, null, null, null))).containsExactly("a1");
        assertThat(all(null, filter(null, null, null, "TIME"))).containsExactly("a4", "a2");
        assertThat(all(null, filter(null, null, null, "MANUAL/amy"))).containsExactly("a3");
        assertThat(all(null, filter(null, null, null, InstanceFilter.BY_HAND)))
                .containsExactly("b4", "b3", "a3", "b2", "b1", "a1");
        assertThat(all("a", filter(InstanceStatus.FAILED, null, null, "MANUAL/amy"))).containsExactly("a3");
        assertThat(all("a", filter(null, null, null, InstanceFilter.BY_HAND))).containsExactly("a3", "a1");
    }

    @Test
    void ownerAndTagAreThoseOfTheWorkflowAndRunsHaveTagsOfTheirOwn() {
        assertThat(all(null, filter(null, "amy", null, null))).containsExactly("a4", "a3", "a2", "a1");
        assertThat(all("b", filter(null, "amy", null, null))).isEmpty();
        assertThat(all(null, filter(InstanceStatus.SUCCEEDED, null, "nightly", null))).containsExactly("a4", "a2");
        assertThat(all(null, filter(null, null, "adhoc", null))).containsExactly("b2", "a1");
        assertThat(all(null, filter(null, "bob", "adhoc", null))).containsExactly("b2");
        assertThat(all("b", filter(null, null, "x", null))).containsExactly("b4", "b3", "b1");
        assertThat(all("a", filter(null, "amy", "nightly", "TIME"))).containsExactly("a4", "a2");
        assertThat(all(null, filter(null, null, "adhoc", "MANUAL/cy"))).containsExactly("a1");
        assertThat(all(null, filter(InstanceStatus.FAILED, "cy", "none", "TIME"))).isEmpty();
    }

    @Test
    void instancesOfOtherWorkflowsThanTheReaderMaySeeAreLeftOut() {
        var ofB = new Visible(List.of("b"));
        assertThat(all(null, InstanceFilter.ALL.seenBy(ofB))).containsExactly("b4", "b3", "b2", "b1");
        assertThat(all(null, filter(null, "amy", null, null).seenBy(ofB))).isEmpty();
        assertThat(all(null, filter(null, null, "adhoc", null).seenBy(ofB))).containsExactly("b2");
        assertThat(all(null, InstanceFilter.ALL.seenBy(new Visible(List.of())))).isEmpty();
        assertThat(paged(null, InstanceFilter.ALL.seenBy(ofB), false)).containsExactly("b1", "b2", "b3", "b4");
    }

    @Test
    void timeIsThatOfTheCreationOfTheInstance() {
        var middle = new InstanceFilter(Optional.empty(), 40, 90);
        assertThat(all(null, middle)).containsExactly("b3", "a3", "b2", "a2");
        assertThat(all("a", new InstanceFilter(Optional.of(InstanceStatus.IN_PROGRESS), 0, 11))).containsExactly("a1");
        assertThat(all(null, new InstanceFilter(Optional.empty(), 5_000, 6_000))).isEmpty();
    }

    @Test
    void pagesGoOnWhereTheOneBeforeEndedThoughRunsComeAndChange() {
        for (var filter : List.of(
                InstanceFilter.ALL, filter(null, "amy", null, null), filter(InstanceStatus.FAILED, null, null, null),
                filter(null, null, "nightly", null), filter(null, null, null, "MANUAL/bob"))) {
            for (boolean older : new boolean[] {true, false}) {
                assertThat(paged(null, filter, older)).isEqualTo(inOrder(all(null, filter), older));
            }
        }
        var first = ports.reads().instances(Optional.empty(), InstanceFilter.ALL, new Slice(true, 2, Optional.empty()));
        commit(1, Rows.runs(
                run("b", 10_002, 5, 1, InstanceStatus.SUCCEEDED, "TIME"),
                run("b", 10_002, 4, 2, InstanceStatus.SUCCEEDED, "TIME"),
                run("a", 10_001, 3, 2, InstanceStatus.SUCCEEDED, "TIME")));
        var seen = new ArrayList<>(names(first.rows()));
        seen.addAll(goOn(Optional.empty(), InstanceFilter.ALL, new Slice(true, 2, first.next())));
        assertThat(seen).containsExactly("b4", "a4", "b3", "a3", "b2", "a2", "b1", "a1");
    }

    @Test
    void pagesOfOneWorkflowGoOnThoughInstancesOfOthersAreLookedAt() {
        for (boolean older : new boolean[] {true, false}) {
            assertThat(paged("a", filter(null, null, null, "TIME"), older)).isEqualTo(inOrder(List.of("a4", "a2"), older));
            assertThat(paged("b", filter(null, null, null, InstanceFilter.BY_HAND), older))
                    .isEqualTo(inOrder(List.of("b4", "b3", "b2", "b1"), older));
            assertThat(paged("b", filter(null, "bob", "x", null), older))
                    .isEqualTo(inOrder(List.of("b4", "b3", "b1"), older));
        }
    }

    /** Instances 1 to 5 of three workflows fail; each second one succeeds when it is restarted, the others do not. */
    @Test
    void pagesGoOnWhereMostRunsWereSupersededByLaterOnes() {
        commit(1, Rows.workflows(owned("c", 10_004), owned("d", 10_005), owned("e", 10_006)));
        var expected = new ArrayList<String>();
        for (int instance = 1; instance <= 5; instance++) {
            for (var id : List.of("c", "d", "e")) {
                long internalId = 10_004 + id.charAt(0) - 'c';
                var latest = instance % 2 == 0 ? InstanceStatus.SUCCEEDED : InstanceStatus.FAILED;
                commit(1, Rows.runs(run(id, internalId, instance, 1, InstanceStatus.FAILED, "TIME")));
                commit(1, Rows.runs(run(id, internalId, instance, 2, InstanceStatus.FAILED, "TIME")));
                commit(1, Rows.runs(run(id, internalId, instance, 3, latest, "TIME", "again")));
                expected.addFirst(id + instance);
            }
        }
        var failed = expected.stream().filter(name -> name.charAt(1) % 2 == 1).toList();
        var failedOfD = failed.stream().filter(name -> name.startsWith("d")).toList();
        for (boolean older : new boolean[] {true, false}) {
            assertThat(paged(null, filter(null, "cat", null, null), older)).isEqualTo(inOrder(expected, older));
            assertThat(paged(null, filter(null, null, "again", null), older)).isEqualTo(inOrder(expected, older));
            assertThat(paged(null, filter(InstanceStatus.FAILED, "cat", null, null), older))
                    .isEqualTo(inOrder(failed, older));
            assertThat(paged(null, filter(InstanceStatus.FAILED, null, "weekly", "TIME"), older))
                    .isEqualTo(inOrder(failed, older));
            assertThat(paged("d", filter(InstanceStatus.FAILED, null, null, "TIME"), older))
                    .isEqualTo(inOrder(failedOfD, older));
        }
    }

    private static WorkflowRow owned(String id, long internalId) {
        return workflow(id, internalId, "{\"props\":{\"owner\":\"cat\"},\"tags\":[\"weekly\"]}");
    }

    private static List<String> inOrder(List<String> names, boolean older) {
        return older ? names : names.reversed();
    }

    private List<String> paged(String workflow, InstanceFilter filter, boolean older) {
        var seen = goOn(Optional.ofNullable(workflow), filter, new Slice(older, 1, Optional.empty()));
        assertThat(seen).isNotEmpty().doesNotHaveDuplicates();
        return seen;
    }

    private List<String> goOn(Optional<String> workflow, InstanceFilter filter, Slice from) {
        var seen = new ArrayList<String>();
        var slice = from;
        boolean goesOn = true;
        while (goesOn) {
            var page = ports.reads().instances(workflow, filter, slice);
            assertThat(page.rows()).hasSizeLessThanOrEqualTo(slice.size());
            assertThat(page.next()).isNotEqualTo(slice.after().or(() -> Optional.of(new Place(-1, -1, -1))));
            seen.addAll(names(page.rows()));
            slice = new Slice(slice.older(), slice.size(), page.next());
            goesOn = page.next().isPresent();
        }
        return seen;
    }
}
