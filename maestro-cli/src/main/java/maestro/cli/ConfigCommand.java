package maestro.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code maestro config …}: the settings a server would start with. */
@Command(name = "config", addMethodSubcommands = false,
        description = "Show the settings of a server.")
final class ConfigCommand {
    private final Terminal terminal;

    ConfigCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Command(description = "Print every setting in force and where it comes from; secrets are hidden.")
    void show(
            @Mixin ConfigOptions options,
            @Option(names = {"-o", "--output"}, paramLabel = "FORMAT", defaultValue = "table",
                    description = "How to print the answer: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
            ServerOptions.Format format) {
        var loaded = options.load(terminal.env());
        if (format == ServerOptions.Format.table) {
            terminal.out().println(loaded.show().stripTrailing());
            return;
        }
        var all = Json.object();
        loaded.origins().forEach(origin ->
                all.putObject(origin.key()).put("value", origin.shown()).put("from", origin.where()));
        terminal.out().println(format == ServerOptions.Format.json ? Json.pretty(all) : Yaml.print(all));
    }
}
