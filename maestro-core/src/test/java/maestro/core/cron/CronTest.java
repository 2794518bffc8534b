package maestro.core.cron;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Optional;
import java.util.Random;
import java.util.function.IntPredicate;
import maestro.model.definition.TimeTrigger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CronTest {
    private static final String[] ZONES = {
        "UTC", "America/Los_Angeles", "Europe/Berlin", "Australia/Lord_Howe", "America/Havana", "Asia/Kolkata"
    };

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            0 * * * *          | UTC                 | 2026-01-01T00:00Z      | 2026-01-01T01:00Z
            */15 * * * *       | UTC                 | 2026-01-01T00:15:01Z   | 2026-01-01T00:30Z
            15 6 * * 1-5       | Europe/Madrid       | 2026-01-02T12:00Z      | 2026-01-05T05:15Z
            0 0 13 * 5         | UTC                 | 2026-01-01T00:00Z      | 2026-01-02T00:00Z
            0 0 13 * *         | UTC                 | 2026-01-01T00:00Z      | 2026-01-13T00:00Z
            0 0 * * 7          | UTC                 | 2026-01-01T00:00Z      | 2026-01-04T00:00Z
            0 0 * * FRI-MON    | UTC                 | 2026-01-06T00:00Z      | 2026-01-09T00:00Z
            0 0 29 2 *         | UTC                 | 2026-01-01T00:00Z      | 2028-02-29T00:00Z
            0 0 0 ? * 1        | UTC                 | 2026-01-01T00:00Z      | 2026-01-04T00:00Z
            0 0 0 L * ?        | UTC                 | 2026-02-01T00:00Z      | 2026-02-28T00:00Z
            0 0 0 L-2 * ?      | UTC                 | 2026-02-01T00:00Z      | 2026-02-26T00:00Z
            0 0 0 LW * ?       | UTC                 | 2026-02-01T00:00Z      | 2026-02-27T00:00Z
            0 0 0 15W * ?      | UTC                 | 2026-02-01T00:00Z      | 2026-02-16T00:00Z
            0 0 0 1W * ?       | UTC                 | 2026-07-31T01:00Z      | 2026-08-03T00:00Z
            0 0 0 ? * L        | UTC                 | 2026-01-01T00:00Z      | 2026-01-03T00:00Z
            0 0 0 ? * FRIL     | UTC                 | 2026-01-01T00:00Z      | 2026-01-30T00:00Z
            0 0 0 ? * 6#3      | UTC                 | 2026-01-01T00:00Z      | 2026-01-16T00:00Z
            30 59 23 31 12 ? 2027 | UTC              | 2026-01-01T00:00Z      | 2027-12-31T23:59:30Z
            30 1 * * *         | America/Los_Angeles | 2026-11-01T00:00-07:00 | 2026-11-01T01:30-07:00
            30 1 * * *         | America/Los_Angeles | 2026-11-01T01:30-07:00 | 2026-11-02T01:30-08:00
            30 2 * * *         | America/Los_Angeles | 2026-03-07T12:00-08:00 | 2026-03-09T02:30-07:00
            30 * * * *         | America/Los_Angeles | 2026-11-01T01:30-07:00 | 2026-11-01T01:30-08:00
            30 * * * *         | America/Los_Angeles | 2026-03-08T01:30-08:00 | 2026-03-08T03:30-07:00
            """)
    void aCronFiresNext(String cron, String zone, String after, String expected) {
        assertThat(Cron.of(cron).next(ZonedDateTime.parse(after).toInstant(), ZoneId.of(zone)))
                .contains(ZonedDateTime.parse(expected).toInstant());
    }

    @Test
    void aYearThatIsOverNeverComesAgain() {
        assertThat(Cron.of("0 0 0 1 1 ? 2020").next(Instant.parse("2026-01-01T00:00:00Z"), ZoneId.of("UTC"))).isEmpty();
        assertThat(Cron.of("0 0 30 2 *").next(Instant.parse("2026-01-01T00:00:00Z"), ZoneId.of("UTC"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "* * * *", "@daily", "60 * * * *", "0 0 0 1 1 1", "0 0 0 ? * ?"})
    void whatIsNoCronIsRefused(String text) {
        assertThatThrownBy(() -> Cron.of(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void everyMinuteOfYearsAgreesWithAnOracleThatKnowsNothingOfCalendars() {
        var random = new Random(7);
        for (int i = 0; i < 120; i++) {
            int minute = random.nextInt(60);
            boolean hourly = random.nextInt(3) == 0;
            int hour = random.nextInt(4);
            int day = random.nextInt(3) == 0 ? 1 + random.nextInt(31) : 0;
            int weekday = random.nextInt(3) == 0 ? random.nextInt(7) : -1;
            var zone = ZoneId.of(ZONES[random.nextInt(ZONES.length)]);
            String cron = minute + " " + (hourly ? "*" : hour) + " " + (day == 0 ? "*" : day) + " * "
                    + (weekday < 0 ? "*" : weekday);
            var after = Instant.parse("2026-01-01T00:00:00Z").plusSeconds(random.nextInt(2 * 365 * 86_400));
            var expected = oracle(after, zone, minute, hourly ? _ -> true : h -> h == hour, hourly, day, weekday);
            assertThat(Cron.of(cron).next(after, zone)).as(cron + " in " + zone + " after " + after)
                    .isEqualTo(Optional.of(expected));
        }
    }

    /** Walks from minute to minute, looking at what a clock on the wall shows. */
    private static Instant oracle(
            Instant after, ZoneId zone, int minute, IntPredicate hours, boolean hourly, int day, int weekday) {
        var at = Instant.ofEpochSecond(Math.floorDiv(after.getEpochSecond(), 60) * 60 + 60);
        while (true) {
            var wall = LocalDateTime.ofInstant(at, zone);
            boolean byDay = wall.getDayOfMonth() == day;
            boolean byWeekday = weekday >= 0 && wall.getDayOfWeek() == DayOfWeek.of(weekday == 0 ? 7 : weekday);
            boolean dayFits = day == 0 && weekday < 0 || byDay || byWeekday;
            boolean again = LocalDateTime.ofInstant(at.minusSeconds(3600), zone).equals(wall)
                    || LocalDateTime.ofInstant(at.minusSeconds(1800), zone).equals(wall);
            if (wall.getMinute() == minute && hours.test(wall.getHour()) && dayFits && (hourly || !again)) {
                return at;
            }
            at = at.plusSeconds(60);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            * * * * *          | true
            */2 * * * *        | false
            0,1 * * * *        | true
            1,2 5 * * *        | true
            0 0 0/12 ? * *     | false
            0/30 0 0 ? * *     | true
            0 0 30 2 *         | false
            """)
    void whatFiresTooOftenIsRefused(String cron, boolean refused) {
        var clock = InstantSource.fixed(Instant.parse("2026-01-01T00:00:00Z").minusSeconds(90));
        assertThat(Schedules.rules(clock).tooOften(cron, Optional.of("Europe/Paris")).isPresent()).isEqualTo(refused);
    }

    @ParameterizedTest
    @CsvSource({
        "@hourly,2026-01-01T01:00:00Z", "@daily,2026-01-01T23:00:00Z", "@weekly,2026-01-03T23:00:00Z",
        "@monthly,2026-01-31T23:00:00Z", "@yearly,2026-12-31T23:00:00Z"
    })
    void namedSchedulesFireInTheirZone(String name, Instant expected) {
        var trigger = new TimeTrigger.Predefined(name, Optional.of("Europe/Berlin"), Optional.empty());
        assertThat(Schedules.next(trigger, Instant.parse("2026-01-01T00:00:00Z"))).contains(expected);
    }
}
