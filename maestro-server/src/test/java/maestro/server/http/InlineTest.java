package maestro.server.http;

import static maestro.server.http.Steps.foreach;
import static maestro.server.http.Steps.noop;
import static maestro.server.http.Steps.repeat;
import static org.assertj.core.api.Assertions.assertThat;

import maestro.model.json.Json;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Iterations as instances of inline workflows: their views, their ids, their definitions. */
class InlineTest {
    private static final String WORKFLOWS = "/api/v3/workflows/";
    private static final String JSON = "content-type: application/json";

    @AutoClose
    private static final Running server = new Running();
    private static String outer;
    private static String inner;

    @BeforeAll
    static void start() {
        server.push("in", "\"tags\": [\"top\"],", foreach("each", "\"tags\": [\"mine\"],", 3,
                foreach("nested", "", 2, noop("leaf"))), repeat("again", "again_i < 1",
                noop("once").replace("\"NoOp\",", "\"NoOp\", \"params\": {\"again_i\": {\"type\": \"LONG\","
                        + " \"expression\": \"again_i + 1\"}},")));
        server.awaitEnd("in", server.start("in"));
        outer = get("in/instances/1/steps/each").at("/artifacts/maestro_foreach/foreach_workflow_id").asString();
        inner = get(outer + "/instances/2/steps/nested")
                .at("/artifacts/maestro_foreach/foreach_workflow_id").asString();
    }

    private static JsonNode get(String path) {
        var reply = server.http.get(WORKFLOWS + path);
        assertThat(reply.status()).as(path + ": " + reply.text()).isEqualTo(200);
        return reply.json();
    }

    @Test
    void anIterationRunsTheBodyUnderItsInlineIdAndTheNameOfItsLoop() {
        JsonNode step = get("in/instances/1/steps/each");
        JsonNode run = get(outer + "/instances/2");
        assertThat(run.at("/runtime_workflow/id").asString()).isEqualTo(outer);
        assertThat(run.at("/runtime_workflow/name").asString())
                .isEqualTo("[in][1][1][each][1][" + step.path("step_uuid").asString() + "]")
                .isEqualTo(step.at("/artifacts/maestro_foreach/foreach_identity").asString());
        assertThat(run.at("/runtime_workflow/tags")).extracting(tag -> tag.path("name").asString())
                .containsExactly("mine", "maestro_foreach");
        assertThat(run.at("/runtime_workflow/params").isMissingNode()
                || run.at("/runtime_workflow/params").isEmpty()).isTrue();
        assertThat(run.at("/correlation_id").asString()).isEqualTo("in:1:1");
        assertThat(run.path("initiator")).isEqualTo(Json.parse("""
                {"ancestors": [{"workflow_id": "in", "instance_id": 1, "run_id": 1, "step_id": "each",
                 "step_attempt_id": 1}], "depth": 1, "type": "FOREACH"}"""));
        assertThat(get(inner + "/instances/1").at("/initiator/depth").asInt()).isEqualTo(2);
        assertThat(run.at("/runtime_overview/rollup_overview/total_leaf_count").asInt()).isEqualTo(2);
        assertThat(get("in/instances/1").at("/runtime_overview/rollup_overview/overview/SUCCEEDED/cnt").asInt())
                .isEqualTo(7);
        assertThat(get(outer + "/instances?first=9").path("elements")).allSatisfy(each ->
                assertThat(each.at("/runtime_workflow/name").asString()).startsWith("[in][1][1][each][1]["));
    }

    @Test
    void thePathOfAnIterationLeadsFromTheWorkflowInwards() {
        assertThat(get(inner + "/instances/1/inline-path")).isEqualTo(Json.parse("""
                [{"workflow_id": "in", "instance_id": 1, "run_id": 1, "step_id": "each", "step_attempt_id": 1},
                 {"workflow_id": "%s", "instance_id": 2, "run_id": 1, "step_id": "nested", "step_attempt_id": 1},
                 {"workflow_id": "%s", "instance_id": 1, "run_id": 0, "step_attempt_id": 0}]""".formatted(outer, inner)));
        String loop = get("in/instances/1/steps/again").at("/artifacts/maestro_while/loop_workflow_id").asString();
        assertThat(server.http.get(WORKFLOWS + loop + "/instances/1/inline-path").status()).isEqualTo(400);
        assertThat(server.http.get(WORKFLOWS + "in/instances/1/inline-path").status()).isEqualTo(400);
        assertThat(server.http.get(WORKFLOWS + outer + "/instances/9/inline-path").status()).isEqualTo(404);
    }

    @Test
    void theInlineIdIsToldForAPlace() {
        String root = "[{\"workflow_id\": \"in\", \"instance_id\": 1}, {\"instance_id\": 2";
        assertThat(inlineId(root + ", \"step_id\": \"nested\"}]").text()).isEqualTo(outer);
        assertThat(inlineId(root + "}, {\"instance_id\": 1, \"step_id\": \"leaf\"}]").text()).isEqualTo(inner);
        assertThat(server.http.call("GET", WORKFLOWS + "instances/inline-workflow-id", "", "[]").status())
                .isEqualTo(415);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            400 | {}
            400 | [{"workflow_id": "in", "instance_id": 1, "step_id": "leaf"}]
            400 | [{"instance_id": 1}, {"instance_id": 1, "step_id": "leaf"}]
            400 | [{"workflow_id": "in", "instance_id": 1}, {"instance_id": 1}]
            400 | [{"workflow_id": "in", "instance_id": 1}, {"instance_id": 1, "step_id": "leaf"}]
            400 | [{"workflow_id": "in", "instance_id": 1}, {"step_id": "nested"}]
            404 | [{"workflow_id": "in", "instance_id": 7}, {"instance_id": 1, "step_id": "nested"}]
            """)
    void aPlaceThatCannotBeIsRefused(int status, String body) {
        assertThat(inlineId(body).status()).isEqualTo(status);
    }

    private static Http.Reply inlineId(String body) {
        return server.http.call("GET", WORKFLOWS + "instances/inline-workflow-id", JSON, body);
    }

    @Test
    void theDefinitionOfAnInlineIdIsTheBodyWithTheParentsProperties() {
        JsonNode definition = get(outer + "/versions/latest");
        assertThat(definition.path("properties_snapshot"))
                .isEqualTo(get("in/versions/latest").path("properties_snapshot"));
        assertThat(definition.at("/metadata/workflow_id").asString()).isEqualTo(outer);
        assertThat(definition.at("/workflow/id").asString()).isEqualTo(outer);
        assertThat(definition.at("/workflow/steps/0/foreach/id").asString()).isEqualTo("nested");
        String loop = get("in/instances/1/steps/again").at("/artifacts/maestro_while/loop_workflow_id").asString();
        assertThat(get(loop + "/versions/latest").at("/workflow/steps/0/step/id").asString()).isEqualTo("once");
        assertThat(server.http.get(WORKFLOWS + "maestro_foreach_none/versions/latest").status()).isEqualTo(404);
    }
}
