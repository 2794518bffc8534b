package maestro.server.http;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import maestro.core.dag.Plan;
import maestro.core.row.RunRow;
import maestro.runtime.engine.Engine;
import tools.jackson.databind.node.ObjectNode;

/** Names the steps that signals and tags know by the keys of their runs. One call to the store for a list of them. */
final class StepNames {
    private final Engine engine;
    private final Map<Long, RunRow> runs = new HashMap<>();

    StepNames(Engine engine, RunSources sources, Collection<Long> runKeys) {
        this.engine = engine;
        if (!runKeys.isEmpty())
            sources.briefs().whole(runKeys.stream().distinct().toList()).forEach(row -> runs.put(row.runKey(), row));
    }

    /** Adds nothing of a run that is gone. */
    void into(ObjectNode view, long runKey, int ordinal) {
        RunRow run = runs.get(runKey);
        if (run == null) return;
        view.put("workflow_id", run.workflowId());
        view.put("workflow_instance_id", run.instanceId()).put("workflow_run_id", run.runId());
        Plan plan = engine.plan(run);
        if (ordinal < plan.steps().size()) view.put("step_id", plan.step(ordinal).id());
    }
}
