package maestro.core.why;

import java.util.Optional;
import maestro.core.row.RunRow;
import maestro.core.row.StepRow;
import maestro.model.json.Json;
import tools.jackson.databind.node.ObjectNode;

/**
 * The run, or the step of a run, that a reason is about.
 *
 * @param attempt 0: none was made yet, or it is about the run
 */
public record Subject(String workflowId, long instanceId, long runId, Optional<String> stepId, int attempt) {
    static Subject of(RunRow run) {
        return new Subject(run.workflowId(), run.instanceId(), run.runId(), Optional.empty(), 0);
    }

    public static Subject of(RunRow run, StepRow step) {
        return of(run).step(step.stepId(), step.attempt());
    }

    Subject step(String id, int number) {
        return new Subject(workflowId, instanceId, runId, Optional.of(id), number);
    }

    /** How a sentence names the run. */
    String run() {
        return "instance " + instanceId + (runId > 1 ? " run " + runId : "") + " of [" + workflowId + "]";
    }

    ObjectNode toJson() {
        var json = Json.object()
                .put("workflow_id", workflowId)
                .put("workflow_instance_id", instanceId)
                .put("workflow_run_id", runId);
        stepId.ifPresent(id -> json.put("step_id", id));
        if (attempt > 0) {
            json.put("step_attempt_id", attempt);
        }
        return json;
    }
}
