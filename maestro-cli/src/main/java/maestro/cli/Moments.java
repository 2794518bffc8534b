package maestro.cli;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.function.Function;
import maestro.model.definition.Durations;

/** Points in time as people write them. */
final class Moments {
    private Moments() {}

    /** Of now and this system's zone. */
    static String millis(String text) {
        return Long.toString(millis(text, Instant.now(), ZoneId.systemDefault()));
    }

    /**
     * Epoch milliseconds of a date, a date with a time, either with an offset, a time ago ({@code 90m}, {@code 1h 30m},
     * {@code 7d}) or of the number itself.
     */
    static long millis(String text, Instant now, ZoneId zone) {
        if (text.matches("-?[0-9]{1,18}")) return Long.parseLong(text);
        var ago = Durations.millis(text.strip());
        if (ago.isPresent()) return now.toEpochMilli() - ago.getAsLong();
        List<Function<String, Instant>> ways = List.of(
                way -> LocalDate.parse(way).atStartOfDay(zone).toInstant(),
                way -> LocalDateTime.parse(way).atZone(zone).toInstant(),
                way -> OffsetDateTime.parse(way).toInstant());
        for (var way : ways) {
            try {
                return way.apply(text.replace(' ', 'T')).toEpochMilli();
            } catch (DateTimeException _) {
                // not written this way: the next, or said below
            }
        }
        throw new CliFailure(Exit.USAGE, "not a point in time: " + text,
                "Write it like 2026-01-31, 2026-01-31T08:00, 2026-01-31T08:00Z, 12h (ago) or in epoch milliseconds.");
    }
}
