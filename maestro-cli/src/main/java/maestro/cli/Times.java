package maestro.cli;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** Times and durations as people read them, in the system's zone. */
final class Times {
    private static final DateTimeFormatter MOMENT = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);

    private Times() {}

    /** A point in time given as epoch milliseconds; "-" when absent. */
    static String moment(JsonNode millis) {
        if (!millis.isNumber()) return "-";
        return MOMENT.format(Instant.ofEpochMilli(millis.asLong()).atZone(ZoneId.systemDefault()));
    }

    /** The time between two epoch milliseconds; until {@code now} when the end is absent, "-" without a start. */
    static String between(JsonNode start, JsonNode end, Instant now) {
        if (!start.isNumber()) return "-";
        var until = end.isNumber() ? end.asLong() : now.toEpochMilli();
        return duration(Duration.ofMillis(Math.max(0, until - start.asLong())));
    }

    static String duration(Duration time) {
        if (time.toSeconds() < 1) return time.toMillis() + " ms";
        if (time.toSeconds() < 60) return String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1000.0);
        if (time.toHours() < 1) return String.format(Locale.ROOT, "%d min %02d s", time.toMinutes(), time.toSecondsPart());
        return String.format(Locale.ROOT, "%d h %02d min", time.toHours(), time.toMinutesPart());
    }
}
