package maestro.core.rule;

import java.util.Map;
import maestro.core.param.SleepSeconds;
import maestro.model.MaestroException;
import maestro.model.definition.StepType;
import maestro.model.param.Param;

/** How long a Sleep step sleeps. */
public final class Sleeps {
    private Sleeps() {}

    /** When a sleep is over that began then; epoch milliseconds. */
    public static long end(long startMillis, Map<String, Param> params) {
        var told = params.get(SleepSeconds.NAME);
        long wait = told == null
                ? SleepSeconds.DEFAULT_MILLIS
                : SleepSeconds.millis(told.result()).orElse(SleepSeconds.DEFAULT_MILLIS);
        return startMillis + wait + 1;
    }

    /** @throws MaestroException BAD_REQUEST when it is told something that is no time to sleep */
    static Map<String, Param> checked(StepType type, Map<String, Param> params) {
        var told = params.get(SleepSeconds.NAME);
        if (type == StepType.SLEEP && told != null && SleepSeconds.millis(told.result()).isEmpty()) {
            throw MaestroException.badRequest(SleepSeconds.problem(told.result()));
        }
        return params;
    }
}
