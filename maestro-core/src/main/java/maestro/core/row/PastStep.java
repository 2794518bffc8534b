package maestro.core.row;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import maestro.core.wait.Dependencies;
import maestro.model.param.Param;
import maestro.model.run.StepStatus;

/**
 * A step's latest attempt over the earlier runs, kept for the run that does not run it again, or that goes on from what it
 * left (execution.md §6.3). Immutable.
 *
 * @param conditions results of its outgoing conditions in the order of its successors
 * @param userRetries user errors that were retried
 * @param dependencies signals that it waited for, as far as it came
 */
public record PastStep(
        String stepId,
        long runId,
        int attempt,
        long seq,
        UUID uuid,
        StepStatus status,
        long endMillis,
        long userRetries,
        Map<String, Param> params,
        List<Boolean> conditions,
        Map<String, Map<String, Object>> artifacts,
        Dependencies dependencies) {
    public static PastStep of(long runId, StepRow row) {
        var detail = StepDetail.read(row);
        return new PastStep(
                row.stepId(),
                runId,
                row.attempt(),
                row.seq(),
                row.uuid(),
                row.status(),
                row.endMillis(),
                detail.retry().user(),
                detail.params(),
                detail.conditions(),
                artifacts(detail),
                detail.dependencies());
    }

    /** An attempt that never knew a run of its own passes on what it knew of its predecessor's. */
    private static Map<String, Map<String, Object>> artifacts(StepDetail detail) {
        if (detail.earlierChild().isEmpty()) {
            return detail.artifacts();
        }
        var artifacts = new LinkedHashMap<>(detail.artifacts());
        artifacts.putIfAbsent(ChildState.ARTIFACT, detail.earlierChild().get().toPlain());
        return artifacts;
    }

    /** The run that a subworkflow step started last. */
    public Optional<ChildState> child() {
        return ChildState.of(artifacts);
    }

    /** Whether its condition for one of its successors was true. */
    public boolean saidYes(int place) {
        return place < conditions.size() && conditions.get(place);
    }

    /** Without what only later steps read. */
    public PastStep artifactsOnly() {
        return new PastStep(
                stepId, runId, attempt, seq, uuid, status, endMillis, userRetries, Map.of(), List.of(), artifacts,
                dependencies);
    }

    /** With what an earlier attempt left, where this one left nothing of the kind. */
    public PastStep over(PastStep earlier) {
        var all = new LinkedHashMap<>(earlier.artifacts());
        all.putAll(artifacts);
        return new PastStep(
                stepId, runId, attempt, seq, uuid, status, endMillis, userRetries, params, conditions, all,
                dependencies);
    }
}
