package maestro.server.http;

import static maestro.server.http.Steps.noop;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What definitions may say beyond the contract, seen in runs. */
class LooserReadsTest {
    @AutoClose
    private static final Running server = new Running();

    private static String param(String step, String name, String type, String body) {
        return "{\"step\": {\"id\": \"%s\", \"type\": \"NoOp\", \"params\": {\"%s\": {\"type\": \"%s\", %s}}%%s}}"
                .formatted(step, name, type, body);
    }

    private static String leading(String step, String next) {
        return step.formatted(", \"transition\": {\"successors\": {\"" + next + "\": \"true\"}}");
    }

    private static String run(String workflow, long instance) {
        return "/api/v3/workflows/" + workflow + "/instances/" + instance;
    }

    private static String end(String workflow, long instance) {
        server.awaitEnd(workflow, instance);
        return server.http.get(run(workflow, instance)).json().path("status").asString();
    }

    @Test
    void aStepInALoopReadsTheOutputOfAStepBesideTheLoop() {
        var body = param("inner", "y", "STRING", "\"value\": \"${before__x} of ${each_i}\"").formatted("");
        server.push("loose.loop", "", leading(param("before", "x", "LONG", "\"value\": 7"), "each"),
                Steps.foreach("each", "", 2, body));
        long instance = server.start("loose.loop");
        assertThat(end("loose.loop", instance)).isEqualTo("SUCCEEDED");
    }

    @Test
    void aStepThatWasSkippedBeforeItRanKeepsTheValuesThatItDeclares() {
        server.push("loose.skip", "", noop("a", "b"), leading(param("b", "x", "LONG", "\"value\": 7"), "c"),
                param("c", "y", "LONG", "\"expression\": \"b__x + 1\"").formatted(""));
        server.post("/api/v3/workflows/steps/breakpoints", "{\"workflow_id\": \"loose.skip\", \"step_id\": \"b\"}");
        long instance = server.start("loose.skip");
        var skipped = server.put(run("loose.skip", instance) + "/steps/b/actions/skip");
        assertThat(skipped.status()).as(skipped.raw().body()).isEqualTo(200);
        assertThat(end("loose.skip", instance)).isEqualTo("SUCCEEDED");
        assertThat(server.http.get(run("loose.skip", instance) + "/steps/c").json().at("/params/y/evaluated_result")
                .asLong()).isEqualTo(8);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            STRING | "100ms"  | SUCCEEDED
            DOUBLE | 0.1      | SUCCEEDED
            STRING | "${soon}" | FAILED
            """)
    void aSleepObeysWhatItUnderstandsAndFailsOtherwise(String type, String value, String status) {
        var id = "loose.sleep" + Math.abs(value.hashCode());
        var json = type.equals("STRING") ? "\"" + value + "\"" : value;
        server.push(id, "\"params\": {\"soon\": {\"type\": \"STRING\", \"value\": \"soon\"}},",
                "{\"step\": {\"id\": \"s\", \"type\": \"Sleep\", \"params\": "
                        + "{\"sleep_seconds\": {\"type\": \"%s\", \"value\": %s}}}}".formatted(type, json));
        long instance = server.start(id);
        assertThat(end(id, instance)).isEqualTo(status);
    }
}
