package maestro.runtime.evaluate;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Tasks by owner; the owner that has used the least time is served next. One who comes anew starts level with those who
 * are being served, so that nobody saves time up. Not thread-safe.
 */
final class FairQueue<T> {
    private static final class Owner<T> {
        final ArrayDeque<T> brief = new ArrayDeque<>();
        final ArrayDeque<T> lengthy = new ArrayDeque<>();
        long usedNanos;
        int running;

        boolean idle() {
            return running == 0 && brief.isEmpty() && lengthy.isEmpty();
        }
    }

    private final Map<String, Owner<T>> owners = new HashMap<>();
    private long levelNanos;
    private int waiting;

    /** @param lengthy it is known to take long, so it must leave room for others */
    void add(String owner, T task, boolean lengthy) {
        var queue = owners.computeIfAbsent(owner, _ -> {
            var fresh = new Owner<T>();
            fresh.usedNanos = levelNanos;
            return fresh;
        });
        (lengthy ? queue.lengthy : queue.brief).add(task);
        waiting++;
    }

    /** The next task of the owner whose turn it is; {@link #done} must follow. */
    Optional<T> poll(boolean lengthyToo) {
        Owner<T> next = null;
        for (var owner : owners.values()) {
            boolean ready = !owner.brief.isEmpty() || lengthyToo && !owner.lengthy.isEmpty();
            if (ready && (next == null || owner.usedNanos < next.usedNanos)) next = owner;
        }
        if (next == null) return Optional.empty();
        levelNanos = Math.max(levelNanos, next.usedNanos);
        next.running++;
        waiting--;
        return Optional.of(next.brief.isEmpty() ? next.lengthy.poll() : next.brief.poll());
    }

    void done(String owner, long usedNanos) {
        var queue = owners.get(owner);
        queue.running--;
        queue.usedNanos += usedNanos;
        if (queue.idle()) owners.remove(owner);
    }

    int waiting() {
        return waiting;
    }
}
