package maestro.server.auth;

import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/** Counts what went wrong by whom, a minute at a time. Remembers the latest so many; thread-safe. */
final class FailedTries {
    private static final long MINUTE = 60_000;
    private static final int REMEMBERED = 10_000;

    private final int most;
    private final InstantSource clock;
    private final Map<String, Minute> minutes = new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Minute> eldest) {
            return size() > REMEMBERED;
        }
    };

    private record Minute(long number, int count) {}

    /** @param most in a minute */
    FailedTries(int most, InstantSource clock) {
        this.most = most;
        this.clock = clock;
    }

    /** @return whether it is one of the first {@code most} of this minute */
    synchronized boolean count(String who) {
        long now = clock.millis() / MINUTE;
        Minute minute = minutes.get(who);
        int before = minute != null && minute.number() == now ? minute.count() : 0;
        minutes.put(who, new Minute(now, Math.min(before + 1, most)));
        return before < most;
    }
}
