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
