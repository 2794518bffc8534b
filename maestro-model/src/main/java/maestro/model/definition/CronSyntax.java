package maestro.model.definition;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The form of cron text (definition.md §9.1): Unix with five fields, else Quartz with six or seven. */
final class CronSyntax {
    private static final int TEXT_MAX = 256;
    private static final List<String> MONTHS = List.of(
            "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC");
    private static final List<String> DAYS = List.of("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT");

    /** One field: its bounds and the names for its numbers, of which the first stands for {@code nameBase}. */
    private record Field(String name, int min, int max, List<String> names, int nameBase) {
        Field(String name, int min, int max) {
            this(name, min, max, List.of(), 0);
        }
    }

    private static final Field SECOND = new Field("second", 0, 59);
    private static final Field MINUTE = new Field("minute", 0, 59);
    private static final Field HOUR = new Field("hour", 0, 23);
    private static final Field DAY = new Field("day of month", 1, 31);
    private static final Field MONTH = new Field("month", 1, 12, MONTHS, 1);
    private static final Field UNIX_WEEKDAY = new Field("day of week", 0, 7, DAYS, 0);
    private static final Field QUARTZ_WEEKDAY = new Field("day of week", 1, 7, DAYS, 1);
    private static final Field YEAR = new Field("year", 1970, 2099);

    private static final List<Field> UNIX = List.of(MINUTE, HOUR, DAY, MONTH, UNIX_WEEKDAY);
    private static final List<Field> QUARTZ = List.of(SECOND, MINUTE, HOUR, DAY, MONTH, QUARTZ_WEEKDAY, YEAR);

    private CronSyntax() {}

    static Optional<String> problem(String cron) {
        if (cron.length() > TEXT_MAX) {
            return Optional.of("has more than " + TEXT_MAX + " characters");
        }
        String shown = "'" + cron + "' ";
        if (cron.strip().startsWith("@")) {
            return Optional.of(shown + "is a nickname; use a PREDEFINED trigger for it");
        }
        var texts = List.of(cron.strip().toUpperCase(Locale.ROOT).split("\\s+"));
        if (texts.size() < 5 || texts.size() > 7) {
            return Optional.of(shown + "has " + texts.size() + " fields; a Unix cron has 5, a Quartz cron 6 or 7");
        }
        boolean quartz = texts.size() > 5;
        if (quartz && texts.get(3).equals("?") == texts.get(5).equals("?")) {
            return Optional.of(shown + "needs '?' for exactly one of day of month and day of week");
        }
        var fields = quartz ? QUARTZ : UNIX;
        for (int i = 0; i < texts.size(); i++) {
            if (!valid(texts.get(i), fields.get(i), quartz)) {
                return Optional.of(shown + "has an invalid " + fields.get(i).name() + ": '" + texts.get(i) + "'");
            }
        }
        return Optional.empty();
    }

    private static boolean valid(String text, Field field, boolean quartz) {
        if (quartz && special(text, field)) {
            return true;
        }
        for (String part : text.split(",", -1)) {
            if (!range(part, field)) {
                return false;
            }
        }
        return true;
    }

    private static boolean special(String text, Field field) {
        if (field == DAY) {
            return text.matches("\\?|L|LW|L-([1-9]|[12]\\d|30)|([1-9]|[12]\\d|3[01])W");
        }
        if (field == QUARTZ_WEEKDAY) {
            return text.matches("\\?|L|([1-7]|SUN|MON|TUE|WED|THU|FRI|SAT)(L|#[1-5])");
        }
        return false;
    }

    private static boolean range(String part, Field field) {
        int slash = part.indexOf('/');
        String base = slash < 0 ? part : part.substring(0, slash);
        if (slash >= 0 && !part.substring(slash + 1).matches("[1-9]\\d{0,3}")) {
            return false;
        }
        if (base.equals("*")) {
            return true;
        }
        int dash = base.indexOf('-');
        if (dash < 0) {
            return number(base, field) >= 0;
        }
        int from = number(base.substring(0, dash), field);
        int to = number(base.substring(dash + 1), field);
        return from >= 0 && to >= 0 && (from <= to || !field.names().isEmpty());
    }

    /** The number in its bounds, or -1. */
    private static int number(String text, Field field) {
        int name = field.names().indexOf(text);
        if (name >= 0) {
            return name + field.nameBase();
        }
        if (!text.matches("\\d{1,4}")) {
            return -1;
        }
        int number = Integer.parseInt(text);
        return number >= field.min() && number <= field.max() ? number : -1;
    }
}
