package maestro.server.http;

import static maestro.server.http.Steps.noop;
import static maestro.server.http.Steps.shell;
import static maestro.server.http.Steps.sleep;
import static maestro.server.http.Steps.subworkflow;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What composite-steps.md §4 tells of subworkflows, through the API. */
class SubworkflowScenarioTest {
    @AutoClose
    private static final Running server = new Running();
    private static final Story story = new Story(server);

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
            child     | step           | state
            skip      | SUCCEEDED      | DONE
            kill      | FATALLY_FAILED | FATAL_ERROR
            stop      | STOPPED        | STOPPED
            """)
    void aSubworkflowStepEndsAsItsRunDoes(String action, String step, String state) {
        server.push("sub." + action + ".c", "", shell("x", "hang"));
        var run = story.run("sub." + action, subworkflow("s", "sub." + action + ".c"));
        var child = story.child(run, "s");
        story.awaitStep(child, "x", "RUNNING");
        story.act(child, "x", action);
        story.end(run);
        assertThat(story.step(run, "s")).isEqualTo(step);
        assertThat(story.get(run.path() + "/steps/s").path("timeline").toString())
                .contains("Started a subworkflow with uuid: ")
                .contains("Step is in " + state + " status because its subworkflow instance is in ");
        var artifact = story.artifact(run, "s", "maestro_subworkflow");
        assertThat(artifact.propertyNames()).contains("subworkflow_id", "subworkflow_version_id",
                "subworkflow_instance_id", "subworkflow_run_id", "subworkflow_uuid", "subworkflow_overview");
        var view = story.view(child);
        assertThat(view.at("/correlation_id").asString()).isEqualTo(run.workflow() + ":1:1");
        assertThat(view.at("/initiator/depth").asInt()).isEqualTo(1);
        assertThat(view.at("/initiator/ancestors/0/step_id").asString()).isEqualTo("s");
    }

    @Test
    void whileTheChildRunsItsParentShowsHowItStands() {
        server.push("live.g", "", noop("a"), sleep("x", 600));
        server.push("live.c", "", subworkflow("t", "live.g"), noop("b"));
        var run = story.run("live", subworkflow("s", "live.c"));
        var child = story.child(run, "s");
        var grandchild = story.child(child, "t");
        story.awaitStep(grandchild, "x", "RUNNING");
        story.awaitStep(grandchild, "a", "SUCCEEDED");
        story.awaitStep(child, "b", "SUCCEEDED");
        var rollup = story.view(run).at("/runtime_overview/rollup_overview");
        assertThat(rollup.path("total_leaf_count").asInt()).isEqualTo(3);
        assertThat(rollup.at("/overview/SUCCEEDED/cnt").asInt()).isEqualTo(2);
        assertThat(rollup.at("/overview/RUNNING/ref/live.g:1/0").asString()).isEqualTo("1:x:1");
        var overview = story.artifact(run, "s", "maestro_subworkflow").path("subworkflow_overview");
        assertThat(overview.at("/step_overview/SUCCEEDED/cnt").asInt()).isEqualTo(1);
        story.act(run, "", "stop");
        assertThat(story.end(run)).isEqualTo("STOPPED");
        assertThat(story.get(run.path() + "/steps/s").path("timeline").toString())
                .contains("Terminated the running subworkflow instance: [live.c][1][1]");
    }

    @Test
    void aQueuedChildIsStoppedAtOnce() {
        story.push("queue.c", "\"run_strategy\": \"SEQUENTIAL\"", "", sleep("x", 600));
        var first = story.start("queue.c");
        var run = story.run("queue", subworkflow("s", "queue.c"));
        var child = story.child(run, "s");
        assertThat(story.status(child)).isEqualTo("CREATED");
        story.act(run, "s", "kill");
        assertThat(story.end(run)).isEqualTo("FAILED");
        assertThat(story.status(child)).isEqualTo("STOPPED");
        assertThat(story.view(child).path("timeline").toString())
                .contains("The queued workflow instance is terminated by its upstream subworkflow step.");
        story.act(first, "", "stop");
    }

    @Test
    void aTimeoutOfTheChildIsOneOfTheStep() {
        server.push("sub.time.c", "\"timeout\": \"1\",", sleep("x", 600));
        var run = story.run("sub.time", subworkflow("s", "sub.time.c"));
        assertThat(story.end(run)).isEqualTo("TIMED_OUT");
        assertThat(story.step(run, "s")).isEqualTo("TIMED_OUT");
    }

    @Test
    void anAsynchronousChildGoesItsOwnWay() {
        server.push("async.c", "", sleep("x", 600));
        var run = story.run("async", subworkflow("s", "async.c").replace("\"id\": \"s\"", "\"id\": \"s\","
                + " \"sync\": false"));
        assertThat(story.end(run)).isEqualTo("SUCCEEDED");
        var child = story.child(run, "s");
        assertThat(story.status(child)).isEqualTo("IN_PROGRESS");
        story.act(child, "", "stop");
    }

    @Test
    void aMissingWorkflowFailsTheStepForGood() {
        var run = story.run("missing", subworkflow("s", "nobody.knows"));
        assertThat(story.end(run)).isEqualTo("FAILED");
        assertThat(story.step(run, "s")).isEqualTo("FATALLY_FAILED");
        assertThat(story.get(run.path() + "/steps/s").path("timeline").toString())
                .contains("Failed to start subworkflow step runtime with an error");
    }

    @Test
    void aRunStrategyMayStopTheChild() {
        story.push("first.c", "\"run_strategy\": \"FIRST_ONLY\"", "", sleep("x", 600));
        var running = story.start("first.c");
        var run = story.run("first", subworkflow("s", "first.c"));
        assertThat(story.end(run)).isEqualTo("STOPPED");
        assertThat(story.step(run, "s")).isEqualTo("STOPPED");
        story.act(running, "", "stop");
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
            explicit | p  | q
            false    | 7  | 8
            true     | 1  | 8
            """)
    void paramsGoDownAsTheDefinitionSays(boolean explicit, int p, int q) {
        String id = "params." + explicit;
        server.push(id + ".c", "\"params\": {\"p\": {\"type\": \"LONG\", \"value\": 1}},", noop("x"));
        server.push(id, "\"params\": {\"p\": {\"type\": \"LONG\", \"value\": 7}},", """
                {"subworkflow": {"id": "s", "explicit_params": %s, "params": {
                 "subworkflow_id": {"type": "STRING", "value": "%s.c"},
                 "q": {"type": "LONG", "value": 8}}}}""".formatted(explicit, id));
        var run = story.start(id);
        assertThat(story.end(run)).isEqualTo("SUCCEEDED");
        var params = story.view(story.child(run, "s")).path("params");
        assertThat(params.at("/p/evaluated_result").asInt()).isEqualTo(p);
        assertThat(params.at("/q/evaluated_result").asInt()).isEqualTo(q);
        assertThat(params.has("subworkflow_id")).isFalse();
    }

    @Test
    void nestingEndsAtDepthTen() {
        var run = story.run("self", subworkflow("s", "self"));
        var deepest = run;
        for (int depth = 1; depth < 10; depth++) {
            deepest = story.child(deepest, "s");
        }
        assertThat(story.end(run)).isEqualTo("FAILED");
        assertThat(story.view(deepest).at("/initiator/depth").asInt()).isEqualTo(9);
        assertThat(story.get(deepest.path() + "/steps/s").path("timeline").toString()).contains("10 levels deep");
    }

    @Test
    void aRestartedRunHasItsAlertingFilledInAnew() {
        story.push("alert", "\"alerting\": {\"emails\": [\"${who}@example.org\"]}",
                "\"params\": {\"who\": {\"type\": \"STRING\", \"value\": \"amy\"}},", shell("x", "fail"));
        var run = story.start("alert");
        assertThat(story.end(run)).isEqualTo("FAILED");
        assertThat(emails(run)).isEqualTo("amy@example.org");
        story.restart(run, "", """
                {"restart_policy": "RESTART_FROM_INCOMPLETE",
                 "run_params": {"who": {"type": "STRING", "value": "bob"}}}""");
        Story.until("run 2", () -> story.runId(run) == 2);
        assertThat(emails(run)).isEqualTo("bob@example.org");
    }

    private static String emails(Story.Run run) {
        return story.view(run).at("/run_properties/alerting/emails/0").asString();
    }

    @Test
    void paramsOfARestartGoDownToTheSameChild() {
        server.push("down.c", "\"params\": {\"p\": {\"type\": \"LONG\", \"value\": 1}},", noop("a", "x"),
                shell("x", "fail"));
        server.push("down", "\"params\": {\"p\": {\"type\": \"LONG\", \"value\": 7}},",
                subworkflow("s", "down.c"));
        var run = story.start("down");
        assertThat(story.end(run)).isEqualTo("FAILED");
        var preview = server.post(run.path() + "/actions/restart",
                "{\"restart_policy\": \"RESTART_FROM_INCOMPLETE\", \"dry_run\": true}").json().path("runs");
        assertThat(preview.at("/1/workflow_id").asString()).isEqualTo("down.c");
        assertThat(preview.at("/1/will_run/0").asString()).isEqualTo("x");
        assertThat(preview.at("/1/reused/0").asString()).isEqualTo("a");
        story.restart(run, "", """
                {"restart_policy": "RESTART_FROM_INCOMPLETE",
                 "run_params": {"p": {"type": "LONG", "value": 9}}}""");
        Story.until("the child runs again", () -> story.runId(story.child(run, "s")) == 2);
        assertThat(story.end(run)).isEqualTo("FAILED");
        var child = story.view(story.child(run, "s"));
        assertThat(child.at("/params/p/evaluated_result").asInt()).isEqualTo(9);
        assertThat(child.at("/run_config/policy").asString()).isEqualTo("RESTART_FROM_INCOMPLETE");
        assertThat(child.path("workflow_instance_id").asInt()).isEqualTo(1);
    }

    @Test
    void theStepCannotBeSentToAnotherWorkflow() {
        server.push("there.c", "", shell("x", "fail"));
        var run = story.run("there", subworkflow("s", "there.c"));
        assertThat(story.end(run)).isEqualTo("FAILED");
        var reply = server.post(run.path() + "/steps/s/actions/restart", """
                {"restart_policy": "RESTART_FROM_INCOMPLETE",
                 "step_run_params": {"subworkflow_id": {"type": "STRING", "value": "other"}}}""");
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.text()).contains("cannot change");
    }
}
