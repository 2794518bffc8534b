package maestro.core.trigger;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import maestro.model.definition.CatchUp;
import maestro.model.definition.DurationText;
import maestro.model.definition.TimeTrigger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TicksTest {
    private static final Instant START = Instant.parse("2026-10-24T00:00:00Z");

    private static TimeTrigger cron(String text, String zone) {
        return new TimeTrigger.Cron(text, Optional.of(zone), Optional.empty());
    }

    private static List<String> all(Ticks ticks, Instant until) {
        var fired = new ArrayList<String>();
        var marks = ticks.marksFrom(START.toEpochMilli());
        while (true) {
            var due = ticks.due(marks, until.toEpochMilli(), 10);
            due.ticks().forEach(tick -> fired.add(tick.trigger() + "@" + tick.at()));
            marks = due.marks();
            if (due.ticks().isEmpty()) {
                return fired;
            }
        }
    }

    /** The calendar, minute by minute: which of them a daily or hourly schedule means. */
    private static List<String> calendar(String zone, List<Integer> hours, int minute, Instant until) {
        var fired = new ArrayList<String>();
        var seen = new java.util.HashSet<String>();
        for (var at = START.plusSeconds(60); !at.isAfter(until); at = at.plusSeconds(60)) {
            var local = at.atZone(ZoneId.of(zone));
            boolean every = hours.size() == 24;
            if (local.getMinute() == minute && hours.contains(local.getHour())
                    && (every || seen.add(local.toLocalDateTime().toString()))) {
                fired.add("0@" + at);
            }
        }
        return fired;
    }

    @Test
    void ticksAreThoseOfTheCalendarAlsoWhereClocksChange() {
        var until = START.plus(Duration.ofDays(200));
        for (String zone : List.of("Europe/Madrid", "America/New_York", "UTC", "Australia/Lord_Howe")) {
            assertThat(all(new Ticks("w", List.of(cron("30 2 * * *", zone))), until))
                    .as(zone)
                    .isEqualTo(calendar(zone, List.of(2), 30, until));
            var every = java.util.stream.IntStream.range(0, 24).boxed().toList();
            assertThat(all(new Ticks("w", List.of(cron("15 * * * *", zone))), until))
                    .as(zone)
                    .isEqualTo(calendar(zone, every, 15, until));
        }
    }

    @Test
    void ticksOfSeveralTriggersAreMergedByTime() {
        var ticks = new Ticks("w", List.of(cron("0 */2 * * *", "UTC"), cron("0 */3 * * *", "UTC")));
        assertThat(all(ticks, START.plus(Duration.ofHours(6)))).containsExactly(
                "0@2026-10-24T02:00:00Z", "1@2026-10-24T03:00:00Z", "0@2026-10-24T04:00:00Z",
                "0@2026-10-24T06:00:00Z", "1@2026-10-24T06:00:00Z");
    }

    @Test
    void aFixedDelayMovesWhenATickIsDueAndNothingElse() {
        var fuzzy = new TimeTrigger.Cron("0 * * * *", Optional.empty(), Optional.of(new DurationText("3 hours", false)));
        var ticks = new Ticks("w", List.of(fuzzy));
        var delay = ticks.delay(fuzzy);
        assertThat(delay).isBetween(Duration.ZERO, Duration.ofHours(3));
        assertThat(new Ticks("other", List.of(fuzzy)).delay(fuzzy)).isNotEqualTo(delay);
        var marks = ticks.marksFrom(START.toEpochMilli());
        long first = START.plus(Duration.ofHours(1)).toEpochMilli();
        var before = ticks.due(marks, first + delay.toMillis() - 1, 10);
        assertThat(before.ticks()).isEmpty();
        assertThat(before.dueMillis()).isEqualTo(first + delay.toMillis());
        var at = ticks.due(marks, first + delay.toMillis(), 10);
        assertThat(at.ticks()).containsExactly(new Ticks.Tick(0, Instant.ofEpochMilli(first)));
        assertThat(at.marks()).containsExactly(first);
        assertThat(all(ticks, START.plus(Duration.ofHours(30)))).hasSizeGreaterThanOrEqualTo(26);
    }

    private static TimeTrigger hourly(int newest) {
        return new TimeTrigger.Cron("0 * * * *", Optional.empty(), Optional.empty(), Optional.of(new CatchUp(newest)));
    }

    /** After a day without anybody: which ticks are fired, and how many are left out. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            2147483647 | 2147483647 | 1  | 24 | 0
            0          | 2147483647 |    | 0  | 24
            1          | 2147483647 | 24 | 1  | 23
            3          | 2147483647 | 22 | 3  | 21
            100        | 2147483647 | 1  | 24 | 0
            2147483647 | 2          | 23 | 2  | 22
            5          | 2          | 23 | 2  | 22
            5          | 0          |    | 0  | 24
            """)
    void ticksThatWereMissedAreMadeUpForAsTheTriggerSays(int newest, int most, Integer first, int fired, int left) {
        var ticks = new Ticks("w", List.of(hourly(newest)));
        long now = START.plus(Duration.ofMinutes(24 * 60 + 30)).toEpochMilli();
        var due = ticks.due(ticks.marksFrom(START.toEpochMilli()), now, 100, most);
        assertThat(due.ticks()).hasSize(fired);
        if (first != null) {
            assertThat(due.ticks().getFirst().at()).isEqualTo(START.plus(Duration.ofHours(first)));
        }
        assertThat(due.skips().stream().mapToLong(Ticks.Skip::count).sum()).isEqualTo(left);
        assertThat(due.marks()).containsExactly(START.plus(Duration.ofHours(24)).toEpochMilli());
        assertThat(due.dueMillis()).isEqualTo(START.plus(Duration.ofHours(25)).toEpochMilli());
    }

    @Test
    void aTickOnTimeIsNotMissed_andWhatIsLeftOutIsToldOnce() {
        var ticks = new Ticks("w", List.of(hourly(0), hourly(Integer.MAX_VALUE)));
        var marks = ticks.marksFrom(START.toEpochMilli());
        long now = START.plus(Duration.ofHours(3)).plusSeconds(100).toEpochMilli();
        var due = ticks.due(marks, now, 2);
        assertThat(due.skips()).containsExactly(new Ticks.Skip(
                0, 2, START.plus(Duration.ofHours(1)).toEpochMilli(), START.plus(Duration.ofHours(2)).toEpochMilli()));
        assertThat(due.ticks()).extracting(Ticks.Tick::trigger).containsExactly(1, 1);
        var rest = ticks.due(due.marks(), now, 10);
        assertThat(rest.skips()).isEmpty();
        assertThat(rest.ticks()).extracting(Ticks.Tick::trigger).containsExactly(0, 1);
    }

    @Test
    void whatNeverFiresAgainIsNeverDue() {
        var ticks = new Ticks("w", List.of(cron("0 0 0 1 1 ? 2020", "UTC")));
        assertThat(ticks.due(ticks.marksFrom(START.toEpochMilli()), START.toEpochMilli(), 10).dueMillis()).isZero();
    }

    @Test
    void requestIdsAreThoseOfTheContract() {
        var trigger = new TimeTrigger.Cron("*/2 * * * *", Optional.of("US/Pacific"), Optional.empty());
        assertThat(TriggerIds.tick("tt1", trigger, Instant.ofEpochSecond(1795357560)))
                .isEqualTo("fe54afee-2ec3-3a42-a67e-d0976925ec3d");
        String key = TriggerIds.usualKey(
                "st1", "7e55967f-22cc-3f10-a0a9-79056481978e", Map.of("signal_b", 1L, "signal_a", 2L),
                Optional.of("1 < 2"), Optional.empty());
        assertThat(TriggerIds.named(key)).isEqualTo("e4c3f67f-db65-3a20-891a-938feefd40ac");
        assertThat(TriggerIds.text(new TimeTrigger.Predefined("@daily", Optional.empty(), Optional.of(new DurationText("30 minutes", false)))))
                .isEqualTo("PredefinedTimeTrigger(expression=DAILY, timezone=null, fuzzyMaxDelay=\"30 minutes\")");
    }
}
