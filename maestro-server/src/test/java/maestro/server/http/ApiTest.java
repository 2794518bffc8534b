package maestro.server.http;

import static maestro.server.http.Steps.noop;
import static maestro.server.http.Steps.shell;
import static maestro.server.http.Steps.sleep;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import maestro.model.json.Json;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** The API over HTTP on the real engine. */
class ApiTest {
    private static final String WORKFLOWS = "/api/v3/workflows";

    @AutoClose
    private static final Running server = new Running();

    @Test
    void aPushAnswersTheStoredDefinitionAndAReadFindsItAtOnce() {
        var pushed = server.push("push.one", "\"tags\": [\"t\"],", noop("a", "b"), noop("b"));
        assertThat(pushed.status()).isEqualTo(200);
        JsonNode stored = pushed.json().path("workflow_definition");
        assertThat(names(stored)).containsExactlyInAnyOrder("properties_snapshot", "metadata", "workflow", "is_active",
                "activate_time", "activated_by", "is_default", "is_latest", "modify_time", "internal_id");
        assertThat(stored.at("/properties_snapshot/owner").asString()).isEqualTo("amy");
        assertThat(stored.at("/properties_snapshot/run_strategy/workflow_concurrency").asInt()).isEqualTo(20);
        assertThat(stored.at("/metadata/workflow_version_id").asInt()).isEqualTo(1);
        assertThat(stored.at("/metadata/version_author").asString()).isEqualTo("amy");
        assertThat(stored.at("/workflow/tags/0/name").asString()).isEqualTo("t");
        assertThat(stored.path("activated_by").asString()).isEqualTo("amy");
        assertThat(stored.path("internal_id").asLong()).isGreaterThanOrEqualTo(10_000);
        assertThat(List.of("active", "latest", "DEFAULT", "1"))
                .allSatisfy(v -> assertThat(get("push.one/versions/" + v)).isEqualTo(stored));
    }

    @Test
    void theYamlFormIsPushedAndValidated() {
        String yaml = "workflow:\n  id: push.yaml\n  owner: amy\n  jobs:\n    - job: {id: a, type: noop}\n";
        String headers = "user: amy;;content-type: application/yaml";
        var valid = server.http.call("PUT", WORKFLOWS + "/actions/validate/yaml", headers, yaml);
        assertThat(valid.json().path("type").asString()).isEqualTo("ACTION");
        assertThat(valid.json().path("action").asString()).isEqualTo("VALIDATE");
        assertThat(server.http.get(WORKFLOWS + "/push.yaml/versions/latest").status()).isEqualTo(404);
        var pushed = server.http.call("POST", WORKFLOWS + "/yaml", headers, yaml);
        assertThat(pushed.json().at("/workflow_definition/workflow/id").asString()).isEqualTo("push.yaml");
    }

    @Test
    void aStartIsIdempotentByItsRequestId() {
        server.push("idem", "", noop("a"));
        String body = "{\"initiator\":{\"type\":\"manual\"},\"request_id\":\"6f1f0c7e-5d0a-4b39-9d53-3f6a1d8b9c00\"}";
        var first = server.post(WORKFLOWS + "/idem/versions/active/actions/start", body).json();
        assertThat(names(first)).containsExactlyInAnyOrder("workflow_id", "workflow_version_id", "workflow_instance_id",
                "workflow_run_id", "workflow_uuid", "status", "timeline_event");
        assertThat(first.path("status").asString()).isEqualTo("CREATED");
        var again = server.post(WORKFLOWS + "/idem/versions/active/actions/start", body).json();
        assertThat(again.path("status").asString()).isEqualTo("DUPLICATED");
        assertThat(again.path("workflow_uuid")).isEqualTo(first.path("workflow_uuid"));
    }

    @Test
    void theViewOfARunTellsAllOfIt() {
        server.push("view", "\"params\": {\"x\": {\"type\": \"LONG\", \"value\": 5}},",
                noop("a", "b:x > 0", "c:x <= 0"), noop("b", "d"), noop("c", "d"), noop("d"));
        long n = server.start("view");
        server.awaitEnd("view", n);
        JsonNode run = get("view/instances/" + n);
        assertThat(names(run)).contains("workflow_id", "workflow_instance_id", "workflow_run_id", "workflow_uuid",
                "correlation_id", "workflow_version_id", "group_info", "internal_id", "execution_id", "run_config",
                "run_params", "run_properties", "runtime_workflow", "runtime_dag", "params", "initiator", "status",
                "request_time", "create_time", "start_time", "end_time", "modify_time", "runtime_overview", "timeline",
                "aggregated_info");
        assertThat(run.path("status").asString()).isEqualTo("SUCCEEDED");
        assertThat(run.path("correlation_id").asString()).isEqualTo("view:" + n + ":1");
        assertThat(run.path("initiator")).isEqualTo(Json.parse("{\"user\":\"amy\",\"depth\":0,\"type\":\"MANUAL\"}"));
        assertThat(run.at("/run_config/policy").asString()).isEqualTo("START_FRESH_NEW_RUN");
        assertThat(run.at("/run_properties/owner").asString()).isEqualTo("amy");
        assertThat(run.at("/params/x/evaluated_result").asInt()).isEqualTo(5);
        assertThat(names(run.path("runtime_dag"))).containsExactly("a", "b", "c", "d");
        assertThat(run.at("/runtime_dag/a/successors/b").asString()).isEqualTo("x > 0");
        assertThat(run.at("/runtime_dag/d/predecessors")).isEqualTo(Json.parse("[\"b\",\"c\"]"));
        JsonNode overview = run.path("runtime_overview");
        assertThat(overview.path("total_step_count").asInt()).isEqualTo(4);
        assertThat(names(overview.path("step_overview"))).containsExactlyInAnyOrder("SUCCEEDED", "UNSATISFIED");
        assertThat(overview.at("/step_overview/SUCCEEDED/cnt").asInt()).isEqualTo(3);
        assertThat(overview.at("/step_overview/SUCCEEDED/steps/1/0").asInt()).isEqualTo(2);
        JsonNode skipped = overview.at("/step_overview/UNSATISFIED/steps/0");
        assertThat(skipped.path(0).asInt()).isEqualTo(3);
        assertThat(skipped.path(1).isNull()).isTrue();
        assertThat(skipped.path(2).isNumber()).isTrue();
        assertThat(overview.at("/rollup_overview/total_leaf_count").asInt()).isEqualTo(4);
        assertThat(run.at("/aggregated_info/workflow_instance_status").asString()).isEqualTo("SUCCEEDED");
        assertThat(run.at("/aggregated_info/step_aggregated_views/c/status").asString()).isEqualTo("UNSATISFIED");
        assertThat(statuses(run)).containsExactly("CREATED", "IN_PROGRESS", "SUCCEEDED");
        assertThat(run.path("timeline").toString()).contains("Workflow instance is dequeued.");
    }

    @Test
    void enrichmentAndAggregationAreAsAskedFor() {
        server.push("flags", "", noop("a"));
        long n = server.start("flags");
        server.awaitEnd("flags", n);
        String path = "flags/instances/" + n;
        assertThat(get(path + "/runs/1").has("aggregated_info")).isFalse();
        assertThat(get(path + "/runs/LATEST?aggregated=True").has("aggregated_info")).isTrue();
        assertThat(statuses(get(path + "?enriched=False"))).isEmpty();
        assertThat(statuses(get("flags/instances?first=1").at("/elements/0"))).isEmpty();
        assertThat(get("flags/instances?first=1").at("/elements/0").has("aggregated_info")).isTrue();
        assertThat(get("flags/instances?first=1&aggregated=false").at("/elements/0").has("aggregated_info")).isFalse();
    }

    @Test
    void theViewOfAStepTellsAllOfIt() {
        server.push("steps", "", noop("a", "b:1 > 0", "c:1 > 2"), noop("b"), noop("c"));
        long n = server.start("steps");
        server.awaitEnd("steps", n);
        JsonNode step = get("steps/instances/" + n + "/runs/1/steps/a/attempts/latest");
        assertThat(names(step)).contains("workflow_id", "workflow_instance_id", "workflow_run_id", "step_id",
                "step_attempt_id", "workflow_uuid", "step_uuid", "correlation_id", "workflow_version_id", "group_info",
                "step_instance_id", "owner", "definition", "tags", "params", "transition", "step_retry",
                "runtime_state", "artifacts", "timeline");
        assertThat(step.at("/definition/step/failure_mode").asString()).isEqualTo("FAIL_AFTER_RUNNING");
        assertThat(step.at("/definition/step/type").asString()).isEqualTo("NoOp");
        assertThat(step.at("/params/maestro_step_satisfied/evaluated_result").asBoolean()).isTrue();
        assertThat(step.at("/transition/successors/b/evaluated_result").asBoolean()).isTrue();
        assertThat(step.at("/transition/successors/c/evaluated_result").asBoolean()).isFalse();
        assertThat(step.at("/transition/successors/c/expression").asString()).isEqualTo("1 > 2");
        assertThat(step.at("/step_retry/error_retry_limit").asInt()).isEqualTo(2);
        assertThat(step.at("/step_retry/backoff/type").asString()).isEqualTo("EXPONENTIAL_BACKOFF");
        assertThat(step.at("/runtime_state/status").asString()).isEqualTo("SUCCEEDED");
        assertThat(statuses(step)).startsWith("CREATED", "INITIALIZED").endsWith("SUCCEEDED");
        assertThat(get("steps/instances/" + n + "/steps/a")).isEqualTo(step);
        assertThat(get("steps/instances/" + n + "/runs/1/steps/a/attempts/1")).isEqualTo(step);
        JsonNode all = get("steps/instances/" + n + "/runs/1/steps");
        assertThat(all).extracting(view -> view.path("step_id").asString()).containsExactly("a", "b", "c");
        assertThat(all).extracting(view -> view.path("step_instance_id").asLong()).isSorted();
        assertThat(all).allSatisfy(view -> assertThat(statuses(view)).isEmpty());
        assertThat(get("steps/instances/" + n + "/steps")).isEqualTo(all);
        assertThat(get("steps/instances/99/steps")).isEmpty();
        assertThat(all.path(2).at("/params/maestro_step_satisfied/evaluated_result").asBoolean(true)).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            first=2           | 5,4 | 5 | 4 | false | true  | 1
            first=2&cursor=4  | 3,2 | 3 | 2 | true  | true  | 3
            first=9&cursor=2  | 1   | 1 | 1 | true  | false | 5
            last=2            | 2,1 | 2 | 1 | true  | false | 4
            last=2&cursor=2   | 4,3 | 4 | 3 | true  | true  | 2
            last=200          | 5,4,3,2,1 | 5 | 1 | false | false | 1
            first=2&cursor=1  | ''  |   |   | false | false | 0
            """)
    void pagesOfInstancesAndVersions(
            String query, String ids, String start, String end, boolean previous, boolean next, int index) {
        if (server.http.get(WORKFLOWS + "/pages/overview").status() == 404) {
            for (int i = 0; i < 5; i++) server.push("pages", "", noop("a"));
            for (int i = 0; i < 5; i++) server.start("pages");
        }
        for (var each : List.of(
                List.of("pages/instances", "/workflow_instance_id"),
                List.of("pages/versions/pagination", "/metadata/workflow_version_id"))) {
            JsonNode page = get(each.getFirst() + "?" + query);
            assertThat(page.path("elements").valueStream().map(row -> row.at(each.getLast()).asString()).toList())
                    .isEqualTo(ids.isEmpty() ? List.of() : List.of(ids.split(",")));
            assertThat(page.path("total_count").asInt()).isEqualTo(5);
            JsonNode borders = page.path("page_info");
            assertThat(names(borders)).contains("start_cursor", "end_cursor");
            assertThat(borders.path("start_cursor").asString(null)).isEqualTo(start);
            assertThat(borders.path("end_cursor").asString(null)).isEqualTo(end);
            assertThat(borders.path("has_previous_page").asBoolean()).isEqualTo(previous);
            assertThat(borders.path("has_next_page").asBoolean()).isEqualTo(next);
            assertThat(borders.path("start_index").asInt()).isEqualTo(index);
        }
    }

    @ParameterizedTest
    @CsvSource({"none/instances", "none/versions/pagination", "none/instances/1/runs"})
    void pagesOfWhatIsUnknownAreEmpty(String path) {
        JsonNode page = get(path + "?first=5");
        assertThat(page.path("total_count").asInt(-1)).isZero();
        assertThat(page.path("elements")).isEmpty();
        assertThat(page.at("/page_info/start_cursor").isNull()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"stop,STOPPED", "kill,FAILED"})
    void aRunningInstanceIsEnded(String action, String status) {
        String id = "end." + action;
        server.push(id, "", sleep("a", 3600));
        long n = server.start(id);
        var answer = server.put(WORKFLOWS + "/" + id + "/instances/" + n + "/actions/" + action);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(names(answer.json())).containsExactlyInAnyOrder("workflow_id", "workflow_instance_id",
                "workflow_run_id", "workflow_instance_status", "info", "timeline_event", "completed");
        server.awaitEnd(id, n);
        assertThat(get(id + "/instances/" + n).path("status").asString()).isEqualTo(status);
        var again = server.put(WORKFLOWS + "/" + id + "/instances/" + n + "/runs/1/actions/" + action);
        assertThat(again.json().path("completed").asBoolean()).isTrue();
        String other = action.equals("stop") ? "kill" : "stop";
        assertThat(server.put(WORKFLOWS + "/" + id + "/instances/" + n + "/actions/" + other).status()).isEqualTo(400);
    }

    @Test
    void allInstancesOfAWorkflowAreStopped() {
        server.push("all", "", sleep("a", 3600));
        long one = server.start("all");
        long two = server.start("all");
        JsonNode overview = get("all/overview");
        assertThat(overview.path("latest_instance_id").asLong()).isEqualTo(two);
        var busy = server.delete(WORKFLOWS + "/all");
        assertThat(busy.status()).isEqualTo(400);
        var answer = server.put(WORKFLOWS + "/all/actions/stop");
        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.json().path("type").asString()).isEqualTo("ACTION");
        assertThat(answer.json().path("action").asString()).isEqualTo("STOP");
        assertThat(answer.json().path("message").asString()).isNotEmpty();
        assertThat(answer.json().path("reason").asString()).contains("all");
        server.awaitEnd("all", one);
        server.awaitEnd("all", two);
        assertThat(get("all/instances?first=2").path("elements"))
                .allSatisfy(run -> assertThat(run.path("status").asString()).isEqualTo("STOPPED"));
        assertThat(server.put(WORKFLOWS + "/nobody/actions/kill").status()).isEqualTo(202);
        assertThat(server.delete(WORKFLOWS + "/all").json().path("type").asString()).isEqualTo("LOG");
        assertThat(server.http.get(WORKFLOWS + "/all/versions/latest").status()).isEqualTo(404);
        assertThat(server.http.get(WORKFLOWS + "/all/overview").status()).isEqualTo(404);
    }

    @Test
    void propertiesTagsAndActivationChangeAndAreRecorded() {
        server.push("props", "", noop("a"));
        server.push("props", "", noop("a"));
        var changed = server.post(WORKFLOWS + "/props/properties", "{\"step_concurrency\": 7}").json();
        assertThat(changed.path("workflow_id").asString()).isEqualTo("props");
        assertThat(changed.path("step_concurrency").asInt()).isEqualTo(7);
        var tagged = server.post(WORKFLOWS + "/props/properties/tag", "\"gold\"").json();
        assertThat(tagged.at("/tags/0/name").asString()).isEqualTo("gold");
        assertThat(tagged.at("/tags/0/namespace").asString()).isEqualTo("PLATFORM");
        assertThat(tagged.at("/tags/0/creator").asString()).isEqualTo("amy");
        assertThat(get("props/properties-snapshot/latest")).isEqualTo(tagged);
        assertThat(get("props/properties-snapshot/" + changed.path("create_time").asLong())).isEqualTo(changed);
        assertThat(server.delete(WORKFLOWS + "/props/properties/tag/gold").json().has("tags")).isFalse();
        var activated = server.put(WORKFLOWS + "/props/versions/1/actions/activate").json();
        assertThat(activated.path("workflow_version_id").asInt()).isEqualTo(1);
        assertThat(activated.at("/timeline_event/action").asString()).isEqualTo("ACTIVATE");
        assertThat(get("props/overview").path("default_version_id").asInt()).isEqualTo(1);
        var deactivated = server.put(WORKFLOWS + "/props/actions/deactivate").json();
        assertThat(deactivated.path("workflow_version_id").asInt(-1)).isZero();
        JsonNode overview = get("props/overview");
        assertThat(overview.has("active_version_id")).isFalse();
        assertThat(overview.path("default_version_id").asInt()).isEqualTo(2);
        assertThat(overview.path("step_concurrency").asInt()).isEqualTo(7);
        assertThat(names(overview.path("nonterminal_instances"))).containsExactly("CREATED", "IN_PROGRESS", "PAUSED");
        assertThat(server.http.get(WORKFLOWS + "/props/versions/active").status()).isEqualTo(404);
        JsonNode timeline = get("props/timeline").path("timeline_events");
        assertThat(timeline.size()).isGreaterThanOrEqualTo(7);
        assertThat(timeline.path(0).path("author").asString()).isEqualTo("amy");
        assertThat(timeline.path(0).path("log").asString()).contains("eactivated");
        assertThat(get("none/timeline")).isEqualTo(Json.parse("{\"workflow_id\":\"none\",\"timeline_events\":[]}"));
    }

    @Test
    void workflowsAreListedInOrderOfTheirIds() {
        for (String id : List.of("list.b", "list.a", "list.c")) server.push(id, "\"name\": \"N\",", noop("a"));
        JsonNode page = get("?prefix=list.&size=2");
        assertThat(page.path("elements")).extracting(each -> each.path("workflow_id").asString())
                .containsExactly("list.a", "list.b");
        JsonNode row = page.at("/elements/0");
        assertThat(row.path("owner").asString()).isEqualTo("amy");
        assertThat(row.path("name").asString()).isEqualTo("N");
        assertThat(row.path("latest_version_id").asInt()).isEqualTo(1);
        JsonNode rest = get("?prefix=list.&size=2&after=" + page.path("next").asString());
        assertThat(rest.path("elements")).extracting(each -> each.path("workflow_id").asString())
                .containsExactly("list.c");
        assertThat(rest.has("next")).isFalse();
    }

    @Test
    void eventsAreStreamedFromTheStartOrFromWhereAReaderWas() {
        server.push("events", "", noop("a", "b"), noop("b"));
        long n = server.start("events");
        String stream = server.awaitEnd("events", n);
        assertThat(stream).contains("event: WORKFLOW_INSTANCE_STATUS_CHANGE_EVENT\n")
                .contains("event: STEP_INSTANCE_STATUS_CHANGE_EVENT\n").endsWith("event: end\ndata: {}\n\n");
        var ids = values(stream, "id: ");
        assertThat(ids).doesNotHaveDuplicates().hasSizeGreaterThan(2);
        var rest = server.http.call("GET", WORKFLOWS + "/events/instances/" + n + "/runs/1/events",
                "accept: text/event-stream;;last-event-id: " + ids.get(1), "");
        assertThat(values(rest.text(), "id: ")).isEqualTo(ids.subList(2, ids.size()));
        var bad = server.http.call("GET", WORKFLOWS + "/events/instances/" + n + "/runs/1/events",
                "last-event-id: x", "");
        assertThat(bad.status()).isEqualTo(400);
    }

    @Test
    void logsAreReadAsTextAndFollowedToTheirEnd() {
        server.push("logs", "", shell("talk", "one\\ntwo\\nthree"));
        long n = server.start("logs");
        server.awaitEnd("logs", n);
        String path = WORKFLOWS + "/logs/instances/" + n + "/runs/1/steps/talk/attempts/1/logs";
        String stream = server.http.get(path + "?follow=true").text();
        assertThat(values(stream, "data: ")).containsExactly("one", "two", "three");
        assertThat(stream).contains("event: out\n");
        var text = server.http.get(path);
        assertThat(text.text()).isEqualTo("one\ntwo\nthree\n");
        assertThat(text.type()).isEqualTo("text/plain; charset=utf-8");
        var rest = server.http.call("GET", path,
                "accept: text/event-stream;;last-event-id: " + values(stream, "id: ").get(1), "");
        assertThat(values(rest.text(), "data: ")).containsExactly("three");
        assertThat(server.http.call("GET", path, "last-event-id: nowhere", "").status()).isEqualTo(400);
    }

    @Test
    void aFailedStepIsListedInTheRollupAndItsTimelineSaysWhy() {
        server.push("fails", "", shell("bad", "fail"));
        long n = server.start("fails");
        server.awaitEnd("fails", n);
        JsonNode run = get("fails/instances/" + n);
        assertThat(run.path("status").asString()).isEqualTo("FAILED");
        assertThat(run.at("/runtime_overview/rollup_overview/overview/FATALLY_FAILED/ref/fails:1/0").asString())
                .isEqualTo(n + ":bad:1");
        assertThat(get("fails/instances/" + n + "/steps/bad").path("timeline").toString()).contains("it said so");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /health/live       | {"status":"UP"}
            /health/ready      | {"status":"UP"}
            /health/started    | {"status":"UP"}
            /actuator/health   | {"status":"UP"}
            """)
    void healthIsUp(String path, String body) {
        assertThat(server.http.get(path).text()).isEqualTo(body);
    }

    @Test
    void metricsAndVersionAreTold() {
        assertThat(server.http.get("/metrics").text()).contains("# TYPE maestro_http_request_seconds histogram");
        assertThat(server.http.get("/metrics").type()).startsWith("text/plain; version=0.0.4");
        assertThat(server.http.get("/version").json().path("name").asString()).isEqualTo("maestro");
    }

    @Test
    void theActionMapsAreConstant() {
        assertThat(get("instances/action-map").path("FAILED")).isEqualTo(Json.parse("[\"RESTART\",\"UNBLOCK\"]"));
        JsonNode steps = get("steps/instances/action-map");
        assertThat(names(steps)).hasSize(21).doesNotContain("NOT_CREATED");
        assertThat(steps.path("CREATED")).isEqualTo(Json.parse("[\"PAUSE\",\"STOP\",\"KILL\"]"));
    }

    private static JsonNode get(String path) {
        var reply = server.http.get(path.startsWith("?") ? WORKFLOWS + path : WORKFLOWS + "/" + path);
        assertThat(reply.status()).as(path + ": " + reply.text()).isEqualTo(200);
        return reply.json();
    }

    private static List<String> names(JsonNode node) {
        return new ArrayList<>(node.propertyNames());
    }

    private static List<String> statuses(JsonNode view) {
        return view.path("timeline").valueStream()
                .filter(entry -> entry.path("type").asString("").equals("STATUS"))
                .map(entry -> entry.path("status").asString())
                .toList();
    }

    private static List<String> values(String stream, String prefix) {
        return stream.lines().filter(line -> line.startsWith(prefix) && !line.equals("data: {}"))
                .map(line -> line.substring(prefix.length())).toList();
    }
}
