package maestro.runtime.engine;

/** How one start went (rest-api.md §5.1). */
public record StartOutcome(
        String workflowId,
        long version,
        long instanceId,
        long runId,
        String uuid,
        Status status,
        String message,
        long atMillis) {
    public enum Status {
        CREATED, DUPLICATED, STOPPED, INTERNAL_ERROR
    }
}
