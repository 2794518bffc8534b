package maestro.cli;

import static maestro.cli.WorkflowCommands.text;

import java.security.SecureRandom;
import java.util.Optional;
import maestro.model.auth.AccessToken;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code maestro token …}: make tokens, list them, revoke them. */
@Command(name = "token", description = "Make tokens for people and programs, list and revoke them.")
final class TokenCommands {
    private static final String BASE = Api.path("auth", "tokens");

    private final Terminal terminal;

    TokenCommands(Terminal terminal) {
        this.terminal = terminal;
    }

    @Command(description = "Make a token and print it, only once. Without --for it is your own.")
    void create(
            @Mixin ServerOptions options,
            @Option(names = "--for", paramLabel = "PRINCIPAL", description = "user:NAME or service:NAME.")
            Optional<String> principal,
            @Option(names = "--role", paramLabel = "ROLE", description = "Its highest role: viewer, operator, "
                    + "editor, admin. A service's token needs one; a user's may all that the user may without.")
            Optional<String> role,
            @Option(names = "--scope", paramLabel = "PREFIX", description = "Only names that begin with this; * for all.")
            Optional<String> scope,
            @Option(names = "--name", paramLabel = "TEXT", description = "What it is for.") Optional<String> name,
            @Option(names = "--life", paramLabel = "DURATION", description = "How long it is valid; 90d by default.")
            Optional<String> life) {
        var session = Session.of(terminal, options);
        var wish = Json.object();
        principal.ifPresent(value -> wish.put("principal", value));
        role.ifPresent(value -> wish.put("role", value));
        scope.ifPresent(value -> wish.put("scope", value));
        name.ifPresent(value -> wish.put("name", value));
        life.ifPresent(value -> wish.put("life", value));
        var made = session.api().post(BASE, Api.Body.json(wish));
        session.show(made, () -> {
            terminal.err().println("A token of " + text(made, "principal") + ", valid until "
                    + Times.moment(made.path("expire_time")) + ". It is shown this once:");
            return text(made, "token");
        });
    }

    @Command(description = "List your tokens; admins of everything see all.")
    void list(@Mixin ServerOptions options) {
        var session = Session.of(terminal, options);
        var found = session.api().get(BASE);
        session.show(found, () -> {
            var table = new Table("ID", "OF", "AT MOST", "NAME", "MADE", "UNTIL");
            found.path("elements").forEach(row -> table.row(text(row, "id"), text(row, "principal"),
                    row.has("role") ? text(row, "role") + " of " + text(row, "scope") : "all",
                    text(row, "name"), Times.moment(row.path("create_time")),
                    row.has("revoke_time") ? "revoked" : Times.moment(row.path("expire_time"))));
            return found.path("elements").isEmpty() ? "No token." : table;
        });
    }

    @Command(description = "Revoke a token; it stops working within a second.")
    void revoke(
            @Mixin ServerOptions options,
            @Parameters(index = "0", paramLabel = "ID", description = "Its id, as `maestro token list` shows it.") String id) {
        var session = Session.of(terminal, options);
        var answer = session.api().delete(Api.path("auth", "tokens", id));
        session.show(answer, () -> answer.path("revoked").asBoolean(false)
                ? "Token %s is revoked.".formatted(id) : "Token %s was revoked before.".formatted(id));
    }

    @Command(description = "Print a new token that no server knows yet, for auth.bootstrap-token-file.")
    void generate() {
        terminal.out().println(AccessToken.make(new SecureRandom()).reveal());
    }
}
