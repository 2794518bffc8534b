package maestro.server.metrics;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import maestro.core.loop.InlineIds;
import maestro.core.rule.Change;
import maestro.model.run.InstanceStatus;

/**
 * Counts runs that end on this node, iterations of loops left out, and keeps the last success of a few workflows. What
 * ran before this node took its shard has no duration here. Thread-safe.
 */
public final class RunMetrics {
    private static final String ENDED = "Runs that ended, without iterations of loops.";

    private static final String DURATION = "maestro_run_duration_seconds";
    private static final String TOOK = "How long runs took from their start to their end.";

    private final Metrics metrics;
    private final Set<String> named;
    /** By run key; bounded by the live runs of this node. */
    private final Map<Long, Long> starts = new ConcurrentHashMap<>();
    private final Map<String, Long> lastSuccess = new ConcurrentHashMap<>();

    /** @param workflows whose last success is shown: each makes a series of its own */
    public RunMetrics(Metrics metrics, List<String> workflows) {
        this.metrics = metrics;
        this.named = Set.copyOf(workflows);
        for (var status : InstanceStatus.values()) {
            if (!status.terminal()) continue;
            metrics.adder("maestro_runs_ended_total", ENDED, "status", status.name());
            metrics.showTimeOfRun(DURATION, TOOK, "status", status.name());
        }
        metrics.gauges("maestro_workflow_last_success_timestamp_seconds",
                "When a run of a workflow of metrics.workflows succeeded last on this node, since the epoch.", "workflow",
                () -> lastSuccess.entrySet().stream()
                        .collect(Collectors.toMap(Map.Entry::getKey, at -> at.getValue() / 1e3)));
    }

    /** One durable change; does not block. */
    public void changed(Change change) {
        if (change instanceof Change.RunMoved(var run, _, var to, var at) && !InlineIds.inline(run.workflowId())) {
            if (to == InstanceStatus.IN_PROGRESS) starts.put(run.runKey(), at);
            if (to.terminal()) ended(run.workflowId(), run.runKey(), to, at);
        }
    }

    private void ended(String workflowId, long runKey, InstanceStatus status, long at) {
        metrics.count("maestro_runs_ended_total", ENDED, "status", status.name());
        Long start = starts.remove(runKey);
        if (start != null) {
            metrics.timeOfRun(DURATION, TOOK, Math.max(0, at - start) * 1_000_000, "status", status.name());
        }
        if (status == InstanceStatus.SUCCEEDED && named.contains(workflowId)) {
            lastSuccess.merge(workflowId, at, Math::max);
        }
    }
}
