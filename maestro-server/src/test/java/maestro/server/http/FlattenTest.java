package maestro.server.http;

import static maestro.server.http.Steps.foreach;
import static maestro.server.http.Steps.noop;
import static maestro.server.http.Steps.repeat;
import static maestro.server.http.Steps.shell;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import maestro.model.json.Json;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Flattened loops over HTTP: events.md §6.3 and its acceptance scenario 3. */
class FlattenTest {
    private static final String VIEWS = "/api/v3/views/flatten/workflows/";
    private static final String NESTED = "flat/instances/1/runs/1/steps/leaf";

    @AutoClose
    private static final Running server = new Running();

    @BeforeAll
    static void start() {
        server.push("flat", "", foreach("outer", "", 11, foreach("inner", "", 2, noop("leaf")), noop("level")));
        server.awaitEnd("flat", server.start("flat"));
    }

    private static JsonNode get(String path) {
        var reply = server.http.get(VIEWS + path);
        assertThat(reply.status()).as(path + ": " + reply.text()).isEqualTo(200);
        return reply.json();
    }

    private static String ranks(JsonNode page) {
        return page.path("elements").valueStream()
                .map(element -> element.path("iteration_rank").asString())
                .collect(Collectors.joining(","));
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            step  | query           | ranks                   | previous | next
            level | first=3         | 11,12,13                | false    | true
            level | first=3 18      | 19,210,211              | true     | false
            level | last=2          | 210,211                 | true     | false
            level | last=2 12       | 11                      | false    | true
            level | first=200       | 11,12,13,14,15,16,17,18,19,210,211 | false | false
            level | first=3 211     |                         | false    | false
            inner | first=2 19      | 210,211                 | true     | false
            leaf  | first=3         | 11-11,11-12,12-11       | false    | true
            leaf  | first=3 19-12   | 210-11,210-12,211-11    | true     | true
            leaf  | first=2 210-12  | 211-11,211-12           | true     | false
            leaf  | last=3          | 210-12,211-11,211-12    | true     | false
            leaf  | last=3 12-12    | 11-11,11-12,12-11       | false    | true
            """)
    void pagesAscendFromEitherEnd(String step, String query, String ranks, boolean previous, boolean next) {
        String[] parts = query.split(" ");
        String cursor = parts.length > 1 ? "&cursor=" + base64(parts[1]) : "";
        JsonNode page = get("flat/instances/1/runs/1/steps/" + step + "?" + parts[0] + cursor);
        assertThat(ranks(page)).isEqualTo(ranks == null ? "" : ranks);
        assertThat(page.path("total_count").asInt()).isEqualTo(page.path("elements").size());
        assertThat(page.at("/page_info/has_previous_page").asBoolean()).isEqualTo(previous);
        assertThat(page.at("/page_info/has_next_page").asBoolean()).isEqualTo(next);
        assertThat(page.at("/page_info/start_index").isNull()).isTrue();
        assertThat(page.at("/page_info/end_cursor").isNull()).isEqualTo(ranks == null);
    }

    @Test
    void cursorsLeadThroughAllOfIt() {
        var seen = new ArrayList<String>();
        JsonNode page = get(NESTED + "?first=5");
        seen.add(ranks(page));
        while (page.at("/page_info/has_next_page").asBoolean()) {
            page = get(NESTED + "?first=5&cursor=" + page.at("/page_info/end_cursor").asString());
            seen.add(ranks(page));
        }
        assertThat(String.join(",", seen)).isEqualTo(ranks(get(NESTED + "?first=200")));
        assertThat(String.join(",", seen).split(",")).hasSize(22).isSorted();
    }

    @Test
    void oneIterationIsToldWithAllItsLevels() {
        JsonNode one = get(NESTED + "/iterations/10-2");
        JsonNode ref = one.path("leaf_step_instance_ref");
        assertThat(ref.path("workflow_id").asString()).startsWith("maestro_foreach_");
        assertThat(one).isEqualTo(Json.parse("""
                {"workflow_id": "flat", "workflow_instance_id": 1, "workflow_run_id": 1, "step_id": "leaf",
                 "iteration_rank": "210-12", "step_attempt_seq": "11-11-11-11-11-11",
                 "leaf_step_instance_ref": {"workflow_id": "%s", "workflow_instance_id": 2, "workflow_run_id": 1,
                  "step_id": "leaf", "step_attempt_id": 1},
                 "loop_params": {"outer_i": "10", "inner_i": "2"}, "step_runtime_state": %s}"""
                .formatted(ref.path("workflow_id").asString(), one.path("step_runtime_state"))));
        assertThat(one.at("/step_runtime_state/status").asString()).isEqualTo("SUCCEEDED");
        for (String missing : List.of("10-3", "12-1", "10", "x", "1-1-1"))
            assertThat(server.http.get(VIEWS + NESTED + "/iterations/" + missing).status()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            filter                                | ranks
            statuses=FATALLY_FAILED               | 12,13
            statuses=UNSATISFIED                  | 11,14
            statuses=UNSATISFIED,FATALLY_FAILED   | 11,12,13,14
            statuses=RUNNING                      |
            loopParams={"loop_i":"3"}             | 13
            loopParams={"loop_i":"3","other":"1"} |
            loopParams={"loop_i":"9' or '1'='1"}  |
            """)
    void statusesAndLoopParamsFilter(String filter, String ranks) {
        failing();
        String query = filter.startsWith("loopParams=")
                ? "loopParams=" + base64(filter.substring("loopParams=".length()))
                : filter;
        JsonNode page = get("flat.fail/instances/1/runs/1/steps/odd?first=10&" + query);
        assertThat(ranks(page)).isEqualTo(ranks == null ? "" : ranks);
    }

    /** Iterations 2 and 3 fail; those that run beside them end. */
    private static void failing() {
        if (server.http.get("/api/v3/workflows/flat.fail/instances/1").status() == 404) {
            server.push("flat.fail", "",
                    foreach("loop", "", 4, noop("if", "odd:loop_i == 2 || loop_i == 3", "even:loop_i != 2 && loop_i != 3"),
                            shell("odd", "fail"), noop("even")));
            server.awaitEnd("flat.fail", server.start("flat.fail"));
        }
    }

    @Test
    void theSummaryHasTheIterationMostWorthALook() {
        failing();
        JsonNode summary = get("flat.fail/instances/1/runs/1/steps/odd/summary?statusCount=true&valueCount=3");
        assertThat(summary.at("/representative_iteration/iteration_rank").asString()).isEqualTo("12");
        assertThat(summary.path("loop_param_values")).isEqualTo(Json.parse("{\"loop_i\": [\"1\", \"2\", \"3\"]}"));
        assertThat(summary.has("range")).isFalse();
        JsonNode nested = get(NESTED + "/summary?representative=false&statusCount=true");
        assertThat(nested.path("count_by_status")).isEqualTo(Json.parse("{\"SUCCEEDED\": 22}"));
        assertThat(nested.has("representative_iteration")).isFalse();
        assertThat(get("flat/instances/1/runs/1/steps/nobody/summary"))
                .isEqualTo(Json.parse("{\"loop_param_values\": {}}"));
    }

    @Test
    void aRestartShowsNewAttemptsAndThoseThatStillStand() {
        server.push("flat.again", "", foreach("loop", "", 3, shell("bad", "fail")));
        server.awaitEnd("flat.again", server.start("flat.again"));
        var restarted = server.post("/api/v3/workflows/flat.again/instances/1/actions/restart",
                "{\"restart_policy\":\"RESTART_FROM_INCOMPLETE\"}");
        assertThat(restarted.status()).as(restarted.text()).isEqualTo(200);
        server.http.call("GET", "/api/v3/workflows/flat.again/instances/1/runs/2/events",
                "accept: text/event-stream", "");
        JsonNode before = get("flat.again/instances/1/runs/1/steps/bad?first=9");
        JsonNode after = get("flat.again/instances/1/runs/2/steps/bad?first=9");
        assertThat(ranks(before)).isEqualTo("11,12,13").isEqualTo(ranks(after));
        assertThat(before.at("/elements/0/workflow_run_id").asInt()).isEqualTo(1);
        assertThat(after.at("/elements/0/workflow_run_id").asInt()).isEqualTo(2);
        assertThat(after.at("/elements/0/step_attempt_seq").asString()).startsWith("12-11-12-");
    }

    @Test
    void whileLoopsAreFlattenedToo() {
        server.push("flat.while", "", foreach("outer", "", 2, repeat("inner", "inner_i < 2",
                noop("count").replace("\"NoOp\",", "\"NoOp\", \"params\": {\"inner_i\": {\"type\": \"LONG\","
                        + " \"expression\": \"inner_i + 1\"}},"))));
        server.awaitEnd("flat.while", server.start("flat.while"));
        JsonNode page = get("flat.while/instances/1/runs/1/steps/count?first=9");
        assertThat(ranks(page)).isEqualTo("11-11,11-12,12-11,12-12");
        assertThat(page.at("/elements/3/loop_params"))
                .isEqualTo(Json.parse("{\"outer_i\": \"2\", \"inner_i\": \"1\"}"));
    }

    @ParameterizedTest
    @CsvSource({
        "first=1&last=1", "''", "first=0", "last=201", "first=1&cursor=!!", "first=1&cursor=eHg=",
        "first=1&statuses=BUSY", "first=1&loopParams=!!", "first=1&loopParams=eHg="
    })
    void whatCannotBeReadIsRefused(String query) {
        assertThat(server.http.get(VIEWS + NESTED + "?" + query).status()).isEqualTo(400);
    }

    @Test
    void whatIsNotThereIsEmpty() {
        for (String path : List.of("none/instances/1/runs/1/steps/leaf", "flat/instances/1/runs/9/steps/leaf",
                "flat/instances/1/runs/1/steps/outer", "flat/instances/1/runs/1/steps/x")) {
            JsonNode page = get(path + "?first=5");
            assertThat(page.path("elements").isEmpty()).isTrue();
            assertThat(page.at("/page_info/start_cursor").isNull()).isTrue();
        }
    }
}
