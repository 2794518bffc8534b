package maestro.core.retry;

/** A retry policy resolved to numbers (execution.md §5.7). */
public record RetrySpec(long userLimit, long platformLimit, long timeoutLimit, BackoffSpec backoff) {
    public static final RetrySpec DEFAULT = new RetrySpec(2, 10, 0, BackoffSpec.DEFAULT);

    public RetrySpec with(BackoffSpec other) {
        return other.equals(backoff) ? this : new RetrySpec(userLimit, platformLimit, timeoutLimit, other);
    }

    public long limit(ErrorClass error) {
        return switch (error) {
            case USER -> userLimit;
            case PLATFORM -> platformLimit;
            case TIMEOUT -> timeoutLimit;
        };
    }
}
