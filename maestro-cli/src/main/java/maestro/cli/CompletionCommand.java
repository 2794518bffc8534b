package maestro.cli;

import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code maestro completion bash|zsh}: prints a script for the shell to source. */
@Command(name = "completion", description = "Print a completion script for a shell.")
final class CompletionCommand {
    private final Terminal terminal;

    @Spec
    private CommandSpec spec;

    CompletionCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Command(description = "For bash: source <(maestro completion bash)")
    void bash() {
        terminal.out().print(script());
        terminal.out().flush();
    }

    @Command(description = "For zsh: source <(maestro completion zsh)")
    void zsh() {
        terminal.out().println("autoload -U +X compinit && compinit");
        bash();
    }

    private String script() {
        CommandLine root = spec.root().commandLine();
        return AutoComplete.bash("maestro", root);
    }
}
