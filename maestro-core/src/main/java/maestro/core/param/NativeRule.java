package maestro.core.param;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import maestro.model.param.ParamDefinition;
import org.joda.time.DateTimeZone;

/**
 * Computes a default of the catalogue as its expression would, a hundred times cheaper. Every run has two dozen of them
 * and every step four, so the interpreter would otherwise be most of the cost of a small run. Zones are Joda's, as in
 * SEL: the JDK's own are of another release of the zone data.
 *
 * @param catalogued the default that this stands for; a changed expression or type is none of ours
 */
record NativeRule(ParamDefinition catalogued, List<String> reads, Compute compute) {
    /** Null: outside of what this code is sure about, let SEL decide. */
    interface Compute {
        Object of(Map<String, Object> vars, Functions functions, long nowMillis);
    }

    private static final long SURE_FROM = Instant.parse("1970-01-02T00:00:00Z").toEpochMilli();
    private static final long SURE_TO = Instant.parse("2200-01-01T00:00:00Z").toEpochMilli();
    private static final long HOUR_MILLIS = 3_600_000;
    private static final DateTimeZone PACIFIC = DateTimeZone.forID("America/Los_Angeles");
    private static final String ZONE = "WORKFLOW_CRON_TIMEZONE";
    private static final Map<String, NativeRule> WORKFLOW = workflow();
    private static final Map<String, NativeRule> STEP = step();

    static NativeRule ofWorkflow(String name, ParamDefinition definition) {
        return matching(WORKFLOW.get(name), definition);
    }

    static NativeRule ofStep(String name, ParamDefinition definition) {
        return matching(STEP.get(name), definition);
    }

    private static NativeRule matching(NativeRule rule, ParamDefinition definition) {
        boolean ours = rule != null
                && rule.catalogued.type() == definition.type()
                && rule.catalogued.body().equals(definition.body());
        return ours ? rule : null;
    }

    private static Map<String, NativeRule> workflow() {
        var rules = new Rules(WorkflowDefaults.PARAMS);
        rules.add("DSL_DEFAULT_TZ", List.of(), (vars, functions, now) ->
                orElse(field(functions, "FIRST_TIME_TRIGGER_TIMEZONE"), "UTC"));
        rules.add(ZONE, List.of("DSL_DEFAULT_TZ"), (vars, functions, now) ->
                orElse(field(functions, "INITIATOR_TIMEZONE"), vars.get("DSL_DEFAULT_TZ")));
        rules.add("RUN_TS", List.of(), (vars, functions, now) -> now);
        for (var name : List.of("TARGET_RUN_DATE", "LOCAL_RUN_DATE")) {
            rules.add(name, List.of("RUN_TS", ZONE), (vars, functions, now) ->
                    date(at(vars.get("RUN_TS"), 0, zone(vars.get(ZONE))), 0));
        }
        rules.add("TARGET_RUN_HOUR", List.of("RUN_TS", ZONE), (vars, functions, now) ->
                hour(at(vars.get("RUN_TS"), 0, zone(vars.get(ZONE)))));
        rules.add("DERIVED_RUN_TS", List.of(ZONE, "TARGET_RUN_DATE", "TARGET_RUN_HOUR"), (vars, functions, now) ->
                millis(vars.get("TARGET_RUN_DATE"), vars.get("TARGET_RUN_HOUR"), zone(vars.get(ZONE))));
        rules.date("DERIVED_RUN_DATE_US_PACIFIC", "DERIVED_RUN_TS", PACIFIC, 0, 0);
        rules.date("DERIVED_RUN_DATE_US_PACIFIC_MINUS_ONE", "DERIVED_RUN_TS", PACIFIC, 0, -1);
        rules.date("DERIVED_RUN_DATE_UTC", "DERIVED_RUN_TS", DateTimeZone.UTC, 0, 0);
        rules.date("DERIVED_RUN_DATE_UTC_MINUS_ONE", "DERIVED_RUN_TS", DateTimeZone.UTC, 0, -1);
        rules.date("DERIVED_RUN_DATE_UTC_PLUS_ONE", "DERIVED_RUN_TS", DateTimeZone.UTC, 0, 1);
        rules.date("DERIVED_RUN_DATE_UTC_MINUS_ONE_HOUR", "DERIVED_RUN_TS", DateTimeZone.UTC, -1, 0);
        rules.date("DERIVED_RUN_DATE_UTC_PLUS_ONE_HOUR", "DERIVED_RUN_TS", DateTimeZone.UTC, 1, 0);
        rules.hour("DERIVED_RUN_HOUR_US_PACIFIC", PACIFIC, 0);
        rules.hour("DERIVED_RUN_HOUR_UTC", DateTimeZone.UTC, 0);
        rules.hour("DERIVED_RUN_HOUR_UTC_MINUS_ONE_HOUR", DateTimeZone.UTC, -1);
        rules.hour("DERIVED_RUN_HOUR_UTC_PLUS_ONE_HOUR", DateTimeZone.UTC, 1);
        rules.date("RUN_DATE", "RUN_TS", DateTimeZone.UTC, 0, 0);
        rules.date("RUN_DATE_MINUS_1", "RUN_TS", DateTimeZone.UTC, 0, -1);
        rules.date("RUN_DATE_MINUS_7", "RUN_TS", DateTimeZone.UTC, 0, -7);
        rules.field("owner", "getFromInstance", "owner");
        rules.field("workflow_id", "getFromInstance", "workflow_id");
        return rules.all;
    }

    private static Map<String, NativeRule> step() {
        var rules = new Rules(StepDefaults.EVERY);
        rules.field("workflow_instance_id", "getFromInstance", "workflow_instance_id");
        rules.field("step_instance_uuid", "getFromStep", "step_instance_uuid");
        rules.field("step_attempt_id", "getFromStep", "step_attempt_id");
        rules.field("step_id", "getFromStep", "step_id");
        return rules.all;
    }

    private record Rules(Map<String, ParamDefinition> defaults, Map<String, NativeRule> all) {
        Rules(Map<String, ParamDefinition> defaults) {
            this(defaults, new HashMap<>());
        }

        void add(String name, List<String> reads, Compute compute) {
            all.put(name, new NativeRule(defaults.get(name), reads, compute));
        }

        void date(String name, String from, DateTimeZone zone, int hours, int days) {
            add(name, List.of(from), (vars, functions, now) -> NativeRule.date(at(vars.get(from), hours, zone), days));
        }

        void hour(String name, DateTimeZone zone, int hours) {
            add(name, List.of("DERIVED_RUN_TS"), (vars, functions, now) ->
                    NativeRule.hour(at(vars.get("DERIVED_RUN_TS"), hours, zone)));
        }

        void field(String name, String function, String field) {
            var arguments = List.of(field);
            add(name, List.of(), (vars, functions, now) -> functions.call(function, arguments, _ -> null));
        }
    }

    private static Object field(Functions functions, String field) {
        return functions.call("getFromInstance", List.of(field), _ -> null);
    }

    private static Object orElse(Object text, Object otherwise) {
        return text.equals("") ? otherwise : text;
    }

    private static LocalDateTime at(Object millis, int hours, DateTimeZone zone) {
        if (zone == null || !(millis instanceof Long instant) || instant < SURE_FROM || instant > SURE_TO) return null;
        long shifted = instant + hours * HOUR_MILLIS;
        return LocalDateTime.ofEpochSecond(Math.floorDiv(shifted + zone.getOffset(shifted), 1000L), 0, ZoneOffset.UTC);
    }

    private static DateTimeZone zone(Object id) {
        if ("UTC".equals(id)) return DateTimeZone.UTC;
        try {
            return id instanceof String text ? DateTimeZone.forID(text) : null;
        } catch (IllegalArgumentException _) {
            return null;
        }
    }

    private static String date(LocalDateTime at, int days) {
        if (at == null) return null;
        LocalDate date = at.toLocalDate().plusDays(days);
        return Integer.toString(date.getYear() * 10_000 + date.getMonthValue() * 100 + date.getDayOfMonth());
    }

    private static String hour(LocalDateTime at) {
        if (at == null) return null;
        return at.getHour() < 10 ? "0" + at.getHour() : Integer.toString(at.getHour());
    }

    private static Object millis(Object date, Object hour, DateTimeZone zone) {
        int day = digits(date, 8);
        int of = digits(hour, 2);
        if (zone == null || day < 0 || of < 0) return null;
        try {
            var local = LocalDateTime.of(day / 10_000, day / 100 % 100, day % 100, of, 0);
            long localMillis = local.toEpochSecond(ZoneOffset.UTC) * 1000;
            int offset = zone.getOffsetFromLocal(localMillis);
            long millis = localMillis - offset;
            boolean gap = zone.getOffset(millis) != offset;
            return gap || millis < SURE_FROM || millis > SURE_TO ? null : (Object) millis;
        } catch (DateTimeException _) {
            return null;
        }
    }

    private static int digits(Object value, int count) {
        if (!(value instanceof String text) || text.length() != count) return -1;
        int number = 0;
        for (int i = 0; i < count; i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) return -1;
            number = number * 10 + digit;
        }
        return number;
    }
}
