package maestro.server.http;

import static maestro.server.http.Steps.noop;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the API refuses, row by row, over HTTP on the real engine. */
class ApiErrorsTest {
    private static final String WORKFLOWS = "/api/v3/workflows";

    /** Bodies too long for a row of a table. */
    private static final Map<String, String> BODIES = Map.of(
            "RESERVED", """
                    {"workflow": {"id": "maestro_e", "steps": [{"step": {"id": "a", "type": "NoOp"}}]}}""",
            "UNKNOWN", """
                    {"workflow": {"id": "e", "steps": [], "dag": 1}}""",
            "CONCURRENCY", """
                    {"step_concurrency": 0}""",
            "REQUEST_ID", """
                    {"initiator": {"type": "manual"}, "request_id": "x"}""",
            "CYCLE", """
                    {"workflow": {"id": "e", "steps": [{"step":
                        {"id": "a", "type": "NoOp", "transition": {"successors": {"a": "true"}}}}]}}""");

    @AutoClose
    private static final Running server = new Running();

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            POST   | ''                                          | {}         | 400 | workflow
            POST   | ''                                          | {"x        | 400 |
            POST   | ''                                          | UNKNOWN    | 400 |
            POST   | ''                                          | RESERVED | 400 | workflow.id
            PUT    | /actions/validate                           | CYCLE | 400 |
            GET    | /none/versions/latest                       |            | 404 |
            GET    | /err/versions/999                           |            | 404 |
            GET    | /err/versions/0                             |            | 400 |
            GET    | /err/versions/newest                        |            | 400 |
            GET    | /err/versions/pagination                    |            | 400 |
            GET    | /err/versions/pagination?first=0            |            | 400 |
            GET    | /err/versions/pagination?first=x            |            | 400 | problem
            GET    | /err/versions/pagination?first=1&cursor=x   |            | 400 |
            GET    | /none/overview                              |            | 404 |
            GET    | /none/properties-snapshot/latest            |            | 404 |
            GET    | /err/properties-snapshot/17                 |            | 404 |
            POST   | /none/properties                            | {}         | 404 |
            POST   | /err/properties                             | {"owners":"x"} | 400 |
            POST   | /err/properties                             | CONCURRENCY | 400 | properties.stepConcurrency
            POST   | /err/properties/tag                         | " "        | 400 | name
            DELETE | /err/properties/tag/absent                  |            | 404 |
            DELETE | /none                                       |            | 404 |
            PUT    | /err/versions/999/actions/activate          |            | 404 |
            PUT    | /none/actions/deactivate                    |            | 404 |
            POST   | /none/versions/latest/actions/start         | {"initiator":{"type":"manual"}} | 404 |
            POST   | /err/versions/latest/actions/start          | {}         | 400 | initiator
            POST   | /err/versions/latest/actions/start          | {"initiator":{"type":"manual"},"x":1} | 400 |
            POST   | /err/versions/latest/actions/start          | REQUEST_ID | 400 | requestId
            GET    | /err/instances                              |            | 400 |
            GET    | /err/instances/1                            |            | 404 |
            GET    | /err/instances/one                          |            | 400 | problem
            GET    | /err/instances/1/runs/first                 |            | 400 |
            GET    | /err/instances/1/runs/1                     |            | 404 |
            GET    | /err/instances/1/runs/latest/steps          |            | 400 | problem
            GET    | /err/instances/1/runs/1/steps               |            | 404 |
            GET    | /err/instances/1/steps/a                    |            | 404 |
            GET    | /err/instances/1/runs/1/steps/a/attempts/x  |            | 400 |
            GET    | /err/instances/1/runs/1/steps/a/attempts/1  |            | 404 |
            GET    | /err/instances/1/runs/1/steps/a/attempts/1/logs |        | 404 |
            GET    | /err/instances/1/runs/1/events              |            | 404 |
            PUT    | /err/instances/1/actions/stop               |            | 404 |
            PUT    | /err/instances/1/runs/latest/actions/stop   |            | 400 | problem
            GET    | ?size=0                                     |            | 400 |
            """)
    void aBadCallIsRefused(String method, String path, String body, int status, String expected) {
        server.push("err", "", noop("a"));
        var reply = server.http.call(method, WORKFLOWS + path, "user: amy;;content-type: application/json",
                body == null ? "" : BODIES.getOrDefault(body, body));
        assertThat(reply.status()).as(reply.text()).isEqualTo(status);
        if ("problem".equals(expected)) {
            assertThat(reply.type()).isEqualTo("application/problem+json");
            return;
        }
        assertThat(reply.json().path("status").asString()).isEqualTo(status == 404 ? "NOT_FOUND" : "BAD_REQUEST");
        assertThat(reply.json().path("message").asString()).isNotEmpty();
        boolean listed = path.contains("validate"); // a dry run's one cause is in the list, too
        if (expected == null) assertThat(reply.json().has("errors")).as(reply.text()).isEqualTo(listed);
        else assertThat(reply.json().at("/errors/0").asString()).startsWith(expected + " ");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            POST   | ''                                  | RESERVED
            POST   | /u/versions/1/actions/start         | {"initiator":{"type":"manual"}}
            POST   | /u/properties                       | {}
            DELETE | /u                                  |
            PUT    | /u/actions/stop                     |
            PUT    | /u/instances/1/actions/kill         |
            PUT    | /u/versions/1/actions/activate      |
            """)
    void whoActsMustSayWho(String method, String path, String body) {
        var reply = server.http.call(method, WORKFLOWS + path, "content-type: application/json",
                body == null ? "" : body.replace("RESERVED", BODIES.get("RESERVED").replace("maestro_", "")));
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.json().path("message").asString()).contains("'user'");
    }
}
