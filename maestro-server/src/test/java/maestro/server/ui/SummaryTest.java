package maestro.server.ui;

import static maestro.server.http.Steps.noop;
import static maestro.server.http.Steps.shell;
import static maestro.server.http.Steps.sleep;
import static org.assertj.core.api.Assertions.assertThat;

import maestro.server.http.Running;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** The overview, the search over everything and the start form, over HTTP. */
class SummaryTest {
    @AutoClose
    private static final Running server = new Running();

    @BeforeAll
    static void fill() {
        server.push("sum.good", "\"name\": \"Good weather\", \"tags\": [\"nightly\"],", noop("a"), noop("load_rows"));
        server.push("sum.bad", "\"name\": \"Bad weather\",", shell("x", "fail"));
        server.push("sum.long", "", sleep("s", 60));
        run("sum.good");
        for (int i = 0; i < 3; i++) run("sum.bad");
        server.start("sum.long");
        server.push("sum.healed", "", shell("x", "fail"));
        run("sum.healed");
        server.push("sum.healed", "", shell("x", "ok"));
        run("sum.healed");
    }

    private static void run(String id) {
        server.awaitEnd(id, server.start(id));
    }

    private static JsonNode get(String path) {
        var reply = server.http.get(path);
        assertThat(reply.status()).as(path + " " + reply.text()).isEqualTo(200);
        return reply.json();
    }

    @Test
    void theOverviewNamesWhatFailsAndHowOftenInARow() {
        var summary = get("/api/v3/summary?window=2h");
        assertThat(summary.at("/counts/SUCCEEDED").asInt()).isEqualTo(2);
        assertThat(summary.at("/counts/FAILED").asInt()).isEqualTo(4);
        assertThat(summary.at("/counts/IN_PROGRESS").asInt()).isEqualTo(1);
        assertThat(summary.path("failing")).hasSize(1);
        assertThat(summary.at("/failing/0/workflow_id").asString()).isEqualTo("sum.bad");
        assertThat(summary.at("/failing/0/in_a_row").asInt()).isEqualTo(3);
        assertThat(summary.at("/failing/0/cause/message").asString()).contains("it said so");
        assertThat(summary.at("/ended/FAILED")).hasSize(96);
        long ended = 0;
        for (JsonNode count : summary.at("/ended/FAILED")) ended += count.asLong();
        assertThat(ended).isEqualTo(4);
        assertThat(summary.path("complete").asBoolean()).isTrue();
    }

    @Test
    void theOverviewIsFilteredByOwnerAndTag() {
        assertThat(get("/api/v3/summary?owner=nobody").at("/counts/FAILED").asInt()).isZero();
        assertThat(get("/api/v3/summary?tag=nightly").at("/counts/SUCCEEDED").asInt()).isEqualTo(1);
    }

    @Test
    void whatWaitsIsToldWithItsReason() {
        server.post("/api/v3/workflows", """
                {"properties": {"owner": "amy", "run_strategy": "SEQUENTIAL"},
                 "workflow": {"id": "sum.queue", "steps": [%s]}}""".formatted(sleep("s", 60)));
        server.start("sum.queue");
        server.start("sum.queue");
        var waiting = get("/api/v3/summary?window=3h").path("waiting");
        assertThat(waiting).hasSize(1);
        assertThat(waiting.get(0).path("wait").asString()).isEqualTo("RUN_QUEUED");
        assertThat(waiting.get(0).path("workflow_instance_id").asInt()).isEqualTo(2);
        server.put("/api/v3/workflows/sum.queue/actions/kill");
    }

    @Test
    void anythingIsFoundByAFewLetters() {
        assertThat(get("/api/v3/search?q=WEATHER").path("workflows")).hasSize(2);
        var run = get("/api/v3/search?q=sum.bad%202");
        assertThat(run.at("/runs/0/workflow_instance_id").asInt()).isEqualTo(2);
        assertThat(get("/api/v3/search?q=sum.bad%20999").path("runs")).isEmpty();
        var step = get("/api/v3/search?q=good%20load");
        assertThat(step.at("/steps/0/step_id").asString()).isEqualTo("load_rows");
        assertThat(get("/api/v3/search?q=night").path("tags").get(0).asString()).isEqualTo("nightly");
        assertThat(get("/api/v3/search?q=%25").path("workflows")).isEmpty();
        assertThat(get("/api/v3/search?q=%3Cscript%3E%27%22").path("workflows")).isEmpty();
    }

    @Test
    void aFormAsksFirstForWhatMustBeGiven() {
        server.push("sum.form", """
                "params": {"day": {"type": "LONG", "expression": "20261130"},
                  "big": {"type": "LONG", "value": 9223372036854775807},
                  "fixed": {"type": "STRING", "value": "x", "mode": "CONSTANT"}},""", noop("a"));
        var form = get("/api/v3/workflows/sum.form/versions/latest/form");
        assertThat(form.path("params")).hasSize(3);
        assertThat(form.at("/params/0/expression").asString()).isEqualTo("20261130");
        assertThat(form.at("/params/1/value").asLong()).isEqualTo(Long.MAX_VALUE);
        assertThat(form.at("/params/2/settable").asBoolean(true)).isFalse();
        assertThat(server.http.get("/api/v3/workflows/sum.form/versions/9/form").status()).isEqualTo(404);
        assertThat(server.http.get("/api/v3/workflows/none/versions/1/form").status()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            summary?window=0h      | 'window' must be from 1h to 14d
            summary?window=15d     | 'window' must be from 1h to 14d
            summary?window=-1h     | 'window' must be from 1h to 14d
            summary?window=24      | 'window' must be from 1h to 14d
            summary?owner=%00      | owner may not hold NUL
            search                 | 'q' must say what to look for
            search?q=%20           | 'q' must say what to look for
            """)
    void whatIsWrongIsRefusedByName(String path, String said) {
        var reply = server.http.get("/api/v3/" + path);
        assertThat(reply.status()).as(reply.text()).isEqualTo(400);
        assertThat(reply.text().replace("\\u0027", "'")).contains(said);
    }

    @Test
    void aLongSearchIsRefused() {
        assertThat(server.http.get("/api/v3/search?q=" + "x".repeat(201)).status()).isEqualTo(400);
    }
}
