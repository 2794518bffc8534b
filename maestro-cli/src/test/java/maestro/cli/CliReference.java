package maestro.cli;

import java.io.OutputStream;
import java.io.PrintStream;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;

/** docs/cli.md as the commands themselves describe it. */
final class CliReference {
    /** Told once, at the top of the page. */
    private static final Set<String> EVERYWHERE = Set.of("--server", "--user", "--output");

    private CliReference() {}

    static String markdown(String head) {
        var nowhere = new PrintStream(OutputStream.nullOutputStream());
        var root = MaestroCommand.line(new Terminal(System.in, nowhere, nowhere, Map.of(), false, 24, 0)).getCommandSpec();
        return head + commands(root) + exitCodes();
    }

    private static String commands(CommandSpec spec) {
        var parts = new StringBuilder();
        if (spec.subcommands().isEmpty()) parts.append(command(spec));
        spec.subcommands().values().forEach(line -> parts.append(commands(line.getCommandSpec())));
        return parts.toString();
    }

    private static String command(CommandSpec spec) {
        var arguments = spec.positionalParameters().stream().map(arg -> row(arg.paramLabel(), arg));
        var options = spec.options().stream()
                .filter(option -> !option.usageHelp() && !option.versionHelp())
                .filter(option -> !EVERYWHERE.contains(option.longestName()))
                .map(option -> row(String.join(", ", option.names())
                        + (option.arity().max() == 0 ? "" : " " + option.paramLabel()), option));
        var rows = Stream.concat(arguments, options).collect(Collectors.joining("\n"));
        return "\n### " + spec.qualifiedName() + "\n\n" + String.join(" ", spec.usageMessage().description()) + "\n"
                + (rows.isEmpty() ? "" : "\n| | |\n| --- | --- |\n" + rows + "\n");
    }

    private static String row(String name, ArgSpec arg) {
        var candidates = arg.completionCandidates() == null ? "" : String.join(", ", arg.completionCandidates());
        var text = String.join(" ", arg.description())
                .replace("${DEFAULT-VALUE}", String.valueOf(arg.defaultValue()))
                .replace("${COMPLETION-CANDIDATES}", candidates)
                .replace("|", "\\|");
        return "| `" + name + "` | " + text + " |";
    }

    private static String exitCodes() {
        return "\n## Exit codes\n\n| Code | Meaning |\n| --- | --- |\n" + Stream.of(Exit.values())
                .map(exit -> "| " + exit.code() + " | " + exit.meaning() + " |")
                .collect(Collectors.joining("\n")) + "\n";
    }
}
