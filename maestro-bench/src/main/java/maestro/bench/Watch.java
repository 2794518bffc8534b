package maestro.bench;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import maestro.model.json.Json;
import maestro.store.DatabaseConfig;
import tools.jackson.databind.node.ObjectNode;

/** What server and database spend between two moments: CPU, commits, WAL, and what others took of the machine. */
final class Watch implements AutoCloseable {
    /** A sleeping backend reports its counters after ten seconds at the latest. */
    static final double SETTLED_SECONDS = 10.5;

    private static final String NUMBERS = """
            select pg_current_wal_lsn() - '0/0'::pg_lsn, pg_current_xact_id()::text::bigint,
                d.xact_commit, d.tup_inserted, d.tup_updated
            from pg_stat_database d where d.datname = current_database()""";

    private static final String LIVE = "select count(*) from run where live";

    /** Some iterations tell the size of a row. */
    private static final String SIZES = """
            select pg_table_size('run'), pg_table_size('step_attempt'), pg_table_size('event_batch'),
                pg_indexes_size('run') + pg_indexes_size('step_attempt'),
                (select avg(pg_column_size(i.*)) from
                    (select r.* from run r where workflow_id like 'maestro_foreach%' limit 1000) i),
                (select avg(pg_column_size(s.*)) from step_attempt s where run_key in
                    (select run_key from run where workflow_id like 'maestro_foreach%' limit 1000))""";

    private record Numbers(long wal, long writes, long commits, long inserted, long updated) {}

    private record Moment(long nanos, double server, double database, double self, double busy, Numbers numbers) {}

    private final Connection db;
    private final long serverPid;
    private final long databasePid;
    private final boolean apart;
    private Moment begin;

    Watch(DatabaseConfig config, long serverPid, long databasePid) throws SQLException {
        db = DriverManager.getConnection(config.url(), config.user(), config.password());
        this.serverPid = serverPid;
        this.databasePid = databasePid;
        apart = serverPid != ProcessHandle.current().pid();
    }

    void begin() {
        begin = now();
    }

    /** What one of {@code steps} cost; with {@code reads} after a wait in which the database's counters settle. */
    ObjectNode end(long steps, boolean reads) {
        var end = now();
        double wall = (end.nanos() - begin.nanos()) / 1e9;
        double server = end.server() - begin.server();
        double database = end.database() - begin.database();
        double self = apart ? end.self() - begin.self() : 0;
        double others = end.busy() - begin.busy() - server - database - self;
        var cost = Json.object()
                .put("server_cpu_ms_per_step", Distribution.round(1000 * server / steps))
                .put("pg_cpu_ms_per_step", Distribution.round(1000 * database / steps))
                .put("wal_bytes_per_step", Math.round((double) (end.numbers().wal() - begin.numbers().wal()) / steps))
                // one transaction is this query's own
                .put("write_commits_per_step", Distribution.round(
                        (end.numbers().writes() - begin.numbers().writes() - 1.0) / steps))
                .put("server_rss_mb", Host.resident(serverPid) >> 20)
                .put("client_cpu_s", Distribution.round(self))
                .put("other_cpu_share", Distribution.round(
                        Math.max(0, others) / wall / Runtime.getRuntime().availableProcessors()));
        if (reads) {
            settle();
            var settled = numbers();
            cost.put("commits_per_step", Distribution.round(
                            (double) (settled.commits() - begin.numbers().commits()) / steps))
                    .put("rows_inserted_per_step", Distribution.round(
                            (double) (settled.inserted() - begin.numbers().inserted()) / steps))
                    .put("rows_updated_per_step", Distribution.round(
                            (double) (settled.updated() - begin.numbers().updated()) / steps));
        }
        return cost;
    }

    /** Waits until what was done is in the database's counters. */
    static void settle() {
        try {
            TimeUnit.MILLISECONDS.sleep((long) (SETTLED_SECONDS * 1000));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /** Bytes of the tables that runs fill, with and without their indexes, and of single rows of iterations. */
    record Sizes(long runs, long steps, long events, long indexes, double runRow, double stepRow) {
        ObjectNode since(Sizes before, long steps) {
            return Json.object()
                    .put("run_table_bytes_per_step", (runs - before.runs) / steps)
                    .put("step_table_bytes_per_step", (this.steps - before.steps) / steps)
                    .put("event_table_bytes_per_step", (events - before.events) / steps)
                    .put("index_bytes_per_step", (indexes - before.indexes) / steps)
                    .put("run_row_bytes", Distribution.round(runRow))
                    .put("step_row_bytes", Distribution.round(stepRow));
        }
    }

    /** Runs that have not ended, iterations included. */
    long liveRuns() {
        try (var statement = db.createStatement();
                var rows = statement.executeQuery(LIVE)) {
            rows.next();
            return rows.getLong(1);
        } catch (SQLException error) {
            throw new IllegalStateException("counting live runs failed", error);
        }
    }

    Sizes sizes() {
        try (var statement = db.createStatement();
                var rows = statement.executeQuery(SIZES)) {
            rows.next();
            return new Sizes(
                    rows.getLong(1),
                    rows.getLong(2),
                    rows.getLong(3),
                    rows.getLong(4),
                    rows.getDouble(5),
                    rows.getDouble(6));
        } catch (SQLException error) {
            throw new IllegalStateException("reading the sizes of tables failed", error);
        }
    }

    /** Commits of all sessions so far, the reading ones included. */
    long commits() {
        return numbers().commits();
    }

    private Moment now() {
        return new Moment(
                System.nanoTime(),
                Host.cpu(serverPid),
                Host.familyCpu(databasePid),
                Host.cpu(ProcessHandle.current().pid()),
                Host.busy(),
                numbers());
    }

    private Numbers numbers() {
        try (var statement = db.createStatement();
                var rows = statement.executeQuery(NUMBERS)) {
            rows.next();
            return new Numbers(rows.getLong(1), rows.getLong(2), rows.getLong(3), rows.getLong(4), rows.getLong(5));
        } catch (SQLException error) {
            throw new IllegalStateException("reading the database's counters failed", error);
        }
    }

    @Override
    public void close() throws SQLException {
        db.close();
    }
}
