package maestro.server.http;

import static maestro.server.http.Steps.noop;
import static maestro.server.http.Steps.shell;
import static maestro.server.http.Steps.sleep;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.StreamSupport;
import maestro.model.json.Json;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Restarts and actions on steps over HTTP on the real engine (rest-api.md §9, §12). */
class RestartApiTest {
    private static final String INCOMPLETE = "{\"restart_policy\": \"RESTART_FROM_INCOMPLETE\"}";
    private static final String BEGINNING = "{\"restart_policy\": \"RESTART_FROM_BEGINNING\"}";

    @AutoClose
    private static final Running server = new Running();

    /** A workflow whose step b fails after a; c follows b. */
    private static String failed(String id) {
        server.push(id, "", noop("a", "b"), shell("b", "fail", "c"), noop("c"));
        return of(id, server.awaitEnd(id, server.start(id)).isEmpty() ? 0 : 1);
    }

    private static String of(String id, long instance) {
        return "/api/v3/workflows/" + id + "/instances/" + instance;
    }

    @Test
    void anEndedInstanceIsRestartedWhereItFailed() {
        String instance = failed("re.one");
        var answer = server.post(instance + "/actions/restart", INCOMPLETE);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().path("workflow_run_id").asInt()).isEqualTo(2);
        assertThat(answer.json().path("status").asString()).isEqualTo("CREATED");
        awaitEnd(instance + "/runs/2");
        JsonNode view = server.http.get(instance).json();
        assertThat(view.at("/run_config/policy").asString()).isEqualTo("RESTART_FROM_INCOMPLETE");
        assertThat(view.at("/run_config/restart_config/restart_path/0/workflow_id").asString()).isEqualTo("re.one");
        assertThat(view.at("/run_config/restart_config/restart_params").toString()).isEqualTo("{}");
        assertThat(view.path("run_params").toString()).isEqualTo("{}");
        assertThat(view.at("/runtime_dag").propertyNames()).containsExactly("b", "c");
        assertThat(view.at("/runtime_overview/total_step_count").asInt()).isEqualTo(2);
        assertThat(view.at("/aggregated_info/step_aggregated_views/a/workflow_run_id").asInt()).isEqualTo(1);
        assertThat(view.at("/aggregated_info/step_aggregated_views/b/workflow_run_id").asInt()).isEqualTo(2);
        assertThat(view.at("/correlation_id").asString()).isEqualTo("re.one:1:1");
        assertThat(view.at("/initiator/user").asString()).isEqualTo("amy");
    }

    /** A start is answered before its steps are created. */
    private static void awaitStep(String instance, String step) {
        long until = System.nanoTime() + 20_000_000_000L;
        while (server.http.get(instance + "/steps/" + step).status() != 200) {
            assertThat(System.nanoTime()).isLessThan(until);
        }
    }

    private static void awaitEnd(String run) {
        server.http.call("GET", run + "/events", "accept: text/event-stream", "");
    }

    @Test
    void theSameRequestIdMakesOneRun() {
        String instance = failed("re.twice");
        String body = "{\"restart_policy\": \"RESTART_FROM_BEGINNING\","
                + " \"request_id\": \"6f1f0c7e-5d0a-4b39-9d53-3f6a1d8b9c00\"}";
        server.post(instance + "/actions/restart", body);
        var second = server.post(instance + "/actions/restart", body);
        assertThat(second.json().path("status").asString()).isEqualTo("DUPLICATED");
        awaitEnd(instance + "/runs/2");
        assertThat(server.post(instance + "/actions/restart", body).json().path("status").asString())
                .isEqualTo("DUPLICATED");
        assertThat(server.http.get(instance).json().path("workflow_run_id").asInt()).isEqualTo(2);
    }

    @Test
    void aPreviewTellsWhatTheRestartThenDoes() {
        String instance = failed("re.dry");
        var preview = server.post(instance + "/steps/a/actions/restart",
                "{\"restart_policy\": \"RESTART_FROM_INCOMPLETE\", \"dry_run\": true}").json();
        assertThat(texts(preview.at("/runs/0/will_run"))).containsExactly("a", "b", "c");
        assertThat(preview.at("/runs/0/workflow_run_id").asInt()).isEqualTo(2);
        assertThat(server.http.get(instance).json().path("workflow_run_id").asInt()).isEqualTo(1);
        var incomplete = server.post(instance + "/actions/restart",
                "{\"restart_policy\": \"RESTART_FROM_INCOMPLETE\", \"dry_run\": true}").json();
        assertThat(texts(incomplete.at("/runs/0/reused"))).containsExactly("a");
    }

    private static List<String> texts(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asString).toList();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /none/instances/1/actions/restart                  | INCOMPLETE | 404
            /re.err/instances/9/actions/restart                | INCOMPLETE | 404
            /re.err/instances/1/actions/restart                | {}         | 400
            /re.err/instances/1/actions/restart                | {"restart_policy": "restart_from_incomplete"} | 400
            /re.err/instances/1/actions/restart                | {"restart_policy": "RESTART_FROM_SPECIFIC"}   | 400
            /re.err/instances/2/actions/restart                | INCOMPLETE | 400
            /re.err/instances/2/actions/restart                | BEGINNING  | 400
            /re.err/instances/1/steps/zzz/actions/restart      | INCOMPLETE | 400
            /re.err/instances/1/steps/c/actions/restart        | INCOMPLETE | 400
            /re.err/instances/2/steps/s/actions/restart        | INCOMPLETE | 400
            /re.err/instances/1/steps/a/actions/stop           | PUT        | 400
            /re.err/instances/1/steps/c/actions/skip           | PUT        | 400
            /re.err/instances/1/steps/zzz/actions/stop         | PUT        | 400
            /re.err/instances/9/steps/a/actions/stop           | PUT        | 404
            /re.err/instances/2/steps/a/actions/kill           | PUT        | 400
            /re.err/instances/2/steps/c/actions/kill           | PUT        | 404
            /re.err/instances/2/steps/zzz/actions/kill         | PUT        | 400
            /re.err/instances/2/steps/a/actions/skip           | PUT        | 400
            /re.err/instances/2/steps/s/actions/bypass         | PUT        | 400
            /re.err/instances/2/actions/unblock                | PUT        | 400
            """)
    void whatCannotBeDoneIsRefused(String path, String body, int status) {
        if (server.http.get("/api/v3/workflows/re.err/instances/2").status() == 404) {
            failed("re.err");
            server.push("re.err", "", noop("a", "s"), sleep("s", 600), noop("c"), noop("never"));
            server.push("re.err", "", noop("a", "s"), sleepThen("s", "c"), noop("c"));
            server.start("re.err");
        }
        String full = "/api/v3/workflows" + path;
        var reply = body.equals("PUT")
                ? server.put(full)
                : server.post(full, body.equals("INCOMPLETE") ? INCOMPLETE : body.equals("BEGINNING") ? BEGINNING : body);
        assertThat(reply.status()).as(reply.text()).isEqualTo(status);
    }

    private static String sleepThen(String id, String successor) {
        return sleep(id, 600).replace("\"successors\": {}", "\"successors\": {\"" + successor + "\": \"true\"}");
    }

    @ParameterizedTest
    @CsvSource({"stop, STOPPED, STOPPED", "kill, FATALLY_FAILED, FAILED", "skip, SKIPPED, SUCCEEDED"})
    void aBlockingActionAnswersWhenTheStepHasEnded(String action, String step, String run) {
        String id = "act." + action;
        server.push(id, "", shell("h", "hang"), noop("n"));
        String instance = of(id, server.start(id));
        awaitStep(instance, "h");
        var reply = server.put(instance + "/steps/h/actions/" + action);
        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        assertThat(reply.json().at("/step_runtime_state/status").asString()).isEqualTo(step);
        assertThat(reply.json().path("step_attempt_id").asInt()).isEqualTo(1);
        awaitEnd(instance + "/runs/1");
        assertThat(server.http.get(instance).json().path("status").asString()).isEqualTo(run);
    }

    @Test
    void anActionThatIsNotWaitedForAnswersAtOnce() {
        server.push("act.async", "", sleep("s", 600));
        String instance = of("act.async", server.start("act.async"));
        awaitStep(instance, "s");
        var reply = server.put(instance + "/steps/s/actions/stop?blocking=false");
        assertThat(reply.json().has("step_runtime_state")).isFalse();
        assertThat(reply.json().at("/timeline_event/type").asString()).isEqualTo("LOG");
    }

    @Test
    void aFailedStepIsRestartedWhileItsRunGoesOn() {
        server.push("act.place", "", shell("f", "hang"), sleep("s", 600));
        String instance = of("act.place", server.start("act.place"));
        server.put(instance + "/steps/f/actions/kill");
        var reply = server.post(instance + "/steps/f/actions/restart", INCOMPLETE);
        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        assertThat(reply.json().path("step_attempt_id").asInt()).isEqualTo(2);
        assertThat(reply.json().path("workflow_run_id").asInt()).isEqualTo(1);
        server.put(instance + "/actions/stop");
    }

    @Test
    void unblockingFreesAStrictQueue() {
        server.post("/api/v3/workflows", """
                {"properties": {"owner": "amy", "run_strategy": "STRICT_SEQUENTIAL"},
                 "workflow": {"id": "act.strict", "steps": [%s]}}""".formatted(shell("b", "fail")));
        long first = server.start("act.strict");
        server.awaitEnd("act.strict", first);
        String instance = of("act.strict", first);
        long second = server.start("act.strict");
        assertThat(server.http.get(of("act.strict", second)).json().path("status").asString()).isEqualTo("CREATED");
        var reply = server.put(instance + "/actions/unblock");
        assertThat(reply.json().path("completed").asBoolean()).isTrue();
        assertThat(reply.json().path("workflow_instance_status").asString()).isEqualTo("FAILED");
        assertThat(server.put(instance + "/actions/unblock").json().path("info").asString())
                .isEqualTo("The action is done without any operation.");
        server.awaitEnd("act.strict", second);
        var all = server.put("/api/v3/workflows/act.strict/actions/unblock");
        assertThat(all.status()).isEqualTo(200);
        assertThat(all.json().path("message").asString()).isEqualTo("Unblocked [1] failed workflow instances.");
        assertThat(Json.text(server.http.get(instance).json().path("timeline"))).contains("UNBLOCK");
    }

    private static final String BREAKPOINTS = "/api/v3/workflows/steps/breakpoints";

    @Test
    void aStepRestsAtABreakpointUntilItIsDeleted() {
        server.push("br.one", "", noop("a", "b"), noop("b"));
        String scope = "?workflowId=br.one&stepId=b";
        var set = server.post(BREAKPOINTS, "{\"workflow_id\": \"br.one\", \"step_id\": \"b\"}");
        assertThat(set.json().at("/created_by/name").asString() + set.json().path("created_by").asString(""))
                .contains("amy");
        String instance = of("br.one", server.start("br.one"));
        assertThat(server.http.get(instance + "/steps/b").json().at("/runtime_state/status").asString())
                .isEqualTo("PAUSED");
        var paused = server.http.get(BREAKPOINTS + "/paused-step-attempts" + scope).json();
        assertThat(paused.size()).isEqualTo(1);
        assertThat(paused.at("/0/step_attempt_id").asInt()).isEqualTo(1);
        assertThat(server.http.get(BREAKPOINTS + scope).json().size()).isEqualTo(1);
        var deleted = server.delete(BREAKPOINTS + scope);
        assertThat(deleted.json().at("/timeline_event/message").asString()).contains("[1] paused");
        awaitEnd(instance + "/runs/1");
        assertThat(server.http.get(instance).json().path("status").asString()).isEqualTo("SUCCEEDED");
        assertThat(server.http.get(BREAKPOINTS + scope).json().isEmpty()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            POST   |                              | {"workflow_id": "none", "step_id": "a"}                      | 404
            POST   |                              | {"workflow_id": "br.err", "step_id": "z"}                    | 400
            POST   |                              | {"workflow_id": "br.err"}                                    | 400
            POST   |                              | {"workflow_id": "br.err", "step_id": "a", "workflow_run": 1} | 400
            POST   |                              | {"workflow_id": "br.err", "step_id": "a", "more": 1}         | 400
            DELETE | ?workflowId=br.err&stepId=a  |                                                              | 404
            DELETE | ?workflowId=br.err           |                                                              | 400
            PUT    | /br.err/instances/1/runs/1/steps/a/attempts/1/actions/resume |                              | 404
            """)
    void whatIsWrongWithABreakpointIsTold(String method, String path, String body, int status) {
        server.push("br.err", "", noop("a"));
        var reply = server.http.call(method, BREAKPOINTS + (path == null ? "" : path),
                "user: amy;;content-type: application/json", body == null ? "" : body);
        assertThat(reply.status()).as(reply.text()).isEqualTo(status);
        boolean unsaid = method.equals("DELETE") && status == 400;
        assertThat(reply.type()).isEqualTo(unsaid ? "application/problem+json" : "application/json");
    }

    @Test
    void resumingNeedsTheContentTypeThoughItHasNoBody() {
        String path = BREAKPOINTS + "/br.err/instances/1/runs/1/steps/a/attempts/1/actions/resume";
        assertThat(server.http.call("PUT", path, "user: amy", "").status()).isEqualTo(415);
    }
}
