package maestro.server.ui;

import static maestro.server.http.Steps.foreach;
import static maestro.server.http.Steps.noop;
import static maestro.server.http.Steps.shell;
import static maestro.server.http.Steps.sleep;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import maestro.server.http.Running;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Runs, steps and workflows in brief, over HTTP. */
class BriefViewsTest {
    private static final String W = "/api/v3/workflows/";
    private static final int ROW_BYTES = 400;
    private static final int STEP_BYTES = 160;

    @AutoClose
    private static final Running server = new Running();

    private static JsonNode get(String path) {
        var reply = server.http.get(path);
        assertThat(reply.status()).as(path + " " + reply.text()).isEqualTo(200);
        return reply.json();
    }

    private static long run(String id) {
        long n = server.start(id);
        server.awaitEnd(id, n);
        return n;
    }

    private static JsonNode steps(String id, long n, String more) {
        return get(W + id + "/instances/" + n + "/runs/latest/steps?view=brief" + more);
    }

    private static JsonNode step(JsonNode answer, String id) {
        for (JsonNode step : answer.path("steps")) if (step.path("id").asString().equals(id)) return step;
        throw new AssertionError("no step " + id + " in " + answer);
    }

    @Test
    void aFailedRunNamesTheStepThatFailedAndWhatItSaid() {
        server.push("brief.fail", "", noop("a", "b"), shell("b", "fail"), noop("c"));
        run("brief.fail");
        for (String list : List.of(W + "brief.fail/instances?", W + "brief.fail/instances/1/runs?",
                W + "brief.fail/instances?status=FAILED&", W + "brief.fail/instances?owner=amy&", "/api/v3/instances?tag=none&")) {
            var elements = get(list + "first=9&view=brief").path("elements");
            if (list.contains("none")) {
                assertThat(elements).isEmpty();
                continue;
            }
            assertThat(elements).hasSize(1);
            var row = elements.get(0);
            assertThat(row.path("status").asString()).isEqualTo("FAILED");
            assertThat(row.path("initiator").asString()).isEqualTo("MANUAL");
            assertThat(row.path("user").asString()).isEqualTo("amy");
            assertThat(row.path("owner").asString()).isEqualTo("amy");
            assertThat(row.at("/cause/step_id").asString()).isEqualTo("b");
            assertThat(row.at("/cause/message").asString()).contains("it said so");
            assertThat(row.has("params") || row.has("runtime_workflow")).isFalse();
        }
    }

    @Test
    void aRowIsSmallHoweverLargeTheDefinitionAndATextIsCut() {
        String script = "x".repeat(2_000);
        server.push("brief.large", "", IntStream.range(0, 20)
                .mapToObj(i -> shell("s" + i, script)).toArray(String[]::new));
        run("brief.large");
        var reply = server.http.get(W + "brief.large/instances?first=1&view=brief");
        assertThat(reply.json().path("elements").get(0).toString().length()).isLessThan(ROW_BYTES);
    }

    @Test
    void aPageOfAnotherPlaceIsReachedByItsCursor() {
        server.push("brief.pages", "", noop("a"));
        for (int i = 0; i < 5; i++) run("brief.pages");
        var first = get(W + "brief.pages/instances?first=3&view=brief");
        String cursor = first.at("/page_info/end_cursor").asString();
        var second = get(W + "brief.pages/instances?first=3&view=brief&cursor=" + cursor);
        assertThat(second.path("elements").get(0).path("workflow_instance_id").asInt()).isEqualTo(2);
        assertThat(second.at("/page_info/has_next_page").asBoolean()).isFalse();
    }

    @Test
    void stepsTellWhereTheyStandThoseOfABodyWhoseTheyAre() {
        server.push("brief.steps", "", noop("a", "each"), foreach("each", "", 3, noop("leaf")), noop("never"),
                shell("bad", "fail", "never"));
        long n = run("brief.steps");
        var answer = steps("brief.steps", n, "");
        assertThat(answer.path("complete").asBoolean()).isTrue();
        assertThat(answer.at("/run/cause/step_id").asString()).isEqualTo("bad");
        assertThat(step(answer, "a").path("status").asString()).isEqualTo("SUCCEEDED");
        assertThat(step(answer, "never").path("status").asString()).isEqualTo("NOT_CREATED");
        var loop = step(answer, "each").path("loop");
        assertThat(loop.path("total").asInt()).isEqualTo(3);
        assertThat(loop.at("/ended/SUCCEEDED").asInt()).isEqualTo(3);
        var leaf = step(answer, "leaf");
        assertThat(leaf.path("parent").asString()).isEqualTo("each");
        assertThat(leaf.has("status")).isFalse();
    }

    @Test
    void sinceSendsWhatChangedAndNothingElse() {
        server.push("brief.since", "", noop("a", "b"), sleep("b", 60));
        long n = server.start("brief.since");
        var before = steps("brief.since", n, "");
        long until = before.path("until").asLong();
        assertThat(steps("brief.since", n, "&since=" + (until + 1)).path("steps")).isEmpty();
        server.put(W + "brief.since/instances/" + n + "/steps/b/actions/kill");
        server.awaitEnd("brief.since", n);
        var after = steps("brief.since", n, "&since=" + (until + 1));
        assertThat(after.path("steps")).hasSize(1);
        assertThat(step(after, "b").path("status").asString()).isEqualTo("FATALLY_FAILED");
        assertThat(after.path("until").asLong()).isGreaterThan(until);
    }

    @Test
    void aStepThatARestartDidNotRunIsCarriedFromTheRunThatDid() {
        server.push("brief.again", "", noop("a", "b"), shell("b", "fail"));
        long n = run("brief.again");
        var reply = server.post(W + "brief.again/instances/" + n + "/actions/restart",
                "{\"restart_policy\": \"RESTART_FROM_INCOMPLETE\"}");
        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        server.http.call("GET", W + "brief.again/instances/" + n + "/runs/2/events", "accept: text/event-stream", "");
        var answer = steps("brief.again", n, "");
        assertThat(step(answer, "a").path("carried_from_run").asInt()).isEqualTo(1);
        assertThat(step(answer, "b").has("carried_from_run")).isFalse();
    }

    @Test
    void aStepTakesAFewBytes() {
        server.push("brief.many", "", IntStream.range(0, 300).mapToObj(i -> noop("step_" + i)).toArray(String[]::new));
        long n = run("brief.many");
        var reply = server.http.get(W + "brief.many/instances/" + n + "/runs/1/steps?view=brief");
        assertThat(reply.json().path("steps")).hasSize(300);
        assertThat(reply.text().length()).isLessThan(300 * STEP_BYTES);
    }

    @Test
    void aWorkflowTellsHowItWentLately() {
        server.push("pulse.a", "\"name\": \"Pulse of things\", \"time_triggers\": [{\"type\": \"CRON\", \"cron\": \"0 1 * * *\"}],",
                shell("x", "ok"));
        run("pulse.a");
        server.push("pulse.a", "\"name\": \"Pulse of things\",", shell("x", "fail"));
        run("pulse.a");
        server.push("pulse.a", "\"name\": \"Pulse of things\",", sleep("x", 60));
        server.start("pulse.a");
        var row = get("/api/v3/workflows?view=status&last=2&q=PULSE%20OF").path("elements").get(0);
        assertThat(row.path("workflow_id").asString()).isEqualTo("pulse.a");
        assertThat(row.path("last").asString()).isEqualTo("FR");
        assertThat(row.path("last_instance_ids").get(0).asInt()).isEqualTo(2);
        assertThat(row.path("live").asInt()).isEqualTo(1);
        assertThat(row.path("queued").asInt()).isZero();
        assertThat(row.path("typical_ms").asLong(-1)).isNotNegative();
        assertThat(get("/api/v3/workflows?view=status&last=3&q=pulse.a").at("/elements/0/last").asString()).isEqualTo("SFR");
        assertThat(get("/api/v3/workflows?q=nothing%25like%25it").path("elements")).isEmpty();
        server.put(W + "pulse.a/actions/kill");
    }

    @Test
    void aSearchGoesOnWhereItsPageEnded() {
        for (int i = 0; i < 3; i++) server.push("found." + i, "", noop("a"));
        var first = get("/api/v3/workflows?q=found&size=2");
        assertThat(first.path("elements")).hasSize(2);
        var second = get("/api/v3/workflows?q=found&size=2&after=" + first.path("next").asString());
        assertThat(second.at("/elements/0/workflow_id").asString()).isEqualTo("found.2");
        assertThat(second.has("next")).isFalse();
    }

    @Test
    void theSessionTellsWhoCallsAndWhatIsThere() {
        var session = server.http.call("GET", "/api/v3/session", "user: amy", "").json();
        assertThat(session.path("user").asString()).isEqualTo("amy");
        assertThat(session.at("/features/brief").asBoolean()).isTrue();
        assertThat(session.at("/features/schedules").asBoolean()).isTrue();
        assertThat(get("/api/v3/session").has("user")).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            instances?first=5&view=odd                          | view must be 'brief'
            workflows/brief.bad/instances?first=5&view=BRIEF    | view must be 'brief'
            workflows/brief.bad/instances/1/runs?first=5&view=x | view must be 'brief'
            workflows/brief.bad/instances/1/runs/1/steps?view=brief&since=-1 | since must be 0 or more
            workflows/brief.bad/instances/1/runs/1/steps?view=brief&since=99999999999999999999 | since must be a number
            workflows?view=brief                                | view must be 'status'
            workflows?view=status&last=0                        | 'last' must be from 1 to 50
            workflows?view=status&last=51                       | 'last' must be from 1 to 50
            workflows?q=%00                                     | q may not hold NUL
            """)
    void whatIsWrongIsRefusedByName(String path, String said) {
        if (server.http.get(W + "brief.bad/instances/1").status() == 404) {
            server.push("brief.bad", "", noop("a"));
            run("brief.bad");
        }
        var reply = server.http.get("/api/v3/" + path);
        assertThat(reply.status()).as(reply.text()).isEqualTo(400);
        assertThat(reply.text().replace("\\u0027", "'")).contains(said);
    }

    @Test
    void aLongSearchIsRefused() {
        var reply = server.http.get("/api/v3/workflows?q=" + "x".repeat(201));
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.text()).contains("at most 200 characters");
    }

    @Test
    void whatIsNotThereIsNotFound() {
        assertThat(server.http.get(W + "none/instances/1/runs/1/steps?view=brief").status()).isEqualTo(404);
        assertThat(get(W + "none/instances?first=5&view=brief").path("elements")).isEmpty();
        assertThat(get(W + "none/instances/1/runs?first=5&view=brief").path("elements")).isEmpty();
    }
}
