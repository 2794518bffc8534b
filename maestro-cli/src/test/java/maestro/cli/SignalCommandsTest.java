package maestro.cli;

import static maestro.cli.Called.maestro;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Signals, tag permits, and schedules in words. */
class SignalCommandsTest {
    private final FakeServer server = new FakeServer();

    @AfterEach
    void stop() {
        server.close();
    }

    private Called call(String words) {
        return maestro((words + " --server " + server.url()).split(" "));
    }

    @Test
    void aSignalIsAnnouncedWithTypedParams() {
        server.on("POST /api/v3/signals", 200, "{\"seq_id\": 7}");
        var called = call("signal announce ready -p day=20260105 -p env=prod -p code=\"7\" --request-id r --payload {\"n\":1}");
        assertThat(called.exit()).as(called.err()).isZero();
        assertThat(called.out()).startsWith("Announced ready as number 7.");
        assertThat(server.last().body()).isEqualTo("{\"name\":\"ready\",\"params\":{\"day\":20260105,\"env\":\"prod\",\"code\":\"7\"},"
                + "\"payload\":{\"n\":1},\"request_id\":\"r\"}");
    }

    @Test
    void signalsAndTheirListenersAreShown() {
        server.on("GET /api/v3/signals/a%2Fb/instances/latest", 200,
                        "{\"seq_id\": 3, \"create_time\": 1, \"params\": {\"n\": 1}, \"instance_id\": \"x\"}")
                .on("GET /api/v3/signals?size=50&prefix=a", 200, "[{\"name\": \"a/b\", \"last_seq_id\": 3}]")
                .on("GET /api/v3/signals/a%2Fb/instances?size=50", 200, "[{\"seq_id\": 3, \"create_time\": 1}]")
                .on("GET /api/v3/signals/a%2Fb/listeners?size=200", 200, "[{\"type\": \"STEP\", \"workflow_id\": \"w\","
                        + " \"step_uuid\": \"u\", \"conditions\": [{\"param\": \"n\", \"operator\": \">=\", \"value\": 5}]}]");
        assertThat(call("signal get a/b").out()).contains("{\"n\":1}");
        assertThat(call("signal list --prefix a").out()).contains("a/b", "3");
        assertThat(call("signal list a/b").out()).contains("NUMBER", "3");
        assertThat(call("signal listeners a/b").out()).contains("STEP", "w", "n >= 5");
    }

    @Test
    void permitsAreSetShownAndDeleted() {
        server.on("POST /api/v3/tag-permits", 200, "")
                .on("GET /api/v3/tag-permits/gpu", 200, "{\"tag\": \"gpu\", \"max_allowed\": 4, \"timeline\": []}")
                .on("GET /api/v3/tag-permits?size=200", 200, "[{\"tag\": \"gpu\", \"max_allowed\": 4}]")
                .on("GET /api/v3/tag-permits/gpu/claims?size=200", 200,
                        "{\"held\": [{\"step\": \"[w][1][1][a][1]\", \"asked_time\": 1}], \"waiting\": []}")
                .on("DELETE /api/v3/tag-permits/gpu", 200, "");
        assertThat(call("permit set gpu 4").out()).startsWith("At most 4 steps with the tag gpu run at once");
        assertThat(server.last().body()).isEqualTo("{\"tag\":\"gpu\",\"max_allowed\":4}");
        assertThat(call("permit get gpu").out()).startsWith("At most 4 at once.");
        assertThat(call("permit list").out()).contains("gpu", "4");
        assertThat(call("permit holders gpu").out()).contains("runs", "[w][1][1][a][1]");
        assertThat(call("permit delete gpu").out()).startsWith("The tag gpu has no limit.");
    }

    @Test
    void theTriggersOfAWorkflowAreShownWithWhatBecameOfPastTimes() {
        server.on("GET /api/v3/workflows/w/triggers?next=5", 200, """
                {"workflow_id": "w", "time": {"state": "IN_FORCE", "message": "in force", "lag_ms": 61000, "fired": 12,
                 "skipped": 3, "triggers": [{"words": "At 02:30, Europe/Madrid time", "catch_up": "latest", "next": [
                  {"local": "2027-03-28T02:30", "marks": ["DST_SKIPPED"]}, {"time": 1806366600000, "local": "2027-03-29"}]}]},
                 "signal": {"message": "in force", "triggers": [{"signals": [{"name": "s", "checkpoint": 2, "last_seq_id": 3}],
                  "fired": 2, "silent": 1, "last_outcome": "its condition is false", "last_time": 1}]}}""")
                .on("GET /api/v3/workflows/w/triggers/firings?size=200&from=5&to=9", 200, """
                {"firings": [{"time": 8, "outcome": "STARTED", "run": {"workflow_instance_id": 12, "status": "FAILED",
                  "cause": {"step_id": "load", "message": "exit 99"}}}, {"time": 7, "outcome": "SKIPPED"}]}""");
        var called = call("workflow triggers w --from 5 --to 9");
        assertThat(called.exit()).as(called.err()).isZero();
        assertThat(called.out()).contains(
                "Schedule: in force, late by 1 min 01 s; fired 12 times, 3 missed and left out",
                "At 02:30, Europe/Madrid time, catch_up latest", "clocks go forward over it", "#12", "FAILED", "load: exit 99",
                "SKIPPED", "s (2/3)", "its condition is false");
    }

    @Test
    void aCronIsExplainedWithItsNextTimesAndWhereClocksChange() {
        var called = maestro("cron", "explain", "30 0 * * *", "--zone", "Europe/Madrid", "-n", "2", "--from",
                "2026-10-24T12:00:00Z");
        assertThat(called.exit()).as(called.err()).isZero();
        assertThat(called.out()).isEqualTo("""
                At 00:30, Europe/Madrid time.
                Sun 2026-10-25 00:30:00 +02:00  2026-10-24T22:30:00Z
                Mon 2026-10-26 00:30:00 +01:00  2026-10-25T23:30:00Z
                """);
        assertThat(maestro("cron", "explain", "30 2 * * *", "--zone", "Europe/Madrid", "-n", "1", "--from",
                "2027-03-27T12:00:00Z").out()).isEqualTo("""
                At 02:30, Europe/Madrid time.
                Sun 2027-03-28 02:30:00  does not happen: the clocks go forward over it
                Mon 2027-03-29 02:30:00 +02:00  2027-03-29T00:30:00Z
                """);
        assertThat(maestro("cron", "explain", "* * * * *", "-n", "1").out()).contains("A server refuses it");
        assertThat(maestro("cron", "explain", "0 0 30 2 *").out()).contains("never fires");
        assertThat(maestro("cron", "explain", "nonsense").exit()).isEqualTo(Exit.USAGE.code());
        assertThat(maestro("cron", "explain", "0 0 * * *", "--zone", "Mars").exit()).isEqualTo(Exit.USAGE.code());
    }
}
