package maestro.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LiveViewTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final LiveView view = new LiveView(new Terminal(
            System.in, new PrintStream(out, true, UTF_8), new PrintStream(out, true, UTF_8), Map.of("NO_COLOR", "1"), true, 12, 80));

    @Test
    void theNextPictureIsDrawnOverTheLastOne() {
        view.show(run("IN_PROGRESS", 2));
        assertThat(drawn()).doesNotContain("\u001b[3A");
        view.tick();
        assertThat(drawn()).startsWith("\u001b[?7l\u001b[3A").endsWith("\u001b[J\u001b[?7h");
    }

    @Test
    void outputOfStepsCannotControlTheTerminal() {
        view.line("s1", 1, "\u001b[2J\u001b[31mred\u001b[0m\tbell\u0007");
        view.show(run("IN_PROGRESS", 1));
        assertThat(drawn()).contains("s1 | red bell\u001b[K\n");
    }

    @Test
    void aRunLargerThanTheTerminalShowsWhatIsActiveAndCountsTheRest() {
        view.show(run("IN_PROGRESS", 30));
        assertThat(drawn().lines().count()).isLessThanOrEqualTo(12);
        view.tick();
        assertThat(drawn()).contains("s30").contains("… and 22 more steps");
    }

    private String drawn() {
        var text = out.toString(UTF_8);
        out.reset();
        return text;
    }

    /** All steps but the last have succeeded. */
    private static RunSnapshot run(String status, int steps) {
        var views = IntStream.rangeClosed(1, steps)
                .mapToObj(i -> "{\"step_id\": \"s%d\", \"step_attempt_id\": 1, \"runtime_state\": {\"status\": \"%s\"}}"
                        .formatted(i, i < steps ? "SUCCEEDED" : "RUNNING"))
                .collect(Collectors.joining(",", "[", "]"));
        return RunSnapshot.of(Json.parse("{\"workflow_id\": \"w\", \"status\": \"" + status + "\"}"), Json.parse(views));
    }
}
