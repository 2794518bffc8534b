package maestro.server.http;

import static maestro.server.http.Steps.noop;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import maestro.model.json.Json;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Entity tags, conditions, idempotency keys and problem details over HTTP. */
class ConditionalTest {
    private static final String WORKFLOWS = "/api/v3/workflows";
    private static final String AMY = "user: amy;;content-type: application/json;;";

    @AutoClose
    private static final Running server = new Running();

    private static String tag(String id) {
        return server.http.get(WORKFLOWS + "/" + id + "/versions/latest").raw().headers().firstValue("ETag").orElseThrow();
    }

    private static Http.Reply push(String id, String headers) {
        return server.http.call("POST", WORKFLOWS, AMY + headers, body(id));
    }

    private static String body(String id) {
        return "{\"properties\":{\"owner\":\"amy\"},\"workflow\":{\"id\":\"%s\",\"steps\":[%s]}}"
                .formatted(id, noop("a"));
    }

    @Test
    void aDefinitionThatIsKnownIsNotSentAgain() {
        var pushed = push("tagged", "");
        assertThat(pushed.raw().headers().firstValue("ETag")).contains(tag("tagged"));
        var known = server.http.call("GET", WORKFLOWS + "/tagged/versions/1", "If-None-Match: " + tag("tagged"), "");
        assertThat(known.status()).isEqualTo(304);
        assertThat(known.text()).isEmpty();
        server.start("tagged");
        assertThat(tag("tagged")).isEqualTo(pushed.raw().headers().firstValue("ETag").orElseThrow());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            POST   | /properties                 | {}
            POST   | /properties/tag             | "t"
            DELETE | /properties/tag/p           |
            PUT    | /versions/1/actions/activate|
            PUT    | /actions/deactivate         |
            DELETE | ''                          |
            """)
    void aChangeOfWhatWasChangedMeanwhileIsRefused(String method, String path, String body) {
        push("guarded", "");
        server.post(WORKFLOWS + "/guarded/properties/tag", "\"p\"");
        String tag = tag("guarded");
        push("guarded", "");
        String url = WORKFLOWS + "/guarded" + path;
        var stale = server.http.call(method, url, AMY + "If-Match: " + tag, body == null ? "" : body);
        assertThat(stale.status()).isEqualTo(412);
        assertThat(stale.json().path("status").asString()).isEqualTo("PRECONDITION_FAILED");
        var fresh = server.http.call(method, url, AMY + "If-Match: " + tag("guarded"), body == null ? "" : body);
        assertThat(fresh.status()).as(fresh.text()).isEqualTo(200);
        while (method.equals("DELETE") && path.isEmpty() && push("guarded", "").status() == 409) Thread.onSpinWait();
    }

    @Test
    void ofPushesWithTheSameTagOneGoesThrough() throws Exception {
        push("race", "");
        String tag = tag("race");
        Callable<Integer> push = () -> push("race", "If-Match: " + tag).status();
        var statuses = new ArrayList<Integer>();
        try (var threads = Executors.newFixedThreadPool(6)) {
            for (var status : threads.invokeAll(IntStream.range(0, 6).mapToObj(_ -> push).toList()))
                statuses.add(status.get());
        }
        assertThat(statuses).containsExactlyInAnyOrder(200, 412, 412, 412, 412, 412);
    }

    @ParameterizedTest
    @CsvSource({"If-None-Match: *, 200, 412", "If-Match: *, 412, 200", "If-Match: W, 400, 400",
        "If-None-Match: \"x\", 400, 400"})
    void aPushMayDemandThatTheWorkflowIsThereOrNot(String header, int before, int after) {
        String id = "there." + header.replaceAll("[^A-Za-z]", "");
        assertThat(push(id, header).status()).isEqualTo(before);
        push(id, "");
        assertThat(push(id, header).status()).isEqualTo(after);
    }

    @Test
    void aPushWithAKeyMakesOneVersion() {
        var first = push("keyed", "Idempotency-Key: k1");
        var again = push("keyed", "Idempotency-Key: k1");
        assertThat(again.json()).isEqualTo(first.json());
        push("keyed", "Idempotency-Key: k2");
        assertThat(server.http.get(WORKFLOWS + "/keyed/versions/latest").json()
                .at("/metadata/workflow_version_id").asInt()).isEqualTo(2);
        var other = server.http.call("POST", WORKFLOWS, AMY + "Idempotency-Key: k1",
                body("keyed").replace("NoOp", "noop"));
        assertThat(other.status()).isEqualTo(422);
        assertThat(push("keyed", "Idempotency-Key: " + "x".repeat(256)).status()).isEqualTo(400);
    }

    @Test
    void aStartWithAKeyMakesOneInstance() {
        push("started", "");
        String path = WORKFLOWS + "/started/versions/latest/actions/start";
        String manual = "{\"initiator\":{\"type\":\"manual\"}}";
        var first = server.http.call("POST", path, AMY + "Idempotency-Key: k", manual).json();
        var again = server.http.call("POST", path, AMY + "Idempotency-Key: k", manual).json();
        assertThat(again.path("status").asString()).isEqualTo("DUPLICATED");
        assertThat(again.path("workflow_uuid")).isEqualTo(first.path("workflow_uuid"));
        var another = server.http.call("POST", path, AMY + "Idempotency-Key: l", manual).json();
        assertThat(another.path("status").asString()).isEqualTo("CREATED");
    }

    @Test
    void errorsAreProblemDetailsForThoseWhoAskForThem() {
        String accept = "accept: application/json, application/problem+json";
        var missing = server.http.call("GET", WORKFLOWS + "/none/versions/latest", accept, "");
        assertThat(missing.type()).isEqualTo("application/problem+json");
        assertThat(missing.json()).isEqualTo(Json.parse("""
                {"type": "about:blank", "title": "Not Found", "status": 404, "code": "NOT_FOUND",
                 "detail": "Workflow [none] has no version [latest]",
                 "instance": "/api/v3/workflows/none/versions/latest"}"""));
        var invalid = server.http.call("POST", WORKFLOWS, AMY + accept, "{\"workflow\":{\"id\":\"a b\",\"steps\":[]}}");
        assertThat(invalid.status()).isEqualTo(400);
        assertThat(invalid.json().path("errors")).isNotEmpty();
        var only = server.http.call("GET", WORKFLOWS, "accept: application/problem+json", "");
        assertThat(only.status()).isEqualTo(200);
        assertThat(server.http.call("GET", WORKFLOWS, "accept: text/html", "").status()).isEqualTo(406);
    }
}
