package maestro.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import maestro.model.json.Json;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** What is shown of what was written (definition.md §3, §13; python-sdk.md §5), row by row. */
class EchoTest {
    private static final String WORKFLOWS = "/api/v3/workflows";
    private static final String JSON = "user: amy;;content-type: application/json";
    private static final String YAML = "user: amy;;content-type: application/yaml";

    @AutoClose
    private static final Running server = new Running();
    private static final Story story = new Story(server);
    private static int count;

    /** {@code -}: the key is not there. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', useHeadersInDisplayName = true, textBlock = """
            of the workflow                 | of the step                  | at                             | shown
                                            |                              | /tags                          | -
            "tags": [],                     |                              | /tags                          | []
            "tags": null,                   |                              | /tags                          | -
            "params": {},                   |                              | /params                        | {}
            "time_triggers": [],            |                              | /time_triggers                 | []
            "signal_triggers": [],          |                              | /signal_triggers               | []
                                            |                              | /steps/0/step/tags             | -
                                            | "tags": [],                  | /steps/0/step/tags             | []
                                            | "params": {},                | /steps/0/step/params           | {}
                                            | "transition": {"successors": {}, "predecessors": []}, | /steps/0/step/transition | {}
                                            | "signal_outputs": null,      | /steps/0/step/signal_outputs   | -
            "timeout": 1.5,                 |                              | /timeout                       | 1.5
            "timeout": "2 days 3h",         |                              | /timeout                       | "2 days 3h"
            """)
    void emptyListsStayAndNullsGo(String workflow, String step, String at, String shown) {
        String id = "echo." + count++;
        String body = """
                {"properties": {"owner": "amy"}, "workflow": {"id": "%s", %s
                 "steps": [{"step": {"id": "s", %s "type": "NoOp"}}]}}"""
                .formatted(id, workflow == null ? "" : workflow, step == null ? "" : step);
        var pushed = server.http.call("POST", WORKFLOWS, JSON, body);
        assertThat(pushed.status()).as(pushed.text()).isEqualTo(200);
        assertThat(found(pushed.json().at("/workflow_definition/workflow" + at))).isEqualTo(shown);
        var stored = server.http.get(WORKFLOWS + "/" + id + "/versions/1");
        assertThat(found(stored.json().at("/workflow" + at))).isEqualTo(shown);
    }

    private static String found(JsonNode node) {
        return node.isMissingNode() ? "-" : Json.text(node);
    }

    /** The published client always writes tags, empty ones too. */
    @Test
    void theYamlFormKeepsEmptyTags() {
        var pushed = server.http.call("POST", WORKFLOWS + "/yaml", YAML, """
                Workflow:
                  id: echo.yaml
                  owner: ann
                  tags: []
                  jobs:
                  - job: {id: leaf, tags: [], transition: [], type: NoOp}
                """);
        assertThat(pushed.status()).as(pushed.text()).isEqualTo(200);
        var workflow = pushed.json().at("/workflow_definition/workflow");
        assertThat(found(workflow.at("/tags"))).isEqualTo("[]");
        assertThat(found(workflow.at("/steps/0/step/tags"))).isEqualTo("[]");
    }

    /** RUN_TS is 2021-01-01T01:30Z. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', useHeadersInDisplayName = true, textBlock = """
            written                                            | in the run
            {"completed_by_hour": 6, "tz": "UTC"}              | {"completed_by_hour":6,"tz":"UTC","completed_by_ts":1609480799000}
            {"completed_by_hour": 6, "tz": "Asia/Tokyo"}       | {"completed_by_hour":6,"tz":"Asia/Tokyo","completed_by_ts":1609448399000}
            {"completed_by_hour": 6}                           | {"completed_by_hour":6,"completed_by_ts":1609480799000}
            {"duration_minutes": 10}                           | {"duration_minutes":10,"completed_by_ts":1609465200000}
            {"completed_by_ts": 5}                             | {"completed_by_ts":5}
            {"completed_by_hour": 6, "tz": "Nowhere"}          | {"completed_by_hour":6,"tz":"Nowhere"}
            """)
    void theTargetCompletionTimeOfARunIsAMoment(String written, String inTheRun) {
        String id = "tct." + count++;
        story.push(id, "\"alerting\": {\"tct\": " + written + "}",
                "\"params\": {\"RUN_TS\": {\"type\": \"LONG\", \"value\": 1609464600000}},", Steps.noop("s"));
        var run = story.start(id);
        story.end(run);
        assertThat(found(story.view(run).at("/run_properties/alerting/tct"))).isEqualTo(inTheRun);
        assertThat(found(server.http.get(WORKFLOWS + "/" + id + "/versions/1")
                        .json().at("/properties_snapshot/alerting/tct")))
                .isEqualTo(Json.text(Json.parse(written)));
    }

    @Test
    void aStartTellsWhoStartedIt() {
        server.push("echo.start", "", Steps.noop("s"));
        String start = WORKFLOWS + "/echo.start/versions/latest/actions/start";
        assertThat(started(start, "{\"type\": \"manual\"}"))
                .isEqualTo("Manually run a new workflow instance by a user [amy]");
        assertThat(started(start, """
                {"type": "subworkflow", "ancestors": [{"workflow_id": "z", "instance_id": 1, "run_id": 2, "step_id": "q",
                 "step_attempt_id": 1, "sync": true}]}"""))
                .isEqualTo("SUBWORKFLOW step ([z][1][2][q]) runs a new workflow instance");
    }

    private static String started(String path, String initiator) {
        var reply = server.http.call("POST", path, JSON, "{\"initiator\": " + initiator + "}");
        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        return reply.json().at("/timeline_event/message").stringValue();
    }

    @Test
    void whatAJobTemplateGivesIsNotMissed() {
        var made = server.post("/api/v3/job-templates", """
                {"owner": "amy", "status": "active", "support": "-", "definition": {"job_type": "Call",
                 "step_type": "Http", "version": "default", "params": {"http": {"type": "MAP",
                  "value": {"url": {"type": "STRING", "value": "http://127.0.0.1/"}}}}}}""");
        assertThat(made.status()).as(made.text()).isEqualTo(200);
        var pushed = server.push("echo.template", "", """
                {"step": {"id": "s", "type": "Http", "sub_type": "Call"}}""");
        assertThat(pushed.json().has("warnings")).as(pushed.text()).isFalse();
    }

    @Test
    void aForeachThatFailedSaysSoAndShowsNothingOfTheEngine() {
        var run = story.run("echo.loop", Steps.foreach("f", "", 1, Steps.shell("x", "fail")));
        story.end(run);
        story.restart(run, "", "{\"restart_policy\": \"RESTART_FROM_INCOMPLETE\"}");
        story.end(run);
        var step = story.get(run.path() + "/steps/f");
        assertThat(Json.text(step.path("timeline"))).containsOnlyOnce(
                "\"Foreach step will be failed after all running steps because of a step failure.\"");
        assertThat(step.at("/artifacts/maestro_foreach").propertyNames()).containsExactlyInAnyOrder(
                "foreach_workflow_id", "foreach_identity", "foreach_run_id", "run_policy", "run_id", "total_loop_count",
                "next_loop_index", "ancestor_iteration_count", "foreach_overview", "type");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', useHeadersInDisplayName = true, textBlock = """
            step | status            | satisfied
            a    | SUCCEEDED         | true
            b    | UNSATISFIED       | false
            c    | INTERNALLY_FAILED | -
            """)
    void whetherAStepWasReachedIsToldOnceThatIsKnown(String step, String status, String satisfied) {
        String id = "echo.reached." + step;
        var run = story.run(id,
                """
                {"step": {"id": "a", "type": "NoOp", "transition": {"successors": {"b": "false"}}}}""",
                Steps.noop("b"), """
                {"step": {"id": "c", "type": "NoOp", "timeout": "${nobody}"}}""");
        story.end(run);
        assertThat(story.step(run, step)).isEqualTo(status);
        assertThat(found(story.get(run.path() + "/steps/" + step).at("/params/maestro_step_satisfied/evaluated_result")))
                .isEqualTo(satisfied);
    }

    @Test
    void aSubworkflowThatCannotStartWasNotStarted() {
        var run = story.run("echo.call", Steps.subworkflow("s", "echo.nowhere"));
        story.end(run);
        String timeline = Json.text(story.get(run.path() + "/steps/s").path("timeline"));
        assertThat(timeline).contains("Failed to start subworkflow step runtime with an error")
                .doesNotContain("Started a subworkflow");
    }

    @Test
    void aParamHasATagOnce() {
        var refused = server.push("echo.twice", "\"params\": {\"p\": {\"type\": \"LONG\", \"value\": 1,"
                + " \"tags\": [\"a\", \"a\"]}},", Steps.noop("s"));
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.text()).contains("twice");
    }
}
