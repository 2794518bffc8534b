package maestro.testkit.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class LifecycleTest {
    /** The page leaves out what changes nothing. */
    @Test
    void thePageOfLifecyclesShowsTheArrowsOfTheRules() throws IOException {
        String page = Files.readString(Path.of("../docs/lifecycle.md"));
        String shown = page.substring(page.indexOf("<!-- arrows -->"));
        shown = shown.substring(shown.indexOf("```\n") + 4);
        shown = shown.substring(0, shown.indexOf("```"));

        var arrows = Files.readAllLines(Path.of("src/test/resources/step-arrows.txt"));

        assertThat(shown.lines()).isEqualTo(arrows.stream().filter(arrow -> !arrow.endsWith("-> -")).toList());
    }
}
