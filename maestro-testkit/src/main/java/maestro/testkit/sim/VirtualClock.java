package maestro.testkit.sim;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Time that passes when it is told to. One thread. */
public final class VirtualClock implements InstantSource {
    /** Where virtual time begins: a round number, so that times in a failure are easy to read. */
    public static final long START = 1_000_000_000_000L;

    private long millis = START;

    @Override
    public Instant instant() {
        return Instant.ofEpochMilli(millis);
    }

    @Override
    public long millis() {
        return millis;
    }

    public void advance(Duration time) {
        millis += time.toMillis();
    }

    /** Jumps to a moment, also back: clocks of machines do that. */
    public void set(long toMillis) {
        millis = toMillis;
    }
}
