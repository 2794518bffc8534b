package maestro.runtime.store;

import java.util.Optional;

/** What external jobs handed back, by job. Thread-safe. Every call may throw {@link StoreUnavailable}. */
public interface OutputData {
    /**
     * @param jobType a step type in the spelling of output
     * @param workflowId of the step that the job runs for, as the job said
     * @param payload JSON of params and artifacts, at most {@code OutputReport.CHARS_MAX} characters
     * @param atMillis when it came; epoch milliseconds
     */
    record Row(String jobType, String jobId, String workflowId, String payload, long atMillis) {}

    /** Takes the place of what the job handed back before. */
    void put(Row row);

    Optional<Row> one(String jobType, String jobId);
}
