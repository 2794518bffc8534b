package maestro.core.rule;

import java.util.Map;
import maestro.model.param.Param;

/** How long a Sleep step sleeps. */
public final class Sleeps {
    private static final long SECONDS_DEFAULT = 3;

    private Sleeps() {}

    /** When a sleep is over that began then; epoch milliseconds. */
    public static long end(long startMillis, Map<String, Param> params) {
        var seconds = params.get("sleep_seconds");
        long wait = seconds != null && seconds.result() instanceof Long given ? given : SECONDS_DEFAULT;
        return startMillis + Math.max(0, wait) * 1_000 + 1;
    }
}
