package maestro.store;

import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.postgresql.ds.PGSimpleDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import maestro.runtime.store.StoreUnavailable;

/** Brings the tables up to date and fixes the number of shards. Several nodes may do so at once. */
final class Schema {
    private static final String FIX_SHARDS =
            "insert into settings (only_row, shards) values (true, ?) on conflict (only_row) do nothing";
    private static final String SHARDS = "select shards from settings";
    private static final String ADD_SHARDS =
            "insert into shard (id) select * from generate_series(0, ? - 1) on conflict (id) do nothing";

    /** Hot tables are cleaned often and in small bites. A hint: not every compatible database knows it. */
    private static final String TUNING = """
            alter table %s set (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_insert_scale_factor = 0.1,
                autovacuum_analyze_scale_factor = 0.05)""";

    private Schema() {}

    /** The number of shards in force. */
    static int prepare(DatabaseConfig config) {
        var source = new PGSimpleDataSource();
        source.setUrl(config.url());
        source.setUser(config.user());
        source.setPassword(config.password());
        source.setConnectTimeout(5);
        source.setSocketTimeout(120);
        try {
            var done = Flyway.configure()
                    .dataSource(source)
                    .locations("classpath:maestro/store/migration")
                    .load()
                    .migrate();
            try (var db = source.getConnection()) {
                if (done.migrationsExecuted > 0) {
                    tune(db);
                }
                return shards(db, config.shards());
            }
        } catch (FlywayException error) {
            throw new StoreUnavailable("preparing the database failed: " + error.getMessage(), error);
        } catch (SQLException error) {
            throw Failure.of("preparing the database", error);
        }
    }

    private static int shards(Connection db, int wanted) throws SQLException {
        try (var fix = db.prepareStatement(FIX_SHARDS)) {
            fix.setInt(1, wanted);
            fix.executeUpdate();
        }
        int shards;
        try (var read = db.prepareStatement(SHARDS);
                var rows = read.executeQuery()) {
            rows.next();
            shards = rows.getInt(1);
        }
        try (var add = db.prepareStatement(ADD_SHARDS)) {
            add.setInt(1, shards);
            add.executeUpdate();
        }
        return shards;
    }

    private static void tune(Connection db) {
        for (var table : new String[] {"shard", "workflow", "run", "step_attempt", "event_batch"}) {
            try (var statement = db.createStatement()) {
                statement.execute(TUNING.formatted(table));
            } catch (SQLException _) {
                return; // the defaults do too
            }
        }
    }
}
