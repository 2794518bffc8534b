package maestro.server.http;

import static maestro.server.http.RunViewTest.with;
import static maestro.server.http.Steps.noop;
import static maestro.server.http.Steps.repeat;
import static maestro.server.http.Steps.shell;
import static maestro.server.http.Steps.subworkflow;
import static maestro.server.http.Story.INCOMPLETE;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What differs from Netflix Maestro on purpose, a test for each row of docs/api.md. */
class DifferencesTest {
    private static final String W = "/api/v3/workflows";

    @AutoClose
    private static final Running server = new Running();
    private static final Story story = new Story(server);

    @Test
    void aRootThatAStepRestartPassesByIsCountedWithItsLatestAttempt() {
        var run = story.run("d.rollup", shell("a", "fail"), noop("b"));
        story.end(run);
        story.restart(run, "b", INCOMPLETE);
        story.end(run);
        var rollup = story.view(run).at("/runtime_overview/rollup_overview");
        assertThat(rollup.path("total_leaf_count").asInt()).isEqualTo(2);
        assertThat(rollup.at("/overview/FATALLY_FAILED/ref/d.rollup:1/0").asString()).isEqualTo("1:a:0");
    }

    @Test
    void versionsPagedBackwardsAtTheNewestEndAreOnlyTheNewerOnes() {
        for (int i = 0; i < 3; i++) server.push("d.page", "", noop("a"));
        var page = story.get(W + "/d.page/versions/pagination?last=3&cursor=2");
        assertThat(page.path("elements")).hasSize(1);
        assertThat(page.at("/elements/0/metadata/workflow_version_id").asInt()).isEqualTo(3);
        assertThat(page.at("/page_info/has_previous_page").asBoolean()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            before | "mine": 1, "extra_info": {"more": 2},
            after  | "extra_info": {"more": 2}, "mine": 1,
            """)
    void extraInfoJoinsTheOtherKeysWhateverTheirOrder(String name, String keys) {
        var pushed = server.post(W, """
                {%s "properties": {"owner": "amy"}, "workflow": {"id": "d.extra.%s", "steps": [%s]}}"""
                .formatted(keys, name, noop("a")));
        var metadata = pushed.json().at("/workflow_definition/metadata");
        assertThat(metadata.path("mine").asInt()).as(pushed.text()).isEqualTo(1);
        assertThat(metadata.path("more").asInt()).isEqualTo(2);
        assertThat(metadata.has("extra_info")).isFalse();
    }

    @Test
    void aTemplateThatClosesACycleIsRefused() {
        assertThat(template("DA", "DB").status()).isEqualTo(200);
        assertThat(template("DB", "DC").status()).isEqualTo(200);
        assertThat(template("DC", "DA").status()).isEqualTo(400);
        assertThat(server.http.get("/api/v3/job-templates/DC").status()).isEqualTo(404);
    }

    private static Http.Reply template(String type, String parent) {
        return server.post("/api/v3/job-templates", """
                {"owner": "o", "status": "a", "support": "s", "definition": {"job_type": "%s", "step_type": "Shell",
                 "version": "default", "inherit_from": {"%s": "default"}}}""".formatted(type, parent));
    }

    @Test
    void workflowsAreListed() {
        server.push("d.listed", "", noop("a"));
        var list = server.http.get(W + "?prefix=d.listed");
        assertThat(list.status()).isEqualTo(200);
        assertThat(list.text()).contains("\"d.listed\"");
    }

    @Test
    void onlyAPushHasWarnings() {
        String odd = with("a", "\"k\": {\"type\": \"LONG\", \"expression\": \"nothing_here + 1\"}");
        var pushed = server.push("d.warned", "", odd);
        assertThat(pushed.json().path("warnings")).isNotEmpty();
        String body = "{\"workflow\": {\"id\": \"d.warned\", \"steps\": [" + odd + "]}}";
        String headers = "user: amy;;content-type: application/json";
        var validated = server.http.call("PUT", W + "/actions/validate", headers, body);
        assertThat(validated.status()).isEqualTo(200);
        var read = server.http.get(W + "/d.warned/versions/1");
        for (var answer : List.of(validated, read, server.push("d.calm", "", noop("a"))))
            assertThat(answer.json().has("warnings")).as(answer.text()).isFalse();
    }

    @Test
    void aConditionAfterAFailedHttpStepSeesTheRealStatus() {
        var run = story.run("d.http", """
                {"step": {"id": "h", "type": "Http", "failure_mode": "IGNORE_FAILURE", "params": {"http": {
                 "type": "MAP", "value": {"url": {"type": "STRING", "value": "%s/nowhere"}}}},
                 "transition": {"successors": {"real": "status_code == 404", "usual": "status_code == 200"}}}}"""
                .formatted(server.http.base()), noop("real"), noop("usual"));
        assertThat(story.end(run)).isEqualTo("SUCCEEDED");
        assertThat(story.steps(run)).isEqualTo("h=COMPLETED_WITH_ERROR real=SUCCEEDED usual=UNSATISFIED");
    }

    @Test
    void anHttpStepWithoutAResponseHasNoStatus() {
        var run = story.run("d.silent", """
                {"step": {"id": "h", "type": "Http", "failure_mode": "IGNORE_FAILURE", "retry_policy": {
                 "platform_retry_limit": 0}, "params": {"http": {"type": "MAP", "value": {
                 "url": {"type": "STRING", "value": "http://127.0.0.1:1/"}}}},
                 "transition": {"successors": {"none": "status_code == 0", "usual": "status_code == 200"}}}}""",
                noop("none"), noop("usual"));
        assertThat(story.end(run)).isEqualTo("SUCCEEDED");
        assertThat(story.steps(run)).isEqualTo("h=COMPLETED_WITH_ERROR none=SUCCEEDED usual=UNSATISFIED");
    }

    @Test
    void aRestartFromIncompleteWithNothingToDoIsRefused_andACalledRunSucceeds() {
        server.push("d.called", "", noop("x"));
        var run = story.run("d.idle", subworkflow("s", "d.called"));
        story.end(run);
        var refused = server.post(run.path() + "/actions/restart", INCOMPLETE);
        assertThat(refused.status()).isEqualTo(400);
        story.restart(run, "s", INCOMPLETE);
        assertThat(story.end(run)).isEqualTo("SUCCEEDED");
        assertThat(story.status(story.child(run, "s"))).isEqualTo("SUCCEEDED");
    }

    @Test
    void repeatedCallsAnswerTheRealIds() {
        server.push("d.ids", "", noop("a"));
        String body = "{\"initiator\": {\"type\": \"manual\"}, \"request_id\": \"" + UUID.randomUUID() + "\"}";
        String start = W + "/d.ids/versions/latest/actions/start";
        server.post(start, body);
        var repeated = server.post(start, body).json();
        assertThat(repeated.path("status").asString()).isEqualTo("DUPLICATED");
        assertThat(repeated.path("workflow_instance_id").asLong()).isEqualTo(1);
        assertThat(repeated.path("workflow_run_id").asLong()).isEqualTo(1);
        var activated = server.put(W + "/d.ids/versions/1/actions/activate").json();
        assertThat(activated.path("workflow_version_id").asLong()).isEqualTo(1);
    }

    @Test
    void propertiesOfWhatIsNotThereAreNotFound() {
        assertThat(server.post(W + "/d.nowhere/properties", "{}").status()).isEqualTo(404);
        server.push("d.snap", "", noop("a"));
        assertThat(server.http.get(W + "/d.snap/properties-snapshot/1").status()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            scalar      | "foreach": {%s "steps": [%s]         | {"type": "LONG", "value": 1}
            empty       | "foreach": {%s "steps": []           | {"type": "LONG_ARRAY", "value": [1]}
            condition   | "while": {"condition": "", %s "steps": [%s] | {"type": "LONG", "value": 1}
            concurrency | "foreach": {"concurrency": -1, %s "steps": [%s] | {"type": "LONG_ARRAY", "value": [1]}
            duration    | "foreach": {"timeout": "0.5h", %s "steps": [%s] | {"type": "LONG_ARRAY", "value": [1]}
            graph       | "foreach": {%s "steps": [{"step": {"id": "x", "type": "NoOp", "transition": {"successors": \
            {"x": "true"}}}}]                                  | {"type": "LONG_ARRAY", "value": [1]}
            """)
    void whatCouldNeverRunIsRefusedAtThePush(String name, String step, String value) {
        String params = "\"params\": {\"loop_params\": {\"type\": \"MAP\", \"value\": {\"i\": " + value + "}}},";
        String whole = "{" + step.formatted(params, noop("x")) + ", \"id\": \"f\"}}";
        assertThat(server.push("d." + name, "", whole).status()).isEqualTo(400);
        assertThat(server.http.get(W + "/d." + name + "/versions/latest").status()).isEqualTo(404);
    }

    @Test
    void aWhileGoesOnWithTheValueThatACarriedOverStepSet() {
        var run = story.run("d.while", repeat("w", "w_i < 3",
                with("x", "\"w_i\": {\"type\": \"LONG\", \"expression\": \"w_i + 1\"}")
                        .replace("\"NoOp\",", "\"NoOp\", \"transition\": {\"successors\": {\"y\": \"true\"}},"),
                """
                {"step": {"id": "y", "type": "Shell", "params": {"script": {"type": "STRING",
                 "expression": "w_i == 1 && params.getFromInstance('workflow_run_id') == 1 ? 'fail' : 'well'"}}}}"""));
        assertThat(story.end(run)).isEqualTo("FAILED");
        story.restart(run, "", INCOMPLETE);
        assertThat(story.end(run)).isEqualTo("SUCCEEDED");
        var values = story.artifact(run, "w", "maestro_while").at("/loop_param_values/w_i");
        assertThat(values.toString()).isEqualTo("[0,1,2,3]");
    }

    @Test
    void outputDataIsAccepted() {
        var accepted = server.http.call("PUT", "/api/v3/output-data", "content-type: application/json", """
                {"external_job_type": "Kubernetes", "external_job_id": "j", "workflow_id": "d.ids",
                 "artifacts": {"report": {"path": "p"}}}""");
        assertThat(accepted.status()).as(accepted.text()).isEqualTo(200);
    }
}
