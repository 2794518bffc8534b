package maestro.core.param;

import java.util.OptionalLong;
import maestro.model.definition.Durations;

/**
 * How long a Sleep step is told to sleep: a LONG or DOUBLE in seconds, or a duration as text. Whatever its type, a value
 * that can be understood is obeyed, and another is an error.
 */
public final class SleepSeconds {
    public static final String NAME = "sleep_seconds";

    /** Of a step that is not told. */
    public static final long DEFAULT_MILLIS = 3_000;

    /** 120 days, as of every other duration. */
    private static final long MILLIS_MAX = Durations.SECONDS_MAX * 1_000;

    private SleepSeconds() {}

    /**
     * @param value LONG, DOUBLE or STRING
     * @return 0 for a negative LONG; empty for what is no duration or beyond 64 bits in milliseconds
     */
    public static OptionalLong millis(Object value) {
        return switch (value) {
            case Long seconds -> seconds > Long.MAX_VALUE / 1_000 / 4
                    ? OptionalLong.empty()
                    : OptionalLong.of(Math.max(0, seconds) * 1_000);
            case Double seconds -> seconds >= 0 && seconds <= Durations.SECONDS_MAX
                    ? OptionalLong.of(Math.round(seconds * 1_000))
                    : OptionalLong.empty();
            case String text -> {
                var millis = Durations.millis(text.strip());
                yield millis.isPresent() && millis.getAsLong() <= MILLIS_MAX ? millis : OptionalLong.empty();
            }
            default -> OptionalLong.empty();
        };
    }

    /** A sentence about a value that {@link #millis} does not take. */
    public static String problem(Object value) {
        String shown = value instanceof String || value instanceof Number || value instanceof Boolean
                ? "'" + value + "'"
                : "a value of another type";
        return NAME + " is " + shown + ", which is no time to sleep; write seconds, such as 90, or a duration up to 120"
                + " days, such as '1h 30m'";
    }
}
