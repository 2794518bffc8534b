package maestro.server.http;

import static maestro.server.http.Steps.foreach;
import static maestro.server.http.Steps.noop;
import static maestro.server.http.Steps.repeat;
import static maestro.server.http.Steps.shell;
import static maestro.server.http.Steps.sleep;
import static maestro.server.http.Steps.subworkflow;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import maestro.server.http.Story.Run;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/**
 * Definitions of all kinds of steps go through push, start, restarts, actions and lists; a member that appears in an
 * answer, or that disappears, is found here.
 */
class RecorderTest {
    private static final String W = "/api/v3/workflows";
    private static final String MANUAL = "{\"initiator\": {\"type\": \"manual\"}}";
    private static final String INCOMPLETE = "{\"restart_policy\": \"RESTART_FROM_INCOMPLETE\"}";
    private static final String BEGINNING = "{\"restart_policy\": \"RESTART_FROM_BEGINNING\"}";
    private static final String WELL = """
            {"restart_policy": "RESTART_FROM_INCOMPLETE",
             "step_run_params": {"script": {"type": "STRING", "value": "well"}}}""";

    @AutoClose
    private static final Running server = new Running();
    private static final Recorder api = new Recorder(server);
    private static final Story story = new Story(server);

    private static Run started(String id, String... steps) {
        api.post(W, """
                {"properties": {"owner": "amy", "run_strategy": "PARALLEL"}, "git_info": {"branch": "b"}, "extra": 1,
                 "workflow": {"id": "%s", "tags": ["t"], "timeout": "1 hour",
                  "params": {"p": {"type": "LONG", "expression": "1 + 1"}}, "steps": [%s]}}"""
                .formatted(id, String.join(",", steps)));
        return start(id);
    }

    private static Run start(String id) {
        var answer = api.post(W + "/" + id + "/versions/latest/actions/start", MANUAL);
        return new Run(id, answer.path("workflow_instance_id").asLong());
    }

    /** Everything that can be read of an instance, and of what it launched. */
    private static void read(Run run) {
        api.get(run.path());
        api.get(run.path() + "?enriched=false");
        api.get(run.path() + "/runs?first=5");
        api.get(run.path() + "/runs?last=1");
        api.get(W + "/" + run.workflow() + "/instances?first=5");
        api.get(W + "/" + run.workflow() + "/instances?last=5&aggregated=false");
        api.get(run.path() + "/runs/latest?aggregated=true");
        for (JsonNode each : api.get(run.path() + "/runs?last=200").path("elements")) {
            long number = each.path("workflow_run_id").asLong();
            api.get(run.path() + "/runs/" + number);
            for (JsonNode step : api.get(run.path() + "/runs/" + number + "/steps")) attempts(run, number, step);
        }
        for (JsonNode step : api.get(run.path() + "/steps")) {
            var latest = api.get(run.path() + "/steps/" + step.path("step_id").asString());
            below(latest.path("artifacts"));
        }
    }

    private static void attempts(Run run, long number, JsonNode step) {
        String attempts = run.path() + "/runs/" + number + "/steps/" + step.path("step_id").asString() + "/attempts/";
        for (int attempt = 1; attempt <= step.path("step_attempt_id").asInt(); attempt++) api.get(attempts + attempt);
        api.get(attempts + "latest?enriched=false");
    }

    private static void below(JsonNode artifacts) {
        var foreach = artifacts.path("maestro_foreach");
        for (long n = 1; n <= foreach.path("next_loop_index").asLong(0); n++)
            read(new Run(foreach.path("foreach_workflow_id").asString(), n));
        var repeated = artifacts.path("maestro_while");
        for (long n = 1; n <= repeated.path("last_iteration").asLong(0); n++)
            read(new Run(repeated.path("loop_workflow_id").asString(), n));
        var child = artifacts.path("maestro_subworkflow");
        if (child.isObject()) {
            var called = new Run(child.path("subworkflow_id").asString(), child.path("subworkflow_instance_id").asLong());
            story.end(called);
            read(called);
        }
    }

    private static void restart(Run run, String what, String body) {
        api.post(run.path() + what + "/actions/restart", body);
        story.end(run);
        read(run);
    }

    private static String counting(String id) {
        return repeat(id, id + "_i < 2", RunViewTest.with(id + "_x",
                "\"" + id + "_i\": {\"type\": \"LONG\", \"expression\": \"" + id + "_i + 1\"}"));
    }

    @Test
    void whatSucceedsIsReadAndRunOnceMore() {
        api.post(W, """
                {"properties": {"owner": "amy"}, "workflow": {"id": "rec.child", "steps": [%s]}}""".formatted(noop("c")));
        String http = """
                {"step": {"id": "h", "type": "Http", "params": {"http": {"type": "MAP", "value": {
                 "url": {"type": "STRING", "value": "%s/version"}}}}}}""".formatted(server.http.base());
        String async = """
                {"subworkflow": {"id": "later", "sync": false, "params": {
                 "subworkflow_id": {"type": "STRING", "value": "rec.child"}}}}""";
        var run = started("rec.all", noop("n", "z", "no:false"), sleep("z", 0), noop("no"), shell("s", "well"), http,
                foreach("f", "", 2, noop("f_x", "f_y"), shell("f_y", "well")), foreach("none", "", 0, noop("none_x")),
                counting("w"), repeat("never", "false", noop("never_x")), subworkflow("call", "rec.child"), async,
                foreach("outer", "", 2, foreach("inner", "", 2, subworkflow("deep", "rec.child"))));
        assertThat(story.end(run)).isEqualTo("SUCCEEDED");
        read(run);
        restart(run, "", BEGINNING);
        restart(run, "/steps/f", INCOMPLETE);
        restart(run, "/steps/w", BEGINNING);
        restart(run, "/steps/call", INCOMPLETE);
        api.refused("POST", run.path() + "/actions/restart", INCOMPLETE, 400);
        api.put(run.path() + "/steps/s/actions/skip");
        story.end(run);
        read(run);
        api.get("/api/v3/views/flatten/workflows/rec.all/instances/" + run.instance() + "/runs/1/steps/deep?first=9");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            leaf  | b
            loop  | f
            while | w
            call  | c
            """)
    void whatFailsIsRestartedInEveryWay(String name, String failing) {
        String id = "rec." + name;
        server.push(id + ".child", "", shell("x", "fail", "y"), noop("y"));
        var run = started(id, noop("a", failing), switch (name) {
            case "leaf" -> shell("b", "fail", "z");
            case "loop" -> foreach("f", "", 3, shell("x", "fail"));
            case "while" -> repeat("w", "true", shell("x", "fail"));
            default -> subworkflow("c", id + ".child");
        }, noop("z"));
        assertThat(story.end(run)).isEqualTo("FAILED");
        read(run);
        api.put(run.path() + "/actions/unblock");
        restart(run, "", INCOMPLETE);
        restart(run, "", BEGINNING);
        restart(run, "/steps/" + failing, INCOMPLETE);
        restart(run, "/steps/a", BEGINNING);
        var inner = switch (name) {
            case "loop" -> story.iteration(run, "f", 1);
            case "while" -> new Run(story.artifact(run, "w", "maestro_while").path("loop_workflow_id").asString(), 1);
            case "call" -> story.child(run, "c");
            default -> run;
        };
        restart(inner, "/steps/" + (name.equals("leaf") ? "b" : "x"), WELL);
        story.end(run);
        read(run);
        api.put(run.path() + "/steps/" + failing + "/actions/skip");
        story.end(run);
        read(run);
    }

    @ParameterizedTest
    @CsvSource({"stop", "kill"})
    void whatIsUnderWayIsReadAndEnded(String action) {
        String id = "rec." + action;
        server.push(id + ".child", "", shell("x", "hang"));
        var run = started(id, shell("s", "hang", "t"), noop("t"), foreach("f", "\"concurrency\": 1,", 2, shell("x", "hang")),
                subworkflow("c", id + ".child"), shell("failed", "fail"));
        story.awaitStep(run, "s", "RUNNING");
        story.awaitStep(run, "failed", "FATALLY_FAILED");
        story.artifact(run, "c", "maestro_subworkflow");
        api.get(run.path());
        api.get(run.path() + "/steps");
        api.post(run.path() + "/steps/failed/actions/restart", WELL);
        story.awaitStep(run, "failed", "SUCCEEDED");
        api.put(run.path() + "/steps/s/actions/" + action);
        api.refused("PUT", run.path() + "/steps/s/actions/" + action, "", 400);
        api.put(run.path() + "/actions/" + action);
        story.end(run);
        read(run);
        api.put(run.path() + "/actions/" + action);
        api.put(W + "/" + id + "/actions/" + action);
    }

    @Test
    void whatIsQueuedPausedIgnoredOrRetriedIsRead() {
        story.push("rec.queue", "\"run_strategy\": \"SEQUENTIAL\"", "", sleep("s", 60));
        var first = start("rec.queue");
        var second = start("rec.queue");
        api.get(second.path());
        api.get(second.path() + "/steps");
        api.put(second.path() + "/actions/stop");
        api.get(second.path());
        api.put(first.path() + "/actions/kill");
        story.end(first);
        server.push("rec.pause", "", sleep("s", 0), """
                {"step": {"id": "i", "type": "Shell", "failure_mode": "IGNORE_FAILURE",
                 "params": {"script": {"type": "STRING", "value": "fail"}}}}""",
                noop("odd", "never:nothing_of_this_name > 1"), noop("never"));
        api.post(W + "/steps/breakpoints", "{\"workflow_id\": \"rec.pause\", \"step_id\": \"s\"}");
        var paused = start("rec.pause");
        story.awaitStep(paused, "s", "PAUSED");
        api.get(paused.path() + "/steps/s");
        api.get(W + "/steps/breakpoints?workflowId=rec.pause&stepId=s");
        api.get(W + "/steps/breakpoints/paused-step-attempts?workflowId=rec.pause&stepId=s");
        api.put(W + "/steps/breakpoints/rec.pause/instances/" + paused.instance()
                + "/runs/1/steps/s/attempts/1/actions/resume");
        story.end(paused);
        read(paused);
    }

    @Test
    void pagesDefinitionsAndPropertiesAreRead() {
        started("rec.page", noop("a"));
        start("rec.page");
        for (String list : List.of("/instances", "/versions/pagination", "/instances/1/runs"))
            for (String page : List.of("?first=1", "?last=1", "?first=2&cursor=1", "?last=2&cursor=9"))
                api.get(W + "/rec.page" + list + page);
        api.get(W + "/rec.nowhere/instances?first=1");
        for (String version : List.of("active", "latest", "default", "1"))
            api.get(W + "/rec.page/versions/" + version + "?enriched=true");
        api.get(W + "/rec.page/overview");
        api.get(W + "/rec.page/timeline");
        api.post(W + "/rec.page/properties", "{\"description\": \"d\"}");
        api.post(W + "/rec.page/properties/tag", "{\"name\": \"p\"}");
        api.put(W + "/rec.page/actions/deactivate");
        api.put(W + "/rec.page/versions/1/actions/activate");
        api.get(W + "/rec.page/properties-snapshot/latest");
        api.refused("GET", W + "/rec.page/instances/99", "", 404);
        api.refused("POST", W, "{\"workflow\": {\"id\": \"a b\"}}", 400);
    }

    /** That what is above leads to where the rules are asked. */
    @AfterAll
    static void everyKindWasMet() {
        assertThat(api.kinds()).containsAll(Set.of("run CREATED", "run IN_PROGRESS", "run SUCCEEDED", "run FAILED",
                "run STOPPED", "run SUCCEEDED again", "run FAILED again", "run SUCCEEDED of FOREACH",
                "run SUCCEEDED of WHILE", "run SUCCEEDED of SUBWORKFLOW", "run SUCCEEDED of FOREACH again",
                "NoOp SUCCEEDED", "NoOp UNSATISFIED", "NoOp INTERNALLY_FAILED", "Sleep SUCCEEDED", "Sleep PAUSED",
                "Shell RUNNING", "Shell FATALLY_FAILED", "Shell COMPLETED_WITH_ERROR", "Shell SKIPPED", "Shell STOPPED",
                "Http SUCCEEDED", "foreach SUCCEEDED", "foreach FATALLY_FAILED", "while SUCCEEDED", "subworkflow SUCCEEDED",
                "artifact of foreach", "artifact of while", "artifact of subworkflow", "a page", "an empty page",
                "event LOG", "event STATUS", "event ACTION", "event DETAILS"));
    }
}
