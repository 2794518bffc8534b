package maestro.server.http;

import static maestro.server.http.Steps.foreach;
import static maestro.server.http.Steps.noop;
import static maestro.server.http.Steps.repeat;
import static maestro.server.http.Steps.shell;
import static maestro.server.http.Steps.subworkflow;
import static maestro.server.http.Story.INCOMPLETE;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import maestro.model.json.Json;
import maestro.server.http.Story.Run;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Lists of steps, views of steps and the artifacts of composite ones (rest-api.md §10, §11, §19). */
class StepViewTest {
    private static final String WELL = """
            {"restart_policy": "RESTART_FROM_INCOMPLETE",
             "step_run_params": {"script": {"type": "STRING", "value": "well"}}}""";
    private static final String BEGINNING = "{\"restart_policy\": \"RESTART_FROM_BEGINNING\"}";

    @AutoClose
    private static final Running server = new Running();
    private static final Story story = new Story(server);

    private static List<String> listed(String path) {
        return story.get(path).valueStream()
                .map(step -> step.path("step_id").asString() + step.path("workflow_run_id").asInt())
                .toList();
    }

    /** A foreach whose iterations fail from the second on, unless a step param says otherwise. */
    private static String failing(String id, int iterations) {
        return foreach(id, "", iterations, """
                {"step": {"id": "x", "type": "Shell", "params": {"script": {"type": "STRING",
                 "expression": "loop_index == 1 ? 'fail' : 'well'"}}}}""");
    }

    @Test
    void theStepsOfAnInstanceAreThoseOfAllItsRuns() {
        var run = story.run("steps", noop("fetch", "clean"), shell("clean", "fail", "mail"), noop("mail"));
        story.end(run);
        assertThat(story.get(run.path() + "/steps")).hasSize(2);
        story.restart(run, "clean", WELL);
        assertThat(story.end(run)).isEqualTo("SUCCEEDED");
        assertThat(listed(run.path() + "/steps")).containsExactlyInAnyOrder("fetch1", "clean2", "mail2");
        assertThat(listed(run.path() + "/runs/2/steps")).containsExactly("clean2", "mail2");
        assertThat(listed(run.path() + "/runs/1/steps")).containsExactly("fetch1", "clean1");
        var steps = story.get(run.path() + "/steps");
        for (JsonNode step : steps)
            assertThat(step).isEqualTo(story.get(run.path() + "/steps/" + step.path("step_id").asString() + "?enriched=false"));
        assertThat(steps.valueStream().map(step -> step.path("step_instance_id").asInt()).toList()).isSorted();
        assertThat(story.get("/api/v3/workflows/steps/instances/99/steps")).isEmpty();
    }

    @Test
    void whatAStepAnnouncesIsToldOnceItsWorkIsDone() {
        server.push("outputs.child", "", noop("x"));
        var run = story.run("outputs", noop("a", "b:false", "c"), noop("b"),
                shell("c", "hang", "d"), noop("d"), subworkflow("s", "outputs.child"), foreach("f", "", 0, noop("y")),
                repeat("w", "false", noop("z")),
                """
                {"step": {"id": "ignored", "type": "Shell", "failure_mode": "IGNORE_FAILURE",
                 "params": {"script": {"type": "STRING", "value": "fail"}}}}""",
                noop("odd", "never:nothing_of_this_name > 1"), noop("never"));
        story.awaitStep(run, "c", "RUNNING");
        for (String step : List.of("s", "f", "w")) story.awaitStep(run, step, "SUCCEEDED");
        assertThat(outputs(run, "c")).isEqualTo("-");
        story.act(run, "c", "skip");
        story.end(run);
        for (String done : List.of("a", "s", "f", "w", "d")) assertThat(outputs(run, done)).as(done).isEqualTo("{}");
        assertThat(story.step(run, "b")).isEqualTo("UNSATISFIED");
        assertThat(story.step(run, "ignored")).isEqualTo("COMPLETED_WITH_ERROR");
        assertThat(story.step(run, "odd")).isEqualTo("INTERNALLY_FAILED");
        for (String not : List.of("b", "c", "ignored")) assertThat(outputs(run, not)).as(not).isEqualTo("-");
        assertThat(outputs(run, "odd")).isEqualTo("{}");
        assertThat(story.get(run.path() + "/steps/a").has("signal_dependencies")).isFalse();
    }

    private static String outputs(Run run, String step) {
        var outputs = story.get(run.path() + "/steps/" + step).get("signal_outputs");
        return outputs == null ? "-" : outputs.toString();
    }

    @Test
    void theDefinitionOfAStepHasItsParamsThoughNoneWerePushed() {
        var run = story.run("definition", foreach("f", "", 1, noop("x")), noop("a"));
        story.end(run);
        var shown = story.get(run.path() + "/steps/a").at("/definition/step");
        assertThat(shown.path("params")).isEqualTo(Json.object());
        assertThat(shown.path("failure_mode").asString()).isEqualTo("FAIL_AFTER_RUNNING");
        var nested = story.get(run.path() + "/steps/f").at("/definition/foreach/steps/0/step");
        assertThat(nested.has("params") || nested.has("failure_mode")).isFalse();
        var inside = story.get(story.iteration(run, "f", 1).path() + "/steps/x").at("/definition/step");
        assertThat(inside.path("params")).isEqualTo(Json.object());
        assertThat(inside.has("failure_mode")).isTrue();
        var stored = story.get("/api/v3/workflows/definition/versions/latest").at("/workflow");
        assertThat(stored.has("params") || stored.at("/steps/1/step").has("params")).isFalse();
        assertThat(story.view(run).at("/runtime_workflow/steps/1/step").has("params")).isFalse();
    }

    @Test
    void onlyARestartInPlaceIsToldOnTheAttempt() {
        var run = story.run("attempt", shell("a", "fail"), shell("b", "hang"));
        story.awaitStep(run, "a", "FATALLY_FAILED");
        story.restart(run, "a", WELL);
        story.awaitStep(run, "a", "SUCCEEDED");
        var inPlace = story.get(run.path() + "/runs/1/steps/a/attempts/2");
        assertThat(inPlace.path("step_run_params")).isEqualTo(Json.object());
        assertThat(inPlace.at("/restart_config/step_restart_params/a/script/value").asString()).isEqualTo("well");
        assertThat(inPlace.at("/restart_config").has("restart_params")).isFalse();
        assertThat(story.get(run.path() + "/runs/1/steps/a/attempts/1").has("step_run_params")).isFalse();
        story.act(run, "b", "kill");
        story.end(run);
        story.restart(run, "b", WELL);
        story.end(run);
        var anew = story.get(run.path() + "/steps/b");
        assertThat(anew.path("workflow_run_id").asInt()).isEqualTo(2);
        assertThat(anew.has("step_run_params") || anew.has("restart_config")).isFalse();
        assertThat(story.view(run).at("/run_config/restart_config/step_restart_params/b").isEmpty()).isFalse();
    }

    @Test
    void aForeachShowsOnlyWhatItCounts() {
        var run = story.run("counted", foreach("none", "", 0, noop("x")), foreach("five", "", 5, noop("y")));
        story.end(run);
        assertThat(story.artifact(run, "none", "maestro_foreach").path("foreach_overview"))
                .isEqualTo(Json.parse("{\"checkpoint\": 0}"));
        assertThat(story.artifact(run, "five", "maestro_foreach").path("foreach_overview")).isEqualTo(Json.parse("""
                {"checkpoint": 6, "stats": {"SUCCEEDED": 5},
                 "rollup": {"total_leaf_count": 5, "overview": {"SUCCEEDED": {"cnt": 5}}},
                 "details": {"SUCCEEDED": [[1, 5]]}}"""));
        var busy = story.run("busy", foreach("f", "\"concurrency\": 2,", 3, shell("x", "hang")));
        Story.until("two do not run", () -> {
            var stats = story.get(busy.path() + "/steps/f").at("/artifacts/maestro_foreach/foreach_overview/running_stats");
            return stats.path("IN_PROGRESS").asInt(0) == 2;
        });
        var overview = story.artifact(busy, "f", "maestro_foreach").path("foreach_overview");
        assertThat(Set.copyOf(overview.propertyNames()))
                .isEqualTo(Set.of("checkpoint", "running_stats", "running_rollup", "details"));
        assertThat(overview.path("checkpoint").asInt()).isEqualTo(1);
        story.act(busy, "", "stop");
        story.end(busy);
    }

    @Test
    void aForeachThatGoesOnLooksAtWhatItLaunchedItself() {
        var run = story.run("kept", failing("f", 4));
        story.end(run);
        var first = story.artifact(run, "f", "maestro_foreach");
        assertThat(first.has("ancestor_iteration_count")).isFalse();
        var iteration = new Run(first.path("foreach_workflow_id").asString(), 2);
        story.restart(iteration, "x", WELL);
        assertThat(story.end(run)).isEqualTo("SUCCEEDED");
        var again = story.artifact(run, "f", "maestro_foreach");
        assertThat(again.path("ancestor_iteration_count").asInt()).isEqualTo(4);
        assertThat(again.at("/foreach_overview/checkpoint").asInt()).isEqualTo(3);
        assertThat(again.at("/foreach_overview/details/SUCCEEDED")).isEqualTo(Json.parse("[[1, 4]]"));
        story.restart(run, "f", INCOMPLETE);
        story.end(run);
        var kept = story.artifact(run, "f", "maestro_foreach");
        assertThat(kept.at("/foreach_overview/checkpoint").asInt()).isEqualTo(4);
        assertThat(kept.path("ancestor_iteration_count").asInt()).isEqualTo(4);
    }

    @Test
    void aForeachThatBeginsAnewMakesNewRunsAndRestartsNone() {
        server.push("anew.child", "", noop("z"));
        var run = story.run("anew", foreach("f", "", 2, subworkflow("s", "anew.child")));
        story.end(run);
        story.restart(run, "", BEGINNING);
        assertThat(story.end(run)).isEqualTo("SUCCEEDED");
        assertThat(story.artifact(run, "f", "maestro_foreach").has("ancestor_iteration_count")).isFalse();
        var iteration = story.view(story.iteration(run, "f", 2));
        assertThat(iteration.path("workflow_run_id").asInt()).isEqualTo(2);
        assertThat(iteration.at("/run_config/policy").asString()).isEqualTo("RESTART_FROM_BEGINNING");
        assertThat(iteration.path("run_config").has("restart_config")).isFalse();
        assertThat(iteration.at("/params/f_i/source").asString()).isEqualTo("FOREACH");
    }

    @Test
    void theLeavesOfAWhilesLastIterationStandInItsOverviewOnly() {
        var run = story.run("last", repeat("w", "w_i < 5",
                RunViewTest.with("a", "\"w_i\": {\"type\": \"LONG\", \"expression\": \"w_i + 1\"}"), noop("b")),
                repeat("none", "false", noop("c")));
        story.end(run);
        var loop = story.artifact(run, "w", "maestro_while");
        assertThat(loop.path("last_iteration").asInt()).isEqualTo(5);
        assertThat(loop.path("rollup")).isEqualTo(Json.parse("""
                {"total_leaf_count": 8, "overview": {"SUCCEEDED": {"cnt": 8}}}"""));
        assertThat(loop.at("/last_overview/rollup_overview/total_leaf_count").asInt()).isEqualTo(2);
        assertThat(story.view(run).at("/runtime_overview/rollup_overview/total_leaf_count").asInt()).isEqualTo(11);
        var none = story.artifact(run, "none", "maestro_while");
        assertThat(none.at("/rollup/total_leaf_count").asInt(-1)).isZero();
        assertThat(none.has("last_status") || none.has("last_overview")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"true, true", "false, false"})
    void aSubworkflowsArtifactTellsOfTheRunItWaitsForAndHasNoStatus(boolean sync, boolean overview) {
        String name = "called." + sync;
        server.push(name + ".child", "", noop("x"));
        var run = story.run(name, """
                {"subworkflow": {"id": "s", "sync": %s, "params": {
                 "subworkflow_id": {"type": "STRING", "value": "%s.child"}}}}""".formatted(sync, name));
        story.end(run);
        var artifact = story.artifact(run, "s", "maestro_subworkflow");
        assertThat(artifact.has("subworkflow_status")).isFalse();
        assertThat(artifact.has("subworkflow_overview")).isEqualTo(overview);
    }
}
