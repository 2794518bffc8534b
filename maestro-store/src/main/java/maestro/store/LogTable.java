package maestro.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import maestro.runtime.log.LogStore;
import maestro.runtime.log.LogStore.Chunk;
import maestro.runtime.log.LogStore.LogKey;

/** The tables {@code step_log_launch}, which keeps launches in order, and {@code step_log}, their chunks. */
final class LogTable implements LogStore {
    private static final String APPEND = """
            with launches as (
                insert into step_log_launch (run_key, step_id, attempt, launch)
                select * from unnest(?::bigint[], ?::text[], ?::int[], ?::text[])
                on conflict (run_key, step_id, attempt, launch) do nothing)
            insert into step_log (run_key, step_id, attempt, launch, first, lines, bytes)
            select * from unnest(?::bigint[], ?::text[], ?::int[], ?::text[], ?::bigint[], ?::int[], ?::bytea[])
            on conflict (run_key, step_id, attempt, launch, first) do nothing""";

    private static final String CUT = """
            delete from step_log
            where run_key = ? and step_id = ? and attempt = ? and launch = ? and first >= ? and first < ?""";

    /** An unknown launch sorts before all others: the read starts at the beginning. */
    private static final String READ = """
            with launches as (
                select launch, ordinal from step_log_launch where run_key = ? and step_id = ? and attempt = ?),
            after as (select coalesce(max(ordinal), -1) as ordinal from launches where launch = ?)
            select l.launch, c.first, c.lines, c.bytes
            from launches l cross join after a
            join step_log c on c.run_key = ? and c.step_id = ? and c.attempt = ? and c.launch = l.launch
            where l.ordinal > a.ordinal or (l.ordinal = a.ordinal and c.first > ?)
            order by l.ordinal, c.first limit ?""";

    private static final String SPANS = """
            select c.launch, c.first, c.lines, octet_length(c.bytes) from step_log_launch l
            join step_log c on c.run_key = l.run_key and c.step_id = l.step_id and c.attempt = l.attempt
                and c.launch = l.launch
            where l.run_key = ? and l.step_id = ? and l.attempt = ? order by l.ordinal, c.first limit ?""";

    private static final String FROM = """
            select c.launch, c.first, c.lines, c.bytes from step_log c
            where c.run_key = ? and c.step_id = ? and c.attempt = ? and c.launch = ? and c.first >= coalesce((
                select max(b.first) from step_log b where b.run_key = ? and b.step_id = ? and b.attempt = ?
                    and b.launch = ? and b.first <= ?), 0)
            order by c.first limit ?""";

    private static final String REMOVE = """
            delete from step_log where (run_key, step_id, attempt, launch, first) in (
                select run_key, step_id, attempt, launch, first from step_log where run_key = any(?) limit ?)""";
    private static final String REMOVE_LAUNCHES = "delete from step_log_launch where run_key = any(?)";

    private static final Comparator<Chunk> BY_KEY_AND_LINE = Comparator.<Chunk>comparingLong(
                    chunk -> chunk.key().runKey())
            .thenComparing(chunk -> chunk.key().stepId())
            .thenComparingInt(chunk -> chunk.key().attempt())
            .thenComparing(chunk -> chunk.key().launch())
            .thenComparingLong(Chunk::first);

    private final Pool pool;

    LogTable(Pool pool) {
        this.pool = pool;
    }

    @Override
    public void append(List<Chunk> chunks) {
        if (chunks.isEmpty()) {
            return;
        }
        // In key order, so that two writers of the same logs cannot wait for each other in a circle.
        var sorted = chunks.stream().sorted(BY_KEY_AND_LINE).toList();
        var launches = sorted.stream().map(Chunk::key).distinct().toList();
        pool.use("writing step logs", db -> {
            try (var statement = db.prepareStatement(APPEND)) {
                new Columns(statement)
                        .longs(launches, LogKey::runKey)
                        .texts(launches, LogKey::stepId)
                        .ints(launches, LogKey::attempt)
                        .texts(launches, LogKey::launch)
                        .longs(sorted, chunk -> chunk.key().runKey())
                        .texts(sorted, chunk -> chunk.key().stepId())
                        .ints(sorted, chunk -> chunk.key().attempt())
                        .texts(sorted, chunk -> chunk.key().launch())
                        .longs(sorted, Chunk::first)
                        .ints(sorted, Chunk::lines)
                        .packed(sorted, Chunk::bytes);
                return statement.executeUpdate();
            }
        });
    }

    @Override
    public void cut(LogKey key, long from, long to) {
        pool.update("cutting a step log", CUT, key.runKey(), key.stepId(), key.attempt(), key.launch(), from, to);
    }

    @Override
    public List<Chunk> read(
            long runKey, String stepId, int attempt, String afterLaunch, long afterFirst, int size) {
        return pool.list(
                "reading a step log",
                row -> chunk(runKey, stepId, attempt, row),
                READ,
                runKey,
                stepId,
                attempt,
                afterLaunch,
                runKey,
                stepId,
                attempt,
                afterFirst,
                size);
    }

    private static Chunk chunk(long runKey, String stepId, int attempt, ResultSet row) throws SQLException {
        return new Chunk(
                new LogKey(runKey, stepId, attempt, row.getString(1)),
                row.getLong(2),
                row.getInt(3),
                Packed.unpack(row.getBytes(4)));
    }

    @Override
    public List<Span> spans(long runKey, String stepId, int attempt, int size) {
        return pool.list(
                "reading what there is of a step log",
                row -> new Span(row.getString(1), row.getLong(2), row.getInt(3), row.getLong(4)),
                SPANS,
                runKey,
                stepId,
                attempt,
                size);
    }

    @Override
    public List<Chunk> from(LogKey key, long line, int size) {
        return pool.list(
                "reading a step log",
                row -> chunk(key.runKey(), key.stepId(), key.attempt(), row),
                FROM,
                key.runKey(),
                key.stepId(),
                key.attempt(),
                key.launch(),
                key.runKey(),
                key.stepId(),
                key.attempt(),
                key.launch(),
                line,
                size);
    }

    /** Removes some chunks; the launches with the last of them. */
    static int remove(Pool pool, long[] runKeys, int size) {
        int chunks = pool.update("removing step logs", REMOVE, runKeys, size);
        return chunks > 0 ? chunks : pool.update("removing step logs", REMOVE_LAUNCHES, (Object) runKeys);
    }
}
