package maestro.runtime.log;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import maestro.runtime.store.StoreUnavailable;

/** The contract of a log store in memory, with a switch. */
final class MemoryLogStore implements LogStore {
    private final List<String> launches = new ArrayList<>();
    private final TreeMap<LogKey, TreeMap<Long, Chunk>> logs = new TreeMap<>(Comparator.comparing(LogKey::toString));
    private boolean down;
    private String refused = "";
    long written;

    synchronized void down(boolean value) {
        down = value;
    }

    /** Fails with a defect, not an outage, for this launch. */
    synchronized void refuse(String launch) {
        refused = launch;
    }

    @Override
    public synchronized void append(List<Chunk> chunks) {
        check();
        for (var chunk : chunks) {
            if (chunk.key().launch().equals(refused)) {
                throw new IllegalStateException("refused");
            }
            if (chunk.bytes().length > LogLimits.CHUNK_BYTES_MAX || chunk.lines() < 1) {
                throw new AssertionError("not a chunk: " + chunk);
            }
            if (!launches.contains(chunk.key().launch())) {
                launches.add(chunk.key().launch());
            }
            written += chunk.bytes().length;
            logs.computeIfAbsent(chunk.key(), _ -> new TreeMap<>()).putIfAbsent(chunk.first(), chunk);
        }
        notifyAll();
    }

    @Override
    public synchronized void cut(LogKey key, long from, long to) {
        check();
        logs.getOrDefault(key, new TreeMap<>()).subMap(from, to).clear();
    }

    @Override
    public synchronized List<Chunk> read(
            long runKey, String stepId, int attempt, String afterLaunch, long afterFirst, int size) {
        check();
        var found = new ArrayList<Chunk>();
        for (String launch : launches.subList(Math.max(0, launches.indexOf(afterLaunch)), launches.size())) {
            long after = launch.equals(afterLaunch) ? afterFirst : 0;
            logs.getOrDefault(new LogKey(runKey, stepId, attempt, launch), new TreeMap<>())
                    .tailMap(after, false)
                    .values()
                    .forEach(found::add);
        }
        return found.subList(0, Math.min(size, found.size()));
    }

    @Override
    public List<Span> spans(long runKey, String stepId, int attempt, int size) {
        return read(runKey, stepId, attempt, "", 0, size).stream()
                .map(chunk -> new Span(chunk.key().launch(), chunk.first(), chunk.lines(), chunk.bytes().length))
                .toList();
    }

    @Override
    public synchronized List<Chunk> from(LogKey key, long line, int size) {
        check();
        var chunks = logs.getOrDefault(key, new TreeMap<>());
        Long first = chunks.floorKey(line);
        return chunks.tailMap(first == null ? 0L : first).values().stream().limit(size).toList();
    }

    synchronized long bytes() {
        return logs.values().stream()
                .flatMap(log -> log.values().stream())
                .mapToLong(chunk -> chunk.bytes().length)
                .sum();
    }

    synchronized void awaitWritten(long bytes) throws InterruptedException {
        while (written < bytes) {
            wait();
        }
    }

    private void check() {
        if (down) {
            throw new StoreUnavailable("down", null);
        }
    }
}
