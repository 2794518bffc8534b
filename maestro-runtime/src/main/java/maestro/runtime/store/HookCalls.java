package maestro.runtime.store;

import java.util.List;
import maestro.core.row.HookRow;

/**
 * Hooks of ended runs, from the commit of the end until they were called. Thread-safe. Every call may throw
 * {@link StoreUnavailable}.
 */
public interface HookCalls {
    /** How a call stands. */
    enum Status {
        PENDING, DONE, FAILED
    }

    /**
     * One call.
     *
     * @param attempts made so far, one under way included
     * @param dueMillis when it is tried again; 0: never
     * @param answer what came of the last attempt, for people; empty: nothing yet
     * @param endMillis when it was done or given up; 0: neither
     */
    record Call(HookRow row, Status status, int attempts, long dueMillis, String answer, long endMillis) {}

    /**
     * Takes calls that are due, the earliest first: nobody else gets them before {@code untilMillis}. Those that name
     * another node are left to it until they are {@code patienceMillis} late.
     */
    List<Call> claim(String node, long nowMillis, long untilMillis, long patienceMillis, int max);

    /** What this node had claimed is due now: it died over it. */
    void reclaim(String node, long nowMillis);

    /** A call ended well or for good. */
    void ended(HookRow row, Status status, String answer, long atMillis);

    /** A call is to be tried again, by {@code node} or, when it is empty, any. */
    void again(HookRow row, long dueMillis, String node, String answer);

    /** The calls of one run, in the order of the definition. */
    List<Call> ofRun(long runKey);
}
