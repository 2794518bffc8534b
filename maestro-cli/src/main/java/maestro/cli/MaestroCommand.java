package maestro.cli;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
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
        groups.put("instance", InstanceCommands::new);
        groups.put("cluster", ClusterCommands::new);
        groups.put("step", StepCommands::new);
        groups.put("loop", LoopCommands::new);
        groups.put("output", OutputCommands::new);
        groups.put("breakpoint", BreakpointCommands::new);
        groups.put("signal", SignalCommands::new);
        groups.put("permit", PermitCommands::new);
        groups.put("cron", CronCommands::new);
        groups.put("login", LoginCommand::new);
        groups.put("logout", LogoutCommand::new);
        groups.put("whoami", WhoamiCommand::new);
        groups.put("token", TokenCommands::new);
        groups.put("auth", AuthCommands::new);
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
        GROUPS.keySet().forEach(name -> line.addSubcommand(name, group(terminal, name, "")));
        return configured(line, terminal);
    }

    /** With what the first two words name, if they name something: all the others cost half a second. */
    private static CommandLine line(Terminal terminal, String group, String command) {
        if (!GROUPS.containsKey(group) || group.equals("completion") || group.equals("help")) return line(terminal);
        var line = new CommandLine(new MaestroCommand()).addSubcommand(group, group(terminal, group, command));
        return configured(line, terminal);
    }

    /** One group, with one of its commands if that is named, else with all. */
    private static CommandLine group(Terminal terminal, String name, String command) {
        var made = GROUPS.get(name).apply(terminal);
        if (made instanceof CommandLine line) return line;
        var line = new CommandLine(made);
        if (line.getCommandSpec().isAddMethodSubcommands()) return line; // it has none
        var named = Stream.of(made.getClass().getDeclaredMethods())
                .filter(method -> method.getName().equals(command) && method.isAnnotationPresent(Command.class))
                .findFirst();
        if (named.isPresent()) return line.addSubcommand(new CommandLine(named.get()));
        line.getCommandSpec().addMethodSubcommands();
        return made instanceof InstanceCommands
                ? line.addSubcommand(new ExplainCommand(terminal)).addSubcommand(new WhyCommand(terminal)) : line;
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
        var words = LeadingOptions.words(arguments);
        var line = line(terminal, words.getFirst(), words.getLast());
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
