package maestro.core.cron;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import maestro.model.definition.CronRules;

/**
 * A cron text, ready to be asked when it fires (definition.md §9.1): Unix with five fields, else Quartz with six or
 * seven. Around a change of the clocks: a wall time in the gap does not happen; one that happens twice counts the first
 * time only, unless the cron means every hour. Immutable and thread-safe.
 */
public final class Cron {
    /** Longer than any day that Unix fields can name keeps one waiting: February 29 on a given weekday. */
    private static final int DAYS_AHEAD = 366 * 41;
    private static final int HOURS = 24;

    private final BitSet seconds;
    private final BitSet minutes;
    private final BitSet hours;
    private final BitSet months;
    private final CronDays days;
    private final Optional<BitSet> years;

    private Cron(
            BitSet seconds, BitSet minutes, BitSet hours, BitSet months, CronDays days, Optional<BitSet> years) {
        this.seconds = seconds;
        this.minutes = minutes;
        this.hours = hours;
        this.months = months;
        this.days = days;
        this.years = years;
    }

    /** @throws IllegalArgumentException when the text is no cron; the message ends a sentence about it */
    public static Cron of(String text) {
        CronRules.problem(text).ifPresent(problem -> {
            throw new IllegalArgumentException(problem);
        });
        var fields = List.of(text.strip().toUpperCase(Locale.ROOT).split("\\s+"));
        return fields.size() == 5 ? unix(fields) : quartz(fields);
    }

    private static Cron unix(List<String> fields) {
        var zero = new BitSet();
        zero.set(0);
        return new Cron(
                zero,
                CronField.MINUTE.numbers(fields.get(0)),
                CronField.HOUR.numbers(fields.get(1)),
                CronField.MONTH.numbers(fields.get(3)),
                CronDays.unix(fields.get(2), fields.get(4)),
                Optional.empty());
    }

    private static Cron quartz(List<String> fields) {
        return new Cron(
                CronField.SECOND.numbers(fields.get(0)),
                CronField.MINUTE.numbers(fields.get(1)),
                CronField.HOUR.numbers(fields.get(2)),
                CronField.MONTH.numbers(fields.get(4)),
                CronDays.quartz(fields.get(3), fields.get(5)),
                fields.size() < 7 ? Optional.empty() : Optional.of(CronField.YEAR.numbers(fields.get(6))));
    }

    /** The first time after {@code after}; empty when it never fires again. */
    public Optional<Instant> next(Instant after, ZoneId zone) {
        var here = LocalDateTime.ofInstant(after, zone);
        var date = here.toLocalDate().minusDays(1); // clocks may be set back over midnight
        for (int i = 0; i < DAYS_AHEAD; i++, date = date.plusDays(1)) {
            if (!match(date)) {
                continue;
            }
            var found = shifts(date, zone) ? slowly(date, after, zone) : onDay(date, here, after, zone);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private boolean match(LocalDate date) {
        return months.get(date.getMonthValue())
                && years.map(known -> known.get(date.getYear())).orElse(true)
                && days.match(date);
    }

    private static boolean shifts(LocalDate date, ZoneId zone) {
        var rules = zone.getRules();
        if (rules.isFixedOffset()) {
            return false;
        }
        var day = date.atStartOfDay().toInstant(ZoneOffset.UTC);
        var next = rules.nextTransition(day.minus(Duration.ofDays(2)));
        return next != null && next.getInstant().isBefore(day.plus(Duration.ofDays(3)));
    }

    /** A day of 24 hours like any other. */
    private Optional<Instant> onDay(LocalDate date, LocalDateTime here, Instant after, ZoneId zone) {
        if (date.isBefore(here.toLocalDate())) {
            return Optional.empty();
        }
        var from = date.isAfter(here.toLocalDate()) ? LocalTime.MIN : here.toLocalTime();
        return timeFrom(from)
                .map(time -> date.atTime(time).atZone(zone).toInstant())
                .flatMap(found -> found.isAfter(after)
                        ? Optional.of(found)
                        : from.toSecondOfDay() == 86_399
                                ? Optional.empty()
                                : timeFrom(from.plusSeconds(1)).map(time -> date.atTime(time).atZone(zone).toInstant()));
    }

    private Optional<LocalTime> timeFrom(LocalTime from) {
        for (int hour = hours.nextSetBit(from.getHour()); hour >= 0; hour = hours.nextSetBit(hour + 1)) {
            boolean sameHour = hour == from.getHour();
            int minute = minutes.nextSetBit(sameHour ? from.getMinute() : 0);
            for (; minute >= 0; minute = minutes.nextSetBit(minute + 1)) {
                boolean sameMinute = sameHour && minute == from.getMinute();
                int second = seconds.nextSetBit(sameMinute ? from.getSecond() : 0);
                if (second >= 0) {
                    return Optional.of(LocalTime.of(hour, minute, second));
                }
            }
        }
        return Optional.empty();
    }

    /** A day near a change of the clocks: all its times are looked at. */
    private Optional<Instant> slowly(LocalDate date, Instant after, ZoneId zone) {
        Instant first = Instant.MAX;
        for (var time = timeFrom(LocalTime.MIN); time.isPresent(); time = following(time.get())) {
            var local = date.atTime(time.get());
            var offsets = zone.getRules().getValidOffsets(local);
            int counted = hours.cardinality() == HOURS ? offsets.size() : Math.min(offsets.size(), 1);
            for (var offset : offsets.subList(0, counted)) {
                var at = local.toInstant(offset);
                if (at.isAfter(after) && at.isBefore(first)) {
                    first = at;
                }
            }
        }
        return first.equals(Instant.MAX) ? Optional.empty() : Optional.of(first);
    }

    private Optional<LocalTime> following(LocalTime time) {
        return time.toSecondOfDay() == 86_399 ? Optional.empty() : timeFrom(time.plusSeconds(1));
    }
}
