package maestro.runtime.node;

import java.util.Optional;
import maestro.core.rule.Answer;
import maestro.model.User;
import maestro.model.run.Initiator;
import maestro.runtime.engine.StartOutcome;

/** Answers of shards in the words of the engine's callers. */
final class Outcomes {
    private Outcomes() {}

    static StartOutcome start(String workflowId, Answer.Started.One run, Initiator initiator) {
        String message =
                switch (run.status()) {
                    case CREATED -> begun(initiator);
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

    /** The first thing to tell of a run (execution.md §2.2). */
    private static String begun(Initiator initiator) {
        return switch (initiator) {
            case Initiator.Manual(var user) ->
                "Manually run a new workflow instance by a user [" + user.map(User::name).orElse("") + "]";
            case Initiator.Time time -> byTrigger(time.type(), time.triggerUuid());
            case Initiator.Signal signal -> byTrigger(signal.type(), signal.triggerUuid());
            case Initiator.Upstream(var type, var ancestors) when ancestors.isEmpty() ->
                type + " step runs a new workflow instance"; // a caller may leave them out
            case Initiator.Upstream(var type, var ancestors) -> {
                var parent = ancestors.getLast();
                yield type + " step ([" + parent.workflowId() + "][" + parent.instanceId() + "]["
                        + parent.runId().orElse(0L) + "][" + parent.stepId().orElse("")
                        + "]) runs a new workflow instance";
            }
            case Initiator.Validation _ -> throw new IllegalArgumentException("a dry run makes no run");
        };
    }

    private static String byTrigger(Initiator.Type type, Optional<String> uuid) {
        return type + "-based trigger runs a new workflow instance by trigger uuid [" + uuid.orElse("") + "]";
    }
}
