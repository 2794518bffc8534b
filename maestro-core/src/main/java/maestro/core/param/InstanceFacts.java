package maestro.core.param;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a run tells its params about itself (parameters.md §11, {@code getFromInstance}).
 *
 * @param workflowId own id; the inline id inside loops
 * @param owner of the workflow's properties; a handed-down {@code owner} param goes before it
 * @param initiatorType such as {@code MANUAL}; {@code VALIDATION} in a dry run
 * @param initiatorTimezone of the time trigger that started the run
 * @param runnerName who started a manual run
 * @param runPolicy by its name
 * @param firstTriggerTimezone of the definition's first time trigger
 * @param instanceId absent while workflow params are evaluated
 * @param runId absent while workflow params are evaluated
 * @param environment the server setting that {@code getExecutionEnvironment} returns
 */
public record InstanceFacts(
        String workflowId,
        String owner,
        String initiatorType,
        Optional<String> initiatorTimezone,
        Optional<String> runnerName,
        String runPolicy,
        Optional<String> firstTriggerTimezone,
        OptionalLong instanceId,
        OptionalLong runId,
        String environment,
        SignalFacts signals) {
    public InstanceFacts {
        requireNonNull(workflowId, "workflowId");
        requireNonNull(owner, "owner");
        requireNonNull(initiatorType, "initiatorType");
        requireNonNull(runPolicy, "runPolicy");
        requireNonNull(environment, "environment");
        requireNonNull(signals, "signals");
    }

    /** The same run with what is known of signals. */
    public InstanceFacts withSignals(SignalFacts known) {
        return new InstanceFacts(
                workflowId,
                owner,
                initiatorType,
                initiatorTimezone,
                runnerName,
                runPolicy,
                firstTriggerTimezone,
                instanceId,
                runId,
                environment,
                known);
    }

    /** The same run once it has its numbers. */
    public InstanceFacts numbered(long instance, long run) {
        return new InstanceFacts(
                workflowId,
                owner,
                initiatorType,
                initiatorTimezone,
                runnerName,
                runPolicy,
                firstTriggerTimezone,
                OptionalLong.of(instance),
                OptionalLong.of(run),
                environment,
                signals);
    }
}
