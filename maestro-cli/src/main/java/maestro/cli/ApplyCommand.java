package maestro.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import maestro.core.diff.DefinitionDiff;
import maestro.core.diff.Difference;
import maestro.core.workflow.PropertiesMerge;
import maestro.model.MaestroException;
import maestro.model.definition.CreateRequest;
import maestro.model.definition.Definitions;
import maestro.model.definition.StepType;
import maestro.model.definition.Workflow;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

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

    @Option(names = "--dry-run", description = "Say what would change, and change nothing.")
    private boolean dryRun;

    ApplyCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    /** What a file asks for, beside what the server has. */
    private record Change(DefinitionFile file, CreateRequest wanted, Optional<JsonNode> stored, List<String> lines) {}

    @Override
    public Integer call() {
        var session = Session.of(terminal, options);
        var files = files().stream().map(DefinitionFile::read).toList();
        // all are compared before the first is pushed: a mistake in the last changes nothing
        var changes = files.stream().map(file -> compare(session.api(), file)).toList();
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

    private static Change compare(Api api, DefinitionFile file) {
        CreateRequest wanted;
        try {
            wanted = file.request((jobType, version) -> stepType(api, jobType, version));
        } catch (MaestroException e) {
            throw new CliFailure(Exit.REFUSED, file.name() + ": " + e.getMessage(), e.errors(), "");
        }
        var stored = present(api, Api.path("workflows", wanted.workflow().id(), "versions", "latest"));
        return new Change(file, wanted, stored, stored.map(known -> lines(wanted, known)).orElse(List.of()));
    }

    private static Optional<StepType> stepType(Api api, String jobType, String version) {
        return present(api, Api.path("job-templates", jobType) + "?version=" + Api.encode(version))
                .map(template -> template.at("/definition/step_type").asString(""))
                .flatMap(text -> Stream.of(StepType.values()).filter(type -> type.text().equals(text)).findFirst());
    }

    private static Optional<JsonNode> present(Api api, String path) {
        try {
            return Optional.of(api.get(path));
        } catch (CliFailure e) {
            if (e.exit() == Exit.NOT_FOUND) return Optional.empty();
            throw e;
        }
    }

    private static List<String> lines(CreateRequest wanted, JsonNode stored) {
        Workflow before = Definitions.workflowFromJson(stored.get("workflow"));
        var lines = new ArrayList<String>();
        DefinitionDiff.between(before, wanted.workflow()).stream().map(Difference::text).forEach(lines::add);
        var snapshot = Definitions.propertiesFromJson(stored.get("properties_snapshot"));
        wanted.properties().map(given -> PropertiesMerge.pushed(snapshot, given)).ifPresent(merged -> {
            var was = Definitions.toJson(snapshot);
            var will = Definitions.toJson(merged);
            if (!was.equals(will)) lines.add("~ properties: " + Json.compact(was) + " => " + Json.compact(will));
        });
        if (wanted.active() && !stored.path("is_active").asBoolean(false)) lines.add("~ the latest version becomes active");
        return lines;
    }

    private void carryOut(Session session, Change change) {
        String id = change.wanted().workflow().id();
        boolean known = change.stored().isPresent();
        if (known && change.lines().isEmpty()) {
            terminal.out().println("unchanged " + id + " (" + change.file().name() + ")");
            return;
        }
        String verb = known ? "changed" : "created";
        if (dryRun) {
            terminal.out().println((known ? "would change " : "would create ") + id + " (" + change.file().name() + ")");
        } else {
            var stored = change.file().push(session.api());
            terminal.out().println(verb + " " + id + " version "
                    + stored.path("metadata").path("workflow_version_id").asString("?") + " (" + change.file().name() + ")");
        }
        change.lines().forEach(line -> terminal.out().println("  " + line));
    }
}
