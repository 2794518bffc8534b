package maestro.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What a short command loads, for a start-up cache of its own: one that holds the server as well takes longer to open
 * than such a command runs. The server that it talks to is another process.
 */
final class ClientTraining {
    private static final String READY = "Maestro is ready at ";
    private static final long MOST_MILLIS = 120_000;
    private static final int TIMES = 3;
    private static final String WORKFLOW = """
            workflow:
              id: training
              owner: training
              n: 1
              jobs:
                - job: {id: one, type: shell, script: "echo one", transition: [each]}
                - foreach:
                    id: each
                    loop_params: {i: [1, 2]}
                    jobs:
                      - job: {id: inner, type: noop}
            """;
    private static final List<String> COMMANDS = List.of("workflow list", "workflow get training",
            "workflow versions training", "workflow overview training", "instance start training -p n=2",
            "instance list", "instance list training", "instance get training 1", "instance why training 1",
            "instance explain training 1", "instance runs training 1", "instance watch training 1",
            "instance logs training 1 one", "step list training 1", "step get training 1 one",
            "loop list training 1 inner", "instance get training 1 -o json", "workflow get training -o yaml",
            "instance stop training 1", "cluster status", "version", "workflow get none", "instance restart training 1");

    private ClientTraining() {}

    /** @param arguments the class path of the server */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Thread.ofPlatform().daemon().start(() -> Training.giveUpAfter(MOST_MILLIS));
        var folder = Files.createTempDirectory("maestro-training-");
        var server = server(arguments[0], folder);
        try {
            play(address(server), Files.writeString(folder.resolve("training.yaml"), WORKFLOW));
        } finally {
            server.destroy();
            if (!server.waitFor(20, TimeUnit.SECONDS)) server.destroyForcibly();
            Training.delete(folder);
        }
        System.exit(0);
    }

    private static Process server(String classPath, Path folder) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1", "-Xmx256m", "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow", "-cp", classPath,
                        Main.class.getName(), "server", "--port", "0", "--data", folder.resolve("data").toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static String address(Process server) throws IOException {
        var lines = new BufferedReader(new InputStreamReader(server.getInputStream(), UTF_8));
        for (var line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.startsWith(READY)) return line.substring(READY.length()).split(" ")[0];
        }
        throw new IOException("the server did not start");
    }

    private static void play(String server, Path file) {
        var nowhere = new PrintStream(OutputStream.nullOutputStream());
        for (boolean terminal : new boolean[] {true, false}) {
            var on = new Terminal(
                    InputStream.nullInputStream(), nowhere, nowhere, Map.of("LANG", "C.UTF-8"), terminal, 24, 80);
            MaestroCommand.run(on, "validate", file.toString());
            MaestroCommand.run(on, "workflow", "push", file.toString(), "--server", server);
            MaestroCommand.run(on, "apply", "-f", file.toString(), "--server", server);
            for (var line : COMMANDS) {
                for (int i = 0; i < TIMES; i++) MaestroCommand.run(on, (line + " --server " + server).split(" "));
            }
        }
    }
}
