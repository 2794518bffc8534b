package maestro.model.definition;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Durations as text, the same everywhere: digits are seconds, else terms such as {@code 2 days 3h} or {@code 30m}, else
 * ISO 8601 such as {@code PT10S}. A superset of definition.md §1, which knows neither {@code m} nor ISO 8601.
 * Thread-safe.
 */
public final class Durations {
    /** 120 days. */
    public static final long SECONDS_MAX = 120L * 24 * 3600;

    private static final long MILLIS_CAP = Long.MAX_VALUE / 4;
    private static final Pattern TERM = Pattern.compile("(\\d{1,18}) ?([a-z]+)");
    private static final Map<String, Long> UNIT_MILLIS = Map.ofEntries(
            Map.entry("d", 86_400_000L),
            Map.entry("day", 86_400_000L),
            Map.entry("days", 86_400_000L),
            Map.entry("h", 3_600_000L),
            Map.entry("hour", 3_600_000L),
            Map.entry("hours", 3_600_000L),
            Map.entry("m", 60_000L),
            Map.entry("min", 60_000L),
            Map.entry("minute", 60_000L),
            Map.entry("minutes", 60_000L),
            Map.entry("s", 1000L),
            Map.entry("sec", 1000L),
            Map.entry("second", 1000L),
            Map.entry("seconds", 1000L),
            Map.entry("ms", 1L),
            Map.entry("millisecond", 1L),
            Map.entry("milliseconds", 1L));

    private Durations() {}

    /** Whole seconds, cut off, not range-checked; empty when the text is malformed or holds a reference. */
    public static OptionalLong seconds(String text) {
        if (!text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return OptionalLong.of(text.length() <= 18 ? Long.parseLong(text) : digits(text));
        }
        var millis = millis(text);
        return millis.isEmpty() ? millis : OptionalLong.of(millis.getAsLong() / 1000);
    }

    /** As {@link #seconds(String)}, in milliseconds and at most {@code Long.MAX_VALUE / 4}. */
    public static OptionalLong millis(String text) {
        if (text.isEmpty()) {
            return OptionalLong.empty();
        }
        if (text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return OptionalLong.of(text.length() <= 18 ? capped(Long.parseLong(text), 1000) : MILLIS_CAP);
        }
        return text.charAt(0) == 'P' ? iso(text) : terms(text.toLowerCase(Locale.ROOT));
    }

    private static OptionalLong iso(String text) {
        try {
            var duration = Duration.parse(text);
            return duration.isNegative() || text.indexOf('-') >= 0
                    ? OptionalLong.empty()
                    : OptionalLong.of(duration.compareTo(Duration.ofMillis(MILLIS_CAP)) > 0
                            ? MILLIS_CAP
                            : duration.toMillis());
        } catch (DateTimeParseException | ArithmeticException e) {
            return OptionalLong.empty();
        }
    }

    private static long capped(long count, long unit) {
        return count > MILLIS_CAP / unit ? MILLIS_CAP : count * unit;
    }

    /** As {@link #seconds(String)}; a JSON number's fraction is cut off. */
    public static OptionalLong seconds(DurationText duration) {
        if (!duration.number()) {
            return seconds(duration.text());
        }
        var number = new BigDecimal(duration.text()).min(BigDecimal.valueOf(MILLIS_CAP));
        return OptionalLong.of(number.signum() < 0 ? -1 : number.longValue());
    }

    /** Of a duration whose references have been resolved: {@code text} is what it became. */
    public static OptionalLong seconds(DurationText written, String text) {
        return written.number() ? seconds(written) : seconds(text.strip());
    }

    /** Whether the text is resolved, and checked, only when a run needs it. */
    public static boolean hasReference(String text) {
        return text.indexOf('$') >= 0;
    }

    /** What is wrong with a duration as pushed; one with references is not judged. */
    public static Optional<String> problem(DurationText duration) {
        if (!duration.number() && hasReference(duration.text())) {
            return Optional.empty();
        }
        return rangeProblem(duration.text(), seconds(duration));
    }

    /** What is wrong with a duration after its references have been resolved. */
    public static Optional<String> problem(String text) {
        return rangeProblem(text, seconds(text));
    }

    private static Optional<String> rangeProblem(String text, OptionalLong seconds) {
        String shown = "'" + (text.length() <= 80 ? text : text.substring(0, 80) + "…") + "'";
        if (seconds.isEmpty()) {
            return Optional.of(shown + " is not a duration; write seconds, terms such as '2 days 3h' with the units"
                    + " d, h, m (or min), s, ms, or ISO 8601 such as PT10S");
        }
        if (seconds.getAsLong() <= 0 || seconds.getAsLong() > SECONDS_MAX) {
            return Optional.of(shown + " is out of range; a duration is more than 0 and at most 120 days");
        }
        return Optional.empty();
    }

    private static long digits(String text) {
        return text.chars().limit(text.length() - 18L).allMatch(c -> c == '0')
                ? Long.parseLong(text.substring(text.length() - 18))
                : MILLIS_CAP;
    }

    private static OptionalLong terms(String text) {
        Matcher term = TERM.matcher(text);
        long millis = 0;
        int at = 0;
        while (at < text.length()) {
            if (at > 0 && text.charAt(at) == ' ') {
                at++;
            }
            if (!term.region(at, text.length()).lookingAt()) {
                return OptionalLong.empty();
            }
            Long unit = UNIT_MILLIS.get(term.group(2));
            if (unit == null) {
                return OptionalLong.empty();
            }
            long count = Long.parseLong(term.group(1));
            millis = count > (MILLIS_CAP - millis) / unit ? MILLIS_CAP : millis + count * unit;
            at = term.end();
        }
        return OptionalLong.of(millis);
    }
}
