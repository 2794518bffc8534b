package maestro.testkit.sim;

import java.util.HashMap;
import java.util.Map;
import maestro.core.dag.Plan;
import maestro.core.row.StoredJson;
import maestro.model.definition.Definitions;
import maestro.runtime.store.Reads;

/** Plans of stored versions, compiled once. */
final class Plans {
    private record Key(long internalId, long version) {}

    private final Reads reads;
    private final Map<Key, Plan> known = new HashMap<>();

    Plans(Reads reads) {
        this.reads = reads;
    }

    Plan plan(String workflowId, long internalId, long version) {
        return known.computeIfAbsent(new Key(internalId, version), _ -> {
            var row = reads.version(workflowId, internalId, version).orElseThrow();
            return Plan.of(Definitions.workflowFromJson(StoredJson.parse(row.definition())));
        });
    }
}
