package maestro.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code maestro workflow …}: definitions and their versions. */
@Command(name = "workflow", addMethodSubcommands = false,
        description = "Push, read, activate and delete workflow definitions.")
final class WorkflowCommands {
    private static final String PAGE_MAX = "200";
    private static final String ID = "Id of the workflow.";

    private final Terminal terminal;

    WorkflowCommands(Terminal terminal) {
        this.terminal = terminal;
    }

    @Command(description = "Push definitions; each becomes the next version of its workflow.")
    void push(
            @Mixin ServerOptions options,
            @Parameters(arity = "1..*", paramLabel = "FILE",
                    description = "Create request (JSON or YAML) or YAML definition; - reads standard input.")
            List<Path> files) {
        var session = Session.of(terminal, options);
        // read all before the first is sent: a typo in the last name changes nothing
        for (var file : files.stream().map(DefinitionFile::read).toList()) {
            var stored = file.push(session.api());
            session.show(stored, () -> "Pushed %s version %s (%s).".formatted(
                    stored.path("workflow").path("id").asString("?"), version(stored), file.name()));
        }
    }

    @Command(description = "Print one version of a workflow.")
    void get(
            @Mixin ServerOptions options,
            @Parameters(paramLabel = "WORKFLOW", description = ID) String workflow,
            @Option(names = "--version", paramLabel = "VERSION", defaultValue = "default",
                    description = "active, latest, default (active, else latest) or a number. Default: default.")
            String version) {
        var session = Session.of(terminal, options);
        var stored = session.api().get(Api.path("workflows", workflow, "versions", version));
        session.show(stored, () -> Yaml.print(stored));
    }

    /** What a list of workflows is in order of. */
    enum Order { id, changed }

    @Command(description = "List the workflows in order of their ids.")
    void list(
            @Mixin ServerOptions options,
            @Option(names = "--owner", paramLabel = "NAME", description = "Only those with this owner.")
            Optional<String> owner,
            @Option(names = "--tag", paramLabel = "TAG", description = "Only those with this tag.")
            Optional<String> tag,
            @Option(names = "--status", paramLabel = "STATUS", description = "Only those that are active or inactive.")
            Optional<String> status,
            @Option(names = "--from", paramLabel = "TIME",
                    description = "Only those changed then or later; times as in `maestro instance list`.")
            Optional<String> from,
            @Option(names = "--to", paramLabel = "TIME", description = "Only those changed before.")
            Optional<String> to,
            @Option(names = "--sort", paramLabel = "ORDER", defaultValue = "id",
                    description = "id, or changed: the latest change first. Default: ${DEFAULT-VALUE}.")
            Order order,
            @Option(names = "--after", paramLabel = "NEXT", description = "Go on where an earlier page ended.")
            Optional<String> after,
            @Option(names = "--prefix", paramLabel = "TEXT", defaultValue = "",
                    description = "Only ids that begin with this.")
            String prefix,
            @Option(names = "--limit", paramLabel = "N", defaultValue = "50",
                    description = "At most this many, up to " + PAGE_MAX + ". Default: ${DEFAULT-VALUE}.")
            int limit) {
        var session = Session.of(terminal, options);
        var query = new StringBuilder("?first=" + limit);
        ListOptions.add(query, "prefix", Optional.of(prefix).filter(text -> !text.isEmpty()));
        ListOptions.add(query, "owner", owner);
        ListOptions.add(query, "tag", tag);
        ListOptions.add(query, "status", status);
        ListOptions.add(query, "from", from.map(Moments::millis));
        ListOptions.add(query, "to", to.map(Moments::millis));
        ListOptions.add(query, "sort", order == Order.changed ? Optional.of("-modify_time") : Optional.empty());
        ListOptions.add(query, "after", after);
        var page = session.api().get(Api.path("workflows") + query);
        session.show(page, () -> {
            var table = new Table("WORKFLOW", "ACTIVE", "LATEST", "OWNER", "NAME");
            page.path("elements").forEach(row -> table.row(
                    text(row, "workflow_id"), text(row, "active_version_id"), text(row, "latest_version_id"),
                    text(row, "owner"), text(row, "name")));
            if (page.path("elements").isEmpty()) {
                return query.indexOf("&") < 0 ? "No workflows yet: push one with `maestro workflow push FILE`."
                        : "No workflows like this.";
            }
            return table.note(page.has("next") ? "More with --after " + text(page, "next") : "");
        });
    }

    @Command(description = "List the versions of a workflow, newest first.")
    void versions(
            @Mixin ServerOptions options,
            @Parameters(paramLabel = "WORKFLOW", description = ID) String workflow,
            @Option(names = "--limit", paramLabel = "N", defaultValue = "20",
                    description = "At most this many, up to " + PAGE_MAX + ". Default: ${DEFAULT-VALUE}.")
            int limit) {
        var session = Session.of(terminal, options);
        var page = session.api()
                .get(Api.path("workflows", workflow, "versions", "pagination") + "?first=" + limit);
        if (page.path("elements").isEmpty()) Known.workflow(session.api(), workflow);
        session.show(page, () -> {
            var table = new Table("VERSION", "ACTIVE", "CREATED", "AUTHOR", "STEPS");
            page.path("elements").forEach(row -> table.row(
                    version(row),
                    row.path("is_active").asBoolean(false) ? "yes" : "",
                    Times.moment(row.path("metadata").path("create_time")),
                    author(row),
                    row.path("workflow").path("steps").size()));
            return table;
        });
    }

    @Command(description = "Show what differs between two versions: steps, params, conditions, triggers.")
    void diff(
            @Mixin ServerOptions options,
            @Parameters(paramLabel = "WORKFLOW", description = ID) String workflow,
            @Parameters(arity = "0..1", paramLabel = "FROM", defaultValue = "active",
                    description = "active, latest, default or a number. Default: ${DEFAULT-VALUE}.")
            String from,
            @Parameters(arity = "0..1", paramLabel = "TO", defaultValue = "latest",
                    description = "Default: ${DEFAULT-VALUE}.")
            String to) {
        var session = Session.of(terminal, options);
        var path = Api.path("workflows", workflow, "versions", from, "diff", to);
        if (session.format() == ServerOptions.Format.table) {
            var text = session.api().getText(path);
            terminal.out().println(text.isEmpty() ? "No difference." : text.stripTrailing());
        } else {
            session.show(session.api().get(path), () -> "");
        }
    }

    @Command(description = "Show versions, properties and counts of a workflow.")
    void overview(
            @Mixin ServerOptions options,
            @Parameters(paramLabel = "WORKFLOW", description = ID) String workflow) {
        var session = Session.of(terminal, options);
        var answer = session.api().get(Api.path("workflows", workflow, "overview"));
        session.show(answer, () -> WorkflowText.overview(answer));
    }

    @Command(description = "List the changes of a workflow, newest first.")
    void timeline(
            @Mixin ServerOptions options,
            @Parameters(paramLabel = "WORKFLOW", description = ID) String workflow) {
        var session = Session.of(terminal, options);
        var answer = session.api().get(Api.path("workflows", workflow, "timeline"));
        if (answer.path("timeline_events").isEmpty()) Known.workflow(session.api(), workflow);
        session.show(answer, () -> {
            var table = new Table("TIME", "AUTHOR", "CHANGE");
            answer.path("timeline_events").forEach(event -> table.row(
                    Times.moment(event.path("timestamp")), text(event, "author"), text(event, "log")));
            return table;
        });
    }

    @Command(description = {"Show what starts a workflow by itself: next times, signals, and what became of past times.",
        "A past time is one of a schedule; each is listed with its run, or with why it made none."})
    void triggers(
            @Mixin ServerOptions options,
            @Parameters(paramLabel = "WORKFLOW", description = ID) String workflow,
            @Option(names = "--from", paramLabel = "TIME", defaultValue = "24h",
                    description = "Past times from then on, at most 31 days. Default: 24h.")
            String from,
            @Option(names = "--to", paramLabel = "TIME", description = "Past times before. Default: now.")
            Optional<String> to,
            @Option(names = "-n", paramLabel = "N", defaultValue = "5",
                    description = "How many next times of each schedule. Default: ${DEFAULT-VALUE}.") int next) {
        var session = Session.of(terminal, options);
        var found = (ObjectNode) session.api().get(Api.path("workflows", workflow, "triggers") + "?next=" + next);
        if (found.has("time")) {
            var query = new StringBuilder("?size=200&from=" + Moments.millis(from));
            ListOptions.add(query, "to", to.map(Moments::millis));
            found.set("past", session.api().get(Api.path("workflows", workflow, "triggers", "firings") + query)
                    .path("firings"));
        }
        session.show(found, () -> TriggerText.of(found, terminal));
    }

    @Command(description = "Delete a workflow with all its versions and runs.")
    void delete(
            @Mixin ServerOptions options,
            @Parameters(paramLabel = "WORKFLOW", description = ID) String workflow,
            @Option(names = {"-y", "--yes"}, description = "Do not ask.") boolean yes) {
        var session = Session.of(terminal, options);
        if (!yes) terminal.confirm(WorkflowText.deletion(session.api().get(Api.path("workflows", workflow, "overview"))));
        var answer = session.api().delete(Api.path("workflows", workflow));
        session.show(answer, () -> "Deleted " + workflow + "; its data is removed in the background.");
    }

    @Command(description = "Make a version the active one.")
    void activate(
            @Mixin ServerOptions options,
            @Parameters(paramLabel = "WORKFLOW", description = ID) String workflow,
            @Parameters(arity = "0..1", paramLabel = "VERSION", defaultValue = "latest",
                    description = "latest or a number. Default: ${DEFAULT-VALUE}.")
            String version) {
        var session = Session.of(terminal, options);
        var answer = session.api().put(Api.path("workflows", workflow, "versions", version, "actions", "activate"));
        session.show(answer, () -> "Activated version " + version + " of " + workflow + ".");
    }

    @Command(description = "Leave a workflow without an active version: its triggers rest.")
    void deactivate(
            @Mixin ServerOptions options,
            @Parameters(paramLabel = "WORKFLOW", description = ID) String workflow) {
        var session = Session.of(terminal, options);
        var answer = session.api().put(Api.path("workflows", workflow, "actions", "deactivate"));
        session.show(answer, () -> "Deactivated " + workflow + ".");
    }

    @Command(description = "Ask all instances of a workflow to stop, queued and running ones.")
    void stop(@Mixin ServerOptions options, @Parameters(paramLabel = "WORKFLOW", description = ID) String workflow) {
        act(options, workflow, "stop");
    }

    @Command(description = "End all instances of a workflow as failed.")
    void kill(@Mixin ServerOptions options, @Parameters(paramLabel = "WORKFLOW", description = ID) String workflow) {
        act(options, workflow, "kill");
    }

    @Command(description = "Stop FAILED instances from blocking those behind them (strategy STRICT_SEQUENTIAL).")
    void unblock(@Mixin ServerOptions options, @Parameters(paramLabel = "WORKFLOW", description = ID) String workflow) {
        act(options, workflow, "unblock");
    }

    private void act(ServerOptions options, String workflow, String action) {
        var session = Session.of(terminal, options);
        Known.workflow(session.api(), workflow);
        var answer = session.api().put(Api.path("workflows", workflow, "actions", action));
        session.show(answer, () -> text(answer, "message"));
    }

    private static String version(JsonNode definition) {
        return text(definition.path("metadata"), "workflow_version_id");
    }

    private static String author(JsonNode definition) {
        var author = definition.path("metadata").path("version_author");
        return author.isString() ? author.asString() : text(author, "name");
    }

    static String text(JsonNode row, String field) {
        return row.path(field).asString("-");
    }
}
