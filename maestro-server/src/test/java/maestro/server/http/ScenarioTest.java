package maestro.server.http;

import static maestro.server.http.Steps.noop;
import static maestro.server.http.Steps.shell;
import static maestro.server.http.Steps.sleep;
import static maestro.server.http.Steps.subworkflow;
import static maestro.server.http.Story.INCOMPLETE;
import static org.assertj.core.api.Assertions.assertThat;

import maestro.server.http.Story.Run;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The scenarios of execution.md §14, each by its number, through the API. */
class ScenarioTest {
    @AutoClose
    private static final Running server = new Running();
    private static final Story story = new Story(server);

    /** A step with something between its type and its transition. */
    private static String with(String step, String more) {
        return step.replaceFirst("\"transition\"", more.replace("$", "\\$") + ", \"transition\"");
    }

    private static String mode(String step, String mode) {
        return with(step, "\"failure_mode\": \"" + mode + "\"");
    }

    @Test
    void scenario1DeadPath() {
        var run = story.run("s1", noop("a", "b:true", "c:false"), noop("b", "d"), noop("c", "e"), noop("d", "f"),
                noop("e", "f"), noop("f"));
        assertThat(story.end(run)).isEqualTo("SUCCEEDED");
        assertThat(story.steps(run).split(" ")).containsExactlyInAnyOrder("a=SUCCEEDED", "b=SUCCEEDED",
                "c=UNSATISFIED", "d=SUCCEEDED", "e=UNSATISFIED", "f=SUCCEEDED");
    }

    @Test
    void scenario2FailAfterRunning() {
        var run = story.run("s2", shell("p", "fail", "r"), noop("q", "s"), noop("r"), noop("s"));
        assertThat(story.end(run)).isEqualTo("FAILED");
        assertThat(story.steps(run).split(" "))
                .containsExactlyInAnyOrder("p=FATALLY_FAILED", "q=SUCCEEDED", "r=NOT_CREATED", "s=SUCCEEDED");
        var overview = story.view(run).path("runtime_overview");
        assertThat(overview.path("total_step_count").asInt()).isEqualTo(4);
        assertThat(overview.path("step_overview").valueStream().mapToInt(entry -> entry.path("cnt").asInt()).sum())
                .isEqualTo(3);
    }

    @Test
    void scenario3FailImmediately() {
        var run = story.run("s3", noop("g", "q", "p"), mode(shell("p", "fail", "r"), "FAIL_IMMEDIATELY"),
                shell("q", "hang", "s"), noop("r"), noop("s"));
        assertThat(story.end(run)).isEqualTo("FAILED");
        assertThat(story.steps(run).split(" ")).containsExactlyInAnyOrder("g=SUCCEEDED", "p=FATALLY_FAILED",
                "q=STOPPED", "r=NOT_CREATED", "s=NOT_CREATED");
    }

    @Test
    void scenario4IgnoreFailure() {
        var run = story.run("s4", mode(shell("p", "fail", "r"), "IGNORE_FAILURE"), noop("r"));
        assertThat(story.end(run)).isEqualTo("SUCCEEDED");
        assertThat(story.steps(run).split(" ")).containsExactlyInAnyOrder("p=COMPLETED_WITH_ERROR", "r=SUCCEEDED");
    }

    @Test
    void scenario5RetryArithmetic() {
        String policy = """
                "retry_policy": {"error_retry_limit": 1,
                 "backoff": {"type": "FIXED_BACKOFF", "error_retry_backoff_in_secs": 1}}""";
        var run = story.run("s5", with(shell("p", "user"), policy));
        assertThat(story.end(run)).isEqualTo("FAILED");
        assertThat(story.attempts(run, "p")).containsExactly("USER_FAILED", "FATALLY_FAILED");
        var first = story.get(run.path() + "/runs/1/steps/p/attempts/1");
        assertThat(first.path("timeline").toString()).contains("Retrying task in [1s]");
        var second = story.get(run.path() + "/runs/1/steps/p/attempts/2");
        assertThat(second.at("/step_retry/error_retries").asInt()).isEqualTo(1);
    }

    @Test
    void scenario6StopDuringBackoff() {
        var run = story.run("s6", shell("p", "user"));
        story.awaitStep(run, "p", "USER_FAILED");
        assertThat(story.get(run.path() + "/steps/p").path("timeline").toString()).contains("Retrying task in [1m]");
        story.act(run, "p", "stop");
        assertThat(story.end(run)).isEqualTo("STOPPED");
        assertThat(story.attempts(run, "p")).containsExactly("USER_FAILED", "STOPPED");
    }

    @Test
    void scenario7InPlaceRestart() {
        var run = story.run("s7", shell("p", "fail"), sleep("q", 600));
        story.awaitStep(run, "p", "FATALLY_FAILED");
        var reply = story.restart(run, "p", """
                {"restart_policy": "RESTART_FROM_INCOMPLETE",
                 "step_run_params": {"script": {"type": "STRING", "value": "well"}}}""");
        assertThat(reply.json().path("step_attempt_id").asInt()).isEqualTo(2);
        story.awaitStep(run, "p", "SUCCEEDED");
        var second = story.get(run.path() + "/runs/1/steps/p/attempts/2");
        assertThat(second.at("/step_retry/retryable").asBoolean(true)).isFalse();
        story.act(run, "q", "skip");
        assertThat(story.end(run)).isEqualTo("SUCCEEDED");
    }

    @Test
    void scenario8InPlaceRefusal() {
        var run = story.run("s8", mode(shell("p", "fail"), "IGNORE_FAILURE"), shell("u", "user"), sleep("q", 600));
        story.awaitStep(run, "p", "COMPLETED_WITH_ERROR");
        story.awaitStep(run, "u", "USER_FAILED");
        for (String step : new String[] {"p", "u"}) {
            assertThat(server.post(run.path() + "/steps/" + step + "/actions/restart", INCOMPLETE).status())
                    .as(step).isEqualTo(400);
        }
        story.act(run, "", "stop");
        assertThat(story.end(run)).isEqualTo("STOPPED");
    }

    @Test
    void scenario9SpecificRestartOfAFinishedStep() {
        var run = story.run("s9", noop("a", "b", "d"), shell("b", "fail", "c"), noop("c"), noop("d"));
        assertThat(story.end(run)).isEqualTo("FAILED");
        story.restart(run, "d", INCOMPLETE);
        assertThat(story.end(run)).isEqualTo("FAILED");
        var view = story.view(run);
        assertThat(view.path("workflow_run_id").asInt()).isEqualTo(2);
        assertThat(view.at("/runtime_overview/run_status").asString()).isEqualTo("SUCCEEDED");
        assertThat(story.runIds(run).split(" ")).contains("a=1", "b=1", "d=2");
        var rollup = view.at("/runtime_overview/rollup_overview");
        assertThat(rollup.path("total_leaf_count").asInt()).isEqualTo(3);
        assertThat(rollup.at("/overview/FATALLY_FAILED/ref/s9:1/0").asString()).isEqualTo("1:b:0");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void scenario10StrictSequential(boolean unblock) {
        String id = "s10." + unblock;
        story.push(id, "\"run_strategy\": \"STRICT_SEQUENTIAL\"", "", shell("p", "fail"));
        var first = story.start(id);
        assertThat(story.end(first)).isEqualTo("FAILED");
        var second = story.start(id);
        assertThat(story.status(second)).isEqualTo("CREATED");
        if (unblock) {
            story.act(first, "", "unblock");
            assertThat(story.end(second)).isEqualTo("FAILED");
        } else {
            story.act(first, "p", "skip");
            story.await(first, "SUCCEEDED");
            assertThat(story.end(second)).isEqualTo("FAILED");
        }
    }

    @Test
    void scenario11FirstOnly() {
        story.push("s11", "\"run_strategy\": \"FIRST_ONLY\"", "", sleep("p", 600));
        var runs = new Run[] {story.start("s11"), story.start("s11"), story.start("s11")};
        assertThat(runs).extracting(Run::instance).containsExactly(1L, 2L, 3L);
        assertThat(story.status(runs[0])).isIn("CREATED", "IN_PROGRESS");
        assertThat(story.status(runs[1])).isEqualTo("STOPPED");
        assertThat(story.status(runs[2])).isEqualTo("STOPPED");
        story.act(runs[0], "", "stop");
    }

    @Test
    void scenario12LastOnly() {
        story.push("s12", "\"run_strategy\": \"LAST_ONLY\"", "", shell("p", "hang"));
        var fifth = story.start("s12");
        story.awaitStep(fifth, "p", "RUNNING");
        var sixth = story.start("s12");
        story.await(fifth, "STOPPED");
        story.await(sixth, "IN_PROGRESS");
        assertThat(story.view(sixth).path("start_time").asLong())
                .isGreaterThanOrEqualTo(story.view(fifth).path("end_time").asLong());
        story.act(sixth, "", "stop");
    }

    @Test
    void scenario13SerialLatestOnly() {
        story.push("s13", "\"run_strategy\": \"SERIAL_LATEST_ONLY\"", "", sleep("p", 600));
        var fifth = story.start("s13");
        story.awaitStep(fifth, "p", "RUNNING");
        var sixth = story.start("s13");
        var seventh = story.start("s13");
        assertThat(story.status(sixth)).isEqualTo("STOPPED");
        assertThat(story.status(fifth)).isEqualTo("IN_PROGRESS");
        assertThat(story.status(seventh)).isEqualTo("CREATED");
        story.act(fifth, "p", "skip");
        assertThat(story.end(fifth)).isEqualTo("SUCCEEDED");
        story.await(seventh, "IN_PROGRESS");
        story.act(seventh, "", "stop");
    }

    @Test
    void scenario14Dedup() {
        server.push("s14", "", noop("a"));
        String body = "{\"initiator\":{\"type\":\"manual\"},\"request_id\":\"7f1f0c7e-5d0a-4b39-9d53-3f6a1d8b9c14\"}";
        String path = "/api/v3/workflows/s14/versions/active/actions/start";
        assertThat(server.post(path, body).json().path("status").asString()).isEqualTo("CREATED");
        assertThat(server.post(path, body).json().path("status").asString()).isEqualTo("DUPLICATED");
        assertThat(story.start("s14").instance()).isEqualTo(2);
    }

    @Test
    void scenario15KillPropagation() {
        server.push("s15c", "", shell("x", "hang"), sleep("y", 600));
        var root = story.run("s15", subworkflow("s", "s15c"));
        var child = story.child(root, "s");
        story.awaitStep(child, "x", "RUNNING");
        story.act(root, "s", "kill");
        assertThat(story.step(root, "s")).isEqualTo("FATALLY_FAILED");
        assertThat(story.status(child)).isEqualTo("STOPPED");
        assertThat(story.steps(child).split(" ")).containsExactlyInAnyOrder("x=STOPPED", "y=STOPPED");
        assertThat(story.end(root)).isEqualTo("FAILED");
    }

    @Test
    void scenario16NestedRestart() {
        server.push("s16g", "", noop("a", "x"), shell("x", "fail", "z"), noop("z"), noop("side"));
        server.push("s16c", "", subworkflow("t", "s16g"), noop("side"));
        var root = story.run("s16", subworkflow("s", "s16c"), noop("side"));
        assertThat(story.end(root)).isEqualTo("FAILED");
        var child = story.child(root, "s");
        var grandchild = story.child(child, "t");
        var reply = story.restart(grandchild, "x", """
                {"restart_policy": "RESTART_FROM_INCOMPLETE",
                 "step_run_params": {"script": {"type": "STRING", "value": "well"}}}""").json();
        assertThat(reply.path("workflow_id").asString()).isEqualTo("s16");
        assertThat(reply.path("workflow_run_id").asInt()).isEqualTo(2);
        assertThat(story.end(root)).isEqualTo("SUCCEEDED");
        assertThat(story.runIds(root)).isEqualTo("s=2 side=1");
        assertThat(story.runIds(child)).isEqualTo("t=2 side=1");
        assertThat(story.runIds(grandchild).split(" ")).containsExactlyInAnyOrder("a=1", "x=2", "z=2", "side=1");
        var rollup = story.view(root).at("/runtime_overview/rollup_overview");
        assertThat(rollup.path("total_leaf_count").asInt()).isEqualTo(6);
        assertThat(rollup.at("/overview/SUCCEEDED/cnt").asInt()).isEqualTo(6);
    }

    @Test
    void scenario17Breakpoint() {
        server.push("s17", "", shell("p", "hang"));
        server.post("/api/v3/workflows/steps/breakpoints", "{\"workflow_id\": \"s17\", \"step_id\": \"p\"}");
        var first = story.start("s17");
        story.awaitStep(first, "p", "PAUSED");
        server.delete("/api/v3/workflows/steps/breakpoints?workflowId=s17&stepId=p");
        story.awaitStep(first, "p", "RUNNING");
        story.act(first, "p", "stop");
        assertThat(story.end(first)).isEqualTo("STOPPED");
        story.restart(first, "p", INCOMPLETE);
        story.awaitStep(first, "p", "RUNNING");
        story.act(first, "", "stop");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void scenario18WorkflowTimeout(boolean failed) {
        String id = "s18." + failed;
        server.push(id, "\"timeout\": \"1\",", sleep("s", 3600), failed ? shell("p", "fail") : noop("p"));
        var run = story.start(id);
        assertThat(story.end(run)).isEqualTo(failed ? "FAILED" : "TIMED_OUT");
        assertThat(story.step(run, "s")).isEqualTo("TIMED_OUT");
    }
}
