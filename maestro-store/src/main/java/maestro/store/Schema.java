package maestro.store;

import java.sql.Connection;
import java.sql.SQLException;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Brings the tables up to date and fixes the number of shards. Several nodes may do so at once.
 *
 * <p>Migrations only add, so that nodes of the version before go on beside the next one, and start again on its tables.
 * While one runs, it may lock a table altogether: whoever reads or writes it then waits, or gives up and tries again.
 * One that cannot be done so is named {@code V…__incompatible_…}: older versions refuse to start after it.
 */
final class Schema {
    static final String MIGRATIONS = "maestro/store/migration";
    /** Of the last migration. */
    static final String VERSION = "23";

    private static final String APPLIED = "select 1 from flyway_schema_history where version = ? and success";
    private static final String INCOMPATIBLE = """
            select version from flyway_schema_history
            where success and description like 'incompatible%'
                and installed_rank > (select max(installed_rank) from flyway_schema_history where version = ?)
            order by installed_rank limit 1""";
    private static final String FIX_SHARDS =
            "insert into settings (only_row, shards) values (true, ?) on conflict (only_row) do nothing";
    private static final String SHARDS = "select shards from settings";
    private static final String ADD_SHARDS =
            "insert into shard (id) select * from generate_series(0, ? - 1) on conflict (id) do nothing";

    /** Hot tables are cleaned often and in small bites. A hint: not every compatible database knows it. */
    private static final String TUNING = """
            alter table %s set (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_insert_scale_factor = 0.1,
                autovacuum_analyze_scale_factor = 0.05)""";

    /**
     * Commit statements are the same again and again, and no parameter changes their plan: planning each anew costs a
     * sixth of the database's time. A hint as well.
     */
    static final String PLAN_ONCE = "set plan_cache_mode = force_generic_plan";

    /**
     * A database that is ready.
     *
     * @param shards the number in force
     * @param plansOnce whether it knows {@link #PLAN_ONCE}
     */
    record Prepared(int shards, boolean plansOnce) {}

    private Schema() {}

    static Prepared prepare(DatabaseConfig config) {
        var asking = source(config);
        asking.setSocketTimeout(120);
        try (var db = asking.getConnection()) {
            if (!current(db)) {
                Flyway.configure()
                        .dataSource(source(config))
                        .locations("classpath:" + MIGRATIONS)
                        .load()
                        .migrate();
                tune(db);
            }
            refuseIncompatible(db);
            return new Prepared(shards(db, config.shards()), accepts(db, PLAN_ONCE));
        } catch (FlywayException error) {
            throw failure(error);
        } catch (SQLException error) {
            throw Failure.of("preparing the database", error);
        }
    }

    /** Answers may take as long as they take: indexing a large table does, and a retry would begin it anew. */
    static PGSimpleDataSource source(DatabaseConfig config) {
        var source = new PGSimpleDataSource();
        source.setUrl(config.url());
        source.setUser(config.user());
        source.setPassword(config.password());
        source.setConnectTimeout(5);
        source.setTcpKeepAlive(true);
        return source;
    }

    /** Asked before Flyway is, which takes half a second to start: most starts find the schema as it should be. */
    private static boolean current(Connection db) {
        try (var ask = db.prepareStatement(APPLIED)) {
            ask.setString(1, VERSION);
            try (var rows = ask.executeQuery()) {
                return rows.next();
            }
        } catch (SQLException _) {
            return false; // a new database has no history yet
        }
    }

    private static void refuseIncompatible(Connection db) throws SQLException {
        try (var ask = db.prepareStatement(INCOMPATIBLE)) {
            ask.setString(1, VERSION);
            try (var rows = ask.executeQuery()) {
                if (rows.next()) {
                    throw new IllegalStateException("a newer version of Maestro has changed the tables (to "
                            + rows.getString(1) + ") in a way that this one (" + VERSION
                            + ") cannot work with; start the newer one");
                }
            }
        }
    }

    /** Flyway hides the database's error, which tells whether waiting helps. */
    private static RuntimeException failure(FlywayException error) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                return Failure.of("preparing the database", sql);
            }
        }
        return new IllegalStateException("preparing the database failed: " + error.getMessage(), error);
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
            accepts(db, TUNING.formatted(table));
        }
    }

    private static boolean accepts(Connection db, String hint) {
        try (var statement = db.createStatement()) {
            statement.execute(hint);
            return true;
        } catch (SQLException _) {
            return false; // it works without, too
        }
    }
}
