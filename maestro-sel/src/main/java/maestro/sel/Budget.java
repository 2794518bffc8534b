package maestro.sel;

import java.time.Duration;
import java.util.OptionalLong;

/**
 * Limits of one evaluation (sel.md §9); exceeding one is {@link SelException.Kind#LIMIT}, the deadline
 * {@link SelException.Kind#TIMEOUT}. Immutable.
 *
 * @param visitsMax visits of tree nodes, and as many units of work done inside a built-in function
 * @param memoryBytesMax bytes charged for values made, never given back: 32 a value, 2 a character, 32 an array element
 * @param loopMax a loop fails once this many of its iterations are complete
 * @param arrayMax arrays must be shorter than this
 * @param stackMax operands that may be pending at once
 * @param deadlineNanos a reading of {@link System#nanoTime}; empty: no deadline
 * @param provisional whoever gave it will try again with a larger one, so running out of it is nobody's error yet
 */
public record Budget(
        long visitsMax, long memoryBytesMax, int loopMax, int arrayMax, int stackMax, OptionalLong deadlineNanos,
        boolean provisional) {

    private static final Budget DEFAULTS =
            new Budget(100_000_000, 100_000_000, 25_001, 25_001, 128, OptionalLong.empty(), false);
    private static final Budget INLINE = DEFAULTS.withVisits(2_000).withMemory(256_000).asProvisional();

    public Budget {
        if (visitsMax < 0 || memoryBytesMax < 0 || loopMax < 0 || arrayMax < 0 || stackMax < 0)
            throw new IllegalArgumentException("a limit is negative");
    }

    /** The server's defaults, without a deadline. */
    public static Budget defaults() {
        return DEFAULTS;
    }

    /**
     * Small enough (well under a millisecond) to evaluate where one must not linger. When it ends in {@code LIMIT},
     * redo elsewhere with {@link #defaults}: an evaluation has no effects of its own.
     */
    public static Budget inline() {
        return INLINE;
    }

    public Budget withVisits(long max) {
        return new Budget(max, memoryBytesMax, loopMax, arrayMax, stackMax, deadlineNanos, provisional);
    }

    public Budget withMemory(long bytesMax) {
        return new Budget(visitsMax, bytesMax, loopMax, arrayMax, stackMax, deadlineNanos, provisional);
    }

    public Budget withLoop(int max) {
        return new Budget(visitsMax, memoryBytesMax, max, arrayMax, stackMax, deadlineNanos, provisional);
    }

    public Budget withArray(int max) {
        return new Budget(visitsMax, memoryBytesMax, loopMax, max, stackMax, deadlineNanos, provisional);
    }

    public Budget withStack(int max) {
        return new Budget(visitsMax, memoryBytesMax, loopMax, arrayMax, max, deadlineNanos, provisional);
    }

    /** The same limits, ending at a reading of {@link System#nanoTime}. */
    public Budget withDeadline(long nanoTime) {
        return new Budget(visitsMax, memoryBytesMax, loopMax, arrayMax, stackMax, OptionalLong.of(nanoTime), provisional);
    }

    /** The same limits, of which the first try is given. */
    public Budget asProvisional() {
        return new Budget(visitsMax, memoryBytesMax, loopMax, arrayMax, stackMax, deadlineNanos, true);
    }

    /** The same limits, ending this long after now. */
    public Budget withTimeout(Duration fromNow) {
        return withDeadline(System.nanoTime() + fromNow.toNanos());
    }
}
