package maestro.runtime.node;

import java.util.Map;
import java.util.Optional;
import maestro.core.dag.Plan;
import maestro.core.restart.Archive;
import maestro.core.restart.Past;
import maestro.core.row.SnapshotJson;
import maestro.core.row.StoredJson;
import maestro.runtime.store.Reads;

/** Stored runs with what they are made of, for restarts and actions. Thread-safe. */
public record Pasts(Reads reads, PlanCache plans) implements Archive {
    @Override
    public Optional<Past> latest(String workflowId, long instanceId) {
        return reads.latestRun(workflowId, instanceId).map(run -> Past.of(run, reads.steps(run.runKey())));
    }

    @Override
    public Plan whole(Past past) {
        return plans.plan(past.run());
    }

    @Override
    public Optional<Map<String, Object>> alerting(Past past) {
        return alerting(reads, past);
    }

    /** Most runs have none, and need no look at their properties. */
    static Optional<Map<String, Object>> alerting(Reads reads, Past past) {
        var run = past.run();
        return past.head()
                .alerting()
                .flatMap(_ -> reads.snapshot(run.workflowId(), run.internalId(), past.head().snapshotId()))
                .flatMap(row -> SnapshotJson.fromJson(StoredJson.parse(row.snapshot())).properties().alerting());
    }

    @Override
    public long revision(String workflowId) {
        return reads.workflow(workflowId).map(row -> row.revision()).orElse(0L);
    }
}
