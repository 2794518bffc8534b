package maestro.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunCommandTest {
    private static final String RUN = "GET /api/v3/workflows/daily/instances/4/runs/1";
    private static final String ATTEMPT = RUN + "/steps/load/attempts/1";
    private static final String LOGS = ATTEMPT + "/logs";
    private static final Map<String, String> UTF8 = Map.of("LANG", "C.UTF-8", "MAESTRO_USER", "amy");

    private final FakeServer server = new FakeServer();

    @TempDir
    private Path folder;

    @BeforeEach
    void aWorkflowThatStarts() {
        server.on("GET /health/live", 200, "{}")
                .on("POST /api/v3/workflows/yaml", 200, """
                        {"workflow_definition": {"metadata": {"workflow_id": "daily", "workflow_version_id": 2},
                         "workflow": {"id": "daily", "params": {"n": {"type": "LONG", "value": 1}}}}}""")
                .on("POST /api/v3/workflows/daily/versions/2/actions/start", 200, """
                        {"workflow_id": "daily", "workflow_instance_id": 4, "workflow_run_id": 1, "status": "CREATED"}""")
                .on(RUN, 200, run("IN_PROGRESS"))
                .on(RUN + "/steps", 200, "[]")
                .on(ATTEMPT, 200, "{\"runtime_state\": {\"status\": \"SUCCEEDED\"}}");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aRunThatSucceedsIsToldLineByLineAndExitsWithZero() throws Exception {
        server.on(RUN, 200, run("SUCCEEDED"))
                .on(RUN + "/steps", 200, steps("SUCCEEDED", ""))
                .on(LOGS + " SSE", 200, "text/event-stream", "id: 1\ndata: hello\n\nid: 2\ndata: world\n\n");
        var called = run(false, UTF8, "-p", "n=7");
        assertThat(called.exit()).as(called.err()).isZero();
        assertThat(called.out())
                .contains("load | hello\nload | world\n")
                .contains("load  SUCCEEDED\n")
                .contains("daily instance 4  SUCCEEDED  2.0 s");
        assertThat(server.asked()).filteredOn(asked -> asked.call().endsWith("actions/start")).singleElement()
                .satisfies(asked -> assertThat(asked.body()).contains("\"n\":{\"type\":\"LONG\",\"value\":7}"));
    }

    @Test
    void aRunThatFailsExitsWithOneAndShowsTheEndOfTheFailingStepsOutput() throws Exception {
        server.on(RUN, 200, run("FAILED"))
                .on(RUN + "/steps", 200, steps("FATALLY_FAILED", "exit code 99"))
                .on(LOGS + " SSE", 200, "text/event-stream", "data: what a pity\n\n")
                .on(LOGS, 200, "text/plain", "1\n2\nwhat a pity\n");
        var called = run(true, UTF8);
        assertThat(called.exit()).isEqualTo(Exit.RUN_FAILED.code());
        assertThat(called.out())
                .contains("Step load ended FATALLY_FAILED: exit code 99\n  | 1\n  | 2\n  | what a pity")
                .contains("maestro instance logs daily 4 STEP");
    }

    @Test
    void aDefinitionThatTheServerHasIsNotPushedAgain() throws Exception {
        server.on("GET /api/v3/workflows/daily/versions/latest", 200, """
                        {"metadata": {"workflow_id": "daily", "workflow_version_id": 2}, "is_active": true,
                         "properties_snapshot": {"workflow_id": "daily"},
                         "workflow": {"id": "daily", "steps": [{"step": {"id": "load", "type": "NoOp"}}]}}""")
                .on(RUN, 200, run("SUCCEEDED"))
                .on(RUN + "/steps", 200, steps("SUCCEEDED", ""));
        var file = Files.writeString(folder.resolve("daily.json"), """
                {"workflow": {"id": "daily", "steps": [{"step": {"id": "load", "type": "NoOp"}}]}}""");
        var called = Called.on(false, UTF8, "run", file.toString(), "--server", server.url());
        assertThat(called.exit()).as(called.err()).isZero();
        assertThat(server.asked()).noneMatch(asked -> asked.call().equals("POST /api/v3/workflows"));
    }

    @Test
    void aTerminalGetsATableThatIsRedrawnInPlace() throws Exception {
        server.on(RUN, 200, run("SUCCEEDED")).on(RUN + "/steps", 200, steps("SUCCEEDED", ""));
        var called = run(true, Map.of("LANG", "C.UTF-8", "NO_COLOR", "1"));
        assertThat(called.exit()).isZero();
        assertThat(called.out()).contains("✓ load", "\u001b[J").doesNotContain("\u001b[32m");
        assertThat(run(true, UTF8).out()).contains("\u001b[32m✓\u001b[0m load");
    }

    @Test
    void forProgramsOnlyTheRunItselfIsPrinted() throws Exception {
        server.on(RUN, 200, run("STOPPED"));
        var called = run(false, UTF8, "-o", "json");
        assertThat(called.exit()).isEqualTo(Exit.RUN_FAILED.code());
        assertThat(Json.parse(called.out()).path("status").asString()).isEqualTo("STOPPED");
    }

    @Test
    void aServerThatFailsForAMomentDoesNotEndTheFollowing() throws Exception {
        server.on(RUN, 503, "{}").on(RUN, 200, run("SUCCEEDED"));
        var called = run(false, UTF8);
        assertThat(called.exit()).isZero();
        assertThat(called.err()).contains("the run is safe");
    }

    @Test
    void aLogStreamThatEndsBeforeItsAttemptIsTakenUpAgain() throws Exception {
        try (var running = new FakeServer()
                .on(ATTEMPT, 200, "{\"runtime_state\": {\"status\": \"RUNNING\"}}")
                .on(ATTEMPT, 200, "{\"runtime_state\": {\"status\": \"SUCCEEDED\"}}")
                .on(LOGS + " SSE", 200, "text/event-stream", "id: 1\ndata: first\n\n")
                .on(LOGS + " SSE", 200, "text/event-stream", "id: 2\ndata: second\n\n")) {
            var lines = new ArrayList<String>();
            new LogTail(new Api(URI.create(running.url()), "amy"), new RunId("daily", 4, 1), "load", 1,
                    lines::add).run();
            assertThat(lines).containsExactly("first", "second");
        }
    }

    private Called run(boolean interactive, Map<String, String> env, String... more) throws Exception {
        var file = Files.writeString(folder.resolve("daily.yaml"), "workflow: {id: daily, n: 1, jobs: [{job: {id: load, type: noop}}]}\n");
        var line = new ArrayList<>(List.of("run", file.toString(), "--server", server.url()));
        line.addAll(List.of(more));
        return Called.on(interactive, env, line.toArray(String[]::new));
    }

    private static String run(String status) {
        return """
                {"workflow_id": "daily", "workflow_instance_id": 4, "workflow_run_id": 1, "status": "%s",
                 "start_time": 1000, "end_time": 3000, "runtime_dag": {"load": {}}}""".formatted(status);
    }

    private static String steps(String status, String message) {
        return """
                [{"step_id": "load", "step_attempt_id": 1, "definition": {"step": {"id": "load", "type": "Shell"}},
                  "runtime_state": {"status": "%s", "start_time": 1000, "end_time": 2500},
                  "timeline": [{"type": "DETAILS", "message": "%s"}]}]""".formatted(status, message);
    }
}
