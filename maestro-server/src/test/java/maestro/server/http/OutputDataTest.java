package maestro.server.http;

import static maestro.server.http.Steps.shell;
import static org.assertj.core.api.Assertions.assertThat;

import maestro.model.run.OutputReport;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Outputs that a job outside hands back for a step, over HTTP (rest-api.md §17). */
class OutputDataTest {
    private static final String PATH = "/api/v3/output-data";
    private static final String ROWS =
            "\"params\": {\"rows\": {\"type\": \"LONG\", \"value\": 42, \"evaluated_result\": 42, \"evaluated_time\": 9}}";

    @AutoClose
    private static final Running server = new Running();

    private static Http.Reply report(String type, String job, String fields) {
        return server.http.call("PUT", PATH, "content-type: application/json", """
                {"external_job_type": "%s", "external_job_id": "%s", "workflow_id": "w", %s}"""
                .formatted(type, job, fields));
    }

    private static JsonNode step(String workflow) {
        return server.http.get("/api/v3/workflows/" + workflow + "/instances/1/steps/a").json();
    }

    /** Pushes a workflow of one step, starts it and waits until the step has written its first line. */
    private static String running(String workflow, String script) {
        String rows = "\"params\": {\"rows\": {\"type\": \"LONG\", \"value\": 0}, ";
        server.push(workflow, "", shell("a", script).replaceFirst("\"params\": \\{", rows));
        server.start(workflow);
        while (!step(workflow).path("runtime_state").path("status").asString("").equals("RUNNING")) Thread.onSpinWait();
        return step(workflow).path("step_uuid").asString();
    }

    @Test
    void whatAJobHandsBackIsTheStepsWhenItEndsAndTheLastWordCounts() {
        String uuid = running("w", "deaf");
        assertThat(report("Shell", uuid, "\"artifacts\": {\"first\": {\"a\": 1}}").status()).isEqualTo(200);
        var reply = report("SHELL", uuid, ROWS + ", \"artifacts\": {\"report\": {\"path\": \"p\"}}, \"more\": 1");
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.text()).isEmpty();
        String other = running("failing", "deaf user");
        report("Shell", other, ROWS + ", \"artifacts\": {\"maestro_retry\": {\"type\": \"RETRY\", \"retryable\": false}}");
        server.hear();

        server.awaitEnd("w", 1);
        JsonNode done = step("w");
        assertThat(done.at("/params/rows/evaluated_result").asLong()).isEqualTo(42);
        assertThat(done.at("/params/rows/source").asString()).isEqualTo("OUTPUT_PARAMETER");
        assertThat(done.at("/artifacts/report/path").asString()).isEqualTo("p");
        assertThat(done.at("/artifacts").has("first")).isFalse();

        server.awaitEnd("failing", 1);
        JsonNode failed = step("failing");
        assertThat(failed.at("/runtime_state/status").asString()).isEqualTo("FATALLY_FAILED");
        assertThat(failed.path("step_attempt_id").asInt()).isEqualTo(1);
        assertThat(failed.toString()).contains("its output data classified it as non-retryable");
        assertThat(failed.at("/params/rows/evaluated_result").asLong()).isZero();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"external_job_id": "1", "workflow_id": "w", "artifacts": {"a": {}}}     | 'external_job_type'
            {"external_job_type": "Http", "workflow_id": "w", "artifacts": {"a": {}}}| 'external_job_id'
            {"external_job_type": "Http", "external_job_id": "1", "artifacts": {"a": {}}} | 'workflow_id'
            {"external_job_type": "Odd", "external_job_id": "1", "workflow_id": "w"} | one of NoOp, Sleep, Shell, Http
            {"external_job_type": "Http", "external_job_id": "1", "workflow_id": "w"} | 'params' or 'artifacts'
            {"external_job_type": "Http", "external_job_id": "1", "workflow_id": "w", "params": {"a": {"type": "LONG", "value": 1}}} | 'evaluated_result' is missing
            {"external_job_type": "Http", "external_job_id": "1", "workflow_id": "w", "artifacts": {"a": 1}} | artifacts[a]
            [] | object
            """)
    void whatIsIncompleteIsRefused(String body, String said) {
        var reply = server.http.call("PUT", PATH, "content-type: application/json", body);
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.json().toString()).contains(said);
    }

    @Test
    void thereIsALimitAndTheBodyIsJson() {
        String text = "x".repeat(OutputReport.CHARS_MAX);
        assertThat(report("Http", "1", "\"artifacts\": {\"a\": {\"t\": \"" + text + "\"}}").text()).contains("750000");
        assertThat(report("Http", "1", "\"artifacts\": {\"a\": {\"t\": \"" + text.substring(60) + "\"}}").status())
                .isEqualTo(200);
        assertThat(server.http.call("PUT", PATH, "content-type: text/plain", "{}").status()).isEqualTo(415);
    }
}
