package maestro.server.http;

import static maestro.server.http.Steps.foreach;
import static maestro.server.http.Steps.noop;
import static maestro.server.http.Steps.shell;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import maestro.server.http.Story.Run;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** As {@link RecorderTest}: what waits for signals and permits, what announces, and what triggers start. */
class SignalRecorderTest {
    private static final String W = "/api/v3/workflows/";
    private static final String S = "/api/v3/signals";
    private static final String P = "/api/v3/tag-permits";
    private static final String BEGINNING = "{\"restart_policy\": \"RESTART_FROM_BEGINNING\"}";

    @AutoClose
    private static final Running server = new Running();
    private static final Recorder api = new Recorder(server);
    private static final Story story = new Story(server);

    private static JsonNode announce(String name, String params) {
        return api.post(S, "{\"name\": \"" + name + "\", \"params\": {" + params + "}, \"rows\": 1}");
    }

    private static String signalled(String step, String members) {
        return step.replace("\"transition\"", members + ", \"transition\"");
    }

    private static String waiting(String step, String dependencies) {
        return signalled(step, "\"signal_dependencies\": [" + dependencies + "]");
    }

    private static String announcing(String step, String outputs) {
        return signalled(step, "\"signal_outputs\": [" + outputs + "]");
    }

    private static void read(Run run) {
        for (String enriched : new String[] {"true", "false"}) {
            api.get(run.path() + "?enriched=" + enriched);
            for (JsonNode step : api.get(run.path() + "/steps"))
                api.get(run.path() + "/steps/" + step.path("step_id").asString() + "?enriched=" + enriched);
        }
    }

    @Test
    void whatWaitsAndAnnouncesIsRead() {
        announce("rs.there", "\"n\": 1");
        api.get(S + "/rs.there/instances/1");
        api.get(S + "/rs.there/instances/latest");
        api.get(S + "/rs.there/instances?size=5");
        api.get(S + "?prefix=rs.");
        String one = "{\"type\": \"LONG\", \"value\": 1}";
        String match = "\"match_params\": {\"n\": {\"param\": " + one + ", \"operator\": \">=\"}}";
        String out = "{\"name\": \"rs.out\", \"params\": {\"n\": " + one + "}}, {\"name\": \"rs.plain\"}";
        server.push("rs.wait", "",
                waiting(noop("a"), "{\"name\": \"rs.there\", " + match + "}, {\"name\": \"rs.never\"}"),
                waiting(noop("s"), "{\"name\": \"rs.never\"}"),
                waiting(noop("broken"), "{\"name\": \"${nothing_here}\"}"),
                announcing(noop("o"), out), announcing(shell("f", "fail"), out),
                announcing(noop("lost"), "{\"name\": \"${nothing_here}\"}"),
                foreach("each", "", 2, announcing(noop("i"), "{\"name\": \"rs.i${each_i}\"}")));
        var run = story.start("rs.wait");
        story.awaitStep(run, "s", "WAITING_FOR_SIGNALS");
        Story.until("rs.there matches", () -> story.get(run.path() + "/steps/a")
                .at("/signal_dependencies/dependencies/0/status").asString().equals("MATCHED"));
        read(run);
        api.get(S + "/rs.never/listeners");
        api.put(run.path() + "/steps/a/actions/bypass");
        api.put(run.path() + "/steps/s/actions/skip");
        assertThat(story.end(run)).isEqualTo("FAILED");
        read(run);
        read(story.iteration(run, "each", 2));
        api.post(run.path() + "/actions/restart", BEGINNING);
        story.awaitStep(run, "s", "WAITING_FOR_SIGNALS"); // what was open is waited for again
        api.put(run.path() + "/steps/s/actions/stop");
        story.end(run);
        read(run);
        api.refused("POST", S, "{\"name\": \"rs.there\", \"params\": {\"n\": 1}}", 409);
        assertThat(api.refused("POST", S, "{}", 400).at("/errors/0").asString()).startsWith("name ");
        api.refused("GET", S + "/rs.nobody/instances/latest", "", 404);
    }

    @Test
    void whatTriggersStartIsRead() {
        server.push("rs.plain", "\"signal_triggers\": [{\"definitions\": {\"rs.t\": {}}}],", noop("a"));
        server.push("rs.params", """
                "signal_triggers": [{"definitions": {"rs.t": {"join_keys": ["k"]}, "rs.u": {"join_keys": ["l"]}},
                 "params": {"p": {"type": "LONG", "expression": "1 + 1"}}}],""", noop("a"));
        String daily = "{\"type\": \"cron\", \"cron\": \"0 5 * * *\", \"timezone\": \"UTC\"}";
        server.push("rs.time", "\"time_triggers\": [" + daily + "],", noop("a"));
        announce("rs.u", "\"l\": \"x\"");
        announce("rs.t", "\"k\": \"x\"");
        for (String workflow : new String[] {"rs.plain", "rs.params"}) {
            var run = new Run(workflow, 1);
            Story.until(workflow + " is started", () -> server.http.get(run.path()).status() == 200);
            story.end(run);
            read(run);
            api.post(run.path() + "/actions/restart", BEGINNING);
            story.end(run);
            read(run);
        }
        String start = W + "rs.plain/versions/active/actions/start";
        api.refused("POST", start, "{\"initiator\": {\"type\": \"signal\", \"trigger_uuid\": \"none\"}}", 409);
        api.refused("POST", start, "{\"initiator\": {\"type\": \"time\", \"trigger_uuid\": \"none\"}}", 400);
        api.get(W + "rs.time/versions/1?enriched=true");
        api.post(W + "rs.plain/properties", "{\"signal_trigger_disabled\": true}");
        String uuid = api.get(W + "rs.plain/instances/1/runs/1").at("/initiator/trigger_uuid").asString();
        api.refused("POST", start, "{\"initiator\": {\"type\": \"signal\", \"trigger_uuid\": \"" + uuid + "\"}}", 422);
    }

    @Test
    void whatWaitsForPermitsIsRead() {
        api.post(P, "{\"tag\": \"rs.tag\", \"max_allowed\": 0, \"team\": \"blue\"}");
        api.get(P + "/rs.tag");
        api.get(P + "?prefix=rs.");
        server.push("rs.permit", "", signalled(noop("a"), "\"tags\": [\"rs.tag\", \"rs.free\"]"));
        var run = story.start("rs.permit");
        story.awaitStep(run, "a", "WAITING_FOR_PERMITS");
        Story.until("it stands in line", () -> !api.get(P + "/rs.tag/claims").path("waiting").isEmpty());
        read(run);
        api.post(P, "{\"tag\": \"rs.tag\", \"max_allowed\": 1}");
        assertThat(story.end(run)).isEqualTo("SUCCEEDED");
        read(run);
        api.delete(P + "/rs.tag");
        api.delete(P + "/rs.tag");
        api.refused("GET", P + "/rs.tag", "", 404);
        var refused = api.refused("POST", P, "{\"max_allowed\": -1}", 400).path("errors");
        assertThat(refused.valueStream().map(text -> text.asString().replaceAll(" .*", "")))
                .containsExactly("tag", "maxAllowed");
    }

    @AfterAll
    static void everyKindWasMet() {
        assertThat(api.kinds()).containsAll(Set.of("run of SIGNAL", "dependency PENDING", "dependency MATCHED",
                "dependency SKIPPED", "output announced", "output known", "NoOp WAITING_FOR_SIGNALS",
                "NoOp WAITING_FOR_PERMITS", "NoOp INTERNALLY_FAILED", "NoOp SKIPPED"));
    }
}
