package maestro.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A Python process plays what the published Python client does (python-sdk.md §7) against a server. */
class PythonClientTest {
    private static final int SECONDS = 120;

    @AutoClose
    private static final Running server = new Running();

    @TempDir
    private Path folder;

    @Test
    void allScenariosOfTheClientGoWell() throws IOException, InterruptedException {
        Path script = folder.resolve("sdk_client.py");
        try (var in = PythonClientTest.class.getResourceAsStream("sdk_client.py")) {
            Files.copy(in, script);
        }
        Path out = folder.resolve("out");
        var process = new ProcessBuilder("python3", "-X", "utf8", script.toString(), server.http.base().toString())
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
        try {
            assertThat(process.waitFor(SECONDS, TimeUnit.SECONDS)).as("ended within " + SECONDS + " s").isTrue();
        } finally {
            process.destroyForcibly();
        }
        String told = Files.readString(out, StandardCharsets.UTF_8);
        assertThat(process.exitValue()).as(told).isZero();
        assertThat(told.lines()).allSatisfy(line -> assertThat(line).startsWith("ok ")).hasSize(8);
    }
}
