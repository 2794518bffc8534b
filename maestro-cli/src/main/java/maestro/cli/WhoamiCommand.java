package maestro.cli;

import static maestro.cli.WorkflowCommands.text;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code maestro whoami}. */
@Command(name = "whoami", description = "Show who you are for the server, and what you may do.")
final class WhoamiCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private ServerOptions options;

    WhoamiCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        var session = Session.of(terminal, options);
        var who = session.api().get(Api.path("auth", "whoami"));
        session.show(who, () -> {
            if (who.path("mode").asString("").equals("none"))
                return "You are " + who.path("name").asString("nobody in particular")
                        + ". The server believes every name: it has no log-in (auth.mode: none).";
            var table = new Table("ROLE", "SCOPE", "GRANTED TO");
            who.path("grants").forEach(grant -> table.row(text(grant, "role"), text(grant, "scope"), text(grant, "subject")));
            return table.title("You are %s (%s).".formatted(text(who, "principal"), text(who, "via")));
        });
        return Exit.OK.code();
    }
}
