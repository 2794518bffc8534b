package maestro.server.http;

import static maestro.server.http.Steps.noop;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import maestro.model.json.Json;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Versions, snapshots, extras and deletion of definitions over HTTP (definition.md §13, §14). */
class DefinitionApiTest {
    private static final String WORKFLOWS = "/api/v3/workflows/";

    @AutoClose
    private static final Running server = new Running();

    private static JsonNode get(String path) {
        return server.http.get(WORKFLOWS + path).json();
    }

    @Test
    void extrasShowMergedParamsAndTheNextTimesOfTheTriggers() {
        server.push("extras", """
                "params": {"x": {"type": "LONG", "value": 5}},
                "time_triggers": [{"type": "cron", "cron": "0 0 1 1 *"}, {"type": "predefined", "expression": "hourly"}],
                """, noop("a"));
        assertThat(get("extras/versions/1").has("enriched_extras")).isFalse();
        long before = System.currentTimeMillis();
        JsonNode extras = get("extras/versions/1?enriched=True").path("enriched_extras");
        assertThat(extras.at("/workflow_params/x/source").asString()).isEqualTo("DEFINITION");
        assertThat(extras.at("/workflow_params/RUN_TS/source").asString()).isEqualTo("SYSTEM_DEFAULT");
        assertThat(extras.at("/step_params/a/step_id/internal_mode").asString()).isEqualTo("RESERVED");
        long hour = extras.at("/next_execution_times/1").asLong();
        assertThat(hour).isGreaterThan(before).isLessThanOrEqualTo(before + 3_600_000 + 60_000);
        assertThat(hour % 3_600_000).isZero();
        assertThat(extras.at("/next_execution_times/0").asLong()).isGreaterThanOrEqualTo(hour);
        assertThat(extras.path("next_execution_time").asLong()).isEqualTo(hour);
    }

    @ParameterizedTest
    @CsvSource({"* * * * *, 400", "*/2 * * * *, 200", "0 0/30 * * * ?, 200", "0/30 * * * * ?, 400"})
    void aTriggerMustNotFireMoreOftenThanEveryTwoMinutes(String cron, int status) {
        var reply = server.push("often", "\"time_triggers\": [{\"type\": \"CRON\", \"cron\": \"%s\"}],".formatted(cron),
                noop("a"));
        assertThat(reply.status()).isEqualTo(status);
        if (status == 400)
            assertThat(reply.json().at("/errors/0").asString()).startsWith("workflow.timeTriggers[0] ");
    }

    @Test
    void whatStandsForTheBodyOfALoopCannotBeDeleted() {
        for (String id : List.of("maestro_foreach_x", "maestro_while_x")) {
            var reply = server.delete(WORKFLOWS + id);
            assertThat(reply.status()).isEqualTo(422);
            assertThat(reply.json().path("status").asString()).isEqualTo("UNPROCESSABLE_ENTITY");
        }
    }

    @Test
    void pushesAtTheSameTimeLoseNoVersionAndLeaveNoGap() throws Exception {
        int pushes = 40;
        Callable<Long> push = () -> server.push("many", "", noop("a")).json()
                .at("/workflow_definition/metadata/workflow_version_id").asLong();
        var versions = new ArrayList<Long>();
        try (var threads = Executors.newFixedThreadPool(8)) {
            for (var version : threads.invokeAll(IntStream.range(0, pushes).mapToObj(_ -> push).toList()))
                versions.add(version.get());
        }
        assertThat(versions).containsExactlyInAnyOrderElementsOf(LongStream.rangeClosed(1, pushes).boxed().toList());
        JsonNode page = get("many/versions/pagination?first=200");
        assertThat(page.path("total_count").asInt()).isEqualTo(pushes);
        assertThat(page.path("elements")).hasSize(pushes);
        assertThat(get("many/versions/active").at("/metadata/workflow_version_id").asLong()).isEqualTo(pushes);
        assertThat(get("many/timeline").path("timeline_events")).hasSize(pushes);
    }

    @Test
    void aWorkflowIsPushedAgainAfterItsDeletionIsDone() {
        server.push("again", "", noop("a"));
        long first = server.start("again");
        server.awaitEnd("again", first);
        long internal = get("again/versions/1").path("internal_id").asLong();
        assertThat(server.delete(WORKFLOWS + "again").json().path("type").asString()).isEqualTo("LOG");
        assertThat(server.http.get(WORKFLOWS + "again/versions/latest").status()).isEqualTo(404);
        Http.Reply pushed;
        do {
            pushed = server.push("again", "", noop("a"));
            assertThat(pushed.status()).isIn(200, 409);
            if (pushed.status() == 409) assertThat(pushed.json().path("status").asString()).isEqualTo("CONFLICT");
        } while (pushed.status() == 409);
        JsonNode stored = pushed.json().path("workflow_definition");
        assertThat(stored.at("/metadata/workflow_version_id").asLong()).isEqualTo(1);
        assertThat(stored.path("internal_id").asLong()).isGreaterThan(internal);
        assertThat(server.start("again")).isEqualTo(first + 1);
        assertThat(get("again/instances?first=9").path("total_count").asInt()).isEqualTo(1);
    }

    @Test
    void aSnapshotIsReadByItsCreateTime() {
        server.push("snaps", "", noop("a"));
        JsonNode first = get("snaps/properties-snapshot/latest");
        server.post(WORKFLOWS + "snaps/properties", "{\"description\": \"new\"}");
        assertThat(get("snaps/properties-snapshot/" + first.path("create_time").asLong())).isEqualTo(first);
        assertThat(get("snaps/properties-snapshot/latest").path("description").asString()).isEqualTo("new");
        assertThat(server.http.get(WORKFLOWS + "snaps/properties-snapshot/1").status()).isEqualTo(404);
    }

    @Test
    void twoVersionsAreComparedAsJsonAndAsText() {
        server.push("diff", "\"name\": \"one\",", noop("a"));
        server.push("diff", "\"name\": \"two\",", noop("a", "b"), noop("b"));
        JsonNode diff = get("diff/versions/1/diff/latest");
        assertThat(diff.path("from_version").asInt()).isEqualTo(1);
        assertThat(diff.path("to_version").asInt()).isEqualTo(2);
        assertThat(diff.path("changes")).hasSize(3);
        assertThat(diff.at("/changes/0")).isEqualTo(Json.parse(
                "{\"kind\":\"CHANGED\",\"subject\":\"FIELD\",\"path\":\"name\",\"before\":\"one\",\"after\":\"two\"}"));
        var text = server.http.call("GET", WORKFLOWS + "diff/versions/1/diff/2", "accept: text/plain", "");
        assertThat(text.type()).startsWith("text/plain");
        assertThat(text.text().lines()).contains("~ field name: one => two", "+ condition steps.a -> b: true");
        assertThat(server.http.get(WORKFLOWS + "diff/versions/1/diff/3").status()).isEqualTo(404);
        assertThat(server.http.get(WORKFLOWS + "diff/versions/x/diff/1").status()).isEqualTo(400);
    }

    @Test
    void listsAreFilteredAndSorted() {
        server.push("list.a", "\"tags\": [\"nightly\"],", noop("a"));
        server.push("list.b", "", noop("a"));
        server.post(WORKFLOWS + "list.b/properties", "{\"owner\": {\"name\": \"list bob\"}}");
        server.post(WORKFLOWS + "list.b/properties/tag", "\"nightly\"");
        assertThat(ids("prefix=list.")).containsExactly("list.a", "list.b");
        assertThat(ids("owner=list+bob")).containsExactly("list.b");
        assertThat(ids("tag=nightly")).containsExactly("list.a", "list.b");
        assertThat(ids("prefix=list.&sort=-modify_time&size=1")).containsExactly("list.b");
        String next = server.http.get("/api/v3/workflows?prefix=list.&sort=-modify_time&size=1").json()
                .path("next").asString();
        assertThat(ids("prefix=list.&sort=-modify_time&after=" + next)).containsExactly("list.a");
        assertThat(server.http.get("/api/v3/workflows?sort=odd").status()).isEqualTo(400);
        long n = server.start("list.a");
        server.awaitEnd("list.a", n);
        long m = server.start("list.a");
        server.awaitEnd("list.a", m);
        JsonNode page = get("list.a/instances?first=1&status=succeeded");
        assertThat(page.at("/elements/0/workflow_instance_id").asLong()).isEqualTo(m);
        assertThat(page.at("/page_info/has_next_page").asBoolean()).isTrue();
        assertThat(page.has("total_count")).isFalse();
        assertThat(get("list.a/instances?first=9&status=FAILED").path("elements")).isEmpty();
        assertThat(get("list.a/instances?first=9&from=0&to=1").path("elements")).isEmpty();
        assertThat(server.http.get(WORKFLOWS + "list.a/instances?first=9&status=odd").status()).isEqualTo(400);
    }

    private static List<String> ids(String query) {
        var ids = new ArrayList<String>();
        server.http.get("/api/v3/workflows?" + query).json().path("elements")
                .forEach(row -> ids.add(row.path("workflow_id").asString()));
        return ids;
    }

    @Test
    void theTimelineTellsEveryChangeNewestFirst() {
        server.push("told", "", noop("a"));
        server.post(WORKFLOWS + "told/properties", "{}");
        server.put(WORKFLOWS + "told/versions/1/actions/activate");
        server.put(WORKFLOWS + "told/actions/deactivate");
        JsonNode events = get("told/timeline").path("timeline_events");
        assertThat(events).hasSize(4).allSatisfy(event -> assertThat(event.propertyNames())
                .containsExactlyInAnyOrder("author", "log", "timestamp"));
        assertThat(events.at("/0/log").asString()).contains("Deactivated");
        assertThat(events.at("/3/log").asString()).contains("version [1]");
        assertThat(get("unknown/timeline")).isEqualTo(Json.parse(
                "{\"workflow_id\": \"unknown\", \"timeline_events\": []}"));
    }
}
