package maestro.cli;

import static maestro.cli.WorkflowCommands.text;

import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code maestro auth …}: who may do what. */
@Command(name = "auth", description = "Grant roles, take them back, ask who may do what, and read what was done.")
final class AuthCommands {
    private static final String GRANTS = Api.path("auth", "grants");
    private static final String ROLE = "viewer, operator, editor, admin or gateway.";
    private static final String WHO = "user:NAME, service:NAME or everyone.";
    private static final String SCOPE = "Names that begin with this; * for all.";

    private final Terminal terminal;

    AuthCommands(Terminal terminal) {
        this.terminal = terminal;
    }

    @Command(description = "Grant a role on names that begin with a prefix.")
    void grant(
            @Mixin ServerOptions options,
            @Parameters(index = "0", paramLabel = "ROLE", description = ROLE) String role,
            @Parameters(index = "1", paramLabel = "WHO", description = WHO) String who,
            @Option(names = "--scope", paramLabel = "PREFIX", required = true, description = SCOPE) String scope) {
        var session = Session.of(terminal, options);
        var wish = Json.object().put("subject", who).put("role", role).put("scope", scope);
        var answer = session.api().post(GRANTS, Api.Body.json(wish));
        session.show(answer, () -> "%s is %s of [%s] from now on.".formatted(who, role, scope));
    }

    @Command(description = "Take a grant back.")
    void revoke(
            @Mixin ServerOptions options,
            @Parameters(index = "0", paramLabel = "ROLE", description = ROLE) String role,
            @Parameters(index = "1", paramLabel = "WHO", description = WHO) String who,
            @Option(names = "--scope", paramLabel = "PREFIX", required = true, description = "As it was granted.")
            String scope) {
        var session = Session.of(terminal, options);
        var answer = session.api().delete(GRANTS + "?subject=" + Api.encode(who) + "&role=" + Api.encode(role) + "&scope="
                + Api.encode(scope));
        session.show(answer, () -> answer.path("changed").asBoolean(false)
                ? "%s is not %s of [%s] any more.".formatted(who, role, scope)
                : "There was no such grant; `maestro auth list` shows all.");
    }

    @Command(description = "List the grants that you administer.")
    void list(@Mixin ServerOptions options) {
        var session = Session.of(terminal, options);
        var found = session.api().get(GRANTS);
        session.show(found, () -> {
            var table = new Table("WHO", "ROLE", "SCOPE");
            found.path("elements").forEach(row -> table.row(text(row, "subject"), text(row, "role"), text(row, "scope")));
            return found.path("elements").isEmpty() ? "No grant that you administer." : table;
        });
    }

    @Command(description = "Check whether a principal may do something, and why.")
    void check(
            @Mixin ServerOptions options,
            @Parameters(index = "0", paramLabel = "VERB", description = "read, log, start, control, write, signal, "
                    + "template, permit, token, audit, cluster or act-as.") String verb,
            @Parameters(index = "1", paramLabel = "NAME", description = "Of a workflow, signal, tag or template.") String name,
            @Option(names = "--who", paramLabel = "WHO", description = "user:NAME or service:NAME; you by default.")
            Optional<String> who) {
        var session = Session.of(terminal, options);
        var answer = session.api().get(Api.path("auth", "check") + "?verb=" + Api.encode(verb) + "&name=" + Api.encode(name)
                + who.map(text -> "&principal=" + Api.encode(text)).orElse(""));
        session.show(answer, () -> answer.path("allowed").asBoolean(false)
                ? "yes: " + answer.path("because").asString("the server has no log-in")
                : "no: none of the grants of %s allows '%s' there.".formatted(text(answer, "principal"), verb));
    }

    @Command(description = "Read what was done with tokens and grants, and what was refused; the newest first.")
    void audit(
            @Mixin ServerOptions options,
            @Option(names = "--by", paramLabel = "WHO", description = "Only actions of this principal.") Optional<String> who) {
        var session = Session.of(terminal, options);
        var found = session.api().get(Api.path("auth", "audit")
                + who.map(text -> "?principal=" + Api.encode(text)).orElse(""));
        session.show(found, () -> {
            var table = new Table("WHEN", "WHO", "VIA", "FROM", "DID", "WITH", "OUTCOME", "DETAIL");
            found.path("elements").forEach(row -> table.row(Times.moment(row.path("time")), text(row, "principal"),
                    text(row, "via"), text(row, "address"), text(row, "verb"), text(row, "target"), text(row, "outcome"),
                    text(row, "detail")));
            return found.path("elements").isEmpty() ? "Nothing." : table;
        });
    }
}
