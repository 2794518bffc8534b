package maestro.runtime.node;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import maestro.core.dag.Plan;
import maestro.core.loop.InlineIds;
import maestro.core.restart.Lineage;
import maestro.core.row.RunHead;
import maestro.core.row.RunRow;
import maestro.core.row.StoredJson;
import maestro.model.MaestroException;
import maestro.model.definition.Definitions;
import maestro.runtime.store.Reads;

/** Compiled definitions, the most recently used ones. Thread-safe. */
public final class PlanCache {
    private static final int PLANS_MAX = 2_000;

    private record Key(String workflowId, long internalId, long version) {}

    private final Reads reads;
    private final Map<Key, Plan> plans = Collections.synchronizedMap(new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Plan> eldest) {
            return size() > PLANS_MAX;
        }
    });

    public PlanCache(Reads reads) {
        this.reads = reads;
    }

    /** @throws MaestroException NOT_FOUND when there is no such version */
    public Plan plan(String workflowId, long internalId, long version) {
        var key = new Key(workflowId, internalId, version);
        var known = plans.get(key);
        if (known == null) {
            var row = reads.version(workflowId, internalId, version)
                    .orElseThrow(() -> MaestroException.notFound(
                            "Workflow [" + workflowId + "] has no version [" + version + "]"));
            known = Plan.of(Definitions.workflowFromJson(StoredJson.parse(row.definition())));
            plans.put(key, known);
        }
        return known;
    }

    /** All steps of the level of the definition that a run belongs to: for an iteration the body of its loop. */
    public Plan plan(RunRow run) {
        if (!InlineIds.inline(run.workflowId())) {
            return plan(run.workflowId(), run.internalId(), run.version());
        }
        var key = new Key(run.workflowId(), run.internalId(), run.version());
        var known = plans.get(key);
        if (known == null) {
            var head = RunHead.read(run.head());
            known = Lineage.whole(plan(Lineage.owner(run, head), run.internalId(), run.version()), run, head);
            plans.put(key, known);
        }
        return known;
    }

    void put(String workflowId, long internalId, long version, Plan plan) {
        plans.put(new Key(workflowId, internalId, version), plan);
    }
}
