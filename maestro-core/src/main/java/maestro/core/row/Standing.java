package maestro.core.row;

import maestro.model.run.StepStatus;

/**
 * How a step stands over all runs of its instance (execution.md §9.3). Times are epoch milliseconds, 0: unknown.
 *
 * @param runId the run it comes from; 0: never reached
 * @param attempt from 1; 0: never reached
 */
public record Standing(long runId, int attempt, StepStatus status, long startMillis, long endMillis) {
    public static final Standing NEVER = new Standing(0, 0, StepStatus.NOT_CREATED, 0, 0);

    public static Standing of(long runId, StepRow row) {
        return new Standing(runId, row.attempt(), row.status(), row.startMillis(), row.endMillis());
    }

    public boolean reached() {
        return status != StepStatus.NOT_CREATED;
    }

    /** Ended for good, but its successors may not proceed; or never reached. */
    public boolean incomplete() {
        return !reached() || status.terminal() && !status.complete();
    }
}
