package maestro.runtime.node;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import maestro.core.param.ChildSteps;
import maestro.core.row.StepDetail;
import maestro.model.param.Param;
import maestro.runtime.store.Reads;

/** Child runs as the store has them. Thread-safe. */
record StoredChildSteps(Reads reads) implements ChildSteps {
    @Override
    public Map<Long, Optional<Param>> params(String workflowId, long first, long last, String stepId, String name) {
        var params = new HashMap<Long, Optional<Param>>();
        var ids = LongStream.rangeClosed(first, last).boxed().toList();
        for (var found : reads.latestAttempts(workflowId, ids, stepId, Long.MAX_VALUE, Set.of())) {
            var param = StepDetail.read(found.step()).params().get(name);
            params.put(found.run().instanceId(), Optional.ofNullable(param));
        }
        return params;
    }
}
