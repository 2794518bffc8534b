package maestro.cli;

import static maestro.cli.Called.maestro;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuickAnswersTest {
    @Test
    void theyAreWhatTheCommandItselfSays(@TempDir Path folder) throws Exception {
        QuickAnswers.write(folder);
        assertThat(folder.resolve("version")).hasContent(maestro("--version").out());
        assertThat(folder.resolve("help")).hasContent(maestro("--help").out());
        assertThat(folder.resolve("help.instance.why")).hasContent(maestro("instance", "why", "--help").out());
        assertThat(folder.resolve("answer.completion.zsh")).hasContent(maestro("completion", "zsh").out());
        assertThat(Files.readString(folder.resolve("colour/help.run"))).contains("\u001b[1m");
    }
}
