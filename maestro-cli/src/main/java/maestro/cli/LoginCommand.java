package maestro.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code maestro login}: keeps a token for the calls of one server. */
@Command(name = "login", description = "Keep a token for the calls of a server, after a look whether it is valid.")
final class LoginCommand implements Callable<Integer> {
    private static final int MAX = 4_096;

    private final Terminal terminal;

    @Mixin
    private ServerOptions options;

    @Option(names = "--token-stdin", description = "Read the token from standard input, without a question.")
    private boolean quiet;

    LoginCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        var api = options.api(terminal.env());
        var server = api.server();
        if (!quiet) {
            terminal.err().print("Token for " + server + " (it begins with mst_): ");
            terminal.err().flush();
        }
        String token = read();
        if (token.isEmpty())
            throw new CliFailure(Exit.USAGE, "no token was given",
                    "An admin makes one with `maestro token create`; the first is in the file admin-token of the server.");
        var who = api.with(token).get(Api.path("auth", "whoami"));
        if (who.path("mode").asString().equals("none")) {
            terminal.err().println("This server has no log-in: everybody may do everything (auth.mode: none).");
            return Exit.OK.code();
        }
        var tokens = new Tokens(terminal.env());
        tokens.keep(server, token);
        terminal.out().println("You are " + who.path("principal").asString() + " on " + server
                + ". The token is kept in " + tokens.file() + ".");
        return Exit.OK.code();
    }

    private String read() {
        var console = quiet ? null : System.console();
        if (console != null && terminal.interactive()) {
            char[] typed = console.readPassword();
            return typed == null ? "" : new String(typed).strip();
        }
        try {
            return new String(terminal.in().readNBytes(MAX), UTF_8).strip();
        } catch (IOException e) {
            throw new CliFailure(Exit.USAGE, "cannot read the token: " + e.getMessage(), "");
        }
    }
}
