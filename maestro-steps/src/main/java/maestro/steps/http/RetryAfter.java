package maestro.steps.http;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** The header Retry-After: seconds, or a date (RFC 9110 §10.2.3). */
final class RetryAfter {
    /** A server that asks for more is looked at again all the same. */
    static final Duration MAX = Duration.ofHours(1);

    private RetryAfter() {}

    /** Between zero and {@link #MAX}; empty: it is neither a number nor a date. */
    static Optional<Duration> read(String text, Instant now) {
        String value = text.strip();
        if (!value.isEmpty() && value.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return Optional.of(value.length() > 9 ? MAX : bounded(Duration.ofSeconds(Long.parseLong(value))));
        }
        try {
            var at = ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
            return Optional.of(bounded(Duration.between(now, at)));
        } catch (DateTimeException | ArithmeticException neither) {
            return Optional.empty();
        }
    }

    private static Duration bounded(Duration asked) {
        return asked.isNegative() ? Duration.ZERO : asked.compareTo(MAX) > 0 ? MAX : asked;
    }
}
