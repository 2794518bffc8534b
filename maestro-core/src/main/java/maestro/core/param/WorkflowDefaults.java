package maestro.core.param;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import maestro.model.param.InternalMode;
import maestro.model.param.ParamBody;
import maestro.model.param.ParamDefinition;
import maestro.model.param.ParamMode;
import maestro.model.param.ParamType;

/** The default params of every workflow (parameters.md §13); {@link NativeRule} computes most of them. */
final class WorkflowDefaults {
    static final Map<String, ParamDefinition> PARAMS = params();

    private WorkflowDefaults() {}

    private static Map<String, ParamDefinition> params() {
        var all = new LinkedHashMap<String, ParamDefinition>();
        all.put("DSL_DEFAULT_TZ", text(
                "tz = params.getFromInstance('FIRST_TIME_TRIGGER_TIMEZONE'); return tz.isEmpty() ? 'UTC' : tz;"));
        all.put("WORKFLOW_CRON_TIMEZONE", text(
                "tz = params.getFromInstance('INITIATOR_TIMEZONE'); return tz.isEmpty() ? DSL_DEFAULT_TZ : tz;"));
        all.put("RUN_TS", number("System.currentTimeMillis()"));
        all.put("TARGET_RUN_DATE", text(inCronZone("yyyyMMdd")));
        all.put("TARGET_RUN_HOUR", text(inCronZone("HH")));
        all.put("DERIVED_RUN_TS", number("DateTimeFormat.forPattern('yyyyMMddHH')"
                + ".withZone(DateTimeZone.forID(WORKFLOW_CRON_TIMEZONE))"
                + ".parseMillis(TARGET_RUN_DATE + TARGET_RUN_HOUR)"));
        all.put("DERIVED_RUN_DATE_US_PACIFIC", text(derived("America/Los_Angeles", "", "yyyyMMdd")));
        all.put("DERIVED_RUN_DATE_US_PACIFIC_MINUS_ONE",
                text(derived("America/Los_Angeles", ".minusDays(1)", "yyyyMMdd")));
        all.put("DERIVED_RUN_DATE_UTC", text(derived("UTC", "", "yyyyMMdd")));
        all.put("DERIVED_RUN_DATE_UTC_MINUS_ONE", text(derived("UTC", ".minusDays(1)", "yyyyMMdd")));
        all.put("DERIVED_RUN_DATE_UTC_PLUS_ONE", text(derived("UTC", ".plusDays(1)", "yyyyMMdd")));
        all.put("DERIVED_RUN_DATE_UTC_MINUS_ONE_HOUR", text(derived("UTC", ".minusHours(1)", "yyyyMMdd")));
        all.put("DERIVED_RUN_DATE_UTC_PLUS_ONE_HOUR", text(derived("UTC", ".plusHours(1)", "yyyyMMdd")));
        all.put("DERIVED_RUN_HOUR_US_PACIFIC", text(derived("America/Los_Angeles", "", "HH")));
        all.put("DERIVED_RUN_HOUR_UTC", text(derived("UTC", "", "HH")));
        all.put("DERIVED_RUN_HOUR_UTC_MINUS_ONE_HOUR", text(derived("UTC", ".minusHours(1)", "HH")));
        all.put("DERIVED_RUN_HOUR_UTC_PLUS_ONE_HOUR", text(derived("UTC", ".plusHours(1)", "HH")));
        all.put("LOCAL_RUN_DATE", text(inCronZone("yyyyMMdd")));
        all.put("RUN_DATE", text(runDate(0)));
        all.put("RUN_DATE_MINUS_1", text(runDate(1)));
        all.put("RUN_DATE_MINUS_7", text(runDate(7)));
        all.put("job_template_version", ParamDefinition.of(ParamType.STRING, ParamBody.UNSET)
                .withMode(ParamMode.MUTABLE)
                .withInternalMode(InternalMode.OPTIONAL));
        all.put("owner", reserved("params.getFromInstance('owner')"));
        all.put("workflow_id", reserved("params.getFromInstance('workflow_id')"));
        return Collections.unmodifiableMap(all);
    }

    private static String inCronZone(String pattern) {
        return "new DateTime(RUN_TS).withZone(DateTimeZone.forID(WORKFLOW_CRON_TIMEZONE)).toString('" + pattern + "')";
    }

    private static String derived(String zone, String shift, String pattern) {
        return "new DateTime(DERIVED_RUN_TS).withZone(DateTimeZone.forID('" + zone + "'))" + shift + ".toString('"
                + pattern + "')";
    }

    private static String runDate(int daysBack) {
        return "new DateTime(RUN_TS).withZone(DateTimeZone.forID('UTC')).minusDays(" + daysBack
                + ").toString('yyyyMMdd')";
    }

    private static ParamDefinition text(String expression) {
        return ParamDefinition.expression(ParamType.STRING, expression).withMode(ParamMode.MUTABLE_ON_START);
    }

    private static ParamDefinition number(String expression) {
        return ParamDefinition.expression(ParamType.LONG, expression).withMode(ParamMode.MUTABLE_ON_START);
    }

    private static ParamDefinition reserved(String expression) {
        return ParamDefinition.expression(ParamType.STRING, expression).withInternalMode(InternalMode.RESERVED);
    }
}
