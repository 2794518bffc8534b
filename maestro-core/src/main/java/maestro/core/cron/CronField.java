package maestro.core.cron;

import java.util.BitSet;
import java.util.List;

/**
 * One kind of cron field: its bounds and the names of its numbers, of which the first stands for {@code nameBase}.
 * Text has passed the syntax check.
 */
record CronField(int min, int max, List<String> names, int nameBase) {
    private static final List<String> MONTHS = List.of(
            "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC");
    private static final List<String> DAYS = List.of("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT");

    static final CronField SECOND = new CronField(0, 59, List.of(), 0);
    static final CronField MINUTE = SECOND;
    static final CronField HOUR = new CronField(0, 23, List.of(), 0);
    static final CronField DAY = new CronField(1, 31, List.of(), 0);
    static final CronField MONTH = new CronField(1, 12, MONTHS, 1);
    /** Sunday is 0 and 7. */
    static final CronField UNIX_WEEKDAY = new CronField(0, 7, DAYS, 0);
    /** Sunday is 1. */
    static final CronField QUARTZ_WEEKDAY = new CronField(1, 7, DAYS, 1);
    static final CronField YEAR = new CronField(1970, 2099, List.of(), 0);

    /** The numbers that a comma list of numbers, ranges and steps stands for. */
    BitSet numbers(String text) {
        var numbers = new BitSet();
        for (String part : text.split(",")) {
            add(numbers, part);
        }
        return numbers;
    }

    private void add(BitSet numbers, String part) {
        int slash = part.indexOf('/');
        String base = slash < 0 ? part : part.substring(0, slash);
        int step = slash < 0 ? 1 : Integer.parseInt(part.substring(slash + 1));
        int dash = base.indexOf('-');
        if (base.equals("*")) {
            add(numbers, min, max, step);
        } else if (dash >= 0) {
            add(numbers, number(base.substring(0, dash)), number(base.substring(dash + 1)), step);
        } else {
            add(numbers, number(base), slash < 0 ? number(base) : max, step);
        }
    }

    /** A range that ends before it begins goes on at the lowest number. */
    private void add(BitSet numbers, int from, int to, int step) {
        int size = max - min + 1 - (this == UNIX_WEEKDAY ? 1 : 0);
        int end = from <= to ? to : to + size;
        for (int at = from; at <= end; at += step) {
            numbers.set(at <= max ? at : at - size);
        }
    }

    int number(String text) {
        int name = names.indexOf(text);
        return name >= 0 ? name + nameBase : Integer.parseInt(text);
    }
}
