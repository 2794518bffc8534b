package maestro.server.http;

import static maestro.server.http.Steps.noop;
import static maestro.server.http.Steps.shell;
import static org.assertj.core.api.Assertions.assertThat;

import maestro.model.json.Json;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Signals, steps that wait for them and steps that announce them, over HTTP (triggers.md §1 to §4). */
class SignalApiTest {
    private static final String SIGNALS = "/api/v3/signals";

    @AutoClose
    private static final Running server = new Running();

    private static Http.Reply announce(String body) {
        return server.http.call("POST", SIGNALS, "content-type: application/json", body);
    }

    private static Http.Reply announce(String name, String params) {
        return announce("{\"name\":\"" + name + "\",\"params\":{" + params + "}}");
    }

    private static JsonNode step(String workflow, long instance, String step) {
        return server.http.get("/api/v3/workflows/" + workflow + "/instances/" + instance + "/steps/" + step).json();
    }

    private static String status(String workflow, long instance, String step) {
        return step(workflow, instance, step).path("runtime_state").path("status").asString("");
    }

    private static void awaitStatus(String workflow, long instance, String step, String status) {
        while (!status(workflow, instance, step).equals(status)) Thread.onSpinWait();
    }

    private static void awaitListeners(String signal, int count) {
        while (server.http.get(SIGNALS + "/" + signal + "/listeners").json().size() != count) Thread.onSpinWait();
    }

    /** A step that waits, with these dependencies (JSON), and params. */
    private static String waiting(String id, String dependencies, String params) {
        return noop(id).replaceFirst("\"transition\"", java.util.regex.Matcher.quoteReplacement(
                "\"signal_dependencies\": [" + dependencies + "], \"params\": {" + params + "}, \"transition\""));
    }

    private static String announcing(String step, String outputs) {
        return step.replaceFirst("\"transition\"", java.util.regex.Matcher.quoteReplacement(
                "\"signal_outputs\": [" + outputs + "], \"transition\""));
    }

    @Test
    void anAnnouncementIsNumberedAndReadBack_andTwiceIsAConflict() {
        var first = announce("{\"name\":\"s.one\",\"params\":{\"day\":20260105,\"env\":\"prod\"},\"rows\":12}");
        assertThat(first.status()).isEqualTo(200);
        assertThat(first.json().path("seq_id").asLong()).isEqualTo(1);
        assertThat(first.json().path("payload").path("rows").asLong()).isEqualTo(12);
        var again = announce("s.one", "\"env\":\"prod\",\"day\":20260105");
        assertThat(again.status()).isEqualTo(409);
        assertThat(again.text()).contains(first.json().path("instance_id").asString(), "request_id");
        assertThat(announce("{\"name\":\"s.one\",\"request_id\":\"mine\"}").json().path("seq_id").asLong()).isEqualTo(2);
        assertThat(announce("{\"name\":\"s.one\",\"request_id\":\"mine\",\"params\":{\"a\":1}}").status()).isEqualTo(409);

        String path = SIGNALS + "/s.one/instances/";
        assertThat(server.http.get(path + "1").json()).isEqualTo(first.json());
        for (String newest : new String[] {"latest", "LATEST", "-1", "-7", "2"})
            assertThat(server.http.get(path + newest).json().path("seq_id").asLong()).isEqualTo(2);
        assertThat(server.http.get(path + "3").status()).isEqualTo(404);
        assertThat(server.http.get(path + "x").status()).isEqualTo(400);
        assertThat(server.http.get(SIGNALS + "/unknown/instances/latest").status()).isEqualTo(404);
        assertThat(server.http.get(SIGNALS + "/s.one/instances?size=1").json()).hasSize(1);
        assertThat(server.http.get(SIGNALS + "/s.one/instances?before=2").json().get(0).path("seq_id").asLong()).isEqualTo(1);
        assertThat(server.http.get(SIGNALS + "?prefix=s.one").json().get(0).path("last_seq_id").asLong()).isEqualTo(2);
        assertThat(server.http.get(SIGNALS + "?size=0").status()).isEqualTo(400);
    }

    @Test
    void aNameWithASlashCanBeReadBack() {
        assertThat(announce("db/table", "").status()).isEqualTo(200);
        assertThat(server.http.get(SIGNALS + "/db%2Ftable/instances/1").json().path("name").asString())
                .isEqualTo("db/table");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {}                                            | name
            {"name":""}                                   | name
            {"name":"a;b"}                                | name
            {"name":"a","params":{"p":1.7}}               | params[p]
            {"name":"a","params":{"p":true}}              | params[p]
            {"name":"a","params":{"p":99999999999999999999}} | params[p]
            {"name":"a","payload":1}                      | payload
            [1]                                           | object
            {"name":"a","params":{"p":"\\u0000"}}         | params[p]
            """)
    void whatIsNoSignalIsRefusedAndChangesNothing(String body, String said) {
        var reply = announce(body);
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.text()).contains(said);
        assertThat(server.http.get(SIGNALS + "/a/instances/latest").status()).isEqualTo(404);
    }

    @Test
    void aStepWaitsForAnInstanceOfTheRightTypeAndReadsIt() {
        announce("ready", "\"day\":\"20260101\",\"rows\":1");
        server.push("wait", "", waiting("a", """
                {"name":"rea${suffix}","match_params":{
                  "day":{"param":{"expression":"FROM_DAY","type":"LONG"},"operator":">="}}}""", """
                "rows": {"type":"LONG","expression":"params.getFromSignalDependency('0','rows')"}"""))
                .json();
        server.post("/api/v3/workflows", Json.text(Json.parse("""
                {"properties":{"owner":"amy","run_strategy":"PARALLEL"},"workflow":{"id":"wait","params":{
                  "suffix":{"value":"dy","type":"STRING"},"FROM_DAY":{"value":20250101,"type":"LONG"}},
                  "steps":[%s]}}""".formatted(waiting("a", """
                {"name":"rea${suffix}","match_params":{
                  "day":{"param":{"expression":"FROM_DAY","type":"LONG"},"operator":">="}}}""", """
                "rows": {"type":"LONG","expression":"params.getFromSignalDependency('0','rows')"}""")))));
        long instance = server.start("wait");
        awaitListeners("ready", 1);
        var pending = step("wait", instance, "a").path("signal_dependencies").path("dependencies").get(0);
        assertThat(pending).isEqualTo(Json.parse("""
                {"name":"ready","status":"PENDING","match_params":{"day":{"value":20250101,"operator":">="}}}"""));
        assertThat(status("wait", instance, "a")).isEqualTo("WAITING_FOR_SIGNALS");

        announce("ready", "\"day\":20240101,\"rows\":2");
        announce("ready", "\"day\":20260101,\"rows\":3");
        server.awaitEnd("wait", instance);
        var done = step("wait", instance, "a");
        assertThat(done.at("/runtime_state/status").asString()).isEqualTo("SUCCEEDED");
        assertThat(done.at("/signal_dependencies/dependencies/0/status").asString()).isEqualTo("MATCHED");
        assertThat(done.at("/signal_dependencies/dependencies/0/signal_id").asLong()).isEqualTo(3);
        assertThat(done.at("/params/rows/evaluated_result").asLong()).isEqualTo(3);
        assertThat(done.path("signal_outputs")).isEqualTo(Json.object());
        assertThat(server.http.get(SIGNALS + "/ready/listeners").json()).isEmpty();

        long later = server.start("wait");
        server.awaitEnd("wait", later);
        assertThat(step("wait", later, "a").at("/signal_dependencies/dependencies/0/signal_id").asLong()).isEqualTo(3);
    }

    @Test
    void aBypassedStepGoesOnAtOnce_andOnlyOneThatWaitsCanBeBypassed() {
        announce("by.there", "");
        server.push("by", "", waiting("a", "{\"name\":\"by.there\"},{\"name\":\"by.never\"}", ""), noop("b"));
        long instance = server.start("by");
        awaitListeners("by.never", 1);
        while (!step("by", instance, "a").at("/signal_dependencies/dependencies/0/status").asString().equals("MATCHED"))
            Thread.onSpinWait();
        String path = "/api/v3/workflows/by/instances/" + instance + "/steps/";
        assertThat(server.put(path + "b/actions/bypass").status()).isEqualTo(400);
        assertThat(server.put(path + "nobody/actions/bypass").status()).isEqualTo(400);
        var bypassed = server.put(path + "a/actions/bypass");
        assertThat(bypassed.status()).isEqualTo(200);
        assertThat(bypassed.json().at("/step_runtime_state/status").asString()).isEqualTo("SUCCEEDED");
        server.awaitEnd("by", instance);
        var done = step("by", instance, "a").path("signal_dependencies");
        assertThat(done.at("/dependencies/0/status").asString()).isEqualTo("MATCHED");
        assertThat(done.at("/dependencies/1/status").asString()).isEqualTo("SKIPPED");
        String told = "Signal step dependencies have been bypassed by user [amy]";
        assertThat(done.path("info").path("message").asString()).isEqualTo(told);
        assertThat(step("by", instance, "a").path("timeline").toString()).contains(told);
        assertThat(server.http.get(path + "a?enriched=false").json().path("timeline").toString()).doesNotContain(told);
        assertThat(server.put(path + "a/actions/bypass").status()).isEqualTo(400);
        awaitListeners("by.never", 0);
    }

    @Test
    void aStepThatIsStoppedWaitsNoMore() {
        server.push("stopped", "", waiting("a", "{\"name\":\"st.never\"}", ""));
        long instance = server.start("stopped");
        awaitListeners("st.never", 1);
        server.put("/api/v3/workflows/stopped/instances/" + instance + "/steps/a/actions/stop");
        server.awaitEnd("stopped", instance);
        awaitListeners("st.never", 0);
        var done = step("stopped", instance, "a");
        assertThat(done.at("/runtime_state/status").asString()).isEqualTo("STOPPED");
        assertThat(done.at("/signal_dependencies/dependencies/0/status").asString()).isEqualTo("PENDING");
        assertThat(done.has("signal_outputs")).isFalse();
    }

    @Test
    void aRestartKeepsWhatWasMatched() {
        server.push("again", "", waiting("a", "{\"name\":\"ag\"}", "").replace("\"successors\": {}",
                "\"successors\": {\"b\": \"true\"}"), shell("b", "fail"));
        long instance = server.start("again");
        awaitListeners("ag", 1);
        announce("ag", "\"n\":1");
        server.awaitEnd("again", instance);
        announce("ag", "\"n\":2");
        var restarted = server.post("/api/v3/workflows/again/instances/" + instance + "/actions/restart",
                "{\"restart_policy\":\"RESTART_FROM_BEGINNING\"}");
        assertThat(restarted.status()).as(restarted.text()).isEqualTo(200);
        server.http.call("GET", "/api/v3/workflows/again/instances/" + instance + "/runs/2/events",
                "accept: text/event-stream", "");
        var second = step("again", instance, "a");
        assertThat(second.path("workflow_run_id").asLong()).as(second.toString()).isEqualTo(2);
        assertThat(second.at("/signal_dependencies/dependencies/0/signal_id").asLong()).isEqualTo(1);
    }

    @Test
    void aDependencyThatCannotBeEvaluatedFailsTheStep() {
        server.push("bad", "", waiting("a", "{\"name\":\"b${nothing_here}\"}", ""));
        long instance = server.start("bad");
        server.awaitEnd("bad", instance);
        assertThat(status("bad", instance, "a")).isEqualTo("INTERNALLY_FAILED");
    }

    @Test
    void aStepAnnouncesWhenItSucceedsAndOnce() {
        server.push("out", "", announcing(noop("a"), """
                {"name":"made_${step_id}","params":{"n":{"value":7,"type":"LONG"}},
                 "payload":{"rows":{"value":12,"type":"LONG"}}},
                {"name":"made too"}"""));
        long first = server.start("out");
        server.awaitEnd("out", first);
        var outputs = step("out", first, "a").path("signal_outputs");
        assertThat(outputs.at("/outputs/0/name").asString()).isEqualTo("made_a");
        assertThat(outputs.at("/outputs/0/signal_id").asLong()).isEqualTo(1);
        assertThat(outputs.at("/outputs/0/announce_time").asLong()).isPositive();
        assertThat(outputs.at("/outputs/0/payload/rows").asLong()).isEqualTo(12);
        assertThat(outputs.path("info").propertyNames()).contains("timestamp", "level", "message");
        assertThat(step("out", first, "a").path("timeline").valueStream()).contains(outputs.path("info"));
        var announced = server.http.get(SIGNALS + "/made_a/instances/latest").json();
        assertThat(announced.at("/params/n").asLong()).isEqualTo(7);
        assertThat(announced.at("/payload/rows").asLong()).isEqualTo(12);
        assertThat(announced.at("/payload/signal_source/workflow_id").asString()).isEqualTo("out");
        assertThat(announced.at("/payload/signal_source/step_id").asString()).isEqualTo("a");
        assertThat(announce("made_a", "\"n\":7").status()).isEqualTo(409);

        long second = server.start("out");
        server.awaitEnd("out", second);
        var repeated = step("out", second, "a").path("signal_outputs");
        assertThat(repeated.at("/outputs/0/signal_id").asLong()).isEqualTo(1);
        assertThat(repeated.at("/outputs/0").has("announce_time")).isFalse();
        assertThat(status("out", second, "a")).isEqualTo("SUCCEEDED");
    }

    @Test
    void anOutputThatCannotBeEvaluatedFailsAFinishedStep_andAFailedOneAnnouncesNothing() {
        server.push("badout", "", announcing(noop("a"), "{\"name\":\"o\",\"params\":{\"n\":{\"expression\":\"nope\",\"type\":\"LONG\"}}}"),
                announcing(shell("b", "fail"), "{\"name\":\"never\"}"));
        long instance = server.start("badout");
        server.awaitEnd("badout", instance);
        assertThat(status("badout", instance, "a")).isEqualTo("INTERNALLY_FAILED");
        assertThat(step("badout", instance, "a").has("signal_outputs")).isFalse();
        assertThat(status("badout", instance, "b")).isEqualTo("FATALLY_FAILED");
        assertThat(step("badout", instance, "b").has("signal_outputs")).isFalse();
        assertThat(server.http.get(SIGNALS + "/never/instances/latest").status()).isEqualTo(404);
    }

    @Test
    void aJobAnnouncesWhatItHandsBack() {
        server.push("dyn", "", shell("a", "deaf"));
        long instance = server.start("dyn");
        awaitStatus("dyn", instance, "a", "RUNNING");
        server.http.call("PUT", "/api/v3/output-data", "content-type: application/json", """
                {"external_job_type":"Shell","external_job_id":"%s","workflow_id":"dyn","artifacts":{
                 "maestro_dynamic_output":{"type":"DYNAMIC_OUTPUT",
                  "info":{"timestamp":1,"type":"LOG","level":"INFO","message":"2 tables"},
                  "signal_outputs":[{"type":"MAP","value":{"name":{"value":"tbl","type":"STRING"},
                   "day":{"value":20260105,"type":"LONG"},"of":{"value":"7","type":"STRING"},
                   "share":{"value":0.5,"type":"DOUBLE"}}},
                   {"type":"MAP","value":{"name":{"value":"told","type":"STRING"}},
                   "evaluated_result":{"name":"told","day":20260106},"evaluated_time":1}]}}}"""
                .formatted(step("dyn", instance, "a").path("step_uuid").asString()));
        server.hear();
        server.awaitEnd("dyn", instance);
        var announced = server.http.get(SIGNALS + "/tbl/instances/1").json();
        assertThat(announced.path("params")).isEqualTo(Json.parse("{\"day\":20260105,\"of\":\"7\"}"));
        assertThat(announced.at("/payload/share").asDouble()).isEqualTo(0.5);
        var told = server.http.get(SIGNALS + "/told/instances/1").json();
        assertThat(told.at("/params/day").asLong()).isEqualTo(20260106);
        assertThat(step("dyn", instance, "a").toString()).contains("2 tables");
    }
}
