package maestro.core.rule;

/**
 * What holds triggers back, in the whole installation.
 *
 * @param catchUpMax of each time trigger only the newest so many of the ticks that were missed are made up for
 */
public record TriggerLimits(int catchUpMax) {
    public static final TriggerLimits NONE = new TriggerLimits(Integer.MAX_VALUE);
}
