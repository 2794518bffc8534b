package maestro.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class CliReferenceTest {
    private static final Path PAGE = Path.of("..", "docs", "cli.md");
    private static final String MARK = "## Commands\n";

    /** After a change of the commands, take over what {@code mvn verify} leaves in maestro-cli/target/cli.md. */
    @Test
    void thePageSaysWhatTheCommandsAre() throws Exception {
        var page = Files.readString(PAGE);
        int head = page.indexOf(MARK) + MARK.length();
        assertThat(head).as("docs/cli.md has the line '" + MARK.strip() + "'").isGreaterThanOrEqualTo(MARK.length());
        var generated = CliReference.markdown(page.substring(0, head));
        Files.writeString(Path.of("target", "cli.md"), generated);
        assertThat(page).isEqualTo(generated);
    }
}
