package maestro.cli;

import static maestro.cli.Called.maestro;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExplainCommandTest {
    private static final String INSTANCE = "/api/v3/workflows/w/instances/3";

    private final FakeServer server = new FakeServer();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void aTableOfParamsWithTheirOrigins() {
        server.on("GET " + INSTANCE, 200, """
                        {"workflow_id": "w", "workflow_instance_id": 3, "workflow_run_id": 1}""")
                .on("GET " + INSTANCE + "/runs/1?explain=params", 200, """
                        {"params": {
                          "RUN_TS": {"evaluated_result": 1, "provenance": {"origin": "SYSTEM_DEFAULT"}},
                          "n": {"evaluated_result": 2, "provenance": {"origin": "RUN_PARAMS", "user": "amy"}},
                          "sum": {"evaluated_result": 3, "expression": "n + 1", "provenance": {
                            "origin": "DEFINITION", "workflow_version_id": 4,
                            "inputs": [{"name": "n", "kind": "WORKFLOW_PARAM"}]}}}}""");
        var called = maestro("instance", "explain", "w", "3", "--server", server.url());
        assertThat(called.exit()).isZero();
        assertThat(called.out().lines().map(line -> line.replaceAll(" +", " "))).containsExactly(
                "PARAM VALUE FROM MADE OF",
                "n 2 run params by amy",
                "sum 3 definition, version 4 n + 1 <- n (workflow)",
                "(and 1 defaults of the system: --all shows them)");
    }

    @Test
    void aStepsParamsAndThoseOfTheSystem() {
        server.on("GET " + INSTANCE, 200, """
                        {"workflow_id": "w", "workflow_instance_id": 3, "workflow_run_id": 1}""")
                .on("GET " + INSTANCE + "/runs/1/steps/a/attempts/latest?explain=params", 200, """
                        {"params": {
                          "step_id": {"evaluated_result": "a", "provenance": {"origin": "SYSTEM_DEFAULT"}},
                          "x": {"evaluated_result": 2, "provenance": {"origin": "PARENT_STEP", "workflow_id": "p",
                            "step_id": "loop", "iteration": 7, "carried_over": true}}}}""");
        var called = maestro("instance", "explain", "w", "3", "a", "--all", "--server", server.url());
        assertThat(called.out()).contains("system default", "step loop of p, iteration 7, kept by the restart");
    }

    @Test
    void validateShowsWarningsAndStillSucceeds(@TempDir Path folder) throws Exception {
        server.on("PUT /api/v3/workflows/actions/validate?push=true", 200, """
                {"warnings": [{"path": "workflow.params.x.expression", "line": 1, "column": 5, "message": "unknown [y]",
                  "suggestion": "z"}]}""");
        var file = Files.writeString(folder.resolve("w.json"), "{\"workflow\": {\"id\": \"w\", \"steps\": [{\"step\": {\"id\": \"a\", \"type\": \"noop\"}}]}}");
        var called = maestro("validate", file.toString(), "--server", server.url());
        assertThat(called.exit()).isZero();
        assertThat(called.out()).contains("w.json: valid, 1 warning");
        assertThat(called.err()).contains(
                "w.json: warning: workflow.params.x.expression: unknown [y]; did you mean z? [SERVER]");
    }

    @Test
    void theFuzzerIsACommand() {
        var called = maestro("sel", "fuzz", "--seed", "5", "--programs", "300");
        assertThat(called.exit()).isZero();
        assertThat(called.out()).contains("seed 5: 300 programs").contains("0 defects");
    }
}
