package maestro.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code maestro logout}. */
@Command(name = "logout", description = "Forget the token of a server.")
final class LogoutCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private ServerOptions options;

    @Option(names = "--revoke", description = "Revoke the token as well, so that nobody can use it any more.")
    private boolean revoke;

    LogoutCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        var api = options.api(terminal.env());
        if (revoke) {
            String via = api.get(Api.path("auth", "whoami")).path("via").asString("");
            if (via.startsWith("token ")) api.delete(Api.path("auth", "tokens", via.substring("token ".length())));
        }
        boolean known = new Tokens(terminal.env()).forget(api.server());
        terminal.out().println(known ? "The token of " + api.server() + " is forgotten."
                : "No token of " + api.server() + " is kept.");
        return Exit.OK.code();
    }
}
