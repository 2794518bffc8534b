package maestro.core.retry;

/** The retries used by a step within one run, and what is left (rest-api.md §11, {@code step_retry}). */
public record RetryState(long user, long platform, long timeout, long manual, boolean retryable, RetrySpec spec) {
    public static final RetryState FRESH = new RetryState(0, 0, 0, 0, true, RetrySpec.DEFAULT);

    public static RetryState fresh(RetrySpec spec) {
        return spec == RetrySpec.DEFAULT ? FRESH : new RetryState(0, 0, 0, 0, true, spec);
    }

    /** Whether a failure of this class leads to another attempt by the system. */
    public boolean leftFor(ErrorClass error) {
        return retryable && used(error) < spec.limit(error);
    }

    public long used(ErrorClass error) {
        return switch (error) {
            case USER -> user;
            case PLATFORM -> platform;
            case TIMEOUT -> timeout;
        };
    }

    /** The wait after a failure of this class; uses the count before it is raised. */
    public long waitMillis(ErrorClass error) {
        return spec.backoff().waitSeconds(error, used(error)) * 1_000;
    }

    public RetryState counted(ErrorClass error) {
        return new RetryState(
                user + (error == ErrorClass.USER ? 1 : 0),
                platform + (error == ErrorClass.PLATFORM ? 1 : 0),
                timeout + (error == ErrorClass.TIMEOUT ? 1 : 0),
                manual,
                retryable,
                spec);
    }

    /** For an attempt that a user asked for: the system makes none after it (execution.md §6.4). */
    public RetryState manually() {
        return new RetryState(user, platform, timeout, manual + 1, false, spec);
    }

    /** No further attempt by the system (execution.md §5.7, last line). */
    public RetryState exhausted() {
        return new RetryState(user, platform, timeout, manual, false, spec);
    }
}
