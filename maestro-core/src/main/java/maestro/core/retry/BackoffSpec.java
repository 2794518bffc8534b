package maestro.core.retry;

/**
 * How long to wait before the next attempt, in seconds, resolved to numbers (execution.md §5.7).
 *
 * @param exponential whether the wait grows; a fixed one uses {@code base} alone
 */
public record BackoffSpec(boolean exponential, ByClass base, ByClass exponent, ByClass limit) {
    /** One number an error class. */
    public record ByClass(long user, long platform, long timeout) {
        long of(ErrorClass error) {
            return switch (error) {
                case USER -> user;
                case PLATFORM -> platform;
                case TIMEOUT -> timeout;
            };
        }
    }

    public static final ByClass DEFAULT_BASE = new ByClass(60, 60, 60);
    public static final ByClass DEFAULT_EXPONENT = new ByClass(2, 2, 2);
    public static final ByClass DEFAULT_LIMIT = new ByClass(600, 3_600, 3_600);
    public static final BackoffSpec DEFAULT = new BackoffSpec(true, DEFAULT_BASE, DEFAULT_EXPONENT, DEFAULT_LIMIT);

    /** Beginning with another wait for every class of error, and doubling. */
    public static BackoffSpec beginningWith(long seconds) {
        return new BackoffSpec(true, new ByClass(seconds, seconds, seconds), DEFAULT_EXPONENT, DEFAULT_LIMIT);
    }

    /** The wait before retry number {@code retries} + 1, in seconds: {@code min(base * exponent^retries, limit)}. */
    public long waitSeconds(ErrorClass error, long retries) {
        if (!exponential) {
            return base.of(error);
        }
        double wait = base.of(error) * Math.pow(exponent.of(error), retries);
        return (long) Math.min(wait, limit.of(error));
    }
}
