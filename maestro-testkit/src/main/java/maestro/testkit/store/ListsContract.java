package maestro.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import maestro.core.row.RunRow;
import maestro.core.row.WorkflowRow;
import maestro.model.run.InstanceStatus;
import maestro.runtime.store.InstanceFilter;
import maestro.runtime.store.Reads.Window;
import maestro.runtime.store.Visible;
import maestro.runtime.store.WorkflowFilter;
import maestro.runtime.store.WorkflowFilter.Mark;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What filtered lists of every {@link maestro.runtime.store.Reads} must show. */
public abstract class ListsContract extends Contract {
    private static WorkflowRow workflow(String id, long modified, String detail) {
        return new WorkflowRow(id, 1, Rows.INTERNAL_ID, 1, 0, 0, id.equals("gone"), modified, detail);
    }

    @BeforeEach
    final void fill() {
        commit(1, Rows.workflows(
                workflow("a1", 30, "{\"props\":{\"owner\":\"amy\"},\"tags\":[\"x\",\"y\"]}"),
                workflow("a2", 10, "{\"props\":{\"owner\":{\"name\":\"amy\",\"team\":\"t\"}}}"),
                workflow("b1", 20, "{\"props\":{\"owner\":\"bob\",\"tags\":[{\"name\":\"x\",\"k\":1}]}}"),
                workflow("gone", 40, "{\"props\":{\"owner\":\"amy\"},\"tags\":[\"x\"]}")));
        var runs = new ArrayList<RunRow>();
        for (int i = 1; i <= 9; i++) {
            var status = i == 9 ? InstanceStatus.IN_PROGRESS : i % 3 == 0 ? InstanceStatus.FAILED : InstanceStatus.SUCCEEDED;
            runs.add(created(Rows.run(i, 1, "w", i, 1, status), 100L * i));
        }
        runs.add(created(Rows.run(10, 1, "w", 3, 2, InstanceStatus.SUCCEEDED), 1_000));
        commit(1, Rows.runs(runs.toArray(new RunRow[0])));
    }

    private static RunRow created(RunRow row, long at) {
        return new RunRow(row.runKey(), row.shard(), row.workflowId(), row.internalId(), row.instanceId(), row.runId(),
                row.version(), row.uuid(), row.status(), row.live(), row.unblocked(), at, row.startMillis(),
                row.endMillis(), row.modifyMillis(), 0, row.labels(),
                row.head(), row.tail());
    }

    private List<String> workflows(String prefix, String owner, String tag, boolean newest, Mark after, int size) {
        var filter = new WorkflowFilter(
                prefix, Optional.ofNullable(owner), Optional.ofNullable(tag), newest, Optional.ofNullable(after));
        return ports.reads().workflows(filter, size).stream().map(WorkflowRow::workflowId).toList();
    }

    @Test
    void workflowsAreFoundByOwnerTagAndPrefix() {
        assertThat(workflows("", null, null, false, null, 9)).containsExactly("a1", "a2", "b1");
        assertThat(workflows("", "amy", null, false, null, 9)).containsExactly("a1", "a2");
        assertThat(workflows("", null, "x", false, null, 9)).containsExactly("a1", "b1");
        assertThat(workflows("b", "amy", null, false, null, 9)).isEmpty();
        assertThat(workflows("a", "amy", "y", true, null, 9)).containsExactly("a1");
    }

    @Test
    void workflowsAreSortedAndPagedByIdOrByTheirLastChange() {
        assertThat(workflows("", null, null, true, null, 2)).containsExactly("a1", "b1");
        assertThat(workflows("", null, null, true, new Mark(20, "b1"), 2)).containsExactly("a2");
        assertThat(workflows("", "amy", null, false, new Mark(0, "a1"), 2)).containsExactly("a2");
    }

    @Test
    void workflowsAreFoundByTheTimeOfTheirLastChangeAndByWhetherTheyAreActive() {
        commit(1, Rows.workflows(new WorkflowRow("c1", 1, 10_009, 2, 2, 0, false, 50, "{}")));
        assertThat(workflows(Optional.empty(), 20, 31)).containsExactly("a1", "b1");
        assertThat(workflows(Optional.of(true), Long.MIN_VALUE, Long.MAX_VALUE)).containsExactly("c1");
        assertThat(workflows(Optional.of(false), 30, Long.MAX_VALUE)).containsExactly("a1");
    }

    private List<String> workflows(Optional<Boolean> active, long from, long to) {
        var filter = new WorkflowFilter(
                "", Optional.empty(), Optional.empty(), active, from, to, false, Optional.empty(), Visible.ALL);
        return ports.reads().workflows(filter, 9).stream().map(WorkflowRow::workflowId).toList();
    }

    @Test
    void listsOfWorkflowsShowWhatTheReaderMaySee() {
        var all = new WorkflowFilter("", Optional.empty(), Optional.empty(), false, Optional.empty());
        assertThat(seen(all, List.of("a2", "b"))).containsExactly("a2", "b1");
        assertThat(seen(all, List.of("a."))).isEmpty();
        assertThat(seen(all, List.of())).isEmpty();
        assertThat(ports.briefReads().workflows(all.seenBy(new Visible(List.of("b"))), "1", 9).rows())
                .extracting(WorkflowRow::workflowId).containsExactly("b1");
    }

    private List<String> seen(WorkflowFilter filter, List<String> prefixes) {
        return ports.reads().workflows(filter.seenBy(new Visible(prefixes)), 9).stream()
                .map(WorkflowRow::workflowId)
                .toList();
    }

    private List<Long> instances(InstanceStatus status, long from, long to, boolean older, Long cursor, int size) {
        var filter = new InstanceFilter(Optional.ofNullable(status), from, to);
        return ports.reads().instances("w", filter, new Window(older, size, Optional.ofNullable(cursor))).stream()
                .map(RunRow::instanceId)
                .toList();
    }

    @Test
    void instancesAreFoundByTheStatusOfTheirLatestRun() {
        assertThat(instances(InstanceStatus.FAILED, Long.MIN_VALUE, Long.MAX_VALUE, true, null, 9)).containsExactly(6L);
        assertThat(instances(InstanceStatus.SUCCEEDED, Long.MIN_VALUE, Long.MAX_VALUE, true, null, 2))
                .containsExactly(8L, 7L, 5L);
        assertThat(instances(InstanceStatus.SUCCEEDED, Long.MIN_VALUE, Long.MAX_VALUE, true, 5L, 9))
                .containsExactly(4L, 3L, 2L, 1L);
        assertThat(instances(InstanceStatus.SUCCEEDED, Long.MIN_VALUE, Long.MAX_VALUE, false, 2L, 2))
                .containsExactly(3L, 4L, 5L);
        assertThat(instances(InstanceStatus.IN_PROGRESS, Long.MIN_VALUE, Long.MAX_VALUE, true, null, 9))
                .containsExactly(9L);
    }

    @Test
    void instancesAreFoundByTheTimeOfTheirCreation() {
        assertThat(instances(null, 300, 600, true, null, 9)).containsExactly(5L, 4L, 3L);
        assertThat(instances(null, 250, Long.MAX_VALUE, false, null, 2)).containsExactly(3L, 4L, 5L);
        assertThat(instances(null, Long.MIN_VALUE, 250, true, null, 9)).containsExactly(2L, 1L);
        assertThat(instances(null, 5_000, 6_000, true, null, 9)).isEmpty();
        assertThat(instances(InstanceStatus.SUCCEEDED, 400, 800, true, 7L, 9)).containsExactly(5L, 4L);
    }
}
