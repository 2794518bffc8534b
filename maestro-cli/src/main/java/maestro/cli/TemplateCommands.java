package maestro.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code maestro template …}: job templates. */
@Command(name = "template", addMethodSubcommands = false,
        description = "Store, read and remove job templates.")
final class TemplateCommands {
    private static final String ALL = "job-templates";

    private final Terminal terminal;

    TemplateCommands(Terminal terminal) {
        this.terminal = terminal;
    }

    @Command(description = "Store a template in the place of the one of its type and version.")
    void put(
            @Mixin ServerOptions options,
            @Parameters(paramLabel = "FILE", description = "The template as JSON or YAML.") Path file) {
        var session = Session.of(terminal, options);
        String text = read(file);
        boolean json = text.stripLeading().startsWith("{");
        var stored = session.api().post(Api.path(ALL) + (json ? "" : "/yaml"),
                new Api.Body(json ? "application/json" : "application/yaml", text));
        session.show(stored, () -> "Stored template " + stored.at("/definition/job_type").asString("?") + " version "
                + stored.at("/definition/version").asString("?") + ".");
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new CliFailure(Exit.USAGE, "cannot read " + file + ": " + e, "");
        }
    }

    @Command(description = "Print a template.")
    void get(
            @Mixin ServerOptions options,
            @Parameters(paramLabel = "TYPE", description = "Its job type.") String type,
            @Option(names = "--version", paramLabel = "VERSION", defaultValue = "default",
                    description = "Default: ${DEFAULT-VALUE}.")
            String version) {
        var session = Session.of(terminal, options);
        var template = session.api().get(Api.path(ALL, type) + "?version=" + Api.encode(version));
        session.show(template, () -> Yaml.print(template));
    }

    @Command(description = "List the templates of one version.")
    void list(
            @Mixin ServerOptions options,
            @Option(names = "--version", paramLabel = "VERSION", defaultValue = "default",
                    description = "Default: ${DEFAULT-VALUE}.")
            String version) {
        var session = Session.of(terminal, options);
        var templates = session.api().get(Api.path(ALL) + "?version=" + Api.encode(version));
        session.show(templates, () -> {
            var table = new Table("TYPE", "VERSION", "STEP TYPE", "STATUS");
            templates.forEach(template -> table.row(
                    template.at("/definition/job_type").asString("-"), template.at("/definition/version").asString("-"),
                    template.at("/definition/step_type").asString("-"), template.at("/metadata/status").asString("-")));
            return table;
        });
    }

    @Command(description = "Remove one version of a template, or all of them.")
    void delete(
            @Mixin ServerOptions options,
            @Parameters(paramLabel = "TYPE", description = "Its job type.") String type,
            @Option(names = "--version", paramLabel = "VERSION", defaultValue = "",
                    description = "Only this version.")
            String version) {
        var session = Session.of(terminal, options);
        String query = version.isEmpty() ? "" : "?version=" + Api.encode(version);
        var said = session.api().deleteText(Api.path(ALL, type) + query);
        if (said.startsWith("Removed [0]")) throw new CliFailure(Exit.NOT_FOUND, said, "`maestro template list` shows them.");
        terminal.out().println(Printable.block(said));
    }
}
