package maestro.runtime.timer;

import java.util.function.Consumer;

/**
 * A hierarchical timing wheel in milliseconds. Scheduling and cancelling take constant time; a cancelled entry is
 * unlinked at once. Time comes from {@link #advance} only and may jump by any distance, also back. For use by one
 * thread.
 *
 * <p>Eleven levels of 64 slots cover all times from 0 to {@link Long#MAX_VALUE}. An entry sits on the level of the
 * highest six bits in which its due time differs from the wheel's time, so every entry of a level lies ahead of every
 * entry of the levels below it, and a bitmap a level finds the next one without walking empty slots.
 */
public final class TimerWheel<K> {
    private static final int BITS = 6;
    private static final int SLOTS = 1 << BITS;
    private static final int LEVELS = 11;

    private final Timer<K>[] heads; // circular lists: the head's previous is the tail
    private final long[] occupied = new long[LEVELS];
    private int occupiedLevels;
    private long time;
    private int size;

    @SuppressWarnings({"unchecked", "rawtypes"})
    public TimerWheel(long nowMillis) {
        heads = new Timer[LEVELS * SLOTS];
        time = notNegative(nowMillis);
    }

    /**
     * Adds an entry. A due time in the past fires at the next {@link #advance}; within a call of advance, in that call.
     *
     * @param dueMillis epoch milliseconds, not negative
     */
    public Timer<K> schedule(K key, long dueMillis) {
        var timer = new Timer<>(key, notNegative(dueMillis));
        link(timer);
        return timer;
    }

    /** Removes an entry of this wheel; one that fired or was cancelled before is left alone. */
    public void cancel(Timer<K> timer) {
        if (timer.waiting()) {
            unlink(timer);
        }
    }

    /** Gives an entry of this wheel another due time; one that fired or was cancelled waits again. */
    public void reschedule(Timer<K> timer, long dueMillis) {
        cancel(timer);
        timer.dueMillis = notNegative(dueMillis);
        link(timer);
    }

    /** Number of waiting entries. */
    public int size() {
        return size;
    }

    /**
     * When to call {@link #advance} next: never later than the earliest entry, exact within its last 64 ms, and each
     * time it was too early the answer comes at least 64 times closer. {@link Long#MAX_VALUE} when nothing waits.
     */
    public long nextDue() {
        if (size == 0) {
            return Long.MAX_VALUE;
        }
        int level = Integer.numberOfTrailingZeros(occupiedLevels);
        return start(level, Long.numberOfTrailingZeros(occupied[level]));
    }

    /**
     * Moves the wheel's time and fires all that is due by then, in order of due time; entries of the same due time in
     * the order in which they were scheduled. The consumer may schedule and cancel. When it throws, the entry counts
     * as fired and the others wait for the next call.
     */
    public void advance(long nowMillis, Consumer<? super K> fire) {
        if (notNegative(nowMillis) < time) {
            rewind(nowMillis);
        }
        for (long due = nextDue(); size > 0 && due <= nowMillis; due = nextDue()) {
            time = due;
            int level = Integer.numberOfTrailingZeros(occupiedLevels);
            int slot = level * SLOTS + Long.numberOfTrailingZeros(occupied[level]);
            if (level == 0) {
                var timer = heads[slot];
                unlink(timer);
                fire.accept(timer.key);
            } else {
                relink(detach(slot));
            }
        }
        time = nowMillis;
    }

    /** The clock was set back: places depend on the time, so all entries are placed anew. */
    private void rewind(long nowMillis) {
        Timer<K> all = null;
        for (int slot = heads.length - 1; slot >= 0; slot--) {
            if (heads[slot] != null) {
                var chain = detach(slot);
                chain.previous.next = all; // joined in front, so that lower slots come first
                if (all != null) {
                    var tail = all.previous;
                    all.previous = chain.previous;
                    chain.previous = tail;
                }
                all = chain;
            }
        }
        time = nowMillis;
        relink(all);
    }

    /** Empties a slot; the chain ends in null, its head's previous is its tail. */
    private Timer<K> detach(int slot) {
        var head = heads[slot];
        head.previous.next = null;
        heads[slot] = null;
        emptied(slot);
        return head;
    }

    private void relink(Timer<K> chain) {
        for (var timer = chain; timer != null; ) {
            var next = timer.next;
            size--;
            link(timer);
            timer = next;
        }
    }

    private void link(Timer<K> timer) {
        long due = Math.max(timer.dueMillis, time);
        int level = due == time ? 0 : (63 - Long.numberOfLeadingZeros(due ^ time)) / BITS;
        int index = (int) (due >>> level * BITS) & SLOTS - 1;
        int slot = level * SLOTS + index;
        var head = heads[slot];
        if (head == null) {
            heads[slot] = timer.previous = timer.next = timer;
            occupied[level] |= 1L << index;
            occupiedLevels |= 1 << level;
        } else {
            timer.previous = head.previous;
            timer.next = head;
            head.previous.next = timer;
            head.previous = timer;
        }
        timer.slot = slot;
        size++;
    }

    private void unlink(Timer<K> timer) {
        int slot = timer.slot;
        if (timer.next == timer) {
            heads[slot] = null;
            emptied(slot);
        } else {
            timer.previous.next = timer.next;
            timer.next.previous = timer.previous;
            if (heads[slot] == timer) {
                heads[slot] = timer.next;
            }
        }
        timer.previous = null;
        timer.next = null;
        timer.slot = Timer.OUT;
        size--;
    }

    private void emptied(int slot) {
        int level = slot / SLOTS;
        occupied[level] &= ~(1L << slot % SLOTS);
        if (occupied[level] == 0) {
            occupiedLevels &= ~(1 << level);
        }
    }

    /** The earliest time that falls into a slot ahead. */
    private long start(int level, int index) {
        int above = (level + 1) * BITS;
        long high = above >= Long.SIZE ? 0 : time >>> above << above;
        return high | (long) index << level * BITS;
    }

    private static long notNegative(long millis) {
        if (millis < 0) {
            throw new IllegalArgumentException("Times are epoch milliseconds from 0 on, not " + millis);
        }
        return millis;
    }
}
