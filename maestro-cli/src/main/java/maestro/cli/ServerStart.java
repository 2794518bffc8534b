package maestro.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import maestro.server.MaestroServer;
import maestro.server.config.ServerConfig;
import maestro.store.embedded.EmbeddedFailure;

/** Starting a server in this process. Apart, so that commands which need none do not load its classes. */
final class ServerStart {
    private ServerStart() {}

    /** A server that cannot start is told with its reason and {@link Exit#NOT_STARTED}. */
    static MaestroServer start(ServerConfig config) {
        try {
            return MaestroServer.start(config);
        } catch (IllegalStateException | EmbeddedFailure e) {
            throw new CliFailure(Exit.NOT_STARTED, "the server cannot start: " + e.getMessage(),
                    "A server that runs already is used with --server URL or MAESTRO_SERVER.");
        }
    }

    /** The settings of the server inside {@code run}: a free port of the loopback address, the rest as usual. */
    static ServerConfig embedded(Map<String, String> env, Optional<String> data) {
        var flags = new LinkedHashMap<>(Map.of("server.host", "127.0.0.1", "server.port", "0"));
        data.ifPresent(folder -> flags.put("data.dir", folder));
        return ConfigOptions.load(Optional.empty(), impatient(env), flags).config();
    }

    /** For servers that somebody watches: a script that fails is soon tried again, unless the settings say otherwise. */
    static Map<String, String> impatient(Map<String, String> env) {
        var settings = new LinkedHashMap<>(env);
        settings.putIfAbsent("MAESTRO_STEPS_RETRY_DELAY", "1s");
        return settings;
    }

    static String data(ServerConfig config) {
        return config.database().url().isPresent() ? "its own database server" : "data " + config.dataDir();
    }
}
