package maestro.cli;

import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLSocketFactory;
import maestro.server.tls.Trust;
import picocli.CommandLine.Option;

/** Options of every command that talks to a server. */
final class ServerOptions {
    static final String DEFAULT_SERVER = "http://127.0.0.1:8080";

    @Option(names = "--server", paramLabel = "URL",
            description = "Server to talk to. Default: MAESTRO_SERVER, else " + DEFAULT_SERVER + ".")
    private Optional<String> server = Optional.empty();

    @Option(names = "--user", paramLabel = "NAME",
            description = "Who acts, as the server records it. Default: MAESTRO_USER, else the token's owner, else the "
                    + "system user.")
    private Optional<String> user = Optional.empty();

    @Option(names = {"-o", "--output"}, paramLabel = "FORMAT", defaultValue = "table",
            description = "How to print the answer: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
    private Format format = Format.table;

    /** Lower case: the names are what users type. */
    enum Format { table, json, yaml }

    Format format() {
        return format;
    }

    /** Whether the user named a server, so that no other may take its place. */
    boolean serverNamed(Map<String, String> env) {
        return server.isPresent() || !env.getOrDefault("MAESTRO_SERVER", "").isBlank();
    }

    /** The server that a user named, for commands that need none. */
    static Optional<Api> named(Optional<String> server, Optional<String> user, Map<String, String> env) {
        var options = new ServerOptions();
        options.server = server;
        options.user = user;
        return options.serverNamed(env) ? Optional.of(options.api(env)) : Optional.empty();
    }

    Api api(Map<String, String> env) {
        var text = server.orElseGet(() -> env.getOrDefault("MAESTRO_SERVER", ""));
        var address = uri(text.isBlank() ? DEFAULT_SERVER : text.strip());
        var token = Tokens.of(address, env);
        return new Api(address, token.isEmpty() ? caller(env) : named(env).orElse(""), token,
                trust(env));
    }

    private static Optional<SSLSocketFactory> trust(Map<String, String> env) {
        String file = env.getOrDefault("MAESTRO_CA_FILE", "");
        if (file.isBlank()) return Optional.empty();
        try {
            return Optional.of(Trust.of(Path.of(file)).getSocketFactory());
        } catch (IllegalStateException | InvalidPathException e) {
            throw new CliFailure(Exit.USAGE, e.getMessage(), "MAESTRO_CA_FILE names a file with certificates as PEM.");
        }
    }

    String caller(Map<String, String> env) {
        return named(env).orElseGet(() -> System.getProperty("user.name", "unknown"));
    }

    private Optional<String> named(Map<String, String> env) {
        return user.or(() -> Optional.ofNullable(env.get("MAESTRO_USER")).filter(name -> !name.isBlank()));
    }

    private static URI uri(String text) {
        var full = text.contains("://") ? text : "http://" + text;
        try {
            var uri = URI.create(full.replaceAll("/+$", ""));
            if (uri.getHost() != null && uri.getScheme().matches("https?")) return uri;
        } catch (IllegalArgumentException _) {
            // said below, in the user's words
        }
        throw new CliFailure(Exit.USAGE, "not the address of a server: " + text,
                "Write it like " + DEFAULT_SERVER + " (--server or MAESTRO_SERVER).");
    }
}
