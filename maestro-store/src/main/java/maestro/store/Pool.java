package maestro.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Connections for one purpose. Each call borrows one, in autocommit, and gives it back. Every wait ends: for a free
 * connection, to connect, for an answer; a cut or black-holed connection is thrown away.
 */
final class Pool implements AutoCloseable {
    /** Seconds, but for {@code borrowMillis}. */
    record Limits(int size, int connectSeconds, int answerSeconds, long borrowMillis) {}

    interface Work<T> {
        T on(Connection db) throws SQLException;
    }

    interface Mapping<T> {
        T of(ResultSet row) throws SQLException;
    }

    /** Where work gets its connection from. */
    interface Line {
        <T> T use(Work<T> work) throws SQLException;

        void close();
    }

    private record Hikari(HikariDataSource source) implements Line {
        @Override
        public <T> T use(Work<T> work) throws SQLException {
            try (var db = source.getConnection()) {
                return work.on(db);
            }
        }

        @Override
        public void close() {
            source.close();
        }
    }

    private final Line line;

    Pool(Line line) {
        this.line = line;
    }

    /** @param first at most one statement that each connection starts with */
    Pool(String name, DatabaseConfig database, Limits limits, List<String> first) {
        var config = new HikariConfig();
        config.setPoolName("maestro-" + name);
        config.setJdbcUrl(database.url());
        config.setUsername(database.user());
        config.setPassword(database.password());
        config.setMaximumPoolSize(limits.size());
        if (limits.size() > 1) {
            config.setMinimumIdle(1);
            config.setIdleTimeout(60_000);
        }
        config.setConnectionTimeout(limits.borrowMillis());
        config.setValidationTimeout(Math.min(limits.borrowMillis(), 2_000));
        config.setInitializationFailTimeout(-1);
        first.forEach(config::setConnectionInitSql);
        config.setKeepaliveTime(60_000);
        config.addDataSourceProperty("ApplicationName", "maestro-" + name);
        config.addDataSourceProperty("connectTimeout", String.valueOf(limits.connectSeconds()));
        config.addDataSourceProperty("loginTimeout", String.valueOf(limits.connectSeconds()));
        config.addDataSourceProperty("socketTimeout", String.valueOf(limits.answerSeconds()));
        config.addDataSourceProperty("tcpKeepAlive", "true");
        // Each statement is parsed and planned once a connection, from its first use on.
        config.addDataSourceProperty("prepareThreshold", "1");
        config.addDataSourceProperty("preparedStatementCacheQueries", "512");
        line = new Hikari(new HikariDataSource(config));
    }

    <T> T use(String doing, Work<T> work) {
        try {
            return line.use(work);
        } catch (SQLException error) {
            throw Failure.of(doing, error);
        }
    }

    <T> List<T> list(String doing, Mapping<T> mapping, String sql, Object... arguments) {
        return use(doing, db -> {
            try (var statement = db.prepareStatement(sql)) {
                bind(statement, arguments);
                try (var rows = statement.executeQuery()) {
                    var list = new ArrayList<T>();
                    while (rows.next()) {
                        list.add(mapping.of(rows));
                    }
                    return list;
                }
            }
        });
    }

    <T> Optional<T> one(String doing, Mapping<T> mapping, String sql, Object... arguments) {
        return list(doing, mapping, sql, arguments).stream().findFirst();
    }

    /** The number of rows changed. */
    int update(String doing, String sql, Object... arguments) {
        return use(doing, db -> {
            try (var statement = db.prepareStatement(sql)) {
                bind(statement, arguments);
                return statement.executeUpdate();
            }
        });
    }

    private static void bind(PreparedStatement statement, Object... arguments) throws SQLException {
        for (int i = 0; i < arguments.length; i++) {
            statement.setObject(i + 1, arguments[i]);
        }
    }

    @Override
    public void close() {
        line.close();
    }
}
