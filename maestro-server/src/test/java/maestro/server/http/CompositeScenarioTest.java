package maestro.server.http;

import static maestro.server.http.Steps.foreach;
import static maestro.server.http.Steps.noop;
import static maestro.server.http.Steps.shell;
import static maestro.server.http.Steps.sleep;
import static maestro.server.http.Steps.subworkflow;
import static maestro.server.http.Story.INCOMPLETE;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import maestro.model.json.Json;
import maestro.server.http.Story.Run;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What composite-steps.md tells of loops, and of actions and restarts through them, through the API. */
class CompositeScenarioTest {
    private static final String WELL = """
            {"restart_policy": "RESTART_FROM_INCOMPLETE",
             "step_run_params": {"script": {"type": "STRING", "value": "well"}}}""";

    @AutoClose
    private static final Running server = new Running();
    private static final Story story = new Story(server);

    /** The tree of §7: r calls c, c loops over F, F runs x; with a step after s, to see that the root goes on. */
    private record Tree(Run r, Run c, Run f) {
        static Tree of(String name, String x) {
            server.push(name + ".c", "", foreach("f", "", 2, x));
            var r = story.run(name, subworkflow("s", name + ".c"));
            var c = story.child(r, "s");
            return new Tree(r, c, story.iteration(c, "f", 2));
        }

        List<String> ends() {
            story.end(r);
            return List.of(story.step(f, "x"), story.status(f), story.step(c, "f"), story.status(c), story.step(r, "s"),
                    story.status(r));
        }
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
            action          | blocking | x              | F         | f              | c         | s              | r
            stop x          | true     | STOPPED        | STOPPED   | STOPPED        | STOPPED   | STOPPED        | STOPPED
            stop x          | false    | STOPPED        | STOPPED   | STOPPED        | STOPPED   | STOPPED        | STOPPED
            kill x          | true     | FATALLY_FAILED | FAILED    | FATALLY_FAILED | FAILED    | FATALLY_FAILED | FAILED
            skip x          | true     | SKIPPED        | SUCCEEDED | SUCCEEDED      | SUCCEEDED | SUCCEEDED      | SUCCEEDED
            skip x          | false    | SKIPPED        | SUCCEEDED | SUCCEEDED      | SUCCEEDED | SUCCEEDED      | SUCCEEDED
            stop f          | true     | STOPPED        | STOPPED   | STOPPED        | STOPPED   | STOPPED        | STOPPED
            kill f          | false    | STOPPED        | STOPPED   | FATALLY_FAILED | FAILED    | FATALLY_FAILED | FAILED
            skip f          | true     | STOPPED        | STOPPED   | SKIPPED        | SUCCEEDED | SUCCEEDED      | SUCCEEDED
            stop s          | true     | STOPPED        | STOPPED   | STOPPED        | STOPPED   | STOPPED        | STOPPED
            kill s          | true     | STOPPED        | STOPPED   | STOPPED        | STOPPED   | FATALLY_FAILED | FAILED
            kill s          | false    | STOPPED        | STOPPED   | STOPPED        | STOPPED   | FATALLY_FAILED | FAILED
            skip s          | true     | STOPPED        | STOPPED   | STOPPED        | STOPPED   | SKIPPED        | SUCCEEDED
            stop c          | true     | STOPPED        | STOPPED   | STOPPED        | STOPPED   | STOPPED        | STOPPED
            kill c          | true     | STOPPED        | STOPPED   | FATALLY_FAILED | FAILED    | FATALLY_FAILED | FAILED
            stop F          | true     | STOPPED        | STOPPED   | STOPPED        | STOPPED   | STOPPED        | STOPPED
            stop r          | true     | STOPPED        | STOPPED   | STOPPED        | STOPPED   | STOPPED        | STOPPED
            kill r          | true     | STOPPED        | STOPPED   | STOPPED        | STOPPED   | FATALLY_FAILED | FAILED
            """)
    void actionsReachAsFarAsTheyShould(String action, boolean blocking, String x, String iteration, String f, String c,
            String s, String r) {
        String name = "act." + action.replace(' ', '.') + "." + blocking;
        var tree = Tree.of(name, shell("x", "hang"));
        story.awaitStep(tree.f, "x", "RUNNING");
        var other = new Run(tree.f.workflow(), 1);
        story.awaitStep(other, "x", "RUNNING");
        String verb = action.substring(0, 4) + (blocking ? "" : "?blocking=false");
        switch (action.charAt(5)) {
            case 'x' -> {
                story.act(other, "x", "skip");
                story.act(tree.f, "x", verb);
            }
            case 'f' -> story.act(tree.c, "f", verb);
            case 's' -> story.act(tree.r, "s", verb);
            case 'F' -> {
                story.act(other, "x", "skip");
                story.act(tree.f, "", verb);
            }
            case 'c' -> story.act(tree.c, "", verb);
            default -> story.act(tree.r, "", verb);
        }
        assertThat(tree.ends()).containsExactly(x, iteration, f, c, s, r);
    }

    @Test
    void aRestartFarBelowKeepsAllElse() {
        var tree = Tree.of("deep", with("x", "loop_index < 1 ? 'well' : 'fail'"));
        assertThat(tree.ends())
                .containsExactly("FATALLY_FAILED", "FAILED", "FATALLY_FAILED", "FAILED", "FATALLY_FAILED", "FAILED");
        var reply = story.restart(tree.f, "x", WELL).json();
        assertThat(reply.path("workflow_id").asString()).isEqualTo("deep");
        assertThat(story.end(tree.r)).isEqualTo("SUCCEEDED");
        assertThat(List.of(story.runId(tree.r), story.runId(tree.c), story.runId(tree.f))).containsExactly(2L, 2L, 2L);
        assertThat(story.runId(new Run(tree.f.workflow(), 1))).isEqualTo(1);
        var config = story.view(tree.r).at("/run_config/restart_config");
        assertThat(config.path("restart_path").valueStream().map(node -> node.path("workflow_id").asString()))
                .containsExactly(tree.f.workflow(), "deep.c", "deep");
        var rollup = story.view(tree.r).at("/runtime_overview/rollup_overview");
        assertThat(rollup.at("/overview/SUCCEEDED/cnt").asInt()).isEqualTo(2);
        assertThat(rollup.path("total_leaf_count").asInt()).isEqualTo(2);
    }

    /** A shell step whose script is computed. */
    private static String with(String id, String expression) {
        return """
                {"step": {"id": "%s", "type": "Shell", "params": {
                 "script": {"type": "STRING", "expression": "%s"}}}}""".formatted(id, expression);
    }

    @Test
    void aSkipOfAnEndedStepBelowIsARestart() {
        var tree = Tree.of("skipped", with("x", "loop_index < 1 ? 'well' : 'fail'"));
        assertThat(story.end(tree.r)).isEqualTo("FAILED");
        story.act(tree.f, "x", "skip");
        assertThat(story.end(tree.r)).isEqualTo("SUCCEEDED");
        assertThat(story.step(tree.f, "x")).isEqualTo("SKIPPED");
    }

    @Test
    void whileTheRootGoesOnAStepFarBelowIsRestartedInPlace() {
        server.push("place.c", "", foreach("f", "", 2, with("x", "loop_index < 1 ? 'well' : 'fail'")));
        var root = story.run("place", subworkflow("s", "place.c"), sleep("other", 600));
        var child = story.child(root, "s");
        story.awaitStep(root, "s", "FATALLY_FAILED");
        var iteration = story.iteration(child, "f", 2);
        var reply = story.restart(iteration, "x", WELL).json();
        assertThat(reply.path("step_attempt_id").asInt()).isEqualTo(2);
        assertThat(reply.path("workflow_run_id").asInt()).isEqualTo(1);
        story.awaitStep(root, "s", "SUCCEEDED");
        assertThat(story.runId(child)).isEqualTo(2);
        story.act(root, "other", "skip");
        assertThat(story.end(root)).isEqualTo("SUCCEEDED");
    }

    @Test
    void anInstanceBelowIsUnblockedLikeAnyOther() {
        story.push("block.c", "\"run_strategy\": \"STRICT_SEQUENTIAL\"", "", shell("x", "fail"));
        var root = story.run("block", subworkflow("s", "block.c"));
        assertThat(story.end(root)).isEqualTo("FAILED");
        var next = story.start("block.c");
        assertThat(story.status(next)).isEqualTo("CREATED");
        story.act(story.child(root, "s"), "", "unblock");
        assertThat(story.end(next)).isEqualTo("FAILED");
    }

    @Test
    void stepParamsOfAnInlineRootAreForEachIteration() {
        var root = story.run("root", foreach("f", "", 3, shell("x", "fail")));
        assertThat(story.end(root)).isEqualTo("FAILED");
        var iteration = story.iteration(root, "f", 1);
        var reply = story.restart(iteration, "x", WELL.replace("{\"restart", "{\"upstream_restart_mode\":"
                + " \"RESTART_FROM_INLINE_ROOT\", \"restart")).json();
        assertThat(reply.path("workflow_id").asString()).isEqualTo("root");
        assertThat(story.end(root)).isEqualTo("SUCCEEDED");
        assertThat(story.artifact(root, "f", "maestro_foreach").at("/foreach_overview/stats/SUCCEEDED").asInt())
                .isEqualTo(3);
        assertThat(story.get(root.path()).at("/run_config/restart_config").propertyNames()).containsExactlyInAnyOrder(
                "restart_path", "restart_policy", "downstream_policy", "step_restart_params");
    }

    // foreach (§2)

    @Test
    void theFirstLoopParamVariesFastest() {
        var run = story.run("cart", """
                {"foreach": {"id": "f", "params": {"loop_params": {"type": "MAP", "value": {
                 "x": {"type": "LONG_ARRAY", "value": [1, 2]},
                 "y": {"type": "STRING_ARRAY", "value": ["a", "b", "c"]}}}}, "steps": [%s]}}""".formatted(noop("n")));
        assertThat(story.end(run)).isEqualTo("SUCCEEDED");
        var values = new ArrayList<String>();
        for (int i = 1; i <= 6; i++) {
            var params = story.view(story.iteration(run, "f", i)).path("params");
            values.add(params.at("/loop_index/evaluated_result").asInt() + ":"
                    + params.at("/x/evaluated_result").asInt() + params.at("/y/evaluated_result").asString());
        }
        assertThat(values).containsExactly("0:1a", "1:2a", "2:1b", "3:2b", "4:1c", "5:2c");
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', quoteCharacter = '~', textBlock = """
            iterations | script                                       | mode               | step                 | run
            0          | 'well'                                       | FAIL_AFTER_RUNNING | SUCCEEDED            | SUCCEEDED
            3          | 'well'                                       | FAIL_AFTER_RUNNING | SUCCEEDED            | SUCCEEDED
            3          | loop_index == 1 ? 'fail' : 'well'            | FAIL_AFTER_RUNNING | FATALLY_FAILED       | FAILED
            3          | loop_index == 1 ? 'fail' : 'well'            | IGNORE_FAILURE     | COMPLETED_WITH_ERROR | SUCCEEDED
            3          | loop_index == 1 ? 'fail' : 'hang'            | FAIL_IMMEDIATELY   | FATALLY_FAILED       | FAILED
            """)
    void aForeachEndsAsItsIterationsDo(int iterations, String script, String mode, String step, String run) {
        String id = "fe." + mode.toLowerCase() + iterations + script.length();
        var started = story.run(id, foreach("f", "\"failure_mode\": \"" + mode + "\",", iterations, with("x", script)));
        assertThat(story.end(started)).isEqualTo(run);
        assertThat(story.step(started, "f")).isEqualTo(step);
    }

    @Test
    void aFailureStopsLaunchingButAStopDoesNot() {
        var failing = story.run("launch.fail", foreach("f", "\"concurrency\": 1,", 5,
                with("x", "loop_index == 1 ? 'fail' : 'well'")));
        assertThat(story.end(failing)).isEqualTo("FAILED");
        assertThat(details(failing)).isEqualTo("{\"FAILED\":[2],\"SUCCEEDED\":[1]}");
        var stopping = story.run("launch.stop", foreach("f", "\"concurrency\": 1,", 3,
                with("x", "loop_index == 0 ? 'hang' : 'well'")));
        var first = story.iteration(stopping, "f", 1);
        story.awaitStep(first, "x", "RUNNING");
        story.act(first, "x", "stop");
        assertThat(story.end(stopping)).isEqualTo("STOPPED");
        assertThat(details(stopping)).isEqualTo("{\"STOPPED\":[1],\"SUCCEEDED\":[[2,3]]}");
    }

    private static String details(Run run) {
        var details = story.artifact(run, "f", "maestro_foreach").at("/foreach_overview/details");
        var sorted = new java.util.TreeMap<String, Object>();
        details.properties().forEach(entry -> sorted.put(entry.getKey(), entry.getValue()));
        return Json.text(Json.node(sorted));
    }

    @Test
    void oneIterationOfARunningForeachIsRestarted() {
        var run = story.run("iter", foreach("f", "", 2, with("x", "loop_index == 0 ? 'fail' : 'hang'")));
        var first = story.iteration(run, "f", 1);
        var second = story.iteration(run, "f", 2);
        story.await(first, "FAILED");
        story.awaitStep(second, "x", "RUNNING");
        story.restart(first, "x", WELL);
        story.await(first, "SUCCEEDED");
        assertThat(story.runId(first)).isEqualTo(2);
        assertThat(server.post(second.path() + "/actions/restart", INCOMPLETE).status()).isIn(400, 409);
        story.act(second, "x", "skip");
        assertThat(story.end(run)).isEqualTo("SUCCEEDED");
        assertThat(story.runId(run)).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
            policy                  | again
            RESTART_FROM_BEGINNING  | 2 2 2
            RESTART_FROM_INCOMPLETE | 1 2 2
            """)
    void aRestartedForeachKeepsWhatItsPolicyAllows(String policy, String again) {
        String id = "keep." + policy.length();
        var run = story.run(id, foreach("f", "", 3, with("x", "loop_index > 0 ? 'fail' : 'well'")));
        assertThat(story.end(run)).isEqualTo("FAILED");
        story.restart(run, "", "{\"restart_policy\": \"" + policy + "\"}");
        Story.until("run 2 ends", () -> story.runId(run) == 2 && story.status(run).equals("FAILED"));
        assertThat(List.of(1, 2, 3).stream()
                        .map(i -> Long.toString(story.runId(story.iteration(run, "f", i)))).toList())
                .containsExactly(again.split(" "));
    }

    // while (§3)

    private static String repeat(String condition, String... steps) {
        return """
                {"while": {"id": "w", "condition": "%s", "params": {"loop_params": {"type": "MAP", "value":
                 {"i": {"type": "LONG", "value": 0}}}}, "steps": [%s]}}""".formatted(condition, String.join(",", steps));
    }

    private static final String INC = """
            {"step": {"id": "inc", "type": "NoOp", "params": {"i": {"type": "LONG", "expression": "i + 1"}}}}""";

    @Test
    void aWhileRepeatsUntilItsConditionFails() {
        var run = story.run("wh", repeat("i < 3", INC));
        assertThat(story.end(run)).isEqualTo("SUCCEEDED");
        var artifact = story.artifact(run, "w", "maestro_while");
        assertThat(Json.text(artifact.at("/loop_param_values/i"))).isEqualTo("[0,1,2,3]");
        assertThat(artifact.path("last_iteration").asInt()).isEqualTo(3);
        assertThat(artifact.path("last_status").asString()).isEqualTo("SUCCEEDED");
        assertThat(artifact.at("/last_overview/step_overview/SUCCEEDED/cnt").asInt()).isEqualTo(1);
        assertThat(artifact.at("/rollup/overview/SUCCEEDED/cnt").asInt()).isEqualTo(2);
        assertThat(story.get(run.path() + "/steps/w").path("timeline").toString())
                .contains("while step is done at iteration [3] because its next condition is false");
    }

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
            condition | step           | iterations
            i > 0     | SUCCEEDED      | 0
            i.bad     | FATALLY_FAILED | 0
            """)
    void aConditionIsAskedBeforeTheFirstIteration(String condition, String step, int iterations) {
        var run = story.run("wh." + condition.length(), repeat(condition, INC));
        story.end(run);
        assertThat(story.step(run, "w")).isEqualTo(step);
        assertThat(story.artifact(run, "w", "maestro_while").path("last_iteration").asInt()).isEqualTo(iterations);
    }

    @Test
    void aWhileGoesOnFromItsFailedIteration() {
        var run = story.run("wh.again", repeat("i < 3", INC.replace("\"id\": \"inc\"", "\"id\": \"inc\","
                + " \"transition\": {\"successors\": {\"x\": \"true\"}}"), with("x", "i == 1 ? 'fail' : 'well'")));
        assertThat(story.end(run)).isEqualTo("FAILED");
        String inline = story.artifact(run, "w", "maestro_while").path("loop_workflow_id").asString();
        story.restart(new Run(inline, 2), "x", WELL);
        assertThat(story.end(run)).isEqualTo("SUCCEEDED");
        assertThat(Json.text(story.artifact(run, "w", "maestro_while").at("/loop_param_values/i")))
                .isEqualTo("[0,1,2,3]");
        assertThat(story.artifact(run, "w", "maestro_while").propertyNames()).containsExactlyInAnyOrder(
                "loop_workflow_id", "loop_identity", "loop_run_id", "run_policy", "run_id", "first_iteration",
                "last_iteration", "last_status", "last_overview", "rollup", "loop_param_values", "type");
    }

    @Test
    void aWhileOverAListIsRefusedWhenItBegins() {
        var run = story.run("wh.list", repeat("true", INC)
                .replace("{\"type\": \"LONG\", \"value\": 0}", "{\"type\": \"LONG_ARRAY\", \"value\": [1, 2]}"));
        assertThat(story.end(run)).isEqualTo("FAILED");
        assertThat(story.get(run.path() + "/steps/w").path("timeline").toString())
                .contains("Loop param [i] of step [w] is not a STRING, LONG, DOUBLE or BOOLEAN");
    }

    @Test
    void theNewestFiveHundredValuesOfALongWhileAreShown() {
        var run = story.run("wh.long", repeat("i < 520", INC));
        assertThat(story.end(run)).isEqualTo("SUCCEEDED");
        var values = story.artifact(run, "w", "maestro_while").at("/loop_param_values/i");
        assertThat(values.size()).isEqualTo(501);
        assertThat(values.get(0).asInt()).isEqualTo(20);
        assertThat(values.get(values.size() - 1).asInt()).isEqualTo(520);
    }
}
