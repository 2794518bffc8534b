package maestro.core.cron;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import maestro.model.definition.TimeTrigger;
import org.junit.jupiter.api.Test;

/** The next times of a schedule as people read them, around changes of the clocks. */
class UpcomingTest {
    private static List<String> next(String cron, String zone, String after, int count) {
        var trigger = new TimeTrigger.Cron(cron, Optional.of(zone), Optional.empty());
        return Upcoming.of(trigger, Instant.parse(after), count).stream()
                .map(each -> each.local() + " " + each.at().map(Instant::toString).orElse("-") + " " + each.marks())
                .toList();
    }

    @Test
    void aWallTimeThatTheClocksLeaveOutIsToldInItsPlace() {
        assertThat(next("30 2 * * *", "Europe/Madrid", "2027-03-27T12:00:00Z", 1))
                .containsExactly("2027-03-28T02:30 - [DST_SKIPPED]", "2027-03-29T02:30 2027-03-29T00:30:00Z []");
        assertThat(next("0 * * * *", "Europe/Madrid", "2027-03-28T00:30:00Z", 1)).containsExactly(
                "2027-03-28T02:00 - [DST_SKIPPED]", "2027-03-28T03:00 2027-03-28T01:00:00Z []");
    }

    @Test
    void aWallTimeThatHappensTwiceIsMarked() {
        assertThat(next("30 2 * * *", "Europe/Madrid", "2026-10-24T12:00:00Z", 2)).containsExactly(
                "2026-10-25T02:30 2026-10-25T00:30:00Z [DST_REPEATED]", "2026-10-26T02:30 2026-10-26T01:30:00Z []");
        assertThat(next("0 * * * *", "Europe/Madrid", "2026-10-24T23:30:00Z", 3)).containsExactly(
                "2026-10-25T02:00 2026-10-25T00:00:00Z [DST_REPEATED]",
                "2026-10-25T02:00 2026-10-25T01:00:00Z [DST_REPEATED]",
                "2026-10-25T03:00 2026-10-25T02:00:00Z []");
    }

    @Test
    void whatNeverFiresAgainHasNoNextTime() {
        assertThat(next("0 0 30 2 *", "UTC", "2026-01-01T00:00:00Z", 3)).isEmpty();
        assertThat(next("0 0 1 1 *", "UTC", "2026-01-01T00:00:00Z", 0)).isEmpty();
    }
}
