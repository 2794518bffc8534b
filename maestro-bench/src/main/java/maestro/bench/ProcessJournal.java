package maestro.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * What processes of {@link Limited} workflows wrote: {@code begin WORKFLOW KEY SECONDS} and {@code end …}. A key is an
 * attempt's uuid and the epoch under which it was launched. The process of the highest epoch is the one that counts;
 * those before it were left behind by nodes that died or lost the shard, and may outlive that (docs/reliability.md).
 */
final class ProcessJournal {
    /** One process; without an end it was killed. */
    record Entry(String workflow, String attempt, long epoch, double begin, OptionalDouble end) {
        Spans.Span span() {
            return new Spans.Span(begin, end.orElseThrow());
        }
    }

    private final List<Entry> entries;

    private ProcessJournal(List<Entry> entries) {
        this.entries = List.copyOf(entries);
    }

    /** @throws IllegalStateException for an end without a begin */
    static ProcessJournal read(Path file) {
        try {
            return of(Files.exists(file) ? Files.readAllLines(file) : List.of());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    static ProcessJournal of(List<String> lines) {
        var entries = new ArrayList<Entry>();
        var open = new LinkedHashMap<String, Entry>();
        for (String line : lines) {
            String[] words = line.split(" ");
            String key = words[2];
            double at = Double.parseDouble(words[3].replace(',', '.'));
            if (words[0].equals("begin")) {
                int colon = key.indexOf(':');
                var entry = new Entry(words[1], key.substring(0, colon), Long.parseLong(key.substring(colon + 1)), at,
                        OptionalDouble.empty());
                var twin = open.put(key, entry);
                if (twin != null) {
                    entries.add(twin); // a key used twice is found by who counts the keys
                }
            } else {
                var begun = open.remove(key);
                if (begun == null) {
                    throw new IllegalStateException("the end of a process that never began: " + line);
                }
                entries.add(new Entry(
                        begun.workflow(), begun.attempt(), begun.epoch(), begun.begin(), OptionalDouble.of(at)));
            }
        }
        entries.addAll(open.values());
        return new ProcessJournal(entries);
    }

    /** All processes, as keys. */
    List<String> keys() {
        return entries.stream().map(entry -> entry.attempt() + ":" + entry.epoch()).toList();
    }

    List<Entry> of(String workflow) {
        return entries.stream().filter(entry -> entry.workflow().equals(workflow)).toList();
    }

    /** The last process of each attempt: the one whose end became the attempt's. */
    List<Entry> counting(String workflow) {
        Map<String, Entry> last = new HashMap<>();
        of(workflow).forEach(entry ->
                last.merge(entry.attempt(), entry, (a, b) -> a.epoch() > b.epoch() ? a : b));
        return List.copyOf(last.values());
    }
}
