package maestro.cli;

import static maestro.cli.WorkflowCommands.text;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code maestro signal …}: announce signals, and see what was announced and who listens. */
@Command(name = "signal", description = "Announce signals, and see what was announced and who listens.")
final class SignalCommands {
    private static final String NAME = "Name of the signal.";

    private final Terminal terminal;

    SignalCommands(Terminal terminal) {
        this.terminal = terminal;
    }

    @Command(description = "Announce a signal. A value that is an integer is sent as one; put it in double quotes to send"
            + " it as text.")
    void announce(
            @Mixin ServerOptions options,
            @Parameters(index = "0", paramLabel = "NAME", description = NAME) String name,
            @Option(names = {"-p", "--param"}, paramLabel = "NAME=VALUE",
                    description = "A param of the signal, which conditions look at. May be repeated.")
            Map<String, String> params,
            @Option(names = "--payload", paramLabel = "JSON", description = "What else to tell; never matched.")
            Optional<String> payload,
            @Option(names = "--request-id", paramLabel = "ID",
                    description = "Makes it another signal than one with the same name and params, and the same one when"
                            + " it is sent again.")
            Optional<String> requestId) {
        var session = Session.of(terminal, options);
        var request = Json.object().put("name", name);
        if (params != null) {
            var sent = request.putObject("params");
            new LinkedHashMap<>(params).forEach((key, value) -> sent.set(key, value(value)));
        }
        payload.ifPresent(json -> request.set("payload", Json.parse(json)));
        requestId.ifPresent(id -> request.put("request_id", id));
        var answer = session.api().post(Api.path("signals"), Api.Body.json(request));
        session.show(answer, () -> "Announced %s as number %s.".formatted(name, text(answer, "seq_id")));
    }

    private static JsonNode value(String text) {
        if (text.matches("-?\\d{1,19}")) {
            try {
                return Json.object().numberNode(Long.parseLong(text));
            } catch (NumberFormatException _) {
                return Json.object().stringNode(text); // more than 64 bits
            }
        }
        boolean quoted = text.length() >= 2 && text.startsWith("\"") && text.endsWith("\"");
        return Json.object().stringNode(quoted ? text.substring(1, text.length() - 1) : text);
    }

    @Command(description = "Show one announcement of a signal.")
    void get(
            @Mixin ServerOptions options,
            @Parameters(index = "0", paramLabel = "NAME", description = NAME) String name,
            @Parameters(index = "1", paramLabel = "NUMBER", defaultValue = "latest",
                    description = "Its number, or latest. Default: ${DEFAULT-VALUE}.") String number) {
        var session = Session.of(terminal, options);
        var found = session.api().get(Api.path("signals", name, "instances", number));
        session.show(found, () -> new Table("NUMBER", "ANNOUNCED", "PARAMS", "ID")
                .row(text(found, "seq_id"), Times.moment(found.path("create_time")), params(found),
                        text(found, "instance_id")));
    }

    private static String params(JsonNode instance) {
        return instance.path("params").isMissingNode() ? "" : instance.path("params").toString();
    }

    @Command(description = "List signals; with a name, its newest announcements.")
    void list(
            @Mixin ServerOptions options,
            @Parameters(index = "0", arity = "0..1", paramLabel = "NAME", description = NAME) Optional<String> name,
            @Option(names = "--prefix", paramLabel = "TEXT", description = "Only signals whose name begins so.")
            Optional<String> prefix,
            @Option(names = "--limit", paramLabel = "N", defaultValue = "50",
                    description = "At most this many, up to 200. Default: ${DEFAULT-VALUE}.") int limit) {
        var session = Session.of(terminal, options);
        if (name.isPresent()) {
            var found = session.api().get(Api.path("signals", name.get(), "instances") + "?size=" + limit);
            session.show(found, () -> {
                var table = new Table("NUMBER", "ANNOUNCED", "PARAMS");
                found.forEach(row -> table.row(
                        text(row, "seq_id"), Times.moment(row.path("create_time")), params(row)));
                return found.isEmpty() ? "Never announced." : table;
            });
            return;
        }
        var found = session.api().get(
                Api.path("signals") + "?size=" + limit + prefix.map(text -> "&prefix=" + Api.encode(text)).orElse(""));
        session.show(found, () -> {
            var table = new Table("SIGNAL", "LAST NUMBER");
            found.forEach(row -> table.row(text(row, "name"), text(row, "last_seq_id")));
            return found.isEmpty() ? "No signals." : table;
        });
    }

    @Command(description = "List who waits for a signal: steps, and triggers of workflows.")
    void listeners(
            @Mixin ServerOptions options,
            @Parameters(index = "0", paramLabel = "NAME", description = NAME) String name) {
        var session = Session.of(terminal, options);
        var found = session.api().get(Api.path("signals", name, "listeners") + "?size=200");
        session.show(found, () -> {
            var table = new Table("TYPE", "WORKFLOW", "WHO", "CONDITIONS");
            found.forEach(row -> table.row(
                    text(row, "type"), text(row, "workflow_id"),
                    row.has("step_uuid") ? text(row, "step_uuid") : text(row, "trigger_uuid"), conditions(row)));
            return found.isEmpty() ? "Nobody listens." : table;
        });
    }

    private static String conditions(JsonNode listener) {
        var text = new StringBuilder();
        listener.path("conditions").forEach(each -> text.append(text.isEmpty() ? "" : ", ")
                .append(text(each, "param")).append(' ').append(text(each, "operator")).append(' ')
                .append(each.path("value").isString() ? "\"" + text(each, "value") + "\"" : text(each, "value")));
        return text.isEmpty() ? "any" : text.toString();
    }
}
