package maestro.sel;

import maestro.sel.SelException.Kind;

/** What one evaluation has used of its {@link Budget}. Owned by one thread. */
final class Meter {
    static final int VALUE_BYTES = 32;
    private static final int CHECK_EVERY = 1024;
    private static final int CHARS_PER_VISIT = 32;

    final Budget budget;
    private long visits;
    private long nextCheck;
    private long memoryBytes;
    private int operands;

    Meter(Budget budget) {
        this.budget = budget;
        this.nextCheck = Math.min(budget.visitsMax(), CHECK_EVERY);
    }

    void visit() {
        if (++visits > nextCheck) check();
    }

    /** Work inside a function that is not seen as visits; {@code units} about 10 ns each. */
    void work(long units) {
        visits += units;
        if (visits > nextCheck) check();
    }

    private void check() {
        if (visits > budget.visitsMax())
            throw Fault.limit("more than " + budget.visitsMax() + " node visits");
        if (budget.deadlineNanos().isPresent() && System.nanoTime() - budget.deadlineNanos().getAsLong() >= 0)
            throw new Fault(Kind.TIMEOUT, "the time for this expression is over");
        if (Thread.currentThread().isInterrupted()) throw new Fault(Kind.TIMEOUT, "interrupted");
        nextCheck = Math.min(budget.visitsMax(), visits + CHECK_EVERY);
    }

    /** To be called before the memory is taken. */
    void charge(long bytes) {
        require(bytes);
        memoryBytes += bytes;
    }

    /** Fails when this much could not be charged; charges nothing. */
    void require(long bytes) {
        if (bytes > budget.memoryBytesMax() - memoryBytes)
            throw Fault.limit("more than " + budget.memoryBytesMax() + " bytes of values");
    }

    void chargeValue() {
        charge(VALUE_BYTES);
    }

    /** For a new string of this many UTF-16 units, and the time it takes to copy them. */
    void chargeString(long chars) {
        charge(VALUE_BYTES + 2 * chars);
        workOver(chars);
    }

    /** For reading or copying this many characters in a tight loop of the JDK. */
    void workOver(long chars) {
        if (chars >= CHARS_PER_VISIT) work(chars / CHARS_PER_VISIT);
    }

    /** For an array that a function returns: memory alone limits it. To be called before it is built. */
    void chargeArray(long elements) {
        charge(VALUE_BYTES * (elements + 1));
        work(elements / CHARS_PER_VISIT);
    }

    /** For an array made by {@code new}, which must also stay below the limit for arrays. */
    void chargeNewArray(long elements) {
        if (elements >= budget.arrayMax())
            throw Fault.limit("an array of " + elements + " elements; it must have fewer than " + budget.arrayMax());
        chargeArray(elements);
    }

    /** One operand more waits while the next is evaluated; returns how many waited before, for {@link #drop}. */
    int push() {
        if (operands + 1 >= budget.stackMax())
            throw Fault.limit("more than " + budget.stackMax() + " pending operands");
        return operands++;
    }

    void drop(int operands) {
        this.operands = operands;
    }
}
