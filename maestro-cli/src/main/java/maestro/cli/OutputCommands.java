package maestro.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code maestro output …}: what external jobs hand back. */
@Command(name = "output", addMethodSubcommands = false,
        description = "Hand back outputs of a step from an external job.")
final class OutputCommands {
    private final Terminal terminal;

    OutputCommands(Terminal terminal) {
        this.terminal = terminal;
    }

    @Command(description = "Store the outputs of a job; they take the place of what it handed back before.")
    void put(
            @Mixin ServerOptions options,
            @Parameters(paramLabel = "FILE",
                    description = "JSON with external_job_type, external_job_id, workflow_id, params and artifacts.")
            Path file) {
        var session = Session.of(terminal, options);
        try {
            var report = Json.given(file.toString(), Files.readString(file));
            session.api().put(Api.path("output-data"), Api.Body.json(report));
        } catch (IOException e) {
            throw new CliFailure(Exit.USAGE, "cannot read " + file + ": " + e, "");
        }
        terminal.out().println("Stored.");
    }
}
