package maestro.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;

/**
 * What the launcher runs once after a build, so that the JVM learns which classes are needed and keeps them loaded and
 * linked in a file, with what it learned of the most used code. It walks the usual paths, a server with runs on it
 * included; what goes wrong here makes later starts slower, nothing else.
 */
public final class Training {
    private static final long MOST_MILLIS = 90_000;
    private static final String WORKFLOW = """
            workflow:
              id: training
              owner: training
              jobs:
                - job: {id: one, type: noop, "!n": "1 + 1", transition: [two]}
                - job: {id: two, type: shell, script: "echo ${one__n}"}
            """;

    private Training() {}

    public static void main(String[] arguments) throws IOException {
        Thread.ofPlatform().daemon().start(() -> giveUpAfter(MOST_MILLIS));
        var folder = Files.createTempDirectory("maestro-training-");
        try {
            var nowhere = new PrintStream(OutputStream.nullOutputStream());
            client(new Terminal(InputStream.nullInputStream(), nowhere, nowhere, Map.of(), false, 24, 0));
            var file = Files.writeString(folder.resolve("training.yaml"), WORKFLOW);
            var quiet = new Terminal(InputStream.nullInputStream(), nowhere,
                    new PrintStream(System.err, true, UTF_8), Map.of(), true, 24, 0);
            MaestroCommand.run(quiet, "run", file.toString(), "--data", folder.resolve("data").toString());
            TrainingLoad.play(folder.resolve("data"));
        } finally {
            delete(folder);
        }
        System.exit(0);
    }

    private static void client(Terminal terminal) {
        var closedPort = "--server=http://127.0.0.1:9";
        MaestroCommand.run(terminal, "--version");
        MaestroCommand.run(terminal, "--help");
        MaestroCommand.run(terminal, "workflow", "list", closedPort);
        MaestroCommand.run(terminal, "config", "show", "-o", "yaml");
        MaestroCommand.run(terminal, "completion", "bash");
        MaestroCommand.run(terminal, "sel", "eval", "1 + 2");
    }

    /** A training that hangs must not stay for ever. */
    static void giveUpAfter(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(1);
    }

    static void delete(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) Files.deleteIfExists(file);
        }
    }
}
