package maestro.runtime.node;

import java.util.Optional;
import maestro.core.dag.Plan;
import maestro.core.restart.Archive;
import maestro.core.restart.Past;
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
    public long revision(String workflowId) {
        return reads.workflow(workflowId).map(row -> row.revision()).orElse(0L);
    }
}
