package maestro.cli;

import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code maestro api GET workflows}: any call of the REST interface, for what has no command of its own. */
@Command(name = "api", description = "Call any path of the REST interface; /api/docs on the server lists them.")
final class ApiCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private ServerOptions options;

    @Parameters(index = "0", paramLabel = "METHOD", description = "GET, POST, PUT or DELETE.")
    private String method;

    @Parameters(index = "1", paramLabel = "PATH",
            description = "With its query; without a leading slash it is below /api/v3/.")
    private String path;

    @Option(names = {"-d", "--data"}, paramLabel = "JSON", description = "The body.")
    private String data;

    ApiCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        var session = Session.of(terminal, options);
        var api = session.api();
        String whole = path.startsWith("/") ? path : Api.BASE + path;
        var answer = switch (method.toUpperCase(Locale.ROOT)) {
            case "GET" -> api.get(whole);
            case "DELETE" -> api.delete(whole);
            case "POST" -> api.post(whole, body());
            case "PUT" -> data == null ? api.put(whole) : api.put(whole, body());
            default -> throw new CliFailure(Exit.USAGE, "'" + method + "' is none of GET, POST, PUT and DELETE", "");
        };
        session.show(answer, () -> Json.pretty(answer));
        return Exit.OK.code();
    }

    private Api.Body body() {
        return Api.Body.json(Json.given("the body", data == null ? "{}" : data));
    }
}
