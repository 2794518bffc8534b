package maestro.server.http;

import static maestro.server.http.Steps.foreach;
import static maestro.server.http.Steps.noop;
import static maestro.server.http.Steps.repeat;
import static maestro.server.http.Steps.sleep;
import static maestro.server.http.Steps.subworkflow;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What a loop that goes on tells of its live iterations (composite-steps.md §2.5, §3.3, execution.md §9.2). */
class LiveLoopTest {
    @AutoClose
    private static final Running server = new Running();
    private static final Story story = new Story(server);

    private static JsonNode overview(Story.Run run) {
        return story.view(run).path("runtime_overview");
    }

    @Test
    void aForeachCountsTheStepsOfIterationsThatGoOn() {
        var run = story.run("live", foreach("f", "\"concurrency\": 2,", 3, sleep("x", 60), noop("y")), noop("n"));
        var first = story.iteration(run, "f", 1);
        var second = story.iteration(run, "f", 2);
        story.awaitStep(first, "x", "RUNNING");
        story.awaitStep(second, "x", "RUNNING");
        story.awaitStep(second, "y", "SUCCEEDED");
        var loop = story.artifact(run, "f", "maestro_foreach").path("foreach_overview");
        assertThat(loop.path("running_stats").toString()).isEqualTo("{\"IN_PROGRESS\":2}");
        var rollup = loop.path("running_rollup");
        assertThat(rollup.path("total_leaf_count").asInt()).isEqualTo(4);
        assertThat(rollup.at("/overview/SUCCEEDED/cnt").asInt()).isEqualTo(2);
        assertThat(rollup.at("/overview/RUNNING/ref").get(first.workflow() + ":1").toString())
                .isEqualTo("[\"1:x:1\",\"2:x:1\"]");
        assertThat(overview(run).at("/rollup_overview/total_leaf_count").asInt()).isEqualTo(5);
        var listed = story.get(run.path() + "/runs/1/steps").get(0);
        assertThat(listed.at("/artifacts/maestro_foreach/foreach_overview/running_rollup")).isEqualTo(rollup);
        story.act(run, "", "stop");
        story.end(run);
    }

    @Test
    void aWhileShowsHowItsIterationStands_alsoWhenItIsFarBelow() {
        server.push("live.child", "", foreach("f", "", 1, repeat("w", "true", sleep("x", 60), noop("y"))));
        var run = story.run("live.while", subworkflow("s", "live.child"));
        var child = story.child(run, "s");
        var iteration = story.iteration(child, "f", 1);
        var artifact = story.artifact(iteration, "w", "maestro_while");
        var inner = new Story.Run(artifact.path("loop_workflow_id").asString(), 1);
        story.awaitStep(inner, "x", "RUNNING");
        story.awaitStep(inner, "y", "SUCCEEDED");
        var now = story.artifact(iteration, "w", "maestro_while");
        assertThat(now.path("last_status").asString()).isEqualTo("IN_PROGRESS");
        assertThat(now.path("last_overview")).isEqualTo(overview(inner));
        assertThat(now.at("/rollup/total_leaf_count").asInt()).isZero();
        var all = overview(run).path("rollup_overview");
        assertThat(all).isEqualTo(overview(inner).path("rollup_overview"));
        assertThat(all.at("/overview/RUNNING/ref").get(inner.workflow() + ":1").toString()).isEqualTo("[\"1:x:1\"]");
        for (String page : new String[] {"/api/v3/workflows/live.while/instances?first=5", run.path() + "/runs?last=5"})
            assertThat(story.get(page).at("/elements/0/runtime_overview/rollup_overview")).as(page).isEqualTo(all);
        story.act(run, "", "kill");
        assertThat(story.end(run)).isEqualTo("FAILED");
        assertThat(story.get(iteration.path() + "/steps/w").at("/artifacts/maestro_while/last_status").asString())
                .isEqualTo("STOPPED");
    }
}
