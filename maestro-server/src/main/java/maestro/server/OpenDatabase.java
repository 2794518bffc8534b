package maestro.server;

import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import maestro.runtime.store.StoreUnavailable;
import maestro.server.config.ServerConfig;
import maestro.store.Database;
import maestro.store.DatabaseConfig;
import maestro.store.embedded.EmbeddedPostgres;

/** The database in use, and the process behind it when it is our own. */
record OpenDatabase(Database database, Optional<EmbeddedPostgres> embedded) implements AutoCloseable {
    /**
     * Opens the database that the configuration names, or starts the embedded one.
     *
     * @throws maestro.store.embedded.EmbeddedFailure when the data folder cannot be used
     * @throws IllegalStateException when the database named cannot be reached or used; says what to do
     */
    static OpenDatabase open(ServerConfig config) {
        return config.database().url().isPresent() ? external(config) : embedded(config);
    }

    private static OpenDatabase external(ServerConfig config) {
        String url = config.database().url().orElseThrow();
        String user = config.database().user()
                .or(() -> parameter(url, "user"))
                .orElseGet(() -> System.getProperty("user.name"));
        String password = config.database().password().or(() -> parameter(url, "password")).orElse("");
        try {
            return new OpenDatabase(Database.open(sized(config, url, user, password)), Optional.empty());
        } catch (StoreUnavailable e) {
            throw new IllegalStateException("cannot reach the database at " + url.replaceAll("[?].*", "") + ": "
                    + e.getMessage() + "; check that it runs, and database.url, database.user, database.password", e);
        }
    }

    private static OpenDatabase embedded(ServerConfig config) {
        Path folder = config.dataDir().resolve("postgres");
        var postgres = EmbeddedPostgres.start(folder);
        try {
            var access = postgres.config();
            var database = Database.open(sized(config, access.url(), access.user(), access.password()));
            return new OpenDatabase(database, Optional.of(postgres));
        } catch (RuntimeException e) {
            postgres.close();
            throw e;
        }
    }

    /** A third of the connections commits, the rest reads. */
    private static DatabaseConfig sized(ServerConfig config, String url, String user, String password) {
        int commits = Math.max(1, config.database().poolSize() / 3);
        int reads = Math.max(1, config.database().poolSize() - commits);
        return new DatabaseConfig(url, user, password, Math.min(100, commits), Math.min(100, reads), config.shards());
    }

    private static Optional<String> parameter(String url, String name) {
        Matcher match = Pattern.compile("[?&]" + name + "=([^&]*)").matcher(url);
        return match.find()
                ? Optional.of(java.net.URLDecoder.decode(match.group(1), java.nio.charset.StandardCharsets.UTF_8))
                : Optional.empty();
    }

    @Override
    public void close() {
        database.close();
        embedded.ifPresent(EmbeddedPostgres::close);
    }
}
