package maestro.sel;

import java.util.Locale;
import org.joda.time.DateTimeZone;
import org.joda.time.format.DateTimeFormat;
import org.joda.time.format.DateTimeFormatter;

/** Formatters that never look at the process's zone or locale (sel.md §7, S25). */
final class Dates {
    /** Of patterns and of what is parsed by them; what a formatter builds grows with its pattern. */
    private static final int CHARS_MAX = 500;
    private static final DateTimeFormatter DATE_INT = inZone(formatter("yyyyMMdd"));

    private Dates() {}

    /** Has no zone: it prints a date-time in that one's own. Else see {@link #inZone}. */
    static DateTimeFormatter formatter(String pattern) {
        return DateTimeFormat.forPattern(requireShort(pattern)).withLocale(Locale.US);
    }

    /** In UTC, unless it was given a zone. */
    static DateTimeFormatter inZone(DateTimeFormatter formatter) {
        return formatter.getZone() == null ? formatter.withZone(DateTimeZone.UTC) : formatter;
    }

    static String requireShort(String text) {
        if (text.length() > CHARS_MAX) throw Fault.argument("more than " + CHARS_MAX + " characters for a date");
        return text;
    }

    /** {@code yyyyMMdd} in UTC. */
    static DateTimeFormatter dateInt() {
        return DATE_INT;
    }
}
