package maestro.core.row;

/**
 * An ending that someone asked for.
 *
 * @param wide it came for the whole run and not for one step: the failure mode is bypassed (execution.md §4.4)
 * @param deadlineMillis when the engine goes on even if a runtime does not answer
 */
public record Order(Ending ending, String user, String reason, boolean wide, long atMillis, long deadlineMillis) {
    /** The same, but no later than an earlier order allowed: asking again does not put a deadline off. */
    public Order notAfter(Order earlier) {
        long soonest = Math.min(deadlineMillis, earlier.deadlineMillis);
        return new Order(ending, user, reason, wide, atMillis, soonest);
    }

    /** How the timeline of a step tells it (execution.md §7.3). */
    public String text() {
        return taken(user, ending.name(), reason);
    }

    /** The same of any action. */
    public static String taken(String user, String action, String reason) {
        return "User [" + user + "] take action [" + action + "] on the step due to reason: [" + reason + "]";
    }
}
