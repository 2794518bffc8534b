package maestro.testkit.store;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import maestro.runtime.log.LogStore;

/** {@link LogStore} in memory. */
record MemoryLogs(MemoryDatabase database) implements LogStore {
    @Override
    public void append(List<Chunk> chunks) {
        database.call("append", tables -> {
            chunks.forEach(chunk -> tables.logs
                    .computeIfAbsent(chunk.key(), _ -> new TreeMap<>())
                    .putIfAbsent(chunk.first(), chunk));
            return chunks.size();
        });
    }

    @Override
    public void cut(LogKey key, long from, long to) {
        database.call("cut", tables -> {
            var chunks = tables.logs.getOrDefault(key, new TreeMap<>()).subMap(from, to);
            chunks.clear();
            return chunks.size();
        });
    }

    @Override
    public List<Chunk> read(
            long runKey, String stepId, int attempt, String afterLaunch, long afterFirst, int size) {
        return database.call("read", tables -> {
            var after = new LogKey(runKey, stepId, attempt, afterLaunch);
            boolean reached = !tables.logs.containsKey(after);
            var found = new ArrayList<Chunk>();
            for (var log : tables.logs.entrySet()) {
                var key = log.getKey();
                if (key.runKey() != runKey || !key.stepId().equals(stepId) || key.attempt() != attempt) {
                    continue;
                }
                if (key.equals(after)) {
                    reached = true;
                    found.addAll(log.getValue().tailMap(afterFirst, false).values());
                } else if (reached) {
                    found.addAll(log.getValue().values());
                }
            }
            return found.stream().limit(size).toList();
        });
    }

    @Override
    public List<Span> spans(long runKey, String stepId, int attempt, int size) {
        return read(runKey, stepId, attempt, "", 0, size).stream()
                .map(chunk -> new Span(chunk.key().launch(), chunk.first(), chunk.lines(), chunk.bytes().length))
                .toList();
    }

    @Override
    public List<Chunk> from(LogKey key, long line, int size) {
        return database.call("from", tables -> {
            var chunks = tables.logs.getOrDefault(key, new TreeMap<>());
            Long first = chunks.floorKey(line);
            return chunks.tailMap(first == null ? 0L : first).values().stream().limit(size).toList();
        });
    }
}
