package maestro.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import maestro.model.definition.Definitions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code maestro apply -f FILE|DIR}: pushes what differs from what the server has, so that doing it twice does it once. */
@Command(name = "apply", description = "Push the definitions that differ from the server's; others stay as they are.")
final class ApplyCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private ServerOptions options;

    @Option(names = {"-f", "--file"}, required = true, arity = "1..*", paramLabel = "FILE|DIR",
            description = "Definitions, or folders in which all .json, .yaml and .yml files are definitions; - reads "
                    + "standard input.")
    private List<Path> paths;

    @Option(names = "--dry-run", description = "Say what would change, or be refused, and change nothing.")
    private boolean dryRun;

    @Option(names = "--strict", description = "Refuse definitions that the server has warnings for.")
    private boolean strict;

    ApplyCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        var session = Session.of(terminal, options);
        var files = files().stream().map(DefinitionFile::read).toList();
        // all are compared and rehearsed before the first is pushed: a mistake in the last changes nothing
        var changes = files.stream().map(file -> DefinitionChange.of(session.api(), file)).toList();
        requireOneFileEach(changes);
        changes.stream().filter(change -> !change.none()).forEach(change -> rehearse(session, change));
        changes.forEach(change -> carryOut(session, change));
        return Exit.OK.code();
    }

    private List<Path> files() {
        var files = new ArrayList<Path>();
        for (var path : paths) {
            if (!Files.isDirectory(path)) {
                files.add(path);
                continue;
            }
            try (Stream<Path> inside = Files.walk(path)) {
                inside.filter(file -> file.toString().matches(".*\\.(json|ya?ml)")).sorted().forEach(files::add);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return files;
    }

    private static void requireOneFileEach(List<DefinitionChange> changes) {
        var fileOf = new HashMap<String, String>();
        for (var change : changes) {
            var other = fileOf.put(change.workflowId(), change.file().name());
            if (other == null) continue;
            throw new CliFailure(Exit.USAGE,
                    "two files define " + change.workflowId() + ": " + other + " and " + change.file().name(),
                    "Keep one of them, or give the other workflow an id of its own.");
        }
    }

    private void rehearse(Session session, DefinitionChange change) {
        var warnings = Warnings.lines(change.file().rehearse(session.api()));
        if (warnings.isEmpty()) return;
        if (strict) throw new CliFailure(Exit.REFUSED, change.file().name() + ": has warnings", warnings, "");
        terminal.err().println(change.file().name() + ":");
        warnings.forEach(warning -> terminal.err().println("  warning: " + Printable.line(warning)));
    }

    private void carryOut(Session session, DefinitionChange change) {
        String id = change.workflowId();
        if (change.none()) {
            terminal.out().println("unchanged " + id + " (" + change.file().name() + ")");
            return;
        }
        boolean known = change.stored().isPresent();
        if (dryRun) {
            terminal.out().println((known ? "would change " : "would create ") + id + " (" + change.file().name() + ")");
        } else {
            var stored = change.push(session.api());
            terminal.out().println((known ? "changed " : "created ") + id + " version "
                    + stored.path("metadata").path("workflow_version_id").asString("?") + " (" + change.file().name() + ")");
        }
        change.lines().forEach(line -> terminal.out().println("  " + line));
    }
}
