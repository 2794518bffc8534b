package maestro.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** What the API tells besides: warnings about definitions, and where params came from. */
class ExplainTest {
    private static final String WORKFLOWS = "/api/v3/workflows";

    @AutoClose
    private static final Running server = new Running();

    private static String definition(String id, String expression) {
        return """
                {"properties": {"owner": "amy", "run_strategy": "PARALLEL"}, "workflow": {"id": "%s",
                  "params": {"n": {"type": "LONG", "value": 2}, "m": {"type": "LONG", "value": 1}},
                  "steps": [
                    {"step": {"id": "a", "type": "NoOp", "transition": {"successors": {"b": "k > 0"}},
                      "params": {"k": {"type": "LONG", "expression": "n * m"}}}},
                    {"step": {"id": "b", "type": "NoOp",
                      "params": {"j": {"type": "LONG", "expression": "%s"}}}}]}}""".formatted(id, expression);
    }

    @Test
    void warningsStandBesideWhatIsAccepted() {
        String headers = "user: amy;;content-type: application/json";
        var rehearsed = server.http.call(
                "PUT", WORKFLOWS + "/actions/validate?push=true", headers, definition("warned", "a__kk + 1"));
        assertThat(rehearsed.status()).isEqualTo(200);
        var pushed = server.post(WORKFLOWS, definition("warned", "a__kk + 1"));
        assertThat(pushed.status()).isEqualTo(200);
        for (JsonNode answer : new JsonNode[] {rehearsed.json(), pushed.json()}) {
            var warning = answer.at("/warnings/0");
            assertThat(warning.path("severity").asString()).isEqualTo("WARNING");
            assertThat(warning.path("code").asString()).isEqualTo("UNKNOWN_PARAM");
            assertThat(warning.path("path").asString()).isEqualTo("workflow.steps[1].step.params.j.expression");
            assertThat(warning.path("line").asInt()).isEqualTo(1);
            assertThat(warning.path("column").asInt()).isEqualTo(1);
            assertThat(warning.path("suggestion").asString()).isEqualTo("k");
        }
        assertThat(server.post(WORKFLOWS, definition("clean", "a__k + 1")).json().has("warnings")).isFalse();
        var validated = server.http.call(
                "PUT", WORKFLOWS + "/actions/validate", headers, definition("warned", "a__kk + 1"));
        assertThat(validated.json().propertyNames()).as("clients of it know no other members")
                .containsExactlyInAnyOrder("timestamp", "type", "action", "author", "message");
    }

    @Test
    void aRefusedValidationListsItsCauseAndTellsAllErrorsThatCanBeFound() {
        var body = definition("refused", "1").replace("\"value\": 2", "\"expression\": \"nope\"")
                .replace("\"value\": 1}}", "\"expression\": \"1 +\"}}");
        var refused = server.http.call("PUT", WORKFLOWS + "/actions/validate",
                "user: amy;;content-type: application/json", body);
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.json().path("errors")).as(refused.text()).hasSize(1);
        assertThat(refused.json().path("message").asString()).contains(
                "workflow.params.n.expression line 1, column 1: unknown name [nope]",
                "workflow.params.m.expression line 1, column");
    }

    @Test
    void runsAndStepsTellWhereTheirParamsCameFrom() {
        server.post(WORKFLOWS, definition("explained", "a__k + 1"));
        long instance = server.post(WORKFLOWS + "/explained/versions/latest/actions/start", """
                {"initiator": {"type": "manual"}, "run_params": {"m": {"type": "LONG", "value": 5}}}""")
                .json().path("workflow_instance_id").asLong();
        server.awaitEnd("explained", instance);
        var run = WORKFLOWS + "/explained/instances/" + instance;
        var params = server.http.get(run + "?explain=params").json().path("params");
        assertThat(params.at("/n/provenance").toString())
                .isEqualTo("{\"origin\":\"DEFINITION\",\"workflow_version_id\":1}");
        assertThat(params.at("/m/provenance").toString()).isEqualTo("{\"origin\":\"RUN_PARAMS\",\"user\":\"amy\"}");
        assertThat(params.at("/RUN_DATE/provenance/inputs/0/name").asString()).isEqualTo("RUN_TS");
        assertThat(server.http.get(run).json().at("/params/n").has("provenance")).isFalse();

        var a = server.http.get(run + "/runs/1/steps/a/attempts/1?explain=params").json().path("params");
        assertThat(a.at("/k/provenance/inputs").toString()).isEqualTo("""
                [{"name":"n","kind":"WORKFLOW_PARAM"},{"name":"m","kind":"WORKFLOW_PARAM"}]""");
        var b = server.http.get(run + "/steps/b?explain=params").json().path("params");
        assertThat(b.at("/j/evaluated_result").asLong()).isEqualTo(11);
        assertThat(b.at("/j/provenance/inputs").toString()).isEqualTo("""
                [{"name":"a__k","kind":"STEP_PARAM","step_id":"a"}]""");
        assertThat(server.http.get(run + "?explain=all").status()).isEqualTo(400);
    }

    private static final String RESTART = """
            {"restart_policy": "RESTART_FROM_BEGINNING", "run_params": {"m": {"type": "LONG", "value": 7}}}""";

    @Test
    void aRestartTellsWhatItWasGivenAndWhatItCarries() {
        server.post(WORKFLOWS, definition("explained.again", "a__k + 1"));
        String run = WORKFLOWS + "/explained.again/instances/" + server.start("explained.again");
        server.awaitEnd("explained.again", 1);
        var restarted = server.http.call("POST", run + "/actions/restart",
                "user: bob;;content-type: application/json", RESTART);
        assertThat(restarted.json().path("workflow_run_id").asInt()).as(restarted.text()).isEqualTo(2);
        await(run + "/runs/2");

        var params = server.http.get(run + "?explain=params").json().path("params");
        assertThat(params.at("/m/provenance").toString()).isEqualTo("{\"origin\":\"RESTART_PARAMS\",\"user\":\"bob\"}");
        assertThat(params.at("/m/source").asString()).isEqualTo("RESTART");
        var view = server.http.get(run).json();
        assertThat(view.path("run_params").toString()).isEqualTo("{}");
        assertThat(view.at("/run_config/restart_config/restart_params/m/value").asLong()).isEqualTo(7);
        assertThat(params.at("/n/provenance").toString())
                .isEqualTo("{\"origin\":\"DEFINITION\",\"workflow_version_id\":1,\"carried_over\":true}");
        var b = server.http.get(run + "/steps/b?explain=params").json().path("params");
        assertThat(b.at("/j/evaluated_result").asLong()).isEqualTo(15);

        var step = server.http.call("POST", run + "/steps/b/actions/restart",
                "user: eve;;content-type: application/json", """
                {"restart_policy": "RESTART_FROM_BEGINNING", "step_run_params": {"j": {"type": "LONG", "value": 1}}}""");
        assertThat(step.json().path("workflow_run_id").asInt()).as(step.text()).isEqualTo(3);
        await(run + "/runs/3");
        var again = server.http.get(run + "/steps/b?explain=params").json().path("params");
        assertThat(again.at("/j/provenance").toString()).isEqualTo("{\"origin\":\"RESTART_PARAMS\",\"user\":\"eve\"}");
        assertThat(again.at("/j/evaluated_result").asLong()).isEqualTo(1);
    }

    private static void await(String run) {
        server.http.call("GET", run + "/events", "accept: text/event-stream", "");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /instances?first=5           | /elements/0/params/n/provenance/origin | DEFINITION
            /instances/1/runs?first=5    | /elements/0/params/n/provenance/origin | DEFINITION
            /instances/1/steps           | /1/params/j/provenance/inputs/0/name   | a__k
            /instances/1/runs/1/steps    | /1/params/j/provenance/inputs/0/name   | a__k
            """)
    void listsTellItToo(String path, String at, String expected) {
        if (server.http.get(WORKFLOWS + "/explained.lists/overview").status() == 404) {
            server.post(WORKFLOWS, definition("explained.lists", "a__k + 1"));
            server.awaitEnd("explained.lists", server.start("explained.lists"));
        }
        String asked = path + (path.contains("?") ? "&" : "?") + "explain=params";
        assertThat(server.http.get(WORKFLOWS + "/explained.lists" + asked).json().at(at).asString()).isEqualTo(expected);
        assertThat(server.http.get(WORKFLOWS + "/explained.lists" + path).text()).doesNotContain("provenance");
    }

    @Test
    void aSubworkflowThatIsNotThereIsAWarning() {
        var pushed = server.push("explained.parent", "", """
                {"subworkflow": {"id": "s", "params": {
                    "subworkflow_id": {"type": "STRING", "value": "explained.nobody"}}}}""");
        assertThat(pushed.status()).isEqualTo(200);
        assertThat(pushed.json().at("/warnings/0/code").asString()).isEqualTo("UNKNOWN_WORKFLOW");
        assertThat(pushed.json().at("/warnings/0/path").asString())
                .isEqualTo("workflow.steps[0].subworkflow.params.subworkflow_id.value");
    }
}
