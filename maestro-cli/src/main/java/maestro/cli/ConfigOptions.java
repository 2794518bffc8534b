package maestro.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import maestro.server.config.ConfigException;
import maestro.server.config.ServerConfig;
import picocli.CommandLine.Option;

/** Options of the commands that start a server, or show what one would start with. */
final class ConfigOptions {
    @Option(names = "--config", paramLabel = "FILE", description = "YAML file with settings (docs/configuration.md).")
    private Optional<Path> file = Optional.empty();

    @Option(names = "--host", paramLabel = "HOST", description = "Address to listen on. Setting server.host.")
    private Optional<String> host = Optional.empty();

    @Option(names = "--port", paramLabel = "N", description = "Port to listen on, 0 for a free one. Setting server.port.")
    private Optional<String> port = Optional.empty();

    @Option(names = "--data", paramLabel = "DIR",
            description = "Folder of the embedded database. Setting data.dir.")
    private Optional<String> data = Optional.empty();

    @Option(names = "--database-url", paramLabel = "URL",
            description = "JDBC URL of a PostgreSQL to use instead of the embedded one. Setting database.url.")
    private Optional<String> databaseUrl = Optional.empty();

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "Any other setting. May be repeated.")
    private Map<String, String> settings = new LinkedHashMap<>();

    /** Reads every source; what is wrong in them is a usage error that names each problem. */
    ServerConfig.Loaded load(Map<String, String> env) {
        var flags = new LinkedHashMap<>(settings);
        host.ifPresent(value -> flags.put("server.host", value));
        port.ifPresent(value -> flags.put("server.port", value));
        data.ifPresent(value -> flags.put("data.dir", value));
        databaseUrl.ifPresent(value -> flags.put("database.url", value));
        return load(file, env, flags);
    }

    static ServerConfig.Loaded load(Optional<Path> file, Map<String, String> env, Map<String, String> flags) {
        try {
            return ServerConfig.load(file, env, flags);
        } catch (ConfigException e) {
            throw new CliFailure(Exit.USAGE, "the settings are not right", e.problems(),
                    "`maestro config show` prints what is in force once they are; docs/configuration.md lists all.");
        }
    }
}
