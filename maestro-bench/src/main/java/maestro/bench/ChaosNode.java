package maestro.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import maestro.store.DatabaseConfig;
import maestro.testkit.store.CuttableProxy;

/**
 * One server of a cluster with two lines that can be cut: to the database, and from the other nodes. Clients call it
 * directly. One thread drives it.
 */
final class ChaosNode implements AutoCloseable {
    final String name;
    final CuttableProxy toDatabase;
    final CuttableProxy fromNodes;
    private final ServerProcess server;
    private final Optional<Path> launcher;
    private final Optional<Path> older;
    private boolean old;

    /**
     * @param folder an existing one, for its data and its log
     * @param older the {@code maestro} command of another version, which it starts with; empty: there is one version
     */
    ChaosNode(
            String name, DatabaseConfig database, Path folder, Optional<Path> launcher, Optional<Path> older,
            int leaseSeconds) {
        this.name = name;
        this.launcher = launcher;
        this.older = older;
        this.old = older.isPresent();
        try {
            URI url = URI.create(database.url().substring("jdbc:".length()));
            toDatabase = new CuttableProxy(url.getPort());
            int port = ServerProcess.freePort();
            fromNodes = new CuttableProxy(port);
            String through = database.url().replace(":" + url.getPort() + "/", ":" + toDatabase.port() + "/");
            server = new ServerProcess(
                    DatabaseConfig.of(through, database.user(), database.password()),
                    folder.resolve(name), old ? older : launcher,
                    List.of("node.id=" + name, "node.lease=PT" + leaseSeconds + "S", "database.pool-size=6",
                            "server.stop-grace=PT2S", "cluster.address=http://127.0.0.1:" + fromNodes.port()),
                    Optional.of(folder.resolve(name + ".log")), port);
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }

    URI address() {
        return server.address();
    }

    /** Starts the process, or a new one where the last has ended, without waiting. */
    void launch() {
        server.launch();
    }

    /** Starts it again and again until it serves: it gives up at once when the database is away. */
    void launchUntilReady(long patienceSeconds) throws InterruptedException {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(patienceSeconds);
        while (!server.ready()) {
            if (System.nanoTime() > until) {
                throw new IllegalStateException("node " + name + " did not get ready");
            }
            if (!server.alive()) {
                server.launch();
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    /** As it is upgraded, or put back to the older version: a clean stop, and another program under its name. */
    void changeVersion() throws InterruptedException {
        stop();
        old = !old;
        server.launcher(old ? older : launcher);
        launchUntilReady(60);
    }

    boolean old() {
        return old;
    }

    void kill() {
        server.kill();
    }

    /** As an operator does: SIGTERM, and the node hands over. */
    void stop() {
        server.close();
    }

    /** @param signal such as {@code STOP} */
    void signal(String signal) {
        Signals.send(signal, server.pid());
    }

    @Override
    public void close() {
        server.kill();
        toDatabase.close();
        fromNodes.close();
    }
}
