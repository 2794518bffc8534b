package maestro.testkit.sim;

import static maestro.testkit.build.Workflows.written;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import maestro.core.row.RunHead;
import maestro.core.row.StoredJson;
import maestro.core.rule.Command;
import maestro.core.trigger.Triggers;
import maestro.model.definition.PropertiesChange;
import maestro.model.json.Json;
import maestro.model.run.Initiator;
import maestro.runtime.store.Reads.Window;
import maestro.testkit.build.Workflows;
import org.junit.jupiter.api.Test;

/** Schedules (triggers.md §7), with time that the test moves. */
class TimeTriggerTest {
    private final Driver driver = new Driver();

    private static Workflows scheduled(String triggers) {
        return written(Json.parse("""
                {"properties": {"owner": "amy", "run_strategy": "PARALLEL"}, "is_active": true,
                 "workflow": {"id": "w", "time_triggers": [%s],
                  "params": {"tick": {"type": "LONG", "expression": "RUN_TS"},
                   "zone": {"type": "STRING", "expression": "WORKFLOW_CRON_TIMEZONE"}},
                  "steps": [{"step": {"id": "a", "type": "NoOp"}}]}}""".formatted(triggers)));
    }

    private static String cron(String text) {
        return "{\"type\": \"CRON\", \"cron\": \"" + text + "\", \"timezone\": \"US/Pacific\"}";
    }

    /** Ticks of all runs, in the order of their instances. */
    private List<Instant> ticks() {
        var ticks = new ArrayList<Instant>();
        driver.reads().instances("w", new Window(false, 200, Optional.empty())).rows().reversed().forEach(row -> {
            var head = RunHead.read(row.head());
            var initiator = (Initiator.Time) head.initiator();
            assertThat(head.params().get("tick").result()).isEqualTo(initiator.triggerMillis().orElseThrow());
            assertThat(head.params().get("zone").result()).isEqualTo("US/Pacific");
            ticks.add(Instant.ofEpochMilli(initiator.triggerMillis().get()));
        });
        return ticks;
    }

    private static List<Instant> everyTwoMinutes(Instant after, int count) {
        var first = Instant.ofEpochSecond((after.getEpochSecond() / 120 + 1) * 120);
        var ticks = new ArrayList<Instant>();
        for (int i = 0; i < count; i++) {
            ticks.add(first.plusSeconds(120L * i));
        }
        return ticks;
    }

    @Test
    void eachTickStartsARunOnTimeAndOnce() {
        var begin = Instant.ofEpochMilli(driver.now());
        driver.publish(scheduled(cron("*/2 * * * *")));
        driver.advance(Duration.ofMinutes(10));
        driver.takeOver().advance(Duration.ofMinutes(10));
        assertThat(ticks()).isEqualTo(everyTwoMinutes(begin, 10));
    }

    @Test
    void whatWasMissedWhileNobodyWasThereIsCaughtUpInOrder() {
        var begin = Instant.ofEpochMilli(driver.now());
        driver.publish(scheduled(cron("*/2 * * * *")));
        driver.away(Duration.ofHours(1)).advanceSeconds(1);
        assertThat(ticks()).isEqualTo(everyTwoMinutes(begin, 30));
        driver.takeOver().advance(Duration.ofMinutes(2));
        assertThat(ticks()).isEqualTo(everyTwoMinutes(begin, 31));
    }

    @Test
    void aTriggerThatCatchesUpWithTheLatestStartsOneRunForAllThatWasMissed_andNotesTheRest() {
        driver.publish(scheduled(cron("0 * * * *").replace("}", ", \"catch_up\": \"latest\"}")));
        driver.advance(Duration.ofHours(1));
        driver.away(Duration.ofHours(12)).advanceSeconds(1);
        assertThat(ticks()).hasSize(2);
        var schedule = Triggers.fromJson(StoredJson.parse(driver.reads().workflow("w").orElseThrow().detail())
                .get("triggers")).time().orElseThrow();
        assertThat(schedule.fired()).isEqualTo(2);
        assertThat(schedule.skipped()).isEqualTo(11);
        assertThat(schedule.skips()).hasSize(1);
        driver.takeOver().advance(Duration.ofHours(1));
        assertThat(ticks()).hasSize(3);
    }

    @Test
    void twoEqualTriggersStartOneRun() {
        driver.publish(scheduled(cron("0 * * * *") + "," + cron("0 * * * *")));
        driver.advance(Duration.ofHours(3));
        assertThat(ticks()).hasSize(3);
    }

    @Test
    void anotherVersionWithEqualTriggersGoesOn_oneWithoutEndsIt() {
        var begin = Instant.ofEpochMilli(driver.now());
        driver.publish(scheduled(cron("*/2 * * * *")));
        driver.advance(Duration.ofSeconds(119));
        driver.publish(scheduled(cron("*/2 * * * *")));
        driver.advance(Duration.ofMinutes(3));
        assertThat(ticks()).isEqualTo(everyTwoMinutes(begin, ticks().size())).hasSizeGreaterThan(1);
        int before = ticks().size();
        driver.publish(written(Json.parse("""
                {"properties": {"owner": "amy"}, "is_active": true,
                 "workflow": {"id": "w", "steps": [{"step": {"id": "a", "type": "NoOp"}}]}}""")));
        driver.advance(Duration.ofHours(1));
        assertThat(ticks()).hasSize(before);
    }

    @Test
    void whatIsDueWhileTheScheduleIsOffIsNotCaughtUp() {
        driver.publish(scheduled(cron("0 * * * *")));
        driver.advance(Duration.ofHours(1));
        assertThat(ticks()).hasSize(1);
        disable(true);
        driver.advance(Duration.ofHours(5));
        assertThat(ticks()).hasSize(1);
        disable(false);
        driver.takeOver().advance(Duration.ofHours(2));
        assertThat(ticks()).hasSize(3);
    }

    private void disable(boolean disabled) {
        var change = PropertiesChange.fromJson(Json.parse("{\"time_trigger_disabled\": " + disabled + "}"));
        driver.ask(new Command.ChangeProperties("w", change, Caller.AMY));
    }
}
