package maestro.store;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;

/** Binds the columns of many rows as arrays, for {@code unnest}, one parameter after another. */
final class Columns {
    private final PreparedStatement statement;
    private int last;

    Columns(PreparedStatement statement) {
        this.statement = statement;
    }

    Columns value(Object value) throws SQLException {
        statement.setObject(++last, value);
        return this;
    }

    <T> Columns longs(List<T> rows, ToLongFunction<T> column) throws SQLException {
        return value(rows.stream().mapToLong(column).toArray());
    }

    <T> Columns ints(List<T> rows, ToIntFunction<T> column) throws SQLException {
        return value(rows.stream().mapToInt(column).toArray());
    }

    <T> Columns shorts(List<T> rows, ToIntFunction<T> column) throws SQLException {
        var values = new short[rows.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (short) column.applyAsInt(rows.get(i));
        }
        return value(values);
    }

    <T> Columns booleans(List<T> rows, Predicate<T> column) throws SQLException {
        var values = new boolean[rows.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = column.test(rows.get(i));
        }
        return value(values);
    }

    /** PostgreSQL has no NUL in texts: it is written as U+FFFD, so that one odd text cannot block a shard. */
    <T> Columns texts(List<T> rows, Function<T, String> column) throws SQLException {
        return value(rows.stream().map(column).map(text -> text.replace('\0', '\uFFFD')).toArray(String[]::new));
    }

    /** Each value packed (see {@link Packed}). */
    <T> Columns packed(List<T> rows, Function<T, byte[]> column) throws SQLException {
        return value(rows.stream().map(column).map(Packed::pack).toArray(byte[][]::new));
    }

    <T> Columns uuids(List<T> rows, Function<T, UUID> column) throws SQLException {
        var values = rows.stream().map(column).toArray();
        return value(statement.getConnection().createArrayOf("uuid", values));
    }
}
