package maestro.server.ui;

import static maestro.server.http.Steps.noop;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.StreamSupport;
import maestro.core.trigger.TriggerIds;
import maestro.model.definition.TimeTrigger;
import maestro.server.http.Http;
import maestro.server.http.Running;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** What pages and people see of schedules, signals and permits. */
class TriggerViewsTest {
    private static final String W = "/api/v3/workflows/";
    private static final String NIGHTLY = "{\"type\": \"CRON\", \"cron\": \"30 2 * * *\", \"timezone\": \"Europe/Madrid\"}";
    private static final TimeTrigger NIGHT =
            new TimeTrigger.Cron("30 2 * * *", Optional.of("Europe/Madrid"), Optional.empty());

    @AutoClose
    private static final Running server = new Running();

    private static JsonNode get(String path) {
        var reply = server.http.get(path);
        assertThat(reply.status()).as(path + " " + reply.text()).isEqualTo(200);
        return reply.json();
    }

    private static Http.Reply preview(String body) {
        return server.http.call("POST", "/api/v3/schedules/preview", "content-type: application/json", body);
    }

    private static void scheduled(String id, String triggers) {
        server.push(id, "\"time_triggers\": [" + triggers + "],", noop("a"));
    }

    private static void properties(String id, String body) {
        assertThat(server.post(W + id + "/properties", body).status()).isEqualTo(200);
    }

    @Test
    void aScheduleTellsItsTimesInWordsAndWhetherItIsInForce() {
        scheduled("tv.nightly", NIGHTLY + ", {\"type\": \"predefined\", \"expression\": \"hourly\", \"catch_up\": 3}");
        var time = get(W + "tv.nightly/triggers?next=2").path("time");
        assertThat(time.path("state").asString()).isEqualTo("IN_FORCE");
        assertThat(time.path("lag_ms").asLong()).isZero();
        assertThat(time.path("since").asLong()).isPositive();
        assertThat(time.at("/triggers/0/words").asString()).isEqualTo("At 02:30, Europe/Madrid time");
        assertThat(time.at("/triggers/1/words").asString()).isEqualTo("Every hour, Z time");
        assertThat(time.at("/triggers/1/catch_up").asInt()).isEqualTo(3);
        assertThat(time.at("/triggers/1/next")).hasSize(2);
        assertThat(time.path("due_time").asLong()).isEqualTo(Math.min(
                time.at("/triggers/0/next/0/time").asLong(), time.at("/triggers/1/next/0/time").asLong()));

        properties("tv.nightly", "{\"time_trigger_disabled\": true}");
        time = get(W + "tv.nightly/triggers").path("time");
        assertThat(time.path("state").asString()).isEqualTo("PAUSED");
        assertThat(time.path("message").asString()).contains("property");
        assertThat(get("/api/v3/schedules?prefix=tv.nightly").at("/elements/0/state").asString()).isEqualTo("PAUSED");
        properties("tv.nightly", "{\"time_trigger_disabled\": false}");
        assertThat(get(W + "tv.nightly/triggers").at("/time/state").asString()).isEqualTo("IN_FORCE");

        server.put(W + "tv.nightly/actions/deactivate");
        assertThat(get(W + "tv.nightly/triggers").at("/time/state").asString()).isEqualTo("INACTIVE");
        assertThat(get("/api/v3/schedules?prefix=tv.nightly").path("elements")).isEmpty();
    }

    @Test
    void schedulesAreListedInPages() {
        for (String id : new String[] {"tv.list.b", "tv.list.a", "tv.list.c"}) scheduled(id, NIGHTLY);
        server.push("tv.list.none", "", noop("a"));
        var page = get("/api/v3/schedules?prefix=tv.list&size=2");
        assertThat(page.at("/elements/0/workflow_id").asString()).isEqualTo("tv.list.a");
        assertThat(page.at("/elements/0/triggers/0/next")).hasSize(5);
        assertThat(page.path("next").asString()).isEqualTo("tv.list.b");
        var rest = get("/api/v3/schedules?prefix=tv.list&size=2&after=tv.list.b");
        assertThat(rest.path("elements")).hasSize(1);
        assertThat(rest.has("next")).isFalse();
    }

    /** A tick of the past that made a run is found by the id that follows from it. */
    @Test
    void whatBecameOfLastNightsTickIsTold() {
        scheduled("tv.night", NIGHTLY);
        long now = System.currentTimeMillis();
        var firings = get(W + "tv.night/triggers/firings").path("firings");
        assertThat(firings).hasSize(1);
        var night = firings.get(0);
        assertThat(night.path("outcome").asString()).isEqualTo("NOT_IN_FORCE");
        var tick = Instant.ofEpochMilli(night.path("time").asLong());
        assertThat(Duration.between(tick, Instant.ofEpochMilli(now))).isLessThan(Duration.ofHours(25));
        server.post(W + "tv.night/versions/active/actions/start", "{\"initiator\": {\"type\": \"manual\"}, \"request_id\": \""
                + TriggerIds.tick("tv.night", NIGHT, tick) + "\"}");
        server.awaitEnd("tv.night", 1);
        night = get(W + "tv.night/triggers/firings").at("/firings/0");
        assertThat(night.path("outcome").asString()).isEqualTo("STARTED");
        assertThat(night.at("/run/workflow_instance_id").asLong()).isEqualTo(1);
        assertThat(night.at("/run/status").asString()).isEqualTo("SUCCEEDED");

        properties("tv.night", "{\"time_trigger_disabled\": true}");
        var week = get(W + "tv.night/triggers/firings?size=3&from=" + (now - 7 * 24 * 3_600_000L)).path("firings");
        assertThat(StreamSupport.stream(week.spliterator(), false).map(each -> each.path("outcome").asString()))
                .containsExactly("STARTED", "PAUSED", "PAUSED");
    }

    @Test
    void aTickOfTwoEqualTriggersIsTheRunOfOne() {
        scheduled("tv.twice", NIGHTLY + "," + NIGHTLY);
        var tick = Instant.ofEpochMilli(
                get(W + "tv.twice/triggers/firings").at("/firings/0/time").asLong());
        server.post(W + "tv.twice/versions/active/actions/start", "{\"initiator\": {\"type\": \"manual\"}, \"request_id\": \""
                + TriggerIds.tick("tv.twice", NIGHT, tick) + "\"}");
        var firings = get(W + "tv.twice/triggers/firings").path("firings");
        assertThat(StreamSupport.stream(firings.spliterator(), false).map(each -> each.path("outcome").asString()))
                .containsExactly("DUPLICATED", "STARTED");
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            /api/v3/workflows/tv.nobody/triggers, 404
            /api/v3/workflows/tv.nobody/triggers/firings, 404
            /api/v3/schedules?size=0, 400
            /api/v3/schedules?size=201, 400
            """)
    void whatIsNotThereOrTooMuchIsSaid(String path, int status) {
        assertThat(server.http.get(path).status()).isEqualTo(status);
    }

    @Test
    void aWindowOfFiringsHasBounds() {
        scheduled("tv.window", NIGHTLY);
        for (String query : new String[] {"from=5&to=5", "from=0", "from=-1", "to=9999999999999999", "size=0"})
            assertThat(server.http.get(W + "tv.window/triggers/firings?" + query).status()).as(query).isEqualTo(400);
        assertThat(get(W + "tv.window/triggers/firings?from=0&to=1").has("firings"))
                .isTrue();
    }

    @Test
    void aPreviewMarksWhereTheClocksChange() {
        var told = preview("{\"trigger\": " + NIGHTLY + ", \"from\": 1806105600000, \"count\": 2}").json();
        assertThat(told.path("words").asString()).isEqualTo("At 02:30, Europe/Madrid time");
        assertThat(told.at("/next/0/local").asString()).isEqualTo("2027-03-27T02:30+01:00");
        assertThat(told.at("/next/1/marks/0").asString()).isEqualTo("DST_SKIPPED");
        assertThat(told.at("/next/1").has("time")).isFalse();
        assertThat(told.path("next")).hasSize(3);
        assertThat(preview("{\"trigger\": {\"type\": \"CRON\", \"cron\": \"* * * * *\"}}").json().path("problems")).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {}                                                             | trigger
            {"trigger": {"type": "CRON"}}                                  | workflow.timeTriggers[0].cron
            {"trigger": {"type": "CRON", "cron": "1 2"}}                   | workflow.timeTriggers[0].cron
            {"trigger": {"type": "CRON", "cron": "0 * * * *", "timezone": "Mars"}}      | workflow.timeTriggers[0].timezone
            {"trigger": {"type": "CRON", "cron": "0 * * * *", "catch_up": "some"}}      | catchUp
            {"trigger": {"type": "CRON", "cron": "0 * * * *", "catch_up": -1}}          | catchUp
            {"trigger": {"type": "INTERVAL"}}                              | workflow.timeTriggers[0]
            {"trigger": {"type": "CRON", "cron": "0 * * * *"}, "count": 51}             | count
            {"trigger": {"type": "CRON", "cron": "0 * * * *"}, "from": -1}              | from
            {"trigger": {"type": "CRON", "cron": "0 * * * *"}, "more": 1}               | more
            """)
    void whatIsNoTimeTriggerIsRefusedWithItsPath(String body, String said) {
        var reply = preview(body);
        assertThat(reply.status()).as(reply.text()).isEqualTo(400);
        assertThat(reply.text()).contains(said);
    }

    @Test
    void aSignalTriggerTellsHowFarItHasCome() {
        server.push("tv.signal", "\"signal_triggers\": [{\"definitions\": {\"tv s\": {}}, \"condition\": \"1 > 2\"}],", noop("a"));
        announce("{\"name\": \"tv s\", \"params\": {\"n\": 1, \"env\": \"5\"}}");
        announce("{\"name\": \"tv s\", \"params\": {\"n\": 2, \"env\": \"5\"}}");
        JsonNode trigger;
        do {
            trigger = get(W + "tv.signal/triggers").at("/signal/triggers/0");
        } while (trigger.path("silent").asLong() < 2);
        assertThat(trigger.at("/signals/0/checkpoint").asLong()).isEqualTo(2);
        assertThat(trigger.at("/signals/0/last_seq_id").asLong()).isEqualTo(2);
        assertThat(trigger.path("last_outcome").asString()).contains("condition is false");
        var listed = get("/api/v3/signals?prefix=tv").get(0);
        assertThat(listed.path("listeners").asLong()).isEqualTo(1);
        assertThat(listed.path("last_time").asLong()).isPositive();
        String instances = "/api/v3/signals/tv%20s/instances?";
        assertThat(get(instances + "param.n=1")).hasSize(1);
        assertThat(get(instances + "param.env=5")).isEmpty();
        assertThat(get(instances + "param.env=%225%22")).hasSize(2);
        assertThat(get(instances + "param.env=%225%22&param.n=2").get(0).path("seq_id").asLong()).isEqualTo(2);
    }

    private static void announce(String body) {
        assertThat(server.post("/api/v3/signals", body).status()).isEqualTo(200);
    }
}
