package maestro.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import maestro.server.MaestroServer;
import maestro.server.config.ServerConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The web UI in the system's Chromium on a whole server: {@code maestro-ui/e2e}. Without Chromium or a UI in the program it
 * is left out, loudly; with {@code CI=true} it fails then.
 */
class BrowserTest {
    private static final Path UI = Path.of("..", "maestro-ui");

    @TempDir
    private Path data;

    @Test
    void peopleFindWhatWentWrongAndMakeItRight() throws Exception {
        Path chromium = need(chromium(), "there is no Chromium: set CHROMIUM, or install it at /usr/bin/chromium");
        Path playwright = need(
                Optional.of(UI.resolve("node_modules/@playwright/test/cli.js")).filter(Files::exists),
                "the web UI was built without Node, so its browser tests have nothing to run with");
        var flags = Map.of("server.port", "0", "data.dir", data.resolve("server").toString());
        try (var server = MaestroServer.start(ServerConfig.load(Optional.empty(), Map.of(), flags).config())) {
            int ended = played(playwright, chromium, server.address().toString());
            String said = Files.readString(output());
            System.out.println(said);
            assertThat(ended).as(said).isZero();
        }
    }

    private int played(Path playwright, Path chromium, String address) throws IOException, InterruptedException {
        var process = new ProcessBuilder(
                List.of("node", playwright.toAbsolutePath().toString(), "test", "--config", "e2e/playwright.config.ts"))
                .directory(UI.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output().toFile());
        process.environment().putAll(Map.of("MAESTRO_URL", address, "CHROMIUM", chromium.toString()));
        var running = process.start();
        running.getOutputStream().close();
        if (!running.waitFor(10, TimeUnit.MINUTES)) running.destroyForcibly();
        return running.waitFor();
    }

    /** Apart from this process's own output, which the test runner talks over. */
    private Path output() {
        return data.resolve("playwright.txt");
    }

    private static Optional<Path> chromium() {
        return Optional.ofNullable(System.getenv("CHROMIUM")).or(() -> Optional.of("/usr/bin/chromium"))
                .map(Path::of).filter(Files::isExecutable);
    }

    private static Path need(Optional<Path> thing, String missing) {
        return thing.orElseGet(() -> {
            if ("true".equals(System.getenv("CI"))) throw new AssertionError(missing);
            System.out.println("[WARNING] THE WEB UI IS NOT TESTED IN A BROWSER: " + missing);
            return abort(missing);
        });
    }
}
