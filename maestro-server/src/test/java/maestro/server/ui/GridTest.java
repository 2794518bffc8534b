package maestro.server.ui;

import static maestro.server.http.Steps.foreach;
import static maestro.server.http.Steps.noop;
import static maestro.server.http.Steps.shell;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import maestro.server.http.Running;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Runs by steps, loops as maps, failures by what they say, over HTTP. */
class GridTest {
    private static final String W = "/api/v3/workflows/";

    @AutoClose
    private static final Running server = new Running();

    /** Version 1 runs once and has a step more; version 2 fails three times, the last instance is restarted. */
    @BeforeAll
    static void fill() {
        server.push("grid", "", noop("a", "b"), noop("b"), noop("old"));
        run("grid");
        server.push("grid", "", noop("a", "b"), shell("b", "fail 17", "c"), noop("c"),
                foreach("each", "", 3, noop("leaf")));
        for (int i = 0; i < 3; i++) run("grid");
        var reply = server.post(W + "grid/instances/4/actions/restart",
                "{\"restart_policy\": \"RESTART_FROM_INCOMPLETE\"}");
        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        server.http.call("GET", W + "grid/instances/4/runs/2/events", "accept: text/event-stream", "");
    }

    private static void run(String id) {
        server.awaitEnd(id, server.start(id));
    }

    private static JsonNode get(String path) {
        var reply = server.http.get(path);
        assertThat(reply.status()).as(path + " " + reply.text()).isEqualTo(200);
        return reply.json();
    }

    private static String cells(JsonNode grid, int column) {
        return grid.at("/runs/" + column + "/cells").asString();
    }

    @Test
    void aCellStandsForAllRunsOfItsInstance() {
        var grid = get(W + "grid/grid");
        var rows = new StringBuilder();
        grid.path("rows").forEach(row -> rows.append(row.path("id").asString()).append(' '));
        assertThat(rows.toString()).isEqualTo("a b c each old ");
        assertThat(grid.at("/rows/4/gone").asBoolean()).isTrue();
        assertThat(grid.at("/rows/3/type").asString()).isEqualToIgnoringCase("foreach");
        assertThat(grid.path("runs")).hasSize(4);
        assertThat(grid.at("/runs/0/r").asInt()).isEqualTo(2);
        assertThat(cells(grid, 0)).isEqualTo("SF.S.");
        assertThat(cells(grid, 1)).isEqualTo("SF.S.");
        assertThat(cells(grid, 3)).isEqualTo("SS..S");
        assertThat(grid.at("/runs/1/loops/3/0").asInt()).isEqualTo(3);
        assertThat(grid.at("/runs/1/s").asString()).isEqualTo("F");
        assertThat(grid.at("/runs/1/i").asString()).isEqualTo("MANUAL");
        assertThat(grid.at("/legend/F").asString()).isEqualTo("FATALLY_FAILED");
        assertThat(grid.path("complete").asBoolean()).isTrue();
        assertThat(grid.has("next")).isFalse();
    }

    @Test
    void pagesFiltersStepsAndTimes() {
        var first = get(W + "grid/grid?runs=3&steps=b,a&times=true");
        assertThat(first.path("rows")).hasSize(2);
        assertThat(cells(first, 0)).isEqualTo("SF");
        assertThat(first.at("/runs/0/ms")).hasSize(2);
        assertThat(first.path("next").asString()).isEqualTo("2");
        var second = get(W + "grid/grid?runs=3&before=2");
        assertThat(second.path("runs")).hasSize(1);
        assertThat(get(W + "grid/grid?status=SUCCEEDED").path("runs")).hasSize(1);
        assertThat(get(W + "grid/grid?initiator=TIME").path("runs")).isEmpty();
        var manual = get(W + "grid/grid?initiator=MANUAL&runs=2");
        assertThat(manual.path("runs")).hasSize(2);
        assertThat(get(W + "grid/grid?initiator=MANUAL&runs=2&before=" + manual.path("next").asString()).path("runs"))
                .hasSize(2);
    }

    @Test
    void cellsAreBoundedByTheNumberOfSteps() {
        server.push("grid.wide", "", IntStream.range(0, 300).mapToObj(i -> noop("s" + i)).toArray(String[]::new));
        run("grid.wide");
        var grid = get(W + "grid.wide/grid?runs=400");
        assertThat(cells(grid, 0)).hasSize(300).matches("S+");
        assertThat(grid.path("complete").asBoolean()).isTrue();
        assertThat(server.http.get(W + "grid.wide/grid").text().length()).isLessThan(300 * 60);
    }

    @Test
    void aMapHasAllIterationsInRanges() {
        var map = get(W + "grid/instances/2/runs/1/steps/each/map");
        assertThat(map.path("total").asInt()).isEqualTo(3);
        assertThat(map.path("ranges").toString()).isEqualTo("[[1,3,\"S\"]]");
        assertThat(map.at("/stats/S").asInt()).isEqualTo(3);
        assertThat(get(W + "grid/instances/2/runs/1/steps/each/map?from=2&to=2").path("ranges").toString())
                .isEqualTo("[[2,2,\"S\"]]");
        assertThat(get(W + "grid/instances/2/runs/1/steps/each/map?from=9").path("ranges")).isEmpty();
    }

    @Test
    void moreRangesThanAskedForAreCountedInBins() {
        server.push("grid.loop", "", foreach("each", "", 4, shell("s", "${each_i == 2 || each_i == 4 ? 'fail 12' : 'ok'}")));
        run("grid.loop");
        var map = get(W + "grid.loop/instances/1/runs/1/steps/each/map?max=1");
        if (map.has("ranges")) assertThat(map.path("ranges").size()).isLessThanOrEqualTo(1);
        else assertThat(map.at("/bins/each").asInt()).isEqualTo(1);
    }

    @Test
    void loopsInsideLoopsAreReachedByTheirPath() {
        server.push("grid.nest", "", foreach("outer", "", 2, foreach("inner", "", 3, shell("x", "fail 5"))));
        run("grid.nest");
        var map = get(W + "grid.nest/instances/1/runs/1/steps/inner/map?path=1");
        assertThat(map.path("total").asInt()).isEqualTo(3);
        var errors = get(W + "grid.nest/instances/1/runs/1/steps/inner/errors?path=1");
        assertThat(errors.path("failures").asInt()).isPositive();
        assertThat(errors.at("/groups/0/step_id").asString()).isEqualTo("x");
        var flat = get("/api/v3/views/flatten/workflows/grid.nest/instances/1/runs/1/steps/x?first=5&view=brief");
        assertThat(flat.at("/elements/0/iteration").asString()).isEqualTo("1-1");
        assertThat(flat.at("/elements/0/message").asString()).contains("it said so");
        assertThat(flat.at("/elements/0").toString().length()).isLessThan(400);
        var at = get("/api/v3/views/flatten/workflows/grid.nest/instances/1/runs/1/steps/x?first=5&view=brief&at=1-1");
        assertThat(at.at("/elements/0/iteration").asString()).isEqualTo("1-1");
        assertThat(server.http.get(W + "grid.nest/instances/1/runs/1/steps/inner/map?path=9").status()).isEqualTo(404);
    }

    @Test
    void failuresAreGroupedByWhatTheySay() {
        var errors = get(W + "grid/errors");
        assertThat(errors.path("failures").asInt()).isEqualTo(3);
        assertThat(errors.path("groups")).hasSize(1);
        assertThat(errors.at("/groups/0/count").asInt()).isEqualTo(3);
        assertThat(errors.at("/groups/0/step_id").asString()).isEqualTo("b");
        assertThat(errors.at("/groups/0/samples")).hasSize(3);
        assertThat(errors.path("complete").asBoolean()).isTrue();
        assertThat(get(W + "grid/errors?from=" + Long.MAX_VALUE).path("groups")).isEmpty();
        assertThat(get(W + "none/errors").path("groups")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            grid/grid?runs=0                                   | 'runs' must be from 1 to 400
            grid/grid?runs=401                                 | 'runs' must be from 1 to 400
            grid/grid?runs=x                                   | runs must be a number
            grid/grid?before=0                                 | 'before' must be from 1
            grid/grid?before=x                                 | before must be a number
            grid/grid?initiator=MANUAL&before=7                | 'before' must be a cursor
            grid/grid?status=odd                               | 'status' must be one of
            grid/grid?times=perhaps                            | times must be true or false
            grid/instances/2/runs/1/steps/each/map?from=0      | 'from' must be from 1
            grid/instances/2/runs/1/steps/each/map?from=5&to=4 | 'to' must be from 5
            grid/instances/2/runs/1/steps/each/map?max=20001   | 'max' must be from 1 to 20000
            grid/instances/2/runs/1/steps/each/map?path=a      | 'path' must be the numbers
            grid/instances/2/runs/1/steps/each/map?path=1-2    | does not stand inside so many loops
            grid/instances/2/runs/1/steps/each/map?attempt=0   | 'attempt' must be from 1
            grid/instances/2/runs/1/steps/a/map                | Step [a] is no loop
            grid/instances/2/runs/1/steps/a/errors             | Step [a] is no loop
            grid/errors?from=-1                                | 'from' must be from 0
            """)
    void whatIsWrongIsRefusedByName(String path, String said) {
        var reply = server.http.get(W + path);
        assertThat(reply.status()).as(reply.text()).isEqualTo(400);
        assertThat(reply.text().replace("\\u0027", "'")).contains(said);
    }

    @Test
    void tooManyStepsAreRefusedAndWhatIsNotThereIsNotFound() {
        String steps = IntStream.range(0, 301).mapToObj(i -> "s" + i).collect(Collectors.joining(","));
        assertThat(server.http.get(W + "grid/grid?steps=" + steps).status()).isEqualTo(400);
        assertThat(server.http.get(W + "none/grid").status()).isEqualTo(404);
        assertThat(server.http.get(W + "grid/instances/2/runs/1/steps/nobody/map").status()).isEqualTo(404);
        assertThat(server.http.get(W + "grid/instances/77/runs/1/steps/each/errors").status()).isEqualTo(404);
    }
}
