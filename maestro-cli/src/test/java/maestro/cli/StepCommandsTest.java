package maestro.cli;

import static maestro.cli.Called.maestro;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Restarts, actions on steps, breakpoints. */
class StepCommandsTest {
    private static final String W = "/api/v3/workflows";
    private static final String UUID = "6f1f0c7e-5d0a-4b39-9d53-3f6a1d8b9c00";

    private final FakeServer server = new FakeServer();

    @AfterEach
    void stop() {
        server.close();
    }

    private Called call(String words) {
        var all = (words + " --server " + server.url()).split(" ");
        return maestro(all);
    }

    @Test
    void anInstanceIsRestarted() {
        server.on("POST " + W + "/w/instances/2/actions/restart", 200,
                "{\"status\": \"CREATED\", \"workflow_id\": \"w\", \"workflow_instance_id\": 2, \"workflow_run_id\": 3}");
        var called = call("instance restart w 2 --request-id " + UUID);
        assertThat(called.exit()).as(called.err()).isZero();
        assertThat(called.out()).startsWith("Started run 3 of instance 2 of w.");
        assertThat(server.last().body()).isEqualTo(
                "{\"restart_policy\":\"RESTART_FROM_INCOMPLETE\",\"request_id\":\"" + UUID + "\"}");
        call("instance restart w 2 --from beginning --dry-run");
        assertThat(server.last().body()).isEqualTo("{\"restart_policy\":\"RESTART_FROM_BEGINNING\",\"dry_run\":true}");
    }

    @Test
    void paramsOfARestartHaveTheTypesOfTheirDefinition() {
        server.on("GET " + W + "/w/instances/2", 200,
                        "{\"runtime_workflow\": {\"params\": {\"n\": {\"type\": \"LONG\", \"value\": 1}}}}")
                .on("POST " + W + "/w/instances/2/actions/restart", 200, "{\"status\": \"DUPLICATED\"}");
        assertThat(call("instance restart w 2 -p n=5 --request-id " + UUID).out())
                .startsWith("Nothing new was started: DUPLICATED.");
        assertThat(server.last().body()).endsWith("\"run_params\":{\"n\":{\"type\":\"LONG\",\"value\":5}}}");
    }

    @Test
    void anInstanceIsUnblocked() {
        server.on("GET " + W + "/w/overview", 200, "{\"latest_instance_id\": 7}")
                .on("PUT " + W + "/w/instances/7/actions/unblock", 200, "{\"completed\": true}");
        assertThat(call("instance unblock w latest").out()).startsWith("Unblocked instance 7 of w.");
    }

    @Test
    void aRunThatWasSetAsideIsReleased() {
        server.on("PUT " + W + "/w/instances/7/actions/release", 200,
                "{\"workflow_run_id\": 2, \"reason\": \"Its stored rows cannot be read\"}");
        assertThat(call("instance release w 7").out())
                .startsWith("Run 2 of instance 7 of w is tried again. It was set aside: Its stored rows cannot be read");
    }

    @ParameterizedTest
    @CsvSource({"stop, STOPPED", "kill, FATALLY_FAILED", "skip, SKIPPED", "bypass, EVALUATING_PARAMS"})
    void aStepIsActedOn(String action, String status) {
        var path = "PUT " + W + "/w/instances/1/steps/a/actions/" + action;
        server.on("GET " + W + "/w/instances/1", 200, "{\"status\": \"IN_PROGRESS\"}");
        server.on(path, 200, "{\"step_runtime_state\": {\"status\": \"" + status + "\"}}")
                .on(path + "?blocking=false", 200, "{}");
        assertThat(call("step " + action + " w 1 a").out()).startsWith("Step a is " + status + ".");
        assertThat(call("step " + action + " w 1 a --no-wait").out()).startsWith("Asked step a to " + action + ".");
    }

    @Test
    void aStepIsRestarted() {
        var path = "POST " + W + "/w/instances/1/steps/a/actions/restart";
        server.on(path, 200, "{\"status\": \"CREATED\", \"workflow_instance_id\": 1, \"workflow_run_id\": 1,"
                + " \"step_id\": \"a\", \"step_attempt_id\": 2}");
        assertThat(call("step restart w 1 a").out()).startsWith("Attempt 2 of step a was started in run 1 of instance 1.");
        assertThat(server.last().body()).startsWith("{\"restart_policy\":\"RESTART_FROM_INCOMPLETE\"");
    }

    @Test
    void stepsAreRead() {
        server.on("GET " + W + "/w/instances/1/steps", 200,
                        "[{\"step_id\": \"a\", \"step_attempt_id\": 1, \"runtime_state\": {\"status\": \"RUNNING\"}}]")
                .on("GET " + W + "/w/instances/1/steps/a", 200, "{\"step_id\": \"a\"}");
        assertThat(call("step list w 1").out()).contains("a     1        RUNNING");
        assertThat(call("step get w 1 a").out()).startsWith("STEP      a\n").contains("\nstatus    -");
        assertThat(call("step stop w 1 none").exit()).isEqualTo(Exit.NOT_FOUND.code());
    }

    @Test
    void breakpointsAreSetListedResumedAndDeleted() {
        var base = W + "/steps/breakpoints";
        server.on("POST " + base, 200, "{}")
                .on("GET " + base + "?workflowId=w&stepId=a", 200,
                        "[{\"workflow_id\": \"w\", \"step_id\": \"a\", \"created_by\": \"amy\"}]")
                .on("GET " + base + "/paused-step-attempts?workflowId=w&stepId=a", 200, "[]")
                .on("GET " + W + "/w/instances/1/steps/a", 200, "{\"workflow_run_id\": 4, \"step_attempt_id\": 2}")
                .on("PUT " + base + "/w/instances/1/runs/4/steps/a/attempts/2/actions/resume", 200, "{}")
                .on("DELETE " + base + "?workflowId=w&stepId=a", 200, "{\"timeline_event\": {\"message\": \"gone\"}}")
                .on("DELETE " + base + "?workflowId=w&stepId=a&resume=false", 200,
                        "{\"timeline_event\": {\"message\": \"gone, they rest\"}}");
        assertThat(call("breakpoint set w a").out()).startsWith("Step a of w rests from now on.");
        assertThat(server.last().body()).isEqualTo("{\"workflow_id\":\"w\",\"step_id\":\"a\"}");
        assertThat(call("breakpoint list w a").out()).contains("amy");
        assertThat(call("breakpoint paused w a").out()).startsWith("No attempt rests there.");
        assertThat(call("breakpoint resume w 1 a").out()).startsWith("Step a of instance 1 goes on.");
        assertThat(call("breakpoint delete w a").out()).startsWith("gone\n");
        assertThat(call("breakpoint delete w a --keep-paused").out()).startsWith("gone, they rest");
    }

    @Test
    void instancesOfAllWorkflowsAreListedByWhatIsAskedFor() {
        server.on("GET /api/v3/instances?first=5&status=FAILED&owner=amy&tag=t%2F1"
                + "&initiator=manual&initiator_user=bob&from=1700000000000&to=1706688000000&sort=create_time&cursor=1-2-3", 200, """
                {"page_info": {"has_next_page": true, "end_cursor": "5-10000-2"}, "elements": [{"workflow_id": "w",
                 "workflow_instance_id": 2, "status": "FAILED", "initiator": {"type": "MANUAL", "user": "amy"}}]}""");
        var called = call("instance list --owner amy --tag t/1 --status FAILED --initiator manual --by bob"
                + " --from 1700000000000 --to 2024-01-31T08:00Z --sort oldest --limit 5 --cursor 1-2-3");
        assertThat(called.exit()).as(called.err()).isZero();
        assertThat(called.out()).startsWith("WORKFLOW").contains("amy").endsWith("More with --cursor 5-10000-2\n");
        assertThat(call("instance list --from yesterday").err()).contains("not a point in time: yesterday");
    }

    @Test
    void theServerMayBeNamedBeforeTheCommand() {
        server.on("GET " + W + "/w/overview", 200, "{\"latest_instance_id\": 7}")
                .on("PUT " + W + "/w/instances/7/actions/unblock", 200, "{\"completed\": true}");
        assertThat(maestro("--server", server.url(), "--user=amy", "instance", "-o", "json", "unblock", "w", "latest").out())
                .contains("\"completed\" : true");
        assertThat(maestro("--server", server.url(), "sel", "fuzz").err()).contains("--server");
    }

    @Test
    void allInstancesOfAWorkflowAreStoppedAtOnce() {
        server.on("GET " + W + "/w/overview", 200, "{}");
        server.on("PUT " + W + "/w/actions/stop", 202, "{\"message\": \"2 are told to stop\"}");
        assertThat(call("workflow stop w").out()).isEqualTo("2 are told to stop\n");
    }

    @Test
    void oneAttemptOfARunIsShown() {
        server.on("GET " + W + "/w/instances/2/runs/3/steps/s/attempts/latest", 200, "{\"step_id\": \"s\"}")
                .on("GET " + W + "/w/instances/2/runs/3/steps", 200, "[{\"step_id\": \"s\"}]");
        assertThat(call("step get w 2 s --run 3").out()).startsWith("STEP      s\n");
        assertThat(call("step list w 2 --run 3").out()).startsWith("STEP").contains("\ns");
    }

    @Test
    void iterationsOfALoopAreListed() {
        server.on("GET /api/v3/views/flatten/workflows/w/instances/2/runs/1/steps/s?first=50&statuses=RUNNING", 200, """
                {"elements": [{"iteration_rank": "13-12", "step_runtime_state": {"status": "RUNNING"},
                 "loop_params": {"i": "3", "j": "2"}}]}""");
        assertThat(call("loop list w 2 s --run 1 --status RUNNING").out()).contains("3-2        RUNNING").contains("i=3, j=2");
    }

    @Test
    void toSkipAStepOfAnEndedRunStartsANewOneAndIsAsked() {
        server.on("GET " + W + "/w/instances/1", 200, """
                        {"status": "FAILED", "workflow_id": "w", "workflow_instance_id": 1, "workflow_run_id": 2,
                         "runtime_workflow": {"steps": [{"step": {"id": "a"}}]}}""")
                .on("PUT " + W + "/w/instances/1/steps/a/actions/skip", 200, "{}");
        var words = new String[] {"step", "skip", "w", "1", "a", "--server", server.url()};
        var refused = Called.on("n\n", false, Map.of(), words);
        assertThat(refused.exit()).isEqualTo(Exit.USAGE.code());
        assertThat(refused.err()).contains("Run 2 of w instance 1 has ended FAILED: to skip step a starts run 3 from there.");
        assertThat(Called.on("", false, Map.of(), words).exit()).as("no answer is no").isEqualTo(Exit.USAGE.code());
        assertThat(server.asked()).noneMatch(asked -> asked.call().startsWith("PUT"));
        assertThat(Called.on("y\n", false, Map.of(), words).exit()).isZero();
        assertThat(call("step skip w 1 a --yes").exit()).isZero();
    }

    @Test
    void aStepThatIsNotThereIsNotFoundAndTheNearestOneIsNamed() {
        server.on("GET " + W + "/w/instances/1", 200, """
                        {"status": "IN_PROGRESS", "runtime_workflow": {"steps": [{"step": {"id": "load"}},
                         {"foreach": {"id": "each", "steps": [{"step": {"id": "train"}}]}}]}}""")
                .on("PUT " + W + "/w/instances/1/steps/laod/actions/kill", 400, "{\"message\": \"no step\"}")
                .on("PUT " + W + "/w/instances/1/steps/load/actions/kill", 400, "{\"message\": \"not now\"}");
        assertThat(call("step kill w 1 laod")).satisfies(called -> {
            assertThat(called.exit()).isEqualTo(Exit.NOT_FOUND.code());
            assertThat(called.err()).contains("[laod] is no step of w instance 1").contains("Did you mean load?");
        });
        assertThat(call("step kill w 1 load").exit()).isEqualTo(Exit.REFUSED.code());
    }

    @Test
    void stepsOfIterationsAreReadAndActedOn() {
        var run = W + "/w/instances/2";
        server.on("GET " + run, 200, "{\"workflow_id\": \"w\", \"workflow_instance_id\": 2, \"workflow_run_id\": 1,"
                        + " \"status\": \"IN_PROGRESS\"}")
                .on("GET /api/v3/views/flatten/workflows/w/instances/2/runs/1/steps/train/iterations/2-10", 200, """
                        {"iteration_rank": "12-210", "leaf_step_instance_ref": {"workflow_id": "inline",
                         "workflow_instance_id": 10, "workflow_run_id": 1, "step_id": "train", "step_attempt_id": 3}}""")
                .on("GET " + W + "/inline/instances/10/runs/1/steps/train/attempts/3/logs", 200, "text/plain", "hello\n")
                .on("GET " + W + "/inline/instances/10/runs/1/steps/train/why", 200, "[{\"message\": \"It runs.\"}]")
                .on("PUT " + W + "/inline/instances/10/steps/train/actions/skip", 200, "{}")
                .on("POST " + W + "/inline/instances/10/steps/train/actions/restart", 200, "{\"status\": \"CREATED\"}");
        assertThat(call("instance logs w 2 train --iteration 2-10").out()).isEqualTo("hello\n");
        assertThat(call("loop logs w 2 train 2-10").out()).isEqualTo("hello\n");
        assertThat(call("instance why w 2 train --iteration 2-10").out()).isEqualTo("It runs.\n");
        assertThat(call("loop why w 2 train 2-10").out()).isEqualTo("It runs.\n");
        assertThat(call("loop skip w 2 train 2-10").out()).isEqualTo("Asked step train[2-10] to skip.\n");
        assertThat(call("step skip w 2 train --iteration 2-10").exit()).isZero();
        assertThat(call("loop restart w 2 train 2-10").exit()).isZero();
        assertThat(call("loop logs w 2 train two").err()).contains("not an iteration: two");
    }
}
