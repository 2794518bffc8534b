package maestro.runtime.node;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import maestro.core.trigger.Firing;

/**
 * What triggers did on this node, counted where firings and ticks are evaluated; one that meets a change meanwhile is
 * evaluated, and counted, again. Thread-safe.
 */
public final class TriggerFigures {
    private final LongAdder told = new LongAdder();
    private final LongAdder incomplete = new LongAdder();
    private final LongAdder started = new LongAdder();
    private final Map<Firing.Reason, LongAdder> silent = new EnumMap<>(Firing.Reason.class);
    private final LongAdder ticks = new LongAdder();
    private final LongAdder skipped = new LongAdder();
    private final LongAdder rounds = new LongAdder();
    private final LongAdder errors = new LongAdder();
    private volatile long lagMillis;

    TriggerFigures() {
        for (var reason : Firing.Reason.values()) {
            silent.put(reason, new LongAdder());
        }
    }

    void told() {
        told.increment();
    }

    void incomplete() {
        incomplete.increment();
    }

    void started() {
        started.increment();
    }

    void silent(Firing.Reason reason) {
        silent.get(reason).increment();
    }

    /** @param late how late the first of them was; epoch milliseconds apart */
    void ticked(int count, long leftOut, long late) {
        rounds.increment();
        ticks.add(count);
        skipped.add(leftOut);
        lagMillis = Math.max(0, late);
    }

    void failed() {
        errors.increment();
    }

    /** Announcements that reached a signal trigger. */
    public long found() {
        return told.sum();
    }

    /** Those of them that lacked another signal, or a join key. */
    public long unmatched() {
        return incomplete.sum();
    }

    /** Firings that made a run. */
    public long fired() {
        return started.sum();
    }

    /** Firings that made none. */
    public long silenced(Firing.Reason reason) {
        return silent.get(reason).sum();
    }

    /** Rounds of due ticks. */
    public long processed() {
        return rounds.sum();
    }

    /** Ticks that made a run. */
    public long ticks() {
        return ticks.sum();
    }

    /** Ticks that were missed and left out. */
    public long skipped() {
        return skipped.sum();
    }

    /** Rounds that found no active version. */
    public long errors() {
        return errors.sum();
    }

    /** How late the last round was. */
    public long lagMillis() {
        return lagMillis;
    }
}
