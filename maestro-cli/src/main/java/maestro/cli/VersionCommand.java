package maestro.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Mixin;

/** {@code maestro version}: of this command, and of the server when one answers. */
@Command(name = "version", description = "Print the version of this command and of the server.")
final class VersionCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private ServerOptions options;

    VersionCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    /** For {@code --version}. */
    static final class Provider implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"maestro " + own()};
        }
    }

    @Override
    public Integer call() {
        var session = Session.of(terminal, options);
        var answer = Json.object().put("version", own());
        if (session.api().answers()) answer.set("server", session.api().get("/version"));
        session.show(answer, () -> {
            var server = answer.has("server")
                    ? answer.path("server").path("version").asString(Json.compact(answer.path("server")))
                    : "none answers at " + session.api().server();
            return "maestro " + own() + "\nserver  " + server;
        });
        return Exit.OK.code();
    }

    /** From a file that the build fills in. */
    private static String own() {
        try (var in = VersionCommand.class.getResourceAsStream("version.txt")) {
            return new String(in.readAllBytes(), UTF_8).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
