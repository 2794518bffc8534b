package maestro.runtime.timer;

/**
 * One entry of a {@link TimerWheel}; made by {@link TimerWheel#schedule}. Same threading as its wheel.
 *
 * @param <K> what the consumer is given when it fires
 */
public final class Timer<K> {
    static final int OUT = -1;

    final K key;
    long dueMillis;
    int slot = OUT;
    Timer<K> previous;
    Timer<K> next;

    Timer(K key, long dueMillis) {
        this.key = key;
        this.dueMillis = dueMillis;
    }

    public K key() {
        return key;
    }

    /** Epoch milliseconds as asked for, also after it fired. */
    public long dueMillis() {
        return dueMillis;
    }

    /** Whether it still waits: neither fired nor cancelled. */
    public boolean waiting() {
        return slot != OUT;
    }
}
