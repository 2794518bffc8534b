package maestro.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code maestro run FILE}: push, start and follow, on a running server. */
@Command(name = "run", description = "Push a definition, start it and follow the run to its end.")
final class RunCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private ServerOptions options;

    @Parameters(paramLabel = "FILE",
            description = "Create request (JSON or YAML) or YAML definition; - reads standard input.")
    private Path file;

    @Option(names = {"-p", "--param"}, paramLabel = "NAME=VALUE",
            description = "A param of the run; lists and maps in JSON. May be repeated.")
    private Map<String, String> params = new LinkedHashMap<>();

    RunCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws InterruptedException {
        var definition = DefinitionFile.read(file);
        return on(Session.of(terminal, options), definition).code();
    }

    private Exit on(Session session, DefinitionFile definition) throws InterruptedException {
        var stored = definition.push(session.api());
        var answer = Starts.start(session.api(), stored, params, UUID.randomUUID());
        return RunWatch.follow(session, RunId.of(answer));
    }
}
