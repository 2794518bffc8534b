package maestro.cli;

import java.io.PrintWriter;
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
    private MaestroCommand() {}

    static CommandLine line(Terminal terminal) {
        var line = new CommandLine(new MaestroCommand())
                .addSubcommand(new RunCommand(terminal))
                .addSubcommand(new ServerCommand(terminal))
                .addSubcommand(new DevCommand(terminal))
                .addSubcommand(new ValidateCommand(terminal))
                .addSubcommand(new ApplyCommand(terminal))
                .addSubcommand(new WorkflowCommands(terminal))
                .addSubcommand(new PropertiesCommands(terminal))
                .addSubcommand(new TemplateCommands(terminal))
                .addSubcommand(new CommandLine(new InstanceCommands(terminal))
                        .addSubcommand(new ExplainCommand(terminal))
                        .addSubcommand(new WhyCommand(terminal)))
                .addSubcommand(new ClusterCommands(terminal))
                .addSubcommand(new StepCommands(terminal))
                .addSubcommand(new LoopCommands(terminal))
                .addSubcommand(new OutputCommands(terminal))
                .addSubcommand(new BreakpointCommands(terminal))
                .addSubcommand(new ApiCommand(terminal))
                .addSubcommand(new ConfigCommand(terminal))
                .addSubcommand(new SelCommand(terminal))
                .addSubcommand(new CompletionCommand(terminal))
                .addSubcommand(new VersionCommand(terminal));
        line.setOut(new PrintWriter(terminal.out(), true));
        line.setErr(new PrintWriter(terminal.err(), true));
        line.setExecutionExceptionHandler((e, command, parsed) -> failed(terminal, e));
        line.setParameterExceptionHandler((e, arguments) -> misused(terminal, e));
        line.setColorScheme(CommandLine.Help.defaultColorScheme(terminal.colour() ? Ansi.ON : Ansi.OFF));
        return line;
    }

    /** Runs one command line; never throws. */
    static int run(Terminal terminal, String... arguments) {
        var line = line(terminal);
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
        terminal.err().println("maestro: " + e.getMessage());
        UnmatchedArgumentException.printSuggestions(e, new PrintWriter(terminal.err(), true));
        terminal.err().println("Try `" + line.getCommandSpec().qualifiedName() + " --help`.");
        return Exit.USAGE.code();
    }
}
