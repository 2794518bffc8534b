package maestro.core.cron;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import maestro.model.definition.TimeTrigger;

/** A cron text in words, for people. Thread-safe. */
public final class CronWords {
    private static final List<String> DAYS =
            List.of("Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday");
    private static final List<String> MONTHS = List.of(
            "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
            "December");

    private CronWords() {}

    /** The same of a trigger, with its zone. */
    public static String of(TimeTrigger trigger) {
        String words = switch (trigger) {
            case TimeTrigger.Cron cron -> of(cron.cron());
            case TimeTrigger.Predefined known -> switch (known.expression()) {
                case "@hourly" -> "Every hour";
                case "@daily" -> "Every day at midnight";
                case "@weekly" -> "Every Sunday at midnight";
                case "@monthly" -> "On the first of every month at midnight";
                case "@yearly" -> "On January 1 at midnight";
                case String other -> other;
            };
        };
        return words + ", " + Schedules.zone(trigger.timezone()).getId() + " time";
    }

    /**
     * A sentence without its full stop, such as {@code At 02:30, on Monday to Friday}.
     *
     * @param text a valid cron
     */
    public static String of(String text) {
        var fields = new ArrayList<>(List.of(text.strip().toUpperCase(Locale.ROOT).split("\\s+")));
        boolean unix = fields.size() == 5;
        if (unix) {
            fields.addFirst("0");
        }
        var words = new StringBuilder(time(fields.get(0), fields.get(1), fields.get(2)));
        String day = fields.get(3);
        String weekday = fields.get(5);
        boolean anyDay = day.equals("*") || day.equals("?");
        boolean anyWeekday = weekday.equals("*") || weekday.equals("?");
        if (!anyDay) {
            words.append(", on ").append(day(day));
        }
        if (!anyWeekday) {
            words.append(anyDay ? ", on " : unix ? " or on " : " and on ").append(weekday(weekday, unix ? 0 : 1));
        }
        if (!fields.get(4).equals("*")) {
            words.append(", in ").append(list(fields.get(4), each -> named(each, MONTHS, 1)));
        }
        if (fields.size() == 7 && !fields.get(6).equals("*")) {
            words.append(", in the year ").append(list(fields.get(6), each -> each));
        }
        return words.toString();
    }

    private static String time(String second, String minute, String hour) {
        boolean plain = digits(minute) && digits(hour) && digits(second);
        if (plain) {
            String clock = String.format(
                    Locale.ROOT, "At %02d:%02d", Integer.parseInt(hour), Integer.parseInt(minute));
            return second.equals("0") ? clock : clock + String.format(Locale.ROOT, ":%02d", Integer.parseInt(second));
        }
        String seconds = second.equals("0") ? "" : part(second, "second") + " of ";
        String minutes = part(minute, "minute");
        String start = seconds.isEmpty() ? minutes : seconds + minutes;
        return capital(start) + (hour.equals("*") ? " of every hour" : " of " + part(hour, "hour"));
    }

    private static String part(String field, String unit) {
        if (field.equals("*")) {
            return "every " + unit;
        }
        if (field.startsWith("*/")) {
            return "every " + field.substring(2) + " " + unit + "s";
        }
        return unit + " " + list(field, each -> each);
    }

    private static String day(String day) {
        if (day.equals("L")) {
            return "the last day of the month";
        }
        if (day.equals("LW")) {
            return "the last working day of the month";
        }
        if (day.startsWith("L-")) {
            return "the day " + day.substring(2) + " before the last of the month";
        }
        if (day.endsWith("W")) {
            return "the working day nearest to day " + day.substring(0, day.length() - 1);
        }
        return day.startsWith("*/") ? "every " + day.substring(2) + " days of the month" : "day " + list(day, each -> each);
    }

    private static String weekday(String weekday, int sunday) {
        if (weekday.equals("L")) {
            return "Saturday";
        }
        int hash = weekday.indexOf('#');
        if (hash > 0) {
            return named(weekday.substring(0, hash), DAYS, sunday) + " number " + weekday.substring(hash + 1)
                    + " of the month";
        }
        if (weekday.endsWith("L")) {
            return "the last " + named(weekday.substring(0, weekday.length() - 1), DAYS, sunday) + " of the month";
        }
        return list(weekday, each -> named(each, DAYS, sunday));
    }

    private interface Naming {
        String of(String number);
    }

    private static String list(String field, Naming naming) {
        var parts = new ArrayList<String>();
        for (String part : field.split(",")) {
            int slash = part.indexOf('/');
            String base = slash < 0 ? part : part.substring(0, slash);
            int dash = base.indexOf('-');
            String range = dash < 0
                    ? base.equals("*") ? "all" : naming.of(base)
                    : naming.of(base.substring(0, dash)) + " to " + naming.of(base.substring(dash + 1));
            parts.add(slash < 0 ? range : range + " in steps of " + part.substring(slash + 1));
        }
        return parts.size() == 1
                ? parts.getFirst()
                : String.join(", ", parts.subList(0, parts.size() - 1)) + " and " + parts.getLast();
    }

    private static String named(String text, List<String> names, int first) {
        for (String name : names) {
            if (name.toUpperCase(Locale.ROOT).startsWith(text) && text.length() >= 3) {
                return name;
            }
        }
        return digits(text) ? names.get(Math.floorMod(Integer.parseInt(text) - first, names.size())) : text;
    }

    private static boolean digits(String text) {
        return !text.isEmpty() && text.chars().allMatch(Character::isDigit);
    }

    private static String capital(String text) {
        return Character.toUpperCase(text.charAt(0)) + text.substring(1);
    }
}
