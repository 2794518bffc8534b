package maestro.server.ui;

import static maestro.server.http.Steps.noop;
import static maestro.server.http.Steps.shell;
import static org.assertj.core.api.Assertions.assertThat;

import maestro.model.json.Json;
import maestro.server.http.Http;
import maestro.server.http.Running;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Expressions tried on a run, and starts that are only looked at, over HTTP. */
class EvaluateTest {
    private static final String RUN = "/api/v3/workflows/tried/instances/1/runs/latest";

    @AutoClose
    private static final Running server = new Running();

    @BeforeAll
    static void fill() {
        server.push("tried", """
                "params": {"day": {"type": "LONG", "value": 20261130}, "big": {"type": "LONG", "value": 9223372036854775807},
                  "names": {"type": "STRING_ARRAY", "value": ["a", "b"]}},""", shell("x", "hello", "y"), noop("y"));
        server.awaitEnd("tried", server.start("tried"));
    }

    private static Http.Reply evaluate(String at, String expression) {
        return server.post(RUN + at + "/evaluate",
                Json.text(Json.object().put("expression", expression)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            day + 1                                | 20261131              | LONG
            big                                    | 9223372036854775807   | LONG
            day > 5 && true                        | true                  | BOOLEAN
            'a' + day                              | a20261130             | STRING
            names[1]                               | b                     | STRING
            params.getFromInstance('workflow_id')  | tried                 | STRING
            """)
    void aValueIsAnsweredWithItsType(String expression, String value, String type) {
        var reply = evaluate("", expression);
        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        assertThat(reply.json().path("value").asString()).isEqualTo(value);
        assertThat(reply.json().path("type").asString()).isEqualTo(type);
    }

    @Test
    void whatItNamesIsAnsweredWithItsValue() {
        var answer = evaluate("", "day + 1").json();
        assertThat(answer.at("/inputs/0/name").asString()).isEqualTo("day");
        assertThat(answer.at("/inputs/0/kind").asString()).isEqualTo("WORKFLOW_PARAM");
        assertThat(answer.at("/inputs/0/value").asLong()).isEqualTo(20261130);
        var step = evaluate("", "x__script").json();
        assertThat(step.path("value").asString()).isEqualTo("hello");
        assertThat(step.at("/inputs/0/kind").asString()).isEqualTo("STEP_PARAM");
        var own = evaluate("/steps/x/attempts/latest", "script + params.getFromStep('step_id')").json();
        assertThat(own.path("value").asString()).isEqualTo("hellox");
        assertThat(own.at("/inputs/0/kind").asString()).isEqualTo("OWN_PARAM");
    }

    @Test
    void whatCannotBeEvaluatedIsRefusedInTime() {
        for (String bad : new String[] {"1 +", "nobody", "while (true) { x = 1; } return 1;", "x__nothing", "params.nope()"})
            assertThat(evaluate("", bad).status()).as(bad).isEqualTo(400);
        assertThat(evaluate("", "x".repeat(10_001)).text()).contains("at most 10000 characters");
        assertThat(server.post(RUN + "/evaluate", "{}").text()).contains("must be a text");
        assertThat(server.post(RUN + "/evaluate", "{\"expression\": 5}").status()).isEqualTo(400);
        assertThat(evaluate("/steps/none/attempts/1", "1").status()).isEqualTo(404);
    }

    @Test
    void aStartThatIsOnlyLookedAtStartsNothing() {
        String path = "/api/v3/workflows/tried/versions/latest/actions/start";
        var reply = server.post(path, """
                {"initiator": {"type": "manual"}, "dry_run": true,
                 "run_params": {"day": {"type": "LONG", "value": 7}}}""");
        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        assertThat(reply.json().at("/params/day/evaluated_result").asLong()).isEqualTo(7);
        assertThat(reply.json().at("/queue/live").asInt()).isZero();
        assertThat(server.http.get("/api/v3/workflows/tried/instances/2").status()).isEqualTo(404);
        var refused = server.post(path, """
                {"initiator": {"type": "manual"}, "dry_run": true,
                 "run_params": {"day": {"type": "LONG", "expression": "nope + 1"}}}""");
        assertThat(refused.status()).isEqualTo(400);
        assertThat(server.post(path, "{\"initiator\": {\"type\": \"manual\"}, \"dry_run\": \"yes\"}").text())
                .contains("must be true or false");
        assertThat(server.post("/api/v3/workflows/none/versions/1/actions/start",
                "{\"initiator\": {\"type\": \"manual\"}, \"dry_run\": true}").status()).isEqualTo(404);
    }
}
