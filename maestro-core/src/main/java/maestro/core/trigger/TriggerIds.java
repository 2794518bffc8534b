package maestro.core.trigger;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import maestro.model.definition.TimeTrigger;
import maestro.model.json.Json;

/** Request ids of the runs that triggers start: the same tick or the same signals give the same id, so one run. */
public final class TriggerIds {
    private TriggerIds() {}

    /** Of a tick (triggers.md §7.3). */
    public static String tick(String workflowId, TimeTrigger trigger, Instant tick) {
        return named(workflowId + ":" + text(trigger) + ":" + tick.getEpochSecond());
    }

    /** How a trigger is named in ids and for its fixed delay. */
    static String text(TimeTrigger trigger) {
        String what = switch (trigger) {
            case TimeTrigger.Cron cron -> "CronTimeTrigger(cron=" + cron.cron();
            case TimeTrigger.Predefined known -> "PredefinedTimeTrigger(expression="
                    + known.expression().replace("@", "").toUpperCase(Locale.ROOT);
        };
        return what + ", timezone=" + trigger.timezone().orElse(null)
                + trigger.fuzzyMaxDelay().map(delay -> ", fuzzyMaxDelay=\"" + delay.text() + "\"").orElse("") + ")";
    }

    /** The usual key of a firing (triggers.md §5.5): what was consumed, and by what. */
    public static String usualKey(
            String workflowId,
            String triggerUuid,
            Map<String, Long> signalIds,
            Optional<String> condition,
            Optional<String> dedupExpr) {
        var json = Json.object().put("workflow_id", workflowId).put("trigger_uuid", triggerUuid);
        json.set("signal_ids", Json.node(new TreeMap<>(signalIds)));
        condition.ifPresent(text -> json.put("condition", text));
        dedupExpr.ifPresent(text -> json.put("dedup_expr", text));
        return Json.text(json);
    }

    public static String named(String key) {
        return UUID.nameUUIDFromBytes(key.getBytes(StandardCharsets.UTF_8)).toString();
    }
}
