package maestro.sel;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Judges what evaluations took of the processor and of the heap, measured by the JVM and not by their {@link Meter}.
 * What the thread allocated is more than it ever held at once, so it is an upper bound; what it used of the processor
 * does not depend on how busy the machine is.
 *
 * @param again repeats the evaluation: only what it takes each time is its own, not the compiler's or a class's first
 * use
 */
record Consumption(Budget budget, Supplier<Used> again) {
    /** Of the parser, the variables, exceptions. */
    private static final long FIXED_BYTES = 500_000;
    /** Short-lived objects around one visit, such as a boxed number, which are garbage at the next. */
    private static final long GARBAGE_BYTES_A_VISIT = 16;
    /** A unit of work takes about 10 ns when compiled; before that, some hundred. */
    private static final long NANOS_A_VISIT = 1_000;
    private static final Duration TIMEOUT = Duration.ofMillis(20);
    private static final Duration LATE = TIMEOUT.plusMillis(100);
    private static final int REPEATS = 5;
    private static final com.sun.management.ThreadMXBean THREADS =
            (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** Of the current thread. */
    record Used(long cpuNanos, long bytes) {
        static Used now() {
            return new Used(THREADS.getCurrentThreadCpuTime(), THREADS.getCurrentThreadAllocatedBytes());
        }

        Used since(Used before) {
            return new Used(cpuNanos - before.cpuNanos, bytes - before.bytes);
        }

        private Used least(Used other) {
            return new Used(Math.min(cpuNanos, other.cpuNanos), Math.min(bytes, other.bytes));
        }
    }

    /**
     * What is wrong with an evaluation that used this much: twice its memory, and time for all its visits, are right.
     */
    Optional<String> excess(Used first) {
        long bytesMax = 2 * budget.memoryBytesMax() + FIXED_BYTES + GARBAGE_BYTES_A_VISIT * budget.visitsMax();
        long nanosMax = NANOS_A_VISIT * budget.visitsMax();
        var used = first;
        for (int i = 0; i < REPEATS && (used.bytes > bytesMax || used.cpuNanos > nanosMax); i++)
            used = used.least(again.get());
        if (used.bytes > bytesMax)
            return Optional.of("took " + used.bytes + " bytes with a budget of " + budget.memoryBytesMax());
        if (used.cpuNanos > nanosMax) return Optional.of("took " + used.cpuNanos / 1_000_000 + " ms of the processor");
        return Optional.empty();
    }

    /** The budget with a deadline in place of limits on visits and loops. */
    static Budget endless(Budget budget) {
        return budget.withVisits(Long.MAX_VALUE).withLoop(Integer.MAX_VALUE).withTimeout(TIMEOUT);
    }

    /** What is wrong with an evaluation within an {@link #endless} budget that does not end in time. */
    static Optional<String> late(Supplier<Used> attempt) {
        long nanos = Long.MAX_VALUE;
        for (int i = 0; i < REPEATS && nanos > LATE.toNanos(); i++) nanos = Math.min(nanos, attempt.get().cpuNanos);
        return nanos <= LATE.toNanos()
                ? Optional.empty()
                : Optional.of("used the processor for " + nanos / 1_000_000 + " ms with a deadline of "
                        + TIMEOUT.toMillis() + " ms");
    }
}
