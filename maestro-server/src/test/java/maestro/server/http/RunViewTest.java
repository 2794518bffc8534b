package maestro.server.http;

import static maestro.server.http.Steps.foreach;
import static maestro.server.http.Steps.noop;
import static maestro.server.http.Steps.repeat;
import static maestro.server.http.Steps.shell;
import static maestro.server.http.Steps.sleep;
import static maestro.server.http.Steps.subworkflow;
import static maestro.server.http.Story.INCOMPLETE;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import maestro.model.json.Json;
import maestro.server.http.Story.Run;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Which members a view of a run has, and when it has none of them (rest-api.md §8). */
class RunViewTest {
    private static final String BEGINNING = "{\"restart_policy\": \"RESTART_FROM_BEGINNING\"}";

    @AutoClose
    private static final Running server = new Running();
    private static final Story story = new Story(server);

    private static List<String> names(JsonNode node) {
        return List.copyOf(node.propertyNames());
    }

    private static JsonNode aggregated(Run run, String step) {
        return story.view(run).at("/aggregated_info/step_aggregated_views/" + step);
    }

    @Test
    void whatIsNotCreatedHasAStatusAndNothingElse() {
        var run = story.run("aggregated", noop("load", "crunch"), shell("crunch", "fail", "report"), noop("report"));
        story.end(run);
        assertThat(names(aggregated(run, "load"))).containsExactlyInAnyOrder(
                "status", "workflow_run_id", "start_time", "end_time");
        assertThat(aggregated(run, "report")).isEqualTo(Json.parse("{\"status\": \"NOT_CREATED\"}"));
        story.restart(run, "", INCOMPLETE);
        story.end(run);
        assertThat(aggregated(run, "load").path("workflow_run_id").asInt()).isEqualTo(1);
        assertThat(aggregated(run, "crunch").path("workflow_run_id").asInt()).isEqualTo(2);
        assertThat(aggregated(run, "report")).isEqualTo(Json.parse("{\"status\": \"NOT_CREATED\"}"));
    }

    @Test
    void theStepsOfAQueuedRunAreNotCreatedToo() {
        story.push("queued.views", "\"run_strategy\": \"SEQUENTIAL\"", "", sleep("s", 60));
        var first = story.start("queued.views");
        var second = story.start("queued.views");
        assertThat(aggregated(second, "s")).isEqualTo(Json.parse("{\"status\": \"NOT_CREATED\"}"));
        server.put("/api/v3/workflows/queued.views/actions/kill");
        story.end(first);
        assertThat(story.end(second)).isEqualTo("FAILED");
        assertThat(aggregated(second, "s")).isEqualTo(Json.parse("{\"status\": \"NOT_CREATED\"}"));
        story.restart(second, "", BEGINNING);
        story.awaitStep(second, "s", "RUNNING");
        assertThat(aggregated(second, "s").path("workflow_run_id").asInt()).isEqualTo(2);
        story.act(second, "", "kill");
        story.end(second);
    }

    @Test
    void artifactsAreThereOnlyWhenTheStartBroughtSome() {
        server.push("artifacts.views", "", noop("a"));
        var bare = story.start("artifacts.views");
        story.end(bare);
        String path = "/api/v3/workflows/artifacts.views/versions/latest/actions/start";
        var empty = server.post(path, "{\"initiator\": {\"type\": \"manual\"}, \"artifacts\": {}}").json();
        var given = server.post(path, "{\"initiator\": {\"type\": \"manual\"}, \"artifacts\": {\"mine\": {\"x\": 1}}}").json();
        var run = new Run("artifacts.views", given.path("workflow_instance_id").asLong());
        story.end(run);
        assertThat(story.view(bare).has("artifacts")).isFalse();
        assertThat(story.get(bare.path() + "/runs/1").has("artifacts")).isFalse();
        var emptied = new Run("artifacts.views", empty.path("workflow_instance_id").asLong());
        assertThat(story.view(emptied).has("artifacts")).isFalse();
        assertThat(story.view(run).at("/artifacts/mine/x").asInt()).isEqualTo(1);
        for (String list : List.of("/api/v3/workflows/artifacts.views/instances?first=9", bare.path() + "/runs?first=9"))
            for (JsonNode view : story.get(list).path("elements"))
                assertThat(view.has("artifacts")).as(list)
                        .isEqualTo(view.path("workflow_instance_id").asLong() == run.instance());
        assertThat(story.get(bare.path() + "/steps/a").path("artifacts")).isEqualTo(Json.object());
    }

    @Test
    void onlyLaunchedRunsNameTheirCorrelationIdInTheirConfig() {
        server.push("corr.child", "", shell("x", "fail"));
        var root = story.run("corr", subworkflow("s", "corr.child"));
        story.end(root);
        var child = story.child(root, "s");
        String id = "corr:" + root.instance() + ":1";
        assertThat(story.view(root).at("/run_config/correlation_id").isMissingNode()).isTrue();
        assertThat(story.view(child).at("/run_config/correlation_id").asString()).isEqualTo(id);
        story.restart(root, "", INCOMPLETE);
        story.end(root);
        Story.until("no second run of the child", () -> story.runId(child) == 2);
        assertThat(story.view(root).at("/run_config/correlation_id").isMissingNode()).isTrue();
        assertThat(story.view(root).path("correlation_id").asString()).isEqualTo(id);
        assertThat(story.view(child).at("/run_config/correlation_id").asString()).isEqualTo(id);
        assertThat(story.view(child).path("correlation_id").asString()).isEqualTo(id);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', useHeadersInDisplayName = true, textBlock = """
            what    | body                                                                     | more
            restart | {"restart_policy": "RESTART_FROM_BEGINNING"}                             | "restart_params": {}
            restart | {"restart_policy": "RESTART_FROM_INCOMPLETE", "run_params": {"p": {"type": "LONG", "value": 3}}} \
            | "restart_params": {"p": {"value": 3, "type": "LONG"}}
            step    | {"restart_policy": "RESTART_FROM_INCOMPLETE"}                            | "step_restart_params": {"b": {}}
            step    | {"restart_policy": "RESTART_FROM_BEGINNING", "step_run_params": {"p": {"type": "LONG", "value": 3}}} \
            | "step_restart_params": {"b": {"p": {"value": 3, "type": "LONG"}}}
            step    | {"restart_policy": "RESTART_FROM_INCOMPLETE", "upstream_restart_mode": "RESTART_FROM_INLINE_ROOT"} \
            | "step_restart_params": {"b": {}}
            skip    | -                                                                        | "skip_steps": ["b"], "step_restart_params": {"b": {}}
            """)
    void aRestartConfigHasWhatItsRequestCouldGive(String what, String body, String more) {
        var run = story.run("config." + Math.abs((what + body).hashCode()), noop("a", "b"), shell("b", "fail"));
        story.end(run);
        if (what.equals("skip")) story.act(run, "b", "skip");
        else story.restart(run, what.equals("step") ? "b" : "", body);
        story.end(run);
        var config = story.view(run).at("/run_config/restart_config");
        var fields = new HashSet<>(config.propertyNames());
        var expected = Json.parse("{" + more + "}");
        fields.removeAll(List.of("restart_path", "restart_policy", "downstream_policy"));
        assertThat(fields).containsExactlyInAnyOrderElementsOf(expected.propertyNames());
        for (String name : expected.propertyNames()) assertThat(config.get(name)).isEqualTo(expected.get(name));
        assertThat(config.at("/restart_path/0").has("step_id")).isTrue();
        assertThat(story.view(run).path("run_params")).isEqualTo(Json.object());
    }

    @Test
    void aRestartConfigGoesDownItsPathAndNowhereElse() {
        server.push("way.child", "", shell("x", "fail"));
        var root = story.run("way", subworkflow("s", "way.child"));
        story.end(root);
        var child = story.child(root, "s");
        story.restart(child, "x", INCOMPLETE);
        Story.until("no second run", () -> story.runId(child) == 2);
        story.end(root);
        var above = story.view(root).at("/run_config/restart_config");
        var below = story.view(child).at("/run_config/restart_config");
        assertThat(above.path("restart_path")).hasSize(2);
        assertThat(below.path("restart_path")).hasSize(1);
        assertThat(names(below)).containsExactlyInAnyOrderElementsOf(above.propertyNames());
        assertThat(below.path("step_restart_params")).isEqualTo(Json.parse("{\"x\": {}}"));
        story.restart(root, "s", INCOMPLETE);
        Story.until("no third run", () -> story.runId(child) == 3);
        assertThat(story.view(child).path("run_config").has("restart_config")).isFalse();
    }

    @Test
    void launchedRunsAreTaggedByNameAlone() {
        server.push("tags.child", "", noop("x"));
        var root = story.run("tags", subworkflow("s", "tags.child"), foreach("f", "", 1, noop("y")),
                repeat("w", "w_i < 1", with("z", "\"w_i\": {\"type\": \"LONG\", \"expression\": \"w_i + 1\"}")));
        story.end(root);
        var loop = story.artifact(root, "w", "maestro_while").path("loop_workflow_id").asString();
        assertTagged(story.child(root, "s"), "maestro_subworkflow");
        assertTagged(story.iteration(root, "f", 1), "maestro_foreach");
        assertTagged(new Run(loop, 1), "maestro_while");
        assertThat(story.get("/api/v3/instances?first=9&tag=maestro_subworkflow").path("elements")).isEmpty();
    }

    private static void assertTagged(Run run, String tag) {
        var expected = Json.parse("[{\"name\": \"" + tag + "\"}]");
        assertThat(story.view(run).at("/run_config/runtime_tags")).isEqualTo(expected);
        assertThat(story.view(run).at("/runtime_workflow/tags")).isEqualTo(expected);
    }

    static String with(String id, String params) {
        return "{\"step\": {\"id\": \"" + id + "\", \"type\": \"NoOp\", \"params\": {" + params + "}}}";
    }

    @Test
    void aLaunchedRunShowsTheLimitOfItsTree_alsoNone() {
        server.push("tree.child", "\"instance_step_concurrency\": 7,", noop("x"));
        for (String limit : new String[] {"5", ""}) {
            String id = "tree" + limit;
            String more = limit.isEmpty() ? "" : "\"instance_step_concurrency\": 5,";
            server.push(id, more, subworkflow("s", "tree.child"), foreach("f", "", 1, noop("y")));
            var run = story.start(id);
            story.end(run);
            for (var launched : new Story.Run[] {story.child(run, "s"), story.iteration(run, "f", 1)})
                assertThat(story.view(launched).at("/runtime_workflow/instance_step_concurrency").asString(""))
                        .as(launched + " under " + id).isEqualTo(limit);
        }
    }

    @Test
    void theRunParamsOfALaunchedRunAreWhatItWasHandedDown() {
        server.push("given.child", "", noop("x"));
        String child = """
                {"subworkflow": {"id": "s", "params": {"fixed": {"type": "LONG", "expression": "1 + 1", "mode": "IMMUTABLE"},
                 "subworkflow_id": {"type": "STRING", "value": "given.child"}}}}""";
        server.push("given", "\"params\": {\"year\": {\"type\": \"LONG\", \"expression\": \"2000 + 24\"}},", child,
                foreach("f", "", 3, noop("y")),
                repeat("w", "w_i < 1", with("z", "\"w_i\": {\"type\": \"LONG\", \"expression\": \"w_i + 1\"}")));
        var root = story.start("given");
        story.end(root);
        var year = Json.parse("""
                {"value": 2024, "type": "LONG", "tags": [], "mode": "MUTABLE", "source": "DEFINITION"}""");
        var called = story.view(story.child(root, "s")).path("run_params");
        assertThat(called.path("year")).isEqualTo(year);
        assertThat(called.path("fixed")).isEqualTo(Json.parse("""
                {"expression": "1 + 1", "type": "LONG", "tags": [], "mode": "IMMUTABLE", "source": "DEFINITION"}"""));
        assertThat(called.has("RUN_TS")).isTrue();
        assertThat(called.has("subworkflow_id")).isFalse();
        var third = story.view(story.iteration(root, "f", 3)).path("run_params");
        assertThat(third.path("year")).isEqualTo(year);
        assertThat(third.path("loop_index")).isEqualTo(Json.parse("{\"value\": 2, \"type\": \"LONG\"}"));
        assertThat(third.path("f_i")).isEqualTo(Json.parse("{\"value\": 3, \"type\": \"LONG\"}"));
        assertThat(third.has("loop_params")).isFalse();
        var loop = story.artifact(root, "w", "maestro_while").path("loop_workflow_id").asString();
        var first = story.view(new Run(loop, 1)).path("run_params");
        assertThat(first.path("condition")).isEqualTo(Json.parse("{\"value\": true, \"type\": \"BOOLEAN\"}"));
        assertThat(first.path("w_i")).isEqualTo(Json.parse("{\"value\": 0, \"type\": \"LONG\"}"));
        assertThat(story.view(root).path("run_params")).isEqualTo(Json.object());
        var page = story.get("/api/v3/workflows/" + loop + "/instances?first=5").at("/elements/0/run_params/w_i");
        assertThat(page).isEqualTo(first.path("w_i"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "sync": true,  | true
            "sync": false, | false
            ``             | -
            """)
    void anAncestorTellsOfSyncOnlyWhatItsStepsDefinitionSays(String written, String shown) {
        String name = "sync." + shown.replace('-', 'n');
        server.push(name + ".child", "", foreach("f", "", 1, noop("x")));
        var root = story.run(name, """
                {"subworkflow": {"id": "s", %s "params": {
                 "subworkflow_id": {"type": "STRING", "value": "%s.child"}}}}""".formatted(written, name));
        story.end(root);
        var child = story.child(root, "s");
        story.end(child);
        assertThat(story.view(child).at("/initiator/ancestors/0/sync").asString("-")).isEqualTo(shown);
        var inside = story.view(story.iteration(child, "f", 1)).at("/initiator/ancestors");
        assertThat(inside.get(0).path("sync").asString("-")).isEqualTo(shown);
        assertThat(inside.get(1).has("sync")).isFalse();
        story.restart(child, "", BEGINNING);
        Story.until("no second run", () -> story.runId(child) == 2);
        assertThat(story.view(child).at("/initiator/ancestors/0/sync").asString("-")).isEqualTo(shown);
    }

    @Test
    void aCompletionTargetKeepsWhatItWasWrittenAs() {
        story.push("target", "\"alerting\": {\"tct\": {\"duration_minutes\": 45}}",
                "\"params\": {\"RUN_TS\": {\"type\": \"LONG\", \"value\": 1700000000000}},", noop("a"));
        var run = story.start("target");
        story.end(run);
        assertThat(story.view(run).at("/run_properties/alerting/tct")).isEqualTo(Json.parse("""
                {"duration_minutes": 45, "completed_by_ts": 1700002700000}"""));
        story.push("target.hour", "\"alerting\": {\"tct\": {\"completed_by_hour\": 9, \"tz\": \"UTC\"}}", "", noop("a"));
        var other = story.start("target.hour");
        story.end(other);
        var tct = story.view(other).at("/run_properties/alerting/tct");
        assertThat(names(tct)).containsExactlyInAnyOrder("completed_by_hour", "tz", "completed_by_ts");
        story.restart(other, "", BEGINNING);
        story.end(other);
        assertThat(names(story.view(other).at("/run_properties/alerting/tct")))
                .containsExactlyInAnyOrder("completed_by_hour", "tz", "completed_by_ts");
    }
}
