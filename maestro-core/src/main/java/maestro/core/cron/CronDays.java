package maestro.core.cron;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;

/** Which days of a month a cron means. */
@FunctionalInterface
interface CronDays {
    boolean match(LocalDate date);

    /** Day of month and day of week both said: either is enough. */
    static CronDays unix(String day, String weekday) {
        var days = CronField.DAY.numbers(day);
        var weekdays = CronField.UNIX_WEEKDAY.numbers(weekday);
        if (weekdays.get(7)) {
            weekdays.set(0);
        }
        CronDays byDay = date -> days.get(date.getDayOfMonth());
        CronDays byWeekday = date -> weekdays.get(date.getDayOfWeek().getValue() % 7);
        if (day.equals("*")) {
            return byWeekday;
        }
        return weekday.equals("*") ? byDay : date -> byDay.match(date) || byWeekday.match(date);
    }

    /** One of the two is {@code ?}. */
    static CronDays quartz(String day, String weekday) {
        return day.equals("?") ? quartzWeekday(weekday) : quartzDay(day);
    }

    private static CronDays quartzDay(String day) {
        if (day.equals("L")) {
            return date -> date.getDayOfMonth() == date.lengthOfMonth();
        }
        if (day.equals("LW")) {
            return date -> date.equals(nearestWorkday(date.with(TemporalAdjusters.lastDayOfMonth())));
        }
        if (day.startsWith("L-")) {
            int before = Integer.parseInt(day.substring(2));
            return date -> date.getDayOfMonth() == date.lengthOfMonth() - before;
        }
        if (day.endsWith("W")) {
            int near = Integer.parseInt(day.substring(0, day.length() - 1));
            return date -> near <= date.lengthOfMonth() && date.equals(nearestWorkday(date.withDayOfMonth(near)));
        }
        var days = CronField.DAY.numbers(day);
        return date -> days.get(date.getDayOfMonth());
    }

    /** Monday to Friday, within the same month. */
    private static LocalDate nearestWorkday(LocalDate date) {
        return switch (date.getDayOfWeek()) {
            case SATURDAY -> date.getDayOfMonth() == 1 ? date.plusDays(2) : date.minusDays(1);
            case SUNDAY -> date.getDayOfMonth() == date.lengthOfMonth() ? date.minusDays(2) : date.plusDays(1);
            default -> date;
        };
    }

    private static CronDays quartzWeekday(String weekday) {
        if (weekday.equals("L")) {
            return date -> date.getDayOfWeek() == DayOfWeek.SATURDAY;
        }
        int hash = weekday.indexOf('#');
        if (hash > 0) {
            var day = dayOf(weekday.substring(0, hash));
            int week = Integer.parseInt(weekday.substring(hash + 1));
            return date -> date.getDayOfWeek() == day && (date.getDayOfMonth() - 1) / 7 + 1 == week;
        }
        if (weekday.endsWith("L") && weekday.length() > 1) {
            var day = dayOf(weekday.substring(0, weekday.length() - 1));
            return date -> date.getDayOfWeek() == day && date.getDayOfMonth() > date.lengthOfMonth() - 7;
        }
        var weekdays = CronField.QUARTZ_WEEKDAY.numbers(weekday);
        return date -> weekdays.get(date.getDayOfWeek().getValue() % 7 + 1);
    }

    private static DayOfWeek dayOf(String text) {
        int sundayIsOne = CronField.QUARTZ_WEEKDAY.number(text);
        return DayOfWeek.of(sundayIsOne == 1 ? 7 : sundayIsOne - 1);
    }
}
