package maestro.server.http;

import static maestro.server.http.Steps.noop;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import maestro.server.http.Story.Run;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs whose data nothing can be done with end with a reason, and nobody else notices (docs/reliability.md, 46 to 52). */
class BadRunTest {
    private static final int NEIGHBOURS = 8;
    private static final String LONG_TEXT =
            "String s = \\\"0123456789abcdef\\\"; for (int i = 0; i < 13; i += 1) { s = s + s; }"
                    + " return s;";

    @AutoClose
    private static final Running server = new Running();
    private static final Story story = new Story(server);

    private static String loop(String type, String name, String value, String... more) {
        return """
                {"foreach": {"id": "loop", "params": {"loop_params": {"type": "MAP", "value":
                 {"%s": {"type": "%s", %s}}}}, "steps": [%s]}}"""
                .formatted(name, type, value, noop("one") + String.join("", more));
    }

    private static String call(String expression) {
        return """
                {"subworkflow": {"id": "loop", "params": {
                 "subworkflow_id": {"type": "STRING", "expression": "%s"},
                 "subworkflow_version": {"type": "STRING", "value": "latest"}}}}""".formatted(expression);
    }

    private static String text(String name) {
        return "\"%s\": {\"type\": \"STRING\", \"expression\": \"%s\"}".formatted(name, LONG_TEXT);
    }

    static Stream<Arguments> badRuns() {
        String sizes = "\"params\": {" + String.join(",", text("a"), text("b"), text("c"), text("d")) + "},";
        return Stream.of(
                Arguments.of("a reserved name as a loop param", "",
                        loop("STRING_ARRAY", "owner", "\"value\": [\"a\", \"b\"]"), "owner"),
                Arguments.of("another one", "",
                        loop("STRING_ARRAY", "workflow_id", "\"value\": [\"a\"]"), "workflow_id"),
                Arguments.of("a null to loop over", "",
                        loop("STRING_ARRAY", "f", "\"expression\": \"return new String[3];\""), "null"),
                Arguments.of("params too large for an iteration", sizes,
                        loop("LONG_ARRAY", "i", "\"value\": [1, 2]"), "750000"),
                Arguments.of("an empty id to call", "", call("return \\\"\\\";"), "subworkflow_id"),
                Arguments.of("an id that is too long", "", call(LONG_TEXT), "subworkflow_id"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badRuns")
    void aBadRunEndsWithAReasonAndItsNeighboursGoOn(String what, String more, String step, String reason) {
        String id = "bad." + what.replace(' ', '.');
        var pushed = server.push(id, more, noop("first", "loop"), step);
        assertThat(pushed.status()).as(pushed.text()).isEqualTo(200);
        var bad = new ArrayList<Run>();
        for (int i = 0; i < 3; i++) {
            bad.add(story.start(id));
        }
        var good = neighbours(id);

        bad.forEach(run -> assertThat(story.end(run)).as(what).isEqualTo("FAILED"));
        assertThat(story.get(bad.getFirst().path() + "/steps/loop").toString()).contains(reason);
        good.forEach(run -> assertThat(story.end(run)).isEqualTo("SUCCEEDED"));
        assertThat(server.shardRestarts()).isZero();
        assertThat(server.http.get("/health/ready").json().path("status").asString()).isEqualTo("UP");
    }

    /** Workflows of all shards, started while the bad one runs. */
    private static List<Run> neighbours(String id) {
        var runs = new ArrayList<Run>();
        for (int i = 0; i < NEIGHBOURS; i++) {
            runs.add(story.run(id + ".neighbour" + i, noop("a", "b"), noop("b")));
        }
        return runs;
    }

    @Test
    void aLoopThatCannotGoOnEndsItsLiveIterationsFirst() {
        server.push("late", "", """
                {"foreach": {"id": "loop", "concurrency": 2, "params": {"loop_params": {"type": "MAP", "value":
                 {"i": {"type": "LONG_ARRAY", "value": [1, 2, 3]}}},
                 "size": {"type": "STRING", "value": "x"}}, "steps": [%s]}}"""
                .formatted(Steps.shell("x", "hang")));
        var run = story.start("late");
        var first = story.iteration(run, "loop", 1);
        story.awaitStep(first, "x", "RUNNING");
        story.act(run, "", "kill");
        assertThat(story.end(run)).isEqualTo("FAILED");
        assertThat(story.step(first, "x")).isEqualTo("STOPPED");
    }
}
