package maestro.model.run;

/** Where a step attempt stands (execution.md §3.1). The order is the order of a step's life; stored by ordinal. */
public enum StepStatus {
    NOT_CREATED(Kind.LIVE, false),
    CREATED(Kind.LIVE, false),
    INITIALIZED(Kind.LIVE, false),
    PAUSED(Kind.LIVE, true),
    WAITING_FOR_SIGNALS(Kind.LIVE, true),
    EVALUATING_PARAMS(Kind.LIVE, true),
    WAITING_FOR_PERMITS(Kind.LIVE, true),
    STARTING(Kind.LIVE, false),
    RUNNING(Kind.LIVE, true),
    FINISHING(Kind.LIVE, false),
    DISABLED(Kind.COMPLETE, false),
    UNSATISFIED(Kind.COMPLETE, false),
    SKIPPED(Kind.COMPLETE, false),
    SUCCEEDED(Kind.COMPLETE, false),
    COMPLETED_WITH_ERROR(Kind.COMPLETE, false),
    USER_FAILED(Kind.RETRYABLE, true),
    PLATFORM_FAILED(Kind.RETRYABLE, true),
    TIMEOUT_FAILED(Kind.RETRYABLE, true),
    FATALLY_FAILED(Kind.DEAD, true),
    INTERNALLY_FAILED(Kind.DEAD, true),
    STOPPED(Kind.DEAD, false),
    TIMED_OUT(Kind.DEAD, false);

    private enum Kind {
        LIVE, COMPLETE, RETRYABLE, DEAD
    }

    private final Kind kind;
    private final boolean overview;

    StepStatus(Kind kind, boolean overview) {
        this.kind = kind;
        this.overview = overview;
    }

    /** This attempt will not run again. */
    public boolean terminal() {
        return kind != Kind.LIVE;
    }

    /** Successors may proceed. */
    public boolean complete() {
        return kind == Kind.COMPLETE;
    }

    /** The system makes another attempt by itself. */
    public boolean retryable() {
        return kind == Kind.RETRYABLE;
    }

    /** Ended for good without completing: a user may restart it. */
    public boolean restartable() {
        return kind == Kind.DEAD;
    }

    /** Can be stopped, killed or skipped. */
    public boolean wakeable() {
        return kind == Kind.LIVE || kind == Kind.RETRYABLE;
    }

    /** The step's reference is listed, not just counted, in rollups. */
    public boolean overview() {
        return overview;
    }

    /** FATALLY or INTERNALLY failed, or failed and about to be retried. */
    public boolean failed() {
        return kind == Kind.RETRYABLE || this == FATALLY_FAILED || this == INTERNALLY_FAILED;
    }
}
