package maestro.core.row;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import maestro.core.permit.Claims;
import maestro.core.retry.RetryState;
import maestro.core.wait.Dependencies;
import maestro.core.wait.Outputs;
import maestro.model.Tag;
import maestro.model.param.Param;
import maestro.model.run.StepStatus;
import maestro.model.run.TimelineEvent;

/**
 * An attempt's row but for its columns. Immutable.
 *
 * @param satisfied whether a predecessor said yes; empty: not known yet
 * @param conditions outcome of each outgoing condition in the order of the definition's successors; empty: not known
 * @param timeoutMillis 0: none was written
 * @param retryAtMillis when the system makes the next attempt; 0: never
 * @param attemptKey of the last launch; empty: none
 * @param templateTags what job templates add to the step's own tags
 * @param ending the status that the attempt takes as soon as its conditions are evaluated; empty: its work goes on
 * @param restart what a user asked for who restarted the step in a run under way
 * @param earlierChild the run that the attempts before this one started, while this one knows none of its own
 * @param dependencies signals that it waits for; none before they are evaluated
 * @param claims tags that it asks for leave to run
 * @param outputs signals that it announces; none before its work is done
 */
public record StepDetail(
        StepTimes times,
        Optional<Boolean> satisfied,
        Map<String, Param> params,
        List<Boolean> conditions,
        RetryState retry,
        long timeoutMillis,
        long retryAtMillis,
        String attemptKey,
        String checkpoint,
        Optional<Order> order,
        Optional<StepStatus> ending,
        Optional<RestartConfig> restart,
        Map<String, Map<String, Object>> artifacts,
        List<TimelineEvent> timeline,
        List<Tag> templateTags,
        Optional<ChildState> earlierChild,
        Dependencies dependencies,
        Outputs outputs,
        Claims claims,
        Later later) {
    public StepDetail with(Map<String, Map<String, Object>> otherArtifacts) {
        return new StepDetail(
                times, satisfied, params, conditions, retry, timeoutMillis, retryAtMillis, attemptKey, checkpoint,
                order, ending, restart, otherArtifacts, timeline, templateTags, earlierChild, dependencies, outputs,
                claims, later);
    }

    /** As bytes that leave out what the row's other columns tell. */
    public byte[] write(String stepId, int attempt, UUID uuid) {
        return StepJson.bytes(this, stepId, attempt, uuid);
    }

    public static StepDetail read(StepRow row) {
        return StepJson.detail(row);
    }
}
