package maestro.runtime.log;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import maestro.runtime.log.LogStore.Chunk;
import maestro.runtime.log.LogStore.LogKey;
import maestro.runtime.log.LogStore.Span;

/**
 * Looks into stored logs at any place, by number of line: what launches there are, some lines, where a text stands. The
 * work of each call is bounded. Thread-safe; may throw {@link maestro.runtime.store.StoreUnavailable}.
 */
public final class LogPages {
    public static final int LINES_MAX = 2_000;
    /** Characters of the lines of one answer. */
    private static final int TEXT_MAX = 1 << 20;
    private static final int SPANS_MAX = 10_000;
    private static final int CHUNKS_A_READ = 16;
    private static final int HITS_A_LINE = 100;
    private static final long SEARCHED_MAX = 64L << 20;
    private static final long SEARCH_NANOS = 300_000_000L;

    private final LogStore store;

    LogPages(LogStore store) {
        this.store = store;
    }

    /** The log of one attempt. */
    public record Attempt(long runKey, String stepId, int number) {
        private LogKey key(String launch) {
            return new LogKey(runKey, stepId, number, launch);
        }
    }

    /** Numbers of lines that are missing, both included. */
    public record Gap(long from, long to) {}

    /**
     * @param last number of the last line
     * @param bytes as stored
     * @param fromMillis when its first line came; epoch milliseconds
     * @param toMillis when its last line came
     */
    public record Launch(
            String launch, long first, long last, long bytes, List<Gap> dropped, long fromMillis, long toMillis) {}

    /** @param complete false: there is more than was looked at */
    public record Outline(List<Launch> launches, boolean complete) {}

    /** @param complete false: it ended early, at the bound of one answer */
    public record Lines(List<LogLine> lines, boolean complete) {}

    /** A place in a log. */
    public record Place(String launch, long line) {}

    /** Characters {@code from} (included) to {@code to} of a line. */
    public record Hit(Place place, int from, int to) {}

    /** @param next where the search goes on; empty: it reached the end */
    public record Hits(List<Hit> hits, Optional<Place> next) {}

    /** Finds places in one line. */
    public interface Finder {
        /** Begin and end of each of the first places, in order. */
        List<int[]> find(String line, int max);
    }

    public Outline outline(Attempt attempt) {
        var spans = store.spans(attempt.runKey(), attempt.stepId(), attempt.number(), SPANS_MAX);
        var launches = new ArrayList<Launch>();
        for (int from = 0; from < spans.size(); ) {
            int to = from;
            while (to < spans.size() && spans.get(to).launch().equals(spans.get(from).launch())) {
                to++;
            }
            launches.add(launch(attempt, spans.subList(from, to)));
            from = to;
        }
        return new Outline(launches, spans.size() < SPANS_MAX);
    }

    private Launch launch(Attempt attempt, List<Span> spans) {
        var dropped = new ArrayList<Gap>();
        long next = 1;
        long bytes = 0;
        for (Span span : spans) {
            if (span.first() > next) {
                dropped.add(new Gap(next, span.first() - 1));
            }
            next = span.first() + span.lines();
            bytes += span.bytes();
        }
        var key = attempt.key(spans.getFirst().launch());
        long first = spans.getFirst().first();
        return new Launch(key.launch(), first, next - 1, bytes, dropped, time(key, first), time(key, next - 1));
    }

    private long time(LogKey key, long line) {
        for (Chunk chunk : store.from(key, line, 1)) {
            var lines = LineCodec.decode(chunk.bytes());
            return lines.get(Math.clamp(line - chunk.first(), 0, lines.size() - 1)).timeMillis();
        }
        return 0;
    }

    /**
     * Lines of one launch from a number on.
     *
     * @param count at most; from 1 to {@value #LINES_MAX}
     */
    public Lines lines(Attempt attempt, String launch, long from, int count) {
        var found = new ArrayList<LogLine>();
        int text = 0;
        long next = from;
        while (true) {
            var chunks = store.from(attempt.key(launch), next, CHUNKS_A_READ);
            long before = next;
            for (Chunk chunk : chunks) {
                for (LogLine line : Logs.lines(chunk, new LogPosition(launch, 0, next - 1))) {
                    if (found.size() == count) {
                        return new Lines(found, true);
                    }
                    text += line.text().length();
                    if (text > TEXT_MAX && !found.isEmpty()) {
                        return new Lines(found, false);
                    }
                    found.add(line);
                }
                next = Math.max(next, chunk.first() + chunk.lines());
            }
            if (chunks.size() < CHUNKS_A_READ || next == before) {
                return new Lines(found, true);
            }
        }
    }

    /**
     * Looks for places in all launches from a place on, until there are enough, the end is reached, or the bound of one
     * call: 64 MiB or 300 ms.
     *
     * @param from empty: from the beginning
     */
    public Hits search(Attempt attempt, Optional<Place> from, Finder finder, int max) {
        long deadline = System.nanoTime() + SEARCH_NANOS;
        long looked = 0;
        var hits = new ArrayList<Hit>();
        String launch = from.map(Place::launch).orElse("");
        long line = from.map(Place::line).orElse(1L);
        long after = from.map(place -> store.from(attempt.key(place.launch()), place.line(), 1).stream()
                        .findFirst().map(chunk -> chunk.first() - 1).orElse(place.line() - 1))
                .orElse(0L);
        while (true) {
            var chunks = store.read(
                    attempt.runKey(), attempt.stepId(), attempt.number(), launch, after, CHUNKS_A_READ);
            for (Chunk chunk : chunks) {
                String current = chunk.key().launch();
                if (!current.equals(launch)) {
                    line = 1;
                }
                launch = current;
                after = chunk.first();
                for (LogLine one : Logs.lines(chunk, new LogPosition(launch, 0, line - 1))) {
                    looked += one.text().length();
                    line = one.number() + 1;
                    var place = new Place(launch, one.number());
                    finder.find(one.text(), HITS_A_LINE).forEach(at -> hits.add(new Hit(place, at[0], at[1])));
                    if (hits.size() >= max || looked > SEARCHED_MAX || System.nanoTime() > deadline) {
                        return new Hits(hits, Optional.of(new Place(launch, line)));
                    }
                }
            }
            if (chunks.size() < CHUNKS_A_READ) {
                return new Hits(hits, Optional.empty());
            }
        }
    }
}
