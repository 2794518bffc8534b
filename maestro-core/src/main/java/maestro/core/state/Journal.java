package maestro.core.state;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;

/**
 * How to take back what the decision under way has changed, so that one that throws leaves no trace. Things with many
 * fields are copied the first time that a decision touches them; collections are changed through this class. Only the
 * latest decision can be taken back. One thread.
 */
final class Journal {
    private static final int ENTRIES_KEPT = 4_096;

    private ArrayList<Runnable> undo = new ArrayList<>();
    private long decision = 1;

    /** A new decision begins: those before it stand. */
    void begin() {
        decision++;
        if (undo.size() > ENTRIES_KEPT) {
            undo = new ArrayList<>();
        } else {
            undo.clear();
        }
    }

    /** The number of the decision under way; a copy made under it is the state before it. */
    long decision() {
        return decision;
    }

    /** Adds what takes one change back. */
    void note(Runnable inverse) {
        undo.add(inverse);
    }

    /** Takes back what was changed since {@link #begin}, the last change first. */
    void rollBack() {
        while (!undo.isEmpty()) {
            undo.removeLast().run();
        }
    }

    <K, V> void put(Map<K, V> map, K key, V value) {
        V before = map.put(key, value);
        note(before == null ? () -> map.remove(key) : () -> map.put(key, before));
    }

    /** The order of a map that keeps one is not restored, but for the eldest entry. */
    <K, V> void remove(Map<K, V> map, K key) {
        V before = map.remove(key);
        if (before != null) {
            note(() -> map.put(key, before));
        }
    }

    <K, V> void removeFirst(SequencedMap<K, V> map) {
        var first = map.pollFirstEntry();
        note(() -> map.putFirst(first.getKey(), first.getValue()));
    }

    <K, V> void clear(Map<K, V> map) {
        var before = List.copyOf(map.entrySet());
        map.clear();
        note(() -> before.forEach(entry -> map.put(entry.getKey(), entry.getValue())));
    }

    <E> void add(Set<E> set, E element) {
        if (set.add(element)) {
            note(() -> set.remove(element));
        }
    }

    <E> void remove(Set<E> set, E element) {
        if (set.remove(element)) {
            note(() -> set.add(element));
        }
    }

    <E> void append(List<E> list, E element) {
        list.add(element);
        note(list::removeLast);
    }
}
