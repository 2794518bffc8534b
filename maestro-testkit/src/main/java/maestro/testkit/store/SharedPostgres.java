package maestro.testkit.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.concurrent.atomic.AtomicInteger;
import maestro.store.Database;
import maestro.store.DatabaseConfig;
import maestro.store.embedded.EmbeddedPostgres;

/**
 * One real PostgreSQL for all tests of a JVM, started when first asked for and gone with the JVM. Each test gets a
 * database of its own, a copy of one that was prepared once.
 */
public final class SharedPostgres {
    private static final String TEMPLATE = "template_maestro";
    private static final int SHARDS = 8;
    private static final AtomicInteger NEXT = new AtomicInteger();

    private SharedPostgres() {}

    private static final class Holder {
        private static final EmbeddedPostgres SERVER = start();
    }

    /** A fresh database with 8 shards and no rows; close what is opened on it. */
    public static DatabaseConfig fresh() {
        return config(createDatabase(TEMPLATE));
    }

    /** A fresh database without any table, to be prepared by whoever opens it. */
    public static DatabaseConfig empty() {
        return config(createDatabase("template1"));
    }

    private static String createDatabase(String template) {
        String name = "test_" + NEXT.incrementAndGet();
        execute(Holder.SERVER, "create database " + name + " template " + template);
        return name;
    }

    private static DatabaseConfig config(String database) {
        return config(Holder.SERVER, database);
    }

    private static DatabaseConfig config(EmbeddedPostgres server, String database) {
        var whole = server.config();
        return new DatabaseConfig(server.url(database), whole.user(), whole.password(), 4, 4, SHARDS);
    }

    private static EmbeddedPostgres start() {
        try {
            Path folder = Files.createTempDirectory("maestro-shared-postgres");
            var server = EmbeddedPostgres.start(folder);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                server.close();
                delete(folder);
            }));
            // nothing of it outlives the JVM, and the checkpoint at its end would hold the JVM up for half a minute
            execute(server, "alter system set fsync = off");
            execute(server, "select pg_reload_conf()");
            execute(server, "create database " + TEMPLATE);
            Database.open(config(server, TEMPLATE)).close();
            return server;
        } catch (IOException error) {
            throw new IllegalStateException(error);
        }
    }

    private static void execute(EmbeddedPostgres server, String sql) {
        var config = server.config();
        try (var db = DriverManager.getConnection(config.url(), config.user(), config.password());
                var statement = db.createStatement()) {
            statement.execute(sql);
        } catch (SQLException error) {
            throw new IllegalStateException(sql, error);
        }
    }

    private static void delete(Path folder) {
        try (var paths = Files.walk(folder)) {
            for (var path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException _) {
            // a temporary folder that stays behind harms nobody
        }
    }
}
