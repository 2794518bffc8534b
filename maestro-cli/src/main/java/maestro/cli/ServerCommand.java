package maestro.cli;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.logging.Level;
import maestro.server.config.ServerConfig;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code maestro server}: a server in the foreground, until it is told to stop. */
@Command(name = "server", description = "Run a server in the foreground; SIGTERM or Ctrl-C stops it cleanly.")
final class ServerCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private ConfigOptions options;

    @Mixin
    private HeapOption heap;

    ServerCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws InterruptedException {
        return foreground(terminal, options.load(terminal.env()).config(), _ -> {});
    }

    /** Ends with {@link Exit#OK} when it was told to stop, else with the server's own reason. */
    static int foreground(Terminal terminal, ServerConfig config, Consumer<Api> ready) throws InterruptedException {
        Logging.atLeast(Level.INFO);
        var server = ServerStart.start(config);
        var asked = new AtomicBoolean();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            asked.set(true);
            server.close();
            Runtime.getRuntime().halt(Exit.OK.code()); // a stop that was asked for is no failure
        }, "stop"));
        terminal.out().println("Maestro is ready at " + server.address() + " (" + ServerStart.data(config) + ")");
        ready.accept(new Api(server.address(), "maestro"));
        var why = reason(server.ended());
        if (asked.get()) new CountDownLatch(1).await(); // the hook ends the process
        throw new CliFailure(Exit.NOT_STARTED, "the server stopped: " + why, "");
    }

    private static String reason(CompletableFuture<String> ended) throws InterruptedException {
        try {
            return ended.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }
}
