package maestro.runtime.log;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import maestro.runtime.log.LogStore.Chunk;
import maestro.runtime.log.LogStore.LogKey;

/** The output of attempts: written here, read and followed from wherever it was written. Thread-safe. */
public final class Logs implements AutoCloseable {
    private static final int CHUNKS_A_READ = 16;
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);

    /** One attempt, with all its launches. */
    record Attempt(long runKey, String stepId, int attempt) {
        static Attempt of(LogKey key) {
            return new Attempt(key.runKey(), key.stepId(), key.attempt());
        }
    }

    private final LogStore store;
    private final LogLimits limits;
    private final LogWriter writer;
    private final Map<Attempt, Set<LogFollower>> followers = new ConcurrentHashMap<>();
    private final Map<Attempt, AttemptLog> open = new ConcurrentHashMap<>();

    public Logs(LogStore store, LogLimits limits, InstantSource clock) {
        this.store = store;
        this.limits = limits;
        writer = new LogWriter(store, limits, clock, this::written);
        writer.start();
    }

    /** Starts the log of a launch; to be closed when the launch is over. */
    public AttemptLog open(LogKey key) {
        var log = new AttemptLog(key, writer, limits);
        open.put(Attempt.of(key), log);
        return log;
    }

    /**
     * Durable lines of all launches of an attempt, in order.
     *
     * @param after the position of the line read last; empty: from the start
     * @param limit lines at most, at least 1; fewer do not mean that the end is reached, none do
     * @throws maestro.model.MaestroException BAD_REQUEST for a position that no line had
     */
    public List<LogLine> read(long runKey, String stepId, int attempt, Optional<String> after, int limit) {
        var from = after.filter(text -> !text.isEmpty()).map(LogPosition::parse).orElse(LogPosition.START);
        return read(new Attempt(runKey, stepId, attempt), from, limit);
    }

    List<LogLine> read(Attempt attempt, LogPosition after, int limit) {
        var position = after;
        while (true) {
            var chunks = store.read(
                    attempt.runKey(), attempt.stepId(), attempt.attempt(), position.launch(), position.afterFirst(),
                    CHUNKS_A_READ);
            var lines = new ArrayList<LogLine>();
            for (var chunk : chunks) {
                for (var line : lines(chunk, after)) {
                    if (lines.size() == limit) {
                        return lines;
                    }
                    lines.add(line);
                }
            }
            if (!lines.isEmpty() || chunks.isEmpty()) {
                return lines;
            }
            var last = chunks.getLast(); // all read before: the mark of a cut, say
            position = new LogPosition(last.key().launch(), last.first(), after.line());
        }
    }

    /** A chunk's lines beyond a position. */
    static List<LogLine> lines(Chunk chunk, LogPosition after) {
        String launch = chunk.key().launch();
        long read = launch.equals(after.launch()) ? after.line() : 0;
        var decoded = LineCodec.decode(chunk.bytes());
        var lines = new ArrayList<LogLine>(decoded.size());
        for (int i = 0; i < decoded.size(); i++) {
            long number = chunk.first() + i;
            if (number > read) {
                var line = decoded.get(i);
                long first = i == decoded.size() - 1 ? chunk.first() : chunk.first() - 1; // the rest of it is wanted
                var position = new LogPosition(launch, first, number).text();
                lines.add(new LogLine(launch, number, line.timeMillis(), line.stream(), line.text(), position));
            }
        }
        return lines;
    }

    /**
     * Follows an attempt's log, also one that another node writes or that has not begun. To be closed.
     *
     * @param after as for {@link #read}
     */
    public LogFollower follow(long runKey, String stepId, int attempt, Optional<String> after) {
        var from = after.filter(text -> !text.isEmpty()).map(LogPosition::parse).orElse(LogPosition.START);
        var key = new Attempt(runKey, stepId, attempt);
        var follower = new LogFollower(this, key, from);
        followers.compute(key, (_, set) -> {
            var grown = set == null ? ConcurrentHashMap.<LogFollower>newKeySet() : set;
            grown.add(follower);
            return grown;
        });
        return follower;
    }

    void unfollow(Attempt attempt, LogFollower follower) {
        followers.computeIfPresent(attempt, (_, set) -> {
            set.remove(follower);
            return set.isEmpty() ? null : set;
        });
    }

    /** The stored logs by number of line. */
    public LogPages pages() {
        return new LogPages(store);
    }

    boolean writtenHere(Attempt attempt) {
        return open.containsKey(attempt);
    }

    private void written(AttemptLog.Work work) {
        var attempt = Attempt.of(work.log().key());
        boolean complete = work.log().complete();
        if (complete) {
            open.remove(attempt, work.log());
        }
        for (var follower : followers.getOrDefault(attempt, Set.of())) {
            work.chunks().forEach(follower::offer);
            if (complete) {
                follower.wake();
            }
        }
    }

    /** Writes what still waits, for 5 s at most, and ends the writer. */
    @Override
    public void close() {
        try {
            writer.stop(CLOSE_LIMIT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
