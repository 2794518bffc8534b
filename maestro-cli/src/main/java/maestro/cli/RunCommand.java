package maestro.cli;

import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code maestro run FILE}: push, start and follow, on a running server or on one of its own. */
@Command(name = "run", description = {"Push a definition if it is new or changed, start it and follow the run to its end.",
    "Without a server that answers, and none named, it starts one in this process for as long as the run takes."})
final class RunCommand implements Callable<Integer> {
    private static final int STOP_SECONDS_MAX = 20;

    private final Terminal terminal;

    @Mixin
    private ServerOptions options;

    @Parameters(paramLabel = "FILE",
            description = "Create request (JSON or YAML) or YAML definition; - reads standard input.")
    private Path file;

    @Mixin
    private ParamOptions params;

    @Option(names = "--data", paramLabel = "DIR",
            description = "Folder of the database of its own server. Setting data.dir.")
    private Optional<String> data = Optional.empty();

    @Mixin
    private HeapOption heap;

    RunCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws InterruptedException {
        var definition = DefinitionFile.read(file);
        var session = Session.of(terminal, options);
        boolean ownServer = !options.serverNamed(terminal.env()) && (data.isPresent() || !session.api().answers());
        if (ownServer) return onOwnServer(definition).code();
        var id = start(session, definition);
        return RunWatch.follow(session, id).code();
    }

    private Exit onOwnServer(DefinitionFile definition) throws InterruptedException {
        Logging.atLeast(Level.WARNING);
        var config = ServerStart.embedded(terminal.env(), data);
        terminal.err().println("No server answers: starting one for this run (" + ServerStart.data(config) + ") …");
        var closed = new CountDownLatch(1);
        try (var server = ServerStart.start(config)) {
            var api = new Api(server.address(), options.caller(terminal.env()));
            var session = new Session(terminal, api, options.format());
            var id = start(session, definition);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(api, id, closed), "stop"));
            return RunWatch.followToTheEnd(session, id);
        } finally {
            closed.countDown();
        }
    }

    /** On Ctrl-C: ends the run, so that it does not come back with the next server, and lets the server close. */
    private static void stop(Api api, RunId id, CountDownLatch closed) {
        try {
            if (closed.getCount() == 0) return;
            System.err.println("\nStopping the run and its server …");
            api.put(Api.path("workflows", id.workflow(), "instances", id.instance(), "actions", "stop"));
            closed.await(STOP_SECONDS_MAX, TimeUnit.SECONDS);
        } catch (CliFailure _) {
            // it ended meanwhile, or cannot be reached: what is stored stays right
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private RunId start(Session session, DefinitionFile definition) {
        var change = DefinitionChange.of(session.api(), definition);
        var runParams = params.of(change.declared()); // a slip in a param stores nothing
        var stored = change.push(session.api());
        return RunId.of(Starts.start(session.api(), stored, runParams, UUID.randomUUID()));
    }
}
