package maestro.core.param;

import static maestro.model.MaestroException.badRequest;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import maestro.model.param.Param;
import org.joda.time.DateTimeZone;
import org.joda.time.format.DateTimeFormat;

/** When a run should be complete, from the alerting block's {@code tct} (parameters.md §15, definition.md §3). */
public final class TargetCompletion {
    private TargetCompletion() {}

    /**
     * The end of an hour count from the start of {@code TARGET_RUN_DATE}, less one second; epoch milliseconds.
     *
     * @param timezone empty: that of {@code WORKFLOW_CRON_TIMEZONE}
     * @throws maestro.model.MaestroException BAD_REQUEST when a param is missing or no date, or the zone is unknown
     */
    public static long byHour(int hours, Optional<String> timezone, Map<String, Param> workflow) {
        var zone = timezone.orElseGet(() -> (String) value(workflow, "WORKFLOW_CRON_TIMEZONE", String.class));
        var date = (String) value(workflow, "TARGET_RUN_DATE", String.class);
        try {
            return DateTimeFormat.forPattern("yyyyMMdd")
                    .parseLocalDate(date)
                    .toDateTimeAtStartOfDay(DateTimeZone.forID(zone))
                    .plusHours(hours)
                    .minusSeconds(1)
                    .getMillis();
        } catch (IllegalArgumentException wrong) {
            throw badRequest("tct: no completion time from date [" + date + "] in zone [" + zone + "]");
        }
    }

    /** {@code RUN_TS} and so many minutes; epoch milliseconds. Errors as above. */
    public static long afterMinutes(int minutes, Map<String, Param> workflow) {
        return (Long) value(workflow, "RUN_TS", Long.class) + Duration.ofMinutes(minutes).toMillis();
    }

    private static Object value(Map<String, Param> workflow, String name, Class<?> form) {
        var param = workflow.get(name);
        if (param == null || !form.isInstance(param.result())) {
            throw badRequest("tct: the run has no param [" + name + "] of type " + form.getSimpleName());
        }
        return param.result();
    }
}
