package maestro.cli;

import static maestro.cli.WorkflowCommands.text;

import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code maestro permit …}: how many steps with a tag run at once. */
@Command(name = "permit", description = "Limit how many steps with a tag run at once, in all workflows together.")
final class PermitCommands {
    private static final String BASE = Api.path("tag-permits");
    private static final String TAG = "The tag.";

    private final Terminal terminal;

    PermitCommands(Terminal terminal) {
        this.terminal = terminal;
    }

    @Command(description = "Set the limit of a tag. Steps that run already count and go on; 0 lets none begin.")
    void set(
            @Mixin ServerOptions options,
            @Parameters(index = "0", paramLabel = "TAG", description = TAG) String tag,
            @Parameters(index = "1", paramLabel = "N", description = "The limit, 0 or more.") int max) {
        var session = Session.of(terminal, options);
        var answer = session.api().post(BASE, Api.Body.json(Json.object().put("tag", tag).put("max_allowed", max)));
        session.show(answer, () -> "At most %d steps with the tag %s run at once from now on.".formatted(max, tag));
    }

    @Command(description = "Show the limit of a tag and what was done to it.")
    void get(@Mixin ServerOptions options, @Parameters(index = "0", paramLabel = "TAG", description = TAG) String tag) {
        var session = Session.of(terminal, options);
        var found = session.api().get(Api.path("tag-permits", tag));
        session.show(found, () -> {
            var table = new Table("WHEN", "WHAT");
            found.path("timeline").forEach(entry ->
                    table.row(Times.moment(entry.path("timestamp")), text(entry, "message")));
            return table.title("At most %s at once.".formatted(text(found, "max_allowed")));
        });
    }

    @Command(description = "List tags that have a limit.")
    void list(
            @Mixin ServerOptions options,
            @Option(names = "--prefix", paramLabel = "TEXT", description = "Only tags that begin with this.")
            Optional<String> prefix) {
        var session = Session.of(terminal, options);
        var found = session.api().get(BASE + "?size=200" + prefix.map(start -> "&prefix=" + Api.encode(start)).orElse(""));
        session.show(found, () -> {
            var table = new Table("TAG", "AT MOST");
            found.forEach(row -> table.row(text(row, "tag"), text(row, "max_allowed")));
            return found.isEmpty() ? "No tag has a limit." : table;
        });
    }

    @Command(description = "Remove the limit of a tag; steps that wait for it go on.")
    void delete(
            @Mixin ServerOptions options, @Parameters(index = "0", paramLabel = "TAG", description = TAG) String tag) {
        var session = Session.of(terminal, options);
        var answer = session.api().delete(Api.path("tag-permits", tag));
        session.show(answer, () -> "The tag %s has no limit.".formatted(tag));
    }

    @Command(description = "List the steps that run with a tag, and those that wait for it, the longest first.")
    void holders(
            @Mixin ServerOptions options, @Parameters(index = "0", paramLabel = "TAG", description = TAG) String tag) {
        var session = Session.of(terminal, options);
        var found = session.api().get(Api.path("tag-permits", tag, "claims") + "?size=200");
        session.show(found, () -> {
            var table = new Table("", "STEP", "ASKED");
            found.path("held").forEach(row -> add(table, "runs", row));
            found.path("waiting").forEach(row -> add(table, "waits", row));
            return found.path("held").isEmpty() && found.path("waiting").isEmpty()
                    ? "No step has or awaits it." : table;
        });
    }

    private static void add(Table table, String how, JsonNode row) {
        table.row(how, text(row, "step"), Times.moment(row.path("asked_time")));
    }
}
