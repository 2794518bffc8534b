package maestro.cli;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.UnmatchedArgumentException;

/** The root of the command: composition of all groups, error texts and exit codes in one place. */
@Command(name = "maestro", description = "Runs workflows, durably.", versionProvider = VersionCommand.Provider.class,
        mixinStandardHelpOptions = true, scope = ScopeType.INHERIT)
final class MaestroCommand {
    private static final Map<String, Function<Terminal, Object>> GROUPS = groups();

    private MaestroCommand() {}

    private static Map<String, Function<Terminal, Object>> groups() {
        var groups = new LinkedHashMap<String, Function<Terminal, Object>>();
        groups.put("run", RunCommand::new);
        groups.put("server", ServerCommand::new);
        groups.put("dev", DevCommand::new);
        groups.put("validate", ValidateCommand::new);
        groups.put("apply", ApplyCommand::new);
        groups.put("workflow", WorkflowCommands::new);
        groups.put("properties", PropertiesCommands::new);
        groups.put("template", TemplateCommands::new);
        groups.put("instance", terminal -> new CommandLine(new InstanceCommands(terminal))
                .addSubcommand(new ExplainCommand(terminal))
                .addSubcommand(new WhyCommand(terminal)));
        groups.put("cluster", ClusterCommands::new);
        groups.put("step", StepCommands::new);
        groups.put("loop", LoopCommands::new);
        groups.put("output", OutputCommands::new);
        groups.put("breakpoint", BreakpointCommands::new);
        groups.put("api", ApiCommand::new);
        groups.put("config", ConfigCommand::new);
        groups.put("sel", SelCommand::new);
        groups.put("completion", CompletionCommand::new);
        groups.put("version", VersionCommand::new);
        groups.put("help", _ -> help());
        return groups;
    }

    private static CommandLine help() {
        var help = new CommandLine(new CommandLine.HelpCommand());
        help.getCommandSpec().usageMessage().description("Show the help of a command.");
        return help;
    }

    /** With all groups. */
    static CommandLine line(Terminal terminal) {
        var line = new CommandLine(new MaestroCommand());
        GROUPS.forEach((name, group) -> line.addSubcommand(name, group.apply(terminal)));
        return configured(line, terminal);
    }

    /** With the group that the arguments name, if they name one: the others cost a tenth of a second. */
    private static CommandLine line(Terminal terminal, String group) {
        if (!GROUPS.containsKey(group) || group.equals("completion") || group.equals("help")) return line(terminal);
        return configured(
                new CommandLine(new MaestroCommand()).addSubcommand(group, GROUPS.get(group).apply(terminal)), terminal);
    }

    private static CommandLine configured(CommandLine line, Terminal terminal) {
        line.setOut(new PrintWriter(terminal.out(), true));
        line.setErr(new PrintWriter(terminal.err(), true));
        line.setExecutionExceptionHandler((e, command, parsed) -> failed(terminal, e));
        line.setParameterExceptionHandler((e, arguments) -> misused(terminal, e));
        line.setColorScheme(CommandLine.Help.defaultColorScheme(terminal.colour() ? Ansi.ON : Ansi.OFF));
        return line;
    }

    /** Runs one command line; never throws. */
    static int run(Terminal terminal, String... arguments) {
        var line = line(terminal, LeadingOptions.command(arguments));
        return line.execute(LeadingOptions.behind(line, arguments));
    }

    private static int failed(Terminal terminal, Exception e) {
        if (e instanceof CliFailure failure) {
            terminal.err().println(failure.text());
            return failure.exit().code();
        }
        if (e instanceof InterruptedException) return Exit.INTERRUPTED.code();
        terminal.err().println("maestro: a defect in the command itself; please report it with these lines:");
        e.printStackTrace(terminal.err());
        return Exit.INTERNAL.code();
    }

    private static int misused(Terminal terminal, ParameterException e) {
        var line = e.getCommandLine();
        terminal.err().println(Printable.block("maestro: " + e.getMessage()));
        if (e instanceof UnmatchedArgumentException unmatched) {
            Typo.meant(line.getCommandSpec(), unmatched.getUnmatched().getFirst())
                    .ifPresent(meant -> terminal.err().println("Did you mean " + meant + "?"));
        }
        terminal.err().println("Try `" + line.getCommandSpec().qualifiedName() + " --help`.");
        return Exit.USAGE.code();
    }
}
