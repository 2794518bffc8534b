package maestro.testkit.sim;

import maestro.core.dag.Plan;
import maestro.core.row.RunRow;
import maestro.runtime.node.PlanCache;
import maestro.runtime.store.Reads;

/** Plans of stored versions, compiled once. */
final class Plans {
    private final PlanCache known;

    Plans(Reads reads) {
        this.known = new PlanCache(reads);
    }

    Plan plan(String workflowId, long internalId, long version) {
        return known.plan(workflowId, internalId, version);
    }

    PlanCache cache() {
        return known;
    }

    Plan plan(RunRow run) {
        return known.plan(run);
    }
}
