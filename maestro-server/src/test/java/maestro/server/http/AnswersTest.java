package maestro.server.http;

import static maestro.server.http.Steps.foreach;
import static maestro.server.http.Steps.noop;
import static maestro.server.http.Steps.shell;
import static maestro.server.http.Steps.subworkflow;
import static maestro.server.http.Story.INCOMPLETE;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import maestro.model.json.Json;
import maestro.server.http.Story.Run;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** What actions, broken body rules, empty pages, YAML, params and hidden reads answer (rest-api.md §2, §3, §7, §9, §12). */
class AnswersTest {
    private static final String WORKFLOWS = "/api/v3/workflows";
    private static final String WELL = """
            {"restart_policy": "RESTART_FROM_INCOMPLETE",
             "step_run_params": {"script": {"type": "STRING", "value": "well"}}}""";

    @AutoClose
    private static final Running server = new Running();
    private static final Story story = new Story(server);

    @Test
    void aRestartThatMakesANewRunNamesNoStep() {
        server.push("anew.child", "", shell("x", "fail"));
        var root = story.run("anew.root", subworkflow("s", "anew.child"), shell("a", "fail"));
        story.end(root);
        var answer = story.restart(root, "a", WELL).json();
        assertThat(answer.propertyNames()).containsExactlyInAnyOrder("workflow_id", "workflow_version_id",
                "workflow_instance_id", "workflow_run_id", "status", "timeline_event");
        assertThat(answer.path("workflow_run_id").asInt()).isEqualTo(2);
        story.end(root);
        var below = story.restart(story.child(root, "s"), "x", WELL).json();
        assertThat(below.has("step_id") || below.has("step_attempt_id")).isFalse();
        assertThat(below.path("workflow_id").asString()).isEqualTo("anew.root");
        story.end(root);
    }

    @Test
    void aRestartInPlaceNamesTheStepThatGotAnAttempt() {
        server.push("place.child", "", shell("x", "fail"));
        var root = story.run("place.root", subworkflow("s", "place.child"), shell("wait", "hang"));
        story.awaitStep(root, "s", "FATALLY_FAILED");
        var answer = story.restart(story.child(root, "s"), "x", WELL).json();
        assertThat(answer.path("workflow_id").asString()).isEqualTo("place.root");
        assertThat(answer.path("workflow_run_id").asInt()).isEqualTo(1);
        assertThat(answer.path("step_id").asString()).isEqualTo("s");
        assertThat(answer.path("step_attempt_id").asInt()).isEqualTo(2);
        story.act(root, "", "stop");
        story.end(root);
    }

    @Test
    void anActionOnAStepWithoutAnAttemptIsRefusedByItsKind() {
        var run = story.run("none", shell("a", "hang", "b"), noop("b"));
        story.awaitStep(run, "a", "RUNNING");
        assertThat(statuses(run, "b")).containsExactly(400, 404, 404, 404);
        assertThat(statuses(run, "unknown")).containsExactly(400, 400, 400, 400);
        assertThat(server.put(run.path() + "/steps/a/actions/bypass").status()).isEqualTo(400);
        story.act(run, "", "stop");
        story.end(run);
        assertThat(statuses(run, "b")).containsExactly(400, 400, 400, 400);
    }

    private static List<Integer> statuses(Run run, String step) {
        return List.of("skip", "bypass", "stop", "kill").stream()
                .map(action -> server.put(run.path() + "/steps/" + step + "/actions/" + action).status())
                .toList();
    }

    @Test
    void aStepThatTheRunDoesNotHaveIsRefusedBeforeOneWithoutAnAttempt() {
        var run = story.run("dag", noop("a", "b"), shell("b", "fail", "c"), noop("c"));
        story.end(run);
        var restarted = story.restart(run, "b", """
                {"restart_policy": "RESTART_FROM_INCOMPLETE",
                 "step_run_params": {"script": {"type": "STRING", "value": "hang"}}}""");
        assertThat(restarted.status()).isEqualTo(200);
        story.awaitStep(run, "b", "RUNNING");
        for (String action : List.of("stop", "kill", "bypass")) {
            assertThat(server.put(run.path() + "/steps/a/actions/" + action).status()).as(action).isEqualTo(400);
            assertThat(server.put(run.path() + "/steps/c/actions/" + action).status()).as(action).isEqualTo(404);
        }
        story.act(run, "", "kill");
        story.end(run);
    }

    @ParameterizedTest
    @CsvSource({"''", "/runs/1"})
    void unblockingIsToldAsAnActionAlsoWhenItIsRepeated(String selector) {
        String workflow = "unblock" + selector.replace('/', '.');
        var run = story.run(workflow, shell("a", "fail"));
        story.end(run);
        for (int i = 0; i < 2; i++) {
            var answer = server.put(run.path() + selector + "/actions/unblock").json();
            var event = answer.path("timeline_event");
            assertThat(event.propertyNames()).containsExactlyInAnyOrder(
                    "timestamp", "type", "action", "author", "message", "reason");
            assertThat(event.path("type").asString()).isEqualTo("ACTION");
            assertThat(event.path("action").asString()).isEqualTo("UNBLOCK");
            assertThat(event.path("author").asString()).isEqualTo("amy");
            assertThat(answer.path("completed").asBoolean()).isTrue();
        }
        var killed = server.put(run.path() + selector + "/actions/kill").json();
        assertThat(killed.at("/timeline_event/type").asString()).isEqualTo("LOG");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            /workflows/steps/breakpoints | {"step_id": "x"}                                    | workflowId
            /workflows/steps/breakpoints | {"workflow_id": "w"}                                | stepId
            /workflows/steps/breakpoints | {"workflow_id": null, "step_id": null}              | workflowId stepId
            /job-templates               | {}                                                  | owner status support definition
            /job-templates               | {"owner": "o", "status": "a", "support": "s"}       | definition
            /job-templates               | {"owner": "o", "definition": {}}                    | status support definition.jobType definition.stepType definition.version
            /job-templates               | {"owner": "o", "status": "a", "support": "s", "definition": {"job_type": "J", "version": "v"}} | definition.stepType
            /job-templates/yaml          | {"owner": "o", "definition": {"job_type": "J"}}     | status support definition.stepType definition.version
            /workflows/w/versions/latest/actions/start | {}                                    | initiator
            /workflows/w/instances/1/actions/restart   | {}                                    | restartPolicy
            /workflows/w/instances/1/steps/s/actions/restart | {}                              | restartPolicy
            /workflows/w/properties/tag  | {"permit": 1}                                       | name
            /workflows                   | {}                                                  | workflow
            """)
    void everyRequiredFieldThatIsMissingIsListed(String path, String body, String paths) {
        String type = path.endsWith("yaml") ? "application/yaml" : "application/json";
        var reply = server.http.call("POST", "/api/v3" + path, "user: amy;;content-type: " + type, body);
        assertThat(reply.status()).as(reply.text()).isEqualTo(400);
        assertThat(reply.json().path("status").asString()).isEqualTo("BAD_REQUEST");
        assertThat(reply.json().path("errors").valueStream().map(text -> text.asString().split(" ")[0]).toList())
                .containsExactlyInAnyOrder(paths.split(" "));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            workflow: {id: w, owner: a}                                              | workflow.steps
            workflow: {id: w, owner: a, jobs: []}                                    | workflow.steps
            Workflow: {id: w, owner: a, jobs: [foreach: {id: f, loop_params: {x: [1]}}]} | workflow.steps[0].steps
            """)
    void yamlWithoutJobsBreaksTheRuleOfSteps(String yaml, String path) {
        for (String where : List.of("POST /workflows/yaml", "PUT /workflows/actions/validate/yaml")) {
            var call = where.split(" ");
            var reply = server.http.call(call[0], "/api/v3" + call[1], "user: amy;;content-type: application/yaml", yaml);
            assertThat(reply.status()).isEqualTo(400);
            assertThat(reply.json().at("/errors/0").asString()).startsWith(path + " ");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"type": "CRON", "cron": "* * * * *"}                     | workflow.timeTriggers[0]
            {"type": "CRON", "cron": "0,1 * * * *"}                   | workflow.timeTriggers[0]
            {"type": "INTERVAL", "interval": 5}                       | workflow.timeTriggers[0]
            {"type": "INTERVAL"}                                      | workflow.timeTriggers[0]
            {"type": "CRON", "cron": "often"}                         | workflow.timeTriggers[0].cron
            {"type": "CRON"}                                          | workflow.timeTriggers[0].cron
            {"type": "CRON", "cron": "0 1 * * *", "timezone": "Mars"} | workflow.timeTriggers[0].timezone
            {"type": "PREDEFINED"}                                    | workflow.timeTriggers[0].expression
            """)
    void aTimeTriggerIsReportedAtItsPath(String trigger, String path) {
        var reply = server.push("triggers", "\"time_triggers\": [" + trigger + "],", noop("a"));
        assertThat(reply.status()).as(reply.text()).isEqualTo(400);
        assertThat(reply.json().path("errors").valueStream().map(text -> text.asString().split(" ")[0]).toList())
                .containsExactly(path);
    }

    @Test
    void anEmptyPageHasNoIndexAndTheSameCount() {
        server.push("pages", "", noop("a"));
        server.push("pages", "", noop("b"));
        var empty = story.get(WORKFLOWS + "/pages/versions/pagination?first=5&cursor=1");
        assertThat(empty).isEqualTo(Json.parse("""
                {"page_info": {"start_cursor": null, "end_cursor": null, "has_previous_page": false,
                 "has_next_page": false, "start_index": null}, "total_count": 2, "elements": []}"""));
        for (String path : List.of("/nowhere/versions/pagination", "/nowhere/instances", "/nowhere/instances/1/runs")) {
            var page = story.get(WORKFLOWS + path + "?last=5");
            assertThat(page.at("/page_info/start_index").isNull()).as(path).isTrue();
            assertThat(page.path("total_count").asInt(-1)).as(path).isZero();
        }
    }

    @Test
    void theTranslationOfYamlHasParamsAndWritesRangesAsExpressions() {
        var reply = server.http.call("POST", WORKFLOWS + "/yaml", "user: amy;;content-type: application/yaml", """
                workflow:
                  id: tiny
                  owner: amy
                  jobs:
                    - job: {id: only, type: noop}
                    - foreach: {id: each, ranges: {n: {from: 2, to: 9, increment: 3}}, jobs: [job: {id: in, type: noop}]}
                    - subworkflow: {id: tiny2}
                """);
        var workflow = story.get(WORKFLOWS + "/tiny/versions/1").path("workflow");
        assertThat(reply.json().at("/workflow_definition/workflow")).isEqualTo(workflow);
        assertThat(workflow.path("params")).isEqualTo(Json.object());
        assertThat(workflow.at("/steps/0")).isEqualTo(
                Json.parse("{\"step\": {\"id\": \"only\", \"type\": \"NoOp\", \"params\": {}, \"transition\": {}}}"));
        assertThat(workflow.at("/steps/1/foreach/params/loop_params/value/n")).isEqualTo(
                Json.parse("{\"expression\": \"Util.intsBetween(2, 9, 3);\", \"type\": \"LONG_ARRAY\"}"));
        assertThat(workflow.at("/steps/1/foreach/steps/0/step/params")).isEqualTo(Json.object());
    }

    @Test
    void aRangeIsLoopedOver() {
        server.http.call("POST", WORKFLOWS + "/yaml", "user: amy;;content-type: application/yaml", """
                workflow:
                  id: ranged
                  owner: amy
                  jobs:
                    - foreach: {id: each, ranges: {n: {from: 2, to: 9, increment: 3}}, jobs: [job: {id: in, type: noop}]}
                """);
        var run = story.start("ranged");
        assertThat(story.end(run)).isEqualTo("SUCCEEDED");
        assertThat(story.view(story.iteration(run, "each", 3)).at("/params/n/evaluated_result").asInt()).isEqualTo(8);
    }

    @Test
    void aStepsTypeIsTheKeyOfItsType() {
        var info = "\"info\": {\"type\": \"STRING\", \"expression\": \"params.getFromStep('step_type_info')\"}";
        server.push("type.child", "", noop("x"));
        var run = story.run("types", RunViewTest.with("a", info), """
                {"step": {"id": "z", "type": "Sleep", "params": {%s, "sleep_seconds": {"type": "LONG", "value": 0}}}}"""
                .formatted(info), """
                {"subworkflow": {"id": "s", "params": {%s, "subworkflow_id": {"type": "STRING", "value": "type.child"}}}}"""
                .formatted(info));
        story.end(run);
        assertThat(param(run, "a", "info").path("evaluated_result").asString()).isEqualTo("NOOP");
        assertThat(param(run, "z", "info").path("evaluated_result").asString()).isEqualTo("SLEEP");
        assertThat(param(run, "s", "info").path("evaluated_result").asString()).isEqualTo("SUBWORKFLOW");
    }

    private static JsonNode param(Run run, String step, String name) {
        return story.get(run.path() + "/steps/" + step).at("/params/" + name);
    }

    @Test
    void theDefaultsOfCompositeStepsHaveTheirValidators() {
        server.push("valid.child", "", noop("x"));
        var run = story.run("valid", foreach("f", "", 1, noop("y")), subworkflow("s", "valid.child"), noop("a"));
        story.end(run);
        assertThat(param(run, "f", "loop_params").path("validator").asString()).isEqualTo("@NotEmpty");
        assertThat(param(run, "f", "loop_index").path("validator").asString()).isEqualTo("@Min(0)");
        assertThat(param(run, "s", "subworkflow_id").path("validator").asString()).isEqualTo("@NotEmpty");
        assertThat(param(run, "s", "subworkflow_version").path("validator").asString()).isEqualTo("@NotEmpty");
        for (JsonNode other : story.get(run.path() + "/steps/a").path("params")) assertThat(other.has("validator")).isFalse();
    }

    @Test
    void whatAFunctionAnswersMayBeLongerThanAnArrayThatIsWritten() {
        server.push("long", "\"params\": {\"n\": {\"type\": \"LONG_ARRAY\", \"expression\": \"Util.intsBetween(1, 40001, 1)\"}},",
                noop("a"));
        var run = story.start("long");
        assertThat(story.end(run)).isEqualTo("SUCCEEDED");
        assertThat(story.view(run).at("/params/n/evaluated_result")).hasSize(40_000);
        var refused = server.push("longer", "\"params\": {\"n\": {\"type\": \"LONG_ARRAY\", \"expression\": \"new long[40000]\"}},",
                noop("a"));
        assertThat(refused.status()).isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource({"FAIL_AFTER_RUNNING, 1, 25001, FATALLY_FAILED", "IGNORE_FAILURE, 251, 100, COMPLETED_WITH_ERROR"})
    void aForeachOverTooManyInAllFailsWhenItStarts(String mode, int some, int others, String status) {
        var run = story.run("many." + mode, """
                {"foreach": {"id": "f", "failure_mode": "%s", "params": {"loop_params": {"type": "MAP", "value":
                 {"m": {"type": "LONG_ARRAY", "expression": "Util.intsBetween(0, %d, 1)"},
                  "n": {"type": "LONG_ARRAY", "expression": "Util.intsBetween(0, %d, 1)"}}}}, "steps": [%s]}}"""
                .formatted(mode, some, others, noop("x")));
        story.end(run);
        assertThat(story.step(run, "f")).isEqualTo(status);
    }

    @Test
    void thePathToAnIterationEndsWithItAndNamesNoRunOfIt() {
        var run = story.run("path", foreach("outer", "", 2, foreach("inner", "", 3, noop("x"))));
        story.end(run);
        var outer = story.iteration(run, "outer", 2);
        var inner = story.iteration(outer, "inner", 3);
        assertThat(story.get(inner.path() + "/inline-path")).isEqualTo(Json.parse("""
                [{"workflow_id": "path", "instance_id": %d, "run_id": 1, "step_id": "outer", "step_attempt_id": 1},
                 {"workflow_id": "%s", "instance_id": 2, "run_id": 1, "step_id": "inner", "step_attempt_id": 1},
                 {"workflow_id": "%s", "instance_id": 3, "run_id": 0, "step_attempt_id": 0}]"""
                .formatted(run.instance(), outer.workflow(), inner.workflow())));
    }

    @Test
    void aRestartOfAllAnswersTheStartsFields() {
        var run = story.run("again", shell("a", "fail"));
        story.end(run);
        assertThat(story.restart(run, "", INCOMPLETE).json().propertyNames()).containsExactlyInAnyOrder("workflow_id",
                "workflow_version_id", "workflow_instance_id", "workflow_run_id", "workflow_uuid", "status", "timeline_event");
        story.end(run);
    }
}
