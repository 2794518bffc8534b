package maestro.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code maestro dev}: a server to try things with. */
@Command(name = "dev", description = "Run a server in the foreground with the examples pushed.")
final class DevCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private ConfigOptions options;

    @Mixin
    private HeapOption heap;

    DevCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws InterruptedException {
        var config = options.load(ServerStart.impatient(terminal.env())).config();
        return ServerCommand.foreground(terminal, config, this::pushExamples);
    }

    private void pushExamples(Api api) {
        for (var path : examples(Path.of(System.getProperty("maestro.home", "."), "examples"))) {
            try {
                var change = DefinitionChange.of(api, DefinitionFile.read(path));
                change.push(api);
                String id = change.workflowId();
                terminal.out().println("Example " + id + ": start it with `maestro instance start " + id + " --watch`");
            } catch (CliFailure e) {
                terminal.err().println(e.text());
            }
        }
    }

    static List<Path> examples(Path folder) {
        if (!Files.isDirectory(folder)) return List.of();
        try (var files = Files.walk(folder, 2)) {
            return files.filter(file -> file.toString().matches(".*\\.(ya?ml|json)")).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
