package maestro.server.http;

import static maestro.server.http.Steps.noop;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Workflows that signals start, over HTTP (triggers.md §5, §6, §8). */
class SignalTriggerTest {
    @AutoClose
    private static final Running server = new Running();

    private static long announce(String name, String params) {
        var reply = server.http.call("POST", "/api/v3/signals", "content-type: application/json",
                "{\"name\":\"" + name + "\",\"params\":{" + params + "}}");
        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        return reply.json().path("seq_id").asLong();
    }

    private static void push(String id, String trigger, String more, String... steps) {
        var reply = server.push(id, "\"signal_triggers\": [" + trigger + "]," + more, steps);
        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    }

    private static JsonNode instance(String id, long number) {
        return server.http.get("/api/v3/workflows/" + id + "/instances/" + number).json();
    }

    private static JsonNode awaitInstance(String id, long number) {
        JsonNode found;
        do {
            found = instance(id, number);
        } while (found.path("workflow_instance_id").asLong() != number);
        return found;
    }

    private static String consumed(String id, long number) {
        return awaitInstance(id, number).at("/initiator/signal_id_map").toString();
    }

    /** A later signal of the same workflow has fired, so whatever an earlier one did is done. */
    private static void awaitQuiet(String marker, String id, long number) {
        announce(marker, "");
        awaitInstance(id, number);
    }

    @Test
    void eachInstanceStartsARunInOrder_andOnlyThoseAfterThePush() {
        announce("t.one", "\"n\":0");
        push("one", "{\"definitions\":{\"t.one\":{\"match_params\":{\"n\":{\"value\":1,\"operator\":\">=\"}}}}}", "", noop("a"));
        announce("t.one", "\"n\":1");
        announce("t.one", "\"n\":0,\"x\":1");
        announce("t.one", "\"n\":2");
        assertThat(consumed("one", 1)).isEqualTo("{\"t.one\":2}");
        assertThat(consumed("one", 2)).isEqualTo("{\"t.one\":4}");
        var initiator = instance("one", 1).path("initiator");
        assertThat(initiator.propertyNames())
                .containsExactlyInAnyOrder("trigger_uuid", "signal_id_map", "depth", "type");
        assertThat(initiator.path("type").asString()).isEqualTo("SIGNAL");
        assertThat(initiator.path("trigger_uuid").asString()).isNotEmpty();
        server.awaitEnd("one", 2);
        assertThat(instance("one", 2).path("status").asString()).isEqualTo("SUCCEEDED");
    }

    @Test
    void aJoinTakesTheOldestOfEachThatHaveTheSameValue() {
        push("join", "{\"definitions\":{\"j.a\":{\"join_keys\":[\"u\"]},\"j.b\":{\"join_keys\":[\"p\"]}}}", "", noop("a"));
        announce("j.b", "\"p\":\"k1\",\"n\":1");
        announce("j.b", "\"p\":\"k2\",\"n\":2");
        announce("j.b", "\"p\":\"k1\",\"n\":3");
        announce("j.a", "\"u\":\"k1\",\"n\":1");
        assertThat(consumed("join", 1)).isEqualTo("{\"j.a\":1,\"j.b\":1}");
        announce("j.a", "\"u\":\"k1\",\"n\":2");
        assertThat(consumed("join", 2)).isEqualTo("{\"j.a\":2,\"j.b\":3}");
        announce("j.a", "\"u\":\"k2\",\"n\":3"); // the k2 of b is below the checkpoint
        announce("j.b", "\"n\":4"); // lacks its join key
        announce("j.a", "\"u\":\"k3\",\"n\":4");
        announce("j.b", "\"p\":\"k3\",\"n\":5");
        assertThat(consumed("join", 3)).isEqualTo("{\"j.a\":4,\"j.b\":5}");
    }

    @Test
    void paramsOfTheTriggerAndOfTheSignalAreRead() {
        push("read", """
                {"definitions":{"r.s":{}},"params":{"mode":{"value":"delta","type":"STRING"},
                 "twice":{"expression":"params.getFromSignal('r.s','n') * 2","type":"LONG"}},
                 "condition":"r.s__n > 1"}""".replace("r.s__n", "params.getFromSignal('r.s','n')"), """
                "params":{"how":{"expression":"params.getFromSignal('mode')","type":"STRING"},
                 "n":{"expression":"params.getFromSignal('r.s','n')","type":"LONG"},
                 "other":{"expression":"params.getFromSignalOrDefault('r.s','none','d')","type":"STRING"}},""", noop("a"));
        announce("r.s", "\"n\":1");
        announce("r.s", "\"n\":7");
        server.awaitEnd("read", awaitInstance("read", 1).path("workflow_instance_id").asLong());
        var run = instance("read", 1);
        assertThat(run.at("/initiator/signal_id_map/r.s").asLong()).isEqualTo(2);
        var twice = run.at("/initiator/params/twice");
        assertThat(twice.propertyNames()).containsExactly("expression", "type", "evaluated_result", "evaluated_time");
        assertThat(twice.path("evaluated_result").asLong()).isEqualTo(14);
        assertThat(run.at("/initiator/params/mode/evaluated_result").asString()).isEqualTo("delta");
        assertThat(run.at("/params/how/evaluated_result").asString()).isEqualTo("delta");
        assertThat(run.at("/params/n/evaluated_result").asLong()).isEqualTo(7);
        assertThat(run.at("/params/other/evaluated_result").asString()).isEqualTo("d");
    }

    @Test
    void aFalseConditionConsumes_andAConstantDedupStartsOneRun() {
        push("dedup", "{\"definitions\":{\"d.s\":{}},\"dedup_expr\":\"return 'once';\"},{\"definitions\":{\"d.end\":{}}}", "", noop("a"));
        push("never", "{\"definitions\":{\"n.s\":{}},\"condition\":\"1 > 2\"},{\"definitions\":{\"n.end\":{}}}", "", noop("a"));
        for (int i = 0; i < 3; i++) {
            announce("d.s", "\"n\":" + i);
            announce("n.s", "\"n\":" + i);
        }
        assertThat(consumed("dedup", 1)).isEqualTo("{\"d.s\":1}");
        awaitQuiet("d.end", "dedup", 2);
        assertThat(consumed("dedup", 2)).isEqualTo("{\"d.end\":1}");
        awaitQuiet("n.end", "never", 1);
        assertThat(consumed("never", 1)).isEqualTo("{\"n.end\":1}");
    }

    @Test
    void anEqualTriggerOfAnotherVersionGoesOn_andOneThatIsGoneListensNoMore() {
        String trigger = "{\"definitions\":{\"v.s\":{}}}";
        push("ver", trigger, "", noop("a"));
        announce("v.s", "\"n\":1");
        awaitInstance("ver", 1);
        push("ver", trigger, "", noop("a"), noop("b"));
        announce("v.s", "\"n\":2");
        assertThat(awaitInstance("ver", 2).path("workflow_version_id").asLong()).isEqualTo(2);
        push("ver", "{\"definitions\":{\"v.other\":{}}}", "", noop("a"));
        while (!server.http.get("/api/v3/signals/v.s/listeners").json().isEmpty()) Thread.onSpinWait();
        announce("v.s", "\"n\":3");
        announce("v.other", "");
        assertThat(consumed("ver", 3)).isEqualTo("{\"v.other\":1}");
    }

    @Test
    void whatIsAnnouncedWhileAWorkflowIsInactiveOrDisabledIsNotCaughtUp() {
        push("off", "{\"definitions\":{\"o.s\":{}}}", "", noop("a"));
        server.put("/api/v3/workflows/off/actions/deactivate");
        announce("o.s", "\"n\":1");
        server.put("/api/v3/workflows/off/versions/latest/actions/activate");
        announce("o.s", "\"n\":2");
        assertThat(consumed("off", 1)).isEqualTo("{\"o.s\":2}");
        disable(true);
        announce("o.s", "\"n\":3");
        disable(false);
        announce("o.s", "\"n\":4");
        assertThat(consumed("off", 2)).isEqualTo("{\"o.s\":4}");
    }

    private static void disable(boolean disabled) {
        var reply = server.post("/api/v3/workflows/off/properties",
                "{\"signal_trigger_disabled\":" + disabled + "}");
        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    }

    @Test
    void aStartThatSaysItComesFromTheTriggerKnowsItsSignals() {
        push("forged", "{\"definitions\":{\"f.s\":{}},\"params\":{\"mode\":{\"type\":\"STRING\",\"value\":\"y\"}}}", """
                "params":{"how":{"expression":"params.getFromSignal('mode')","type":"STRING"},
                 "n":{"expression":"params.getFromSignal('f.s','n')","type":"LONG"}},""", noop("a"));
        announce("f.s", "\"n\":7");
        var initiator = awaitInstance("forged", 1).path("initiator");
        var started = server.post("/api/v3/workflows/forged/versions/active/actions/start", """
                {"initiator": {"type": "signal", "trigger_uuid": %s, "signal_id_map": {"f.s": 1}, "params": {"mode":
                 {"type": "STRING", "value": "x", "evaluated_result": "x", "evaluated_time": 1}}}}"""
                .formatted(initiator.path("trigger_uuid")));
        assertThat(started.status()).as(started.text()).isEqualTo(200);
        var run = instance("forged", 2);
        assertThat(run.at("/params/how/evaluated_result").asString()).isEqualTo("x");
        assertThat(run.at("/params/n/evaluated_result").asLong()).isEqualTo(7);
    }

    @Test
    void aRunThatCannotBeBuiltIsStoredAsFailed() {
        push("broken", "{\"definitions\":{\"b.s\":{}}}",
                "\"params\":{\"n\":{\"expression\":\"params.getFromSignal('b.s','n')\",\"type\":\"LONG\"}},", noop("a"));
        announce("b.s", "\"m\":1");
        assertThat(awaitInstance("broken", 1).path("status").asString()).isEqualTo("FAILED");
    }

    @Test
    void anEmptyTriggerIsRefused() {
        assertThat(server.push("empty", "\"signal_triggers\": [{\"definitions\":{}}],", noop("a")).status()).isEqualTo(400);
        assertThat(server.push("empty", "\"signal_triggers\": [{}],", noop("a")).status()).isEqualTo(400);
    }
}
