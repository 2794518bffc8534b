package maestro.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import maestro.store.DatabaseConfig;

/** Starts, kills and starts again one server on one port and one database. One thread. */
final class ServerProcess implements AutoCloseable {
    /** Loops of a benchmark may be larger than a user's. */
    static final int ITERATIONS_MAX = 10_000_000;

    private static final long START_NANOS_MAX = TimeUnit.SECONDS.toNanos(60);

    private final DatabaseConfig database;
    private final Path data;
    private final List<String> settings;
    private final Optional<Path> log;
    private final int port;
    private Optional<Path> launcher;
    private Process process;

    /**
     * @param data folder for the node's own files
     * @param launcher the {@code maestro} command to start it with; empty: the classes of this process
     */
    ServerProcess(DatabaseConfig database, Path data, Optional<Path> launcher) throws IOException {
        this(database, data, launcher, List.of(), Optional.empty(), freePort());
    }

    /**
     * @param settings more of them, each {@code key=value}
     * @param log file for what it writes; empty: the standard error of this process
     */
    ServerProcess(
            DatabaseConfig database, Path data, Optional<Path> launcher, List<String> settings, Optional<Path> log,
            int port) {
        this.database = database;
        this.data = data;
        this.launcher = launcher;
        this.settings = List.copyOf(settings);
        this.log = log;
        this.port = port;
    }

    /** Which program it is from the next start on; empty: the classes of this process. */
    void launcher(Optional<Path> next) {
        launcher = next;
    }

    static int freePort() throws IOException {
        try (var probe = new ServerSocket(0)) {
            return probe.getLocalPort();
        }
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + port);
    }

    long pid() {
        return process.pid();
    }

    /** Starts it and waits until it is ready; the milliseconds that took. */
    double start() throws InterruptedException {
        long begin = System.nanoTime();
        launch();
        while (!ready()) {
            if (!process.isAlive() || System.nanoTime() - begin > START_NANOS_MAX) {
                throw new IllegalStateException("the server did not get ready");
            }
            TimeUnit.MILLISECONDS.sleep(2);
        }
        return (System.nanoTime() - begin) / 1e6;
    }

    /** Starts it. */
    void launch() {
        try {
            var builder = new ProcessBuilder(launcher.map(this::launched).orElseGet(this::direct))
                    .redirectError(log.map(file -> ProcessBuilder.Redirect.appendTo(file.toFile()))
                            .orElse(ProcessBuilder.Redirect.INHERIT))
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD);
            builder.environment().put("MAESTRO_ENGINE_MAX_ITERATIONS", Integer.toString(ITERATIONS_MAX));
            builder.environment().put("MAESTRO_DATABASE_USER", database.user());
            builder.environment().put("MAESTRO_DATABASE_PASSWORD", database.password());
            process = builder.start();
        } catch (IOException error) {
            throw new UncheckedIOException("the server cannot be started", error);
        }
    }

    boolean alive() {
        return process.isAlive();
    }

    private List<String> launched(Path command) {
        var words = new ArrayList<>(List.of(
                command.toString(),
                "server",
                "--port",
                Integer.toString(port),
                "--data",
                data.toString(),
                "--database-url",
                database.url()));
        settings.forEach(setting -> words.addAll(List.of("--set", setting)));
        return words;
    }

    /** The options are those that the launcher gives a server. */
    private List<String> direct() {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-XX:+UseSerialGC");
        command.add("--enable-native-access=ALL-UNNAMED");
        command.add("--sun-misc-unsafe-memory-access=allow");
        command.addAll(List.of(System.getProperty("maestro.bench.jvm", "").trim().split(" +")));
        command.removeIf(String::isEmpty);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Served.class.getName()));
        command.addAll(List.of(
                "server.port=" + port,
                "data.dir=" + data,
                "database.url=" + database.url(),
                "database.user=" + database.user(),
                "database.password=" + database.password()));
        command.addAll(settings);
        return command;
    }

    boolean ready() {
        try (var connection = new HttpConnection(address())) {
            return connection.get("/health/ready").status() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    /** As a crash does: no goodbye. */
    void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            process.onExit().get(20, TimeUnit.SECONDS);
        } catch (TimeoutException hangs) {
            kill();
        } catch (InterruptedException stopped) {
            kill();
            Thread.currentThread().interrupt();
        } catch (ExecutionException unexpected) {
            throw new IllegalStateException(unexpected);
        }
    }
}
