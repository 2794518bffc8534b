package maestro.runtime.node;

import maestro.core.rule.Answer;
import maestro.runtime.engine.StartOutcome;

/** Answers of shards in the words of the engine's callers. */
final class Outcomes {
    private Outcomes() {}

    static StartOutcome start(String workflowId, Answer.Started.One run) {
        String message =
                switch (run.status()) {
                    case CREATED -> "Workflow instance [" + run.instanceId() + "] is created";
                    case DUPLICATED -> "A run with this request id exists already";
                    case STOPPED -> "The run strategy stopped the new instance at once";
                };
        return new StartOutcome(
                workflowId,
                run.version(),
                run.instanceId(),
                run.runId(),
                run.uuid(),
                StartOutcome.Status.valueOf(run.status().name()),
                message,
                run.atMillis());
    }
}
