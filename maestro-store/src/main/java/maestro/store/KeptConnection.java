package maestro.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * One connection, opened when it is needed and kept while nothing fails on it. A pool waits longer and longer between
 * its attempts to connect; this one tries at each use, so that a node's heart beats as soon as the database is back.
 * Thread-safe.
 */
final class KeptConnection implements Pool.Line {
    private final PGSimpleDataSource source = new PGSimpleDataSource();
    private final long patienceMillis;
    private final ReentrantLock turn = new ReentrantLock(true);
    private Optional<Connection> kept = Optional.empty();

    KeptConnection(String name, DatabaseConfig database, Pool.Limits limits) {
        source.setUrl(database.url());
        source.setUser(database.user());
        source.setPassword(database.password());
        source.setApplicationName("maestro-" + name);
        source.setConnectTimeout(limits.connectSeconds());
        source.setLoginTimeout(limits.connectSeconds());
        source.setSocketTimeout(limits.answerSeconds());
        source.setTcpKeepAlive(true);
        source.setPrepareThreshold(1);
        patienceMillis = limits.borrowMillis();
    }

    @Override
    public <T> T use(Pool.Work<T> work) throws SQLException {
        await();
        boolean well = false;
        try {
            if (kept.isEmpty()) {
                kept = Optional.of(source.getConnection());
            }
            T result = work.on(kept.get());
            well = true;
            return result;
        } finally {
            if (!well) {
                discard();
            }
            turn.unlock();
        }
    }

    private void await() throws SQLException {
        try {
            if (!turn.tryLock(patienceMillis, TimeUnit.MILLISECONDS)) {
                throw new SQLTransientConnectionException("the connection was in use for too long", "08000");
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new SQLTransientConnectionException("interrupted while waiting for the connection", "08000");
        }
    }

    private void discard() {
        kept.ifPresent(connection -> {
            try {
                connection.close();
            } catch (SQLException _) {
                // it is of no use either way
            }
        });
        kept = Optional.empty();
    }

    @Override
    public void close() {
        turn.lock();
        try {
            discard();
        } finally {
            turn.unlock();
        }
    }
}
