package maestro.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class OldClassesTest {
    /** Java itself verifies each rewritten class as it loads it, and the command works with them. */
    @Test
    void theLibraryOfTheCommandLineIsRenewedAndWorks(@TempDir Path folder) throws Exception {
        var original = Path.of(CommandLine.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        var jar = Files.copy(original, folder.resolve("picocli.jar"));
        OldClasses.renew(jar);
        assertThat(Files.mismatch(original, jar)).isNotEqualTo(-1L);
        var renewed = Files.readAllBytes(jar);
        OldClasses.renew(jar);
        assertThat(jar).as("once is enough").hasBinaryContent(renewed);

        var path = jar + java.io.File.pathSeparator + System.getProperty("java.class.path");
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var process = new ProcessBuilder(java, "-Xlog:class+load", "-XX:TieredStopAtLevel=1", "-cp", path,
                Main.class.getName(), "loop", "list", "--help").redirectErrorStream(true).start();
        var out = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(out).isZero();
        assertThat(out).contains("Usage: maestro loop list").contains("picocli.CommandLine source: file:" + jar);
    }
}
