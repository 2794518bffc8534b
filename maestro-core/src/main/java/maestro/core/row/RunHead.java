package maestro.core.row;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import maestro.model.Tag;
import maestro.model.User;
import maestro.model.param.Param;
import maestro.model.param.ParamDefinition;
import maestro.model.run.Initiator;
import maestro.model.run.RunPolicy;

/**
 * What is fixed when a run is created. Immutable.
 *
 * @param params evaluated workflow params
 * @param correlationId empty: made of the run's own numbers
 * @param requestMillis when the caller asked
 * @param snapshotId create time of the properties in force
 * @param alerting canonical JSON as plain maps, references interpolated
 * @param timeoutMillis empty: none was written
 * @param iteration of which loop step the run is an iteration
 * @param parent the subworkflow step that wants to know how the run goes
 * @param restart what it has from earlier runs of its instance; empty for the first run
 * @param signals params of the signal instances that started it, by the name of the signal
 * @param failure why the run could not be built though it was to be stored (persist_failed_run)
 */
public record RunHead(
        Initiator initiator,
        RunPolicy policy,
        Map<String, Param> params,
        Map<String, ParamDefinition> runParams,
        Map<String, Map<String, ParamDefinition>> stepRunParams,
        List<Tag> runtimeTags,
        Optional<String> correlationId,
        long requestMillis,
        User owner,
        long snapshotId,
        Optional<Map<String, Object>> alerting,
        OptionalInt stepConcurrency,
        List<Tag> propertyTags,
        OptionalInt instanceStepConcurrency,
        OptionalLong timeoutMillis,
        Map<String, Map<String, Object>> artifacts,
        long groupInfo,
        Optional<String> failure,
        Optional<IterationRef> iteration,
        Optional<ParentRef> parent,
        Optional<Restart> restart,
        Map<String, Map<String, Object>> signals) {
    /** What clients see as {@code group_info} of a run whose ancestors name none (execution.md §11). */
    public static final long GROUPS = 3;

    /** Of a run that no signal started. */
    public RunHead(
            Initiator initiator,
            RunPolicy policy,
            Map<String, Param> params,
            Map<String, ParamDefinition> runParams,
            Map<String, Map<String, ParamDefinition>> stepRunParams,
            List<Tag> runtimeTags,
            Optional<String> correlationId,
            long requestMillis,
            User owner,
            long snapshotId,
            Optional<Map<String, Object>> alerting,
            OptionalInt stepConcurrency,
            List<Tag> propertyTags,
            OptionalInt instanceStepConcurrency,
            OptionalLong timeoutMillis,
            Map<String, Map<String, Object>> artifacts,
            long groupInfo,
            Optional<String> failure,
            Optional<IterationRef> iteration,
            Optional<ParentRef> parent,
            Optional<Restart> restart) {
        this(
                initiator, policy, params, runParams, stepRunParams, runtimeTags, correlationId, requestMillis, owner,
                snapshotId, alerting, stepConcurrency, propertyTags, instanceStepConcurrency, timeoutMillis, artifacts,
                groupInfo, failure, iteration, parent, restart, Map.of());
    }

    public RunHead {
        requireNonNull(initiator, "initiator");
        requireNonNull(policy, "policy");
        requireNonNull(params, "params");
        requireNonNull(owner, "owner");
    }

    /** Whether a step of another run made it, and no request. */
    public boolean launched() {
        return iteration.isPresent() || parent.isPresent();
    }

    /** The same run, started by signals. */
    public RunHead withSignals(Map<String, Map<String, Object>> consumed) {
        return new RunHead(
                initiator, policy, params, runParams, stepRunParams, runtimeTags, correlationId, requestMillis, owner,
                snapshotId, alerting, stepConcurrency, propertyTags, instanceStepConcurrency, timeoutMillis, artifacts,
                groupInfo, failure, iteration, parent, restart, consumed);
    }

    /** As another iteration of the same loop has it. */
    RunHead again(Map<String, Param> otherParams, long otherRequestMillis, long number) {
        var place = iteration.map(at -> new IterationRef(at.parentKey(), at.ordinal(), number));
        return new RunHead(
                initiator, policy, otherParams, runParams, stepRunParams, runtimeTags, correlationId,
                otherRequestMillis, owner, snapshotId, alerting, stepConcurrency, propertyTags,
                instanceStepConcurrency, timeoutMillis, artifacts, groupInfo, failure, place, parent, restart,
                signals);
    }

    public byte[] write() {
        return RunJson.bytes(this);
    }

    /** @param bytes of {@link #write}, or what {@link IterationHead#joined} made */
    public static RunHead read(byte[] bytes) {
        return IterationHead.isJoined(bytes) ? IterationHead.read(bytes) : RunJson.head(bytes);
    }

    /** The step that waits for a run whose head may not be readable otherwise; empty: none, or it cannot be told. */
    public static Optional<ParentRef> parent(byte[] bytes) {
        try {
            return IterationHead.isJoined(bytes) ? Optional.empty() : RunJson.parent(bytes);
        } catch (RuntimeException unreadable) {
            return Optional.empty();
        }
    }
}
