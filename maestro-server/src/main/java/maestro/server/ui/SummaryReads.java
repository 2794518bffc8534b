package maestro.server.ui;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import maestro.core.row.RunRow;
import maestro.core.row.StepRow;
import maestro.core.row.WorkflowRow;
import maestro.core.why.Reason;
import maestro.model.json.Json;
import maestro.model.run.InstanceStatus;
import maestro.runtime.store.BriefReads.Beat;
import maestro.runtime.store.InstanceFilter;
import maestro.runtime.store.Reads.Placed;
import maestro.runtime.store.Reads.Slice;
import maestro.server.http.RunSources;
import maestro.server.view.BriefSteps;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Gathers an overview: of each status some thousand of the newest instances are looked at, of live ones the oldest. */
final class SummaryReads {
    private static final int ROWS_MAX = 5_000;
    private static final int BUCKETS = 96;
    private static final int FAILING_MAX = 20;
    private static final int LOOKED_FAILING = 100;
    private static final int LAST = 50;
    private static final int WAITING_MAX = 10;
    private static final int LOOKED_LIVE = 200;

    private final RunSources runs;

    SummaryReads(RunSources runs) {
        this.runs = runs;
    }

    ObjectNode view(long from, long now, SummaryResource.Asked asked) {
        var byStatus = new LinkedHashMap<InstanceStatus, List<RunRow>>();
        boolean complete = true;
        for (InstanceStatus status : InstanceStatus.values()) {
            if (status == InstanceStatus.PAUSED) continue;
            long since = status.terminal() ? from : Long.MIN_VALUE;
            var filter = new InstanceFilter(Optional.of(status), since, Long.MAX_VALUE, asked.owner(), asked.tag(),
                    Optional.empty(), asked.visible());
            var listed = runs.briefs().instances(Optional.empty(), filter,
                    new Slice(status.terminal(), ROWS_MAX, Optional.empty()));
            byStatus.put(status, listed.rows().stream().map(Placed::row).toList());
            complete &= listed.next().isEmpty();
        }
        var view = Json.object().put("from", from).put("to", now);
        var counts = view.putObject("counts");
        byStatus.forEach((status, rows) -> counts.put(status.name(), rows.size()));
        buckets(view, byStatus, from, now);
        failing(view.putArray("failing"), byStatus);
        waiting(view.putArray("waiting"), byStatus);
        return view.put("complete", complete);
    }

    private static void buckets(ObjectNode view, Map<InstanceStatus, List<RunRow>> byStatus, long from, long now) {
        long each = Math.max(1, Math.ceilDiv(now - from, BUCKETS));
        var ended = view.putObject("ended").put("each_ms", each);
        byStatus.forEach((status, rows) -> {
            if (!status.terminal()) return;
            var counts = new long[BUCKETS];
            rows.forEach(row -> counts[Math.clamp((row.endMillis() - from) / each, 0, BUCKETS - 1)]++);
            var array = ended.putArray(status.name());
            for (long count : counts) array.add(count);
        });
    }

    /** Workflows whose latest ended instance failed, the one that failed last first. */
    private void failing(ArrayNode failing, Map<InstanceStatus, List<RunRow>> byStatus) {
        var failed = new ArrayList<>(byStatus.get(InstanceStatus.FAILED));
        failed.addAll(byStatus.get(InstanceStatus.TIMED_OUT));
        failed.sort(Comparator.comparingLong(RunRow::endMillis).reversed());
        var newest = new LinkedHashMap<String, RunRow>();
        failed.forEach(row -> newest.putIfAbsent(row.workflowId(), row));
        var workflows = new ArrayList<WorkflowRow>();
        for (String id : newest.keySet().stream().limit(LOOKED_FAILING).toList())
            runs.reads().workflow(id).filter(row -> !row.deleted()).ifPresent(workflows::add);
        if (workflows.isEmpty()) return;
        var pulses = runs.briefs().pulses(workflows, LAST);
        var inRow = new LinkedHashMap<Long, Integer>();
        var rows = new ArrayList<RunRow>();
        for (int i = 0; i < workflows.size() && rows.size() < FAILING_MAX; i++) {
            int count = inRow(pulses.get(i).last());
            if (count == 0) continue;
            RunRow row = newest.get(workflows.get(i).workflowId());
            rows.add(row);
            inRow.put(row.runKey(), count);
        }
        var views = runs.brief(rows);
        for (RunRow row : rows) failing.add(views.get(row.runKey()).put("in_a_row", inRow.get(row.runKey())));
    }

    /** How many of the latest ended ones failed one after another; 0: the latest did not. */
    private static int inRow(List<Beat> last) {
        int count = 0;
        for (Beat beat : last.reversed()) {
            if (!beat.status().terminal()) continue;
            if (beat.status() != InstanceStatus.FAILED && beat.status() != InstanceStatus.TIMED_OUT) return count;
            count++;
        }
        return count;
    }

    private record Waiting(RunRow run, Optional<StepRow> step, Reason.Code code, long since) {}

    /** Queued runs, and steps of the oldest live ones that wait for something. */
    private void waiting(ArrayNode waiting, Map<InstanceStatus, List<RunRow>> byStatus) {
        var all = new ArrayList<Waiting>();
        byStatus.get(InstanceStatus.CREATED).stream().limit(WAITING_MAX).forEach(row ->
                all.add(new Waiting(row, Optional.empty(), Reason.Code.RUN_QUEUED, row.createMillis())));
        var live = new HashMap<Long, RunRow>();
        byStatus.get(InstanceStatus.IN_PROGRESS).stream().limit(LOOKED_LIVE).forEach(row -> live.put(row.runKey(), row));
        var keys = new LinkedHashSet<>(live.keySet());
        for (StepRow step : runs.briefs().cells(List.copyOf(keys), List.of()))
            BriefSteps.waits(step.status()).ifPresent(code -> all.add(new Waiting(
                    live.get(step.runKey()), Optional.of(step), code, Math.max(step.createMillis(), step.endMillis()))));
        all.sort(Comparator.comparingLong(Waiting::since));
        all.stream().limit(WAITING_MAX).forEach(one -> {
            var entry = waiting.addObject()
                    .put("workflow_id", one.run().workflowId())
                    .put("workflow_instance_id", one.run().instanceId())
                    .put("workflow_run_id", one.run().runId());
            one.step().ifPresent(step -> entry.put("step_id", step.stepId()));
            entry.put("wait", one.code().name()).put("since", one.since());
        });
    }
}
