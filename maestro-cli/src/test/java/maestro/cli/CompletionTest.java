package maestro.cli;

import static maestro.cli.Called.maestro;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompletionTest {
    @TempDir
    private Path folder;

    @Test
    void bashOffersTheVerbsOfAGroupAndTheOptionsOfAVerb() throws Exception {
        assertThat(complete("maestro", "workflow", "p")).contains("push");
        assertThat(complete("maestro", "inst")).contains("instance");
        assertThat(complete("maestro", "instance", "logs", "--fo")).contains("--follow");
    }

    @Test
    void zshGetsTheSameScriptWithItsOwnHead() {
        assertThat(maestro("completion", "zsh").out())
                .startsWith("autoload -U +X compinit").endsWith(maestro("completion", "bash").out());
    }

    private String complete(String... words) throws Exception {
        var script = Files.writeString(folder.resolve("maestro.bash"), maestro("completion", "bash").out());
        var program = "source '" + script + "'; COMP_WORDS=(" + String.join(" ", words) + "); COMP_CWORD="
                + (words.length - 1) + "; _complete_maestro; echo \"${COMPREPLY[*]}\"";
        var process = new ProcessBuilder("bash", "--norc", "-c", program).redirectErrorStream(true).start();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        var text = new String(process.getInputStream().readAllBytes());
        assertThat(process.exitValue()).as(text).isZero();
        return text;
    }
}
