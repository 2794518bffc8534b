package maestro.store.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.locks.LockSupport;
import maestro.store.DatabaseConfig;

/**
 * A PostgreSQL of our own, with its data in a folder: made at the first start, used again by the next. It is a process
 * beside this one, durable as any (fsync on). If this process is killed it lives on, and the next start adopts it; if
 * it dies itself it is started again on the same port. Listens on 127.0.0.1 alone, with a random password. Thread-safe.
 */
public final class EmbeddedPostgres implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(EmbeddedPostgres.class.getName());
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Duration AGAIN = Duration.ofMillis(50);
    private static final Duration LOOK = Duration.ofMillis(250);

    private final DataFolder folder;
    private final FolderLock lock;
    private final String password;
    private Postmaster postmaster;
    private boolean closed;

    private EmbeddedPostgres(DataFolder folder, FolderLock lock) throws IOException {
        this.folder = folder;
        this.lock = lock;
        password = folder.password();
        boolean changed = folder.writeSettings();
        postmaster = adopted(changed).orElse(null);
        if (postmaster == null) {
            postmaster = launch(0);
        }
        Thread.ofVirtual().name("embedded-postgres-watch").start(this::watch);
    }

    /**
     * Starts the database of a folder, with the programs unpacked into the user's cache folder.
     *
     * @throws EmbeddedFailure when the folder is in use, unwritable, full or of another version
     */
    public static EmbeddedPostgres start(Path folder) {
        return start(folder, cache());
    }

    /** As {@link #start(Path)}, with a cache folder for the programs, which may be shared. */
    public static EmbeddedPostgres start(Path folder, Path cache) {
        FolderLock lock = null;
        try {
            Path real = DataFolder.create(folder);
            lock = FolderLock.take(real);
            var binaries = Binaries.in(cache);
            var data = new DataFolder(real, binaries, Account.forData(real, binaries));
            data.prepare();
            return new EmbeddedPostgres(data, lock);
        } catch (IOException error) {
            free(lock);
            throw new EmbeddedFailure("cannot use the data folder " + folder + ": " + error, error);
        } catch (RuntimeException error) {
            free(lock);
            throw error;
        }
    }

    private static void free(FolderLock lock) {
        if (lock != null) {
            lock.close();
        }
    }

    static Path cache() {
        String home = System.getProperty("user.home");
        String given = System.getenv("XDG_CACHE_HOME");
        if (System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("mac")) {
            return Path.of(home, "Library", "Caches", "maestro");
        }
        return (given == null || given.isBlank() ? Path.of(home, ".cache") : Path.of(given)).resolve("maestro");
    }

    /** How to reach it, with the usual numbers of connections and shards. */
    public synchronized DatabaseConfig config() {
        return DatabaseConfig.of(url("postgres"), DataFolder.USER, password);
    }

    /** The JDBC URL of one of its databases; {@code postgres} is there from the start. */
    public synchronized String url(String database) {
        return url(postmaster.port(), database);
    }

    private static String url(int port, String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }

    /** The process id of the database server. */
    public synchronized long pid() {
        return postmaster.process().pid();
    }

    /** One that survived our predecessor and is as we would start it; any other is shut down cleanly. */
    private Optional<Postmaster> adopted(boolean settingsChanged) throws IOException {
        var running = Postmaster.on(folder.data());
        if (running.isEmpty()) {
            Files.deleteIfExists(folder.data().resolve("postmaster.pid"));
            return running;
        }
        if (!settingsChanged && running.get().runs(folder.binaries()) && answers(running.get().port())) {
            return running;
        }
        stop();
        return Optional.empty();
    }

    private boolean answers(int port) {
        var properties = new Properties();
        properties.setProperty("user", DataFolder.USER);
        properties.setProperty("password", password);
        properties.setProperty("connectTimeout", "1");
        properties.setProperty("socketTimeout", "2");
        try (var db = DriverManager.getConnection(url(port, "postgres"), properties);
                var show = db.createStatement();
                var row = show.executeQuery("show data_directory")) {
            return row.next() && Path.of(row.getString(1)).equals(folder.data());
        } catch (SQLException _) {
            return false;
        }
    }

    /** @param wantedPort 0: any that is free */
    private Postmaster launch(int wantedPort) throws IOException {
        long deadline = System.nanoTime() + START_LIMIT.toNanos();
        while (true) {
            long logged = folder.logBytes();
            int port = wantedPort == 0 ? freePort() : wantedPort;
            var started = Command.run(
                    folder.folder(),
                    folder.account().prefix(),
                    folder.binaries().program("pg_ctl"),
                    "--pgdata=" + folder.data(),
                    "--log=" + folder.log(),
                    "--options=-p " + port,
                    "--wait",
                    "--timeout=" + START_LIMIT.toSeconds(),
                    "--silent",
                    "start");
            var running = Postmaster.on(folder.data());
            if (started.ok() && running.isPresent()) {
                return running.get();
            }
            String log = folder.logSince(logged);
            if (!passing(log) || System.nanoTime() > deadline) {
                throw new EmbeddedFailure("PostgreSQL does not start in " + folder.folder() + ": "
                        + DataFolder.lastLines(started.output() + "\n" + log));
            }
            LockSupport.parkNanos(AGAIN.toNanos());
        }
    }

    /** Another program took the port just now, or processes of a killed server have not yet all ended. */
    private static boolean passing(String log) {
        return log.contains("Address already in use") || log.contains("pre-existing shared memory block");
    }

    /** Whether it stays free is known once PostgreSQL listens on it; if not, another one is tried. */
    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            return socket.getLocalPort();
        }
    }

    /**
     * Looks now and then whether the database is alive, and starts it again if it died though nobody closed it: its
     * users wait for the same port. It is nobody's child, so its end can only be seen by looking.
     */
    private void watch() {
        while (true) {
            LockSupport.parkNanos(LOOK.toNanos());
            synchronized (this) {
                if (closed) {
                    return;
                }
                if (!postmaster.alive()) {
                    restart();
                }
            }
        }
    }

    private void restart() {
        LOG.log(System.Logger.Level.WARNING, "embedded PostgreSQL has ended unexpectedly; starting it again");
        try {
            Files.deleteIfExists(folder.data().resolve("postmaster.pid"));
            postmaster = launch(postmaster.port());
        } catch (IOException | EmbeddedFailure error) {
            LOG.log(System.Logger.Level.ERROR, "embedded PostgreSQL does not start again", error);
        }
    }

    /** Shuts the database down: sessions are ended, all is written; then frees the folder. */
    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            stop();
            lock.close();
        }
    }

    private void stop() {
        if (!stop("fast", 30) && !stop("immediate", 10)) {
            LOG.log(System.Logger.Level.ERROR, "embedded PostgreSQL did not stop; the next start will take it over");
        }
    }

    private boolean stop(String mode, int seconds) {
        var stopped = Command.run(
                folder.folder(),
                folder.account().prefix(),
                folder.binaries().program("pg_ctl"),
                "--pgdata=" + folder.data(),
                "--mode=" + mode,
                "--wait",
                "--timeout=" + seconds,
                "--silent",
                "stop");
        if (!stopped.ok()) {
            LOG.log(System.Logger.Level.WARNING, "stopping embedded PostgreSQL ({0}): {1}", mode, stopped.output());
        }
        return stopped.ok() || !Files.exists(folder.data().resolve("postmaster.pid"));
    }
}
