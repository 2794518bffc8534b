package maestro.server.view;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import maestro.core.cron.CronWords;
import maestro.core.cron.Schedules;
import maestro.core.cron.Upcoming;
import maestro.core.trigger.Triggers;
import maestro.model.definition.Definitions;
import maestro.model.definition.SignalTrigger;
import maestro.model.definition.TimeTrigger;
import maestro.model.json.Json;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What starts a workflow by itself, how far that has come and what is next. */
public final class TriggersView {
    private TriggersView() {}

    /** @param next how many of the next times of each trigger */
    public static ObjectNode time(Scheduled scheduled, long nowMillis, int next) {
        var state = scheduled.time();
        var view = Json.object().put("state", state.name()).put("message", state.says());
        scheduled.triggers().time().ifPresent(schedule -> {
            view.put("trigger_uuid", schedule.uuid());
            if (schedule.sinceMillis() > 0) view.put("since", schedule.sinceMillis());
            if (schedule.dueMillis() > 0) view.put("due_time", schedule.dueMillis());
            view.put("lag_ms", scheduled.lagMillis(nowMillis));
            view.put("fired", schedule.fired()).put("skipped", schedule.skipped());
        });
        var list = view.putArray("triggers");
        var declared = scheduled.declared().time();
        for (int i = 0; i < declared.size(); i++) {
            var trigger = declared.get(i);
            var entry = list.addObject();
            entry.setAll(Definitions.toJson(trigger));
            entry.put("words", CronWords.of(trigger));
            long delay = scheduled.ticks().delay(trigger).toMillis();
            if (delay > 0) entry.put("delay_ms", delay);
            var mark = scheduled.mark(i);
            mark.ifPresent(at -> entry.put("mark", at));
            next(entry.putArray("next"), trigger, Instant.ofEpochMilli(mark.orElse(nowMillis)), delay, next);
        }
        return view;
    }

    /** The next times of a trigger, each with its wall time and what is special about it. */
    public static void next(ArrayNode list, TimeTrigger trigger, Instant after, long delayMillis, int count) {
        var zone = Schedules.zone(trigger.timezone());
        for (Upcoming upcoming : Upcoming.of(trigger, after, count)) {
            var entry = list.addObject();
            upcoming.at().ifPresent(at -> {
                entry.put("time", at.toEpochMilli());
                if (delayMillis > 0) entry.put("due_time", at.toEpochMilli() + delayMillis);
            });
            entry.put("local", upcoming.local()
                    + upcoming.at().map(at -> zone.getRules().getOffset(at).getId()).orElse(""));
            if (upcoming.marks().isEmpty() && delayMillis == 0) continue;
            var marks = entry.putArray("marks");
            upcoming.marks().forEach(mark -> marks.add(mark.name()));
            if (delayMillis > 0 && upcoming.at().isPresent()) marks.add("FUZZY");
        }
    }

    /** @param lastSeqs of the signals, those that were announced */
    public static ObjectNode signal(Scheduled scheduled, Map<String, Long> lastSeqs) {
        var state = scheduled.signal();
        var view = Json.object().put("state", state.name()).put("message", state.says());
        var list = view.putArray("triggers");
        scheduled.declared().signalByUuid().forEach((uuid, trigger) -> list.add(
                signal(uuid, trigger, Optional.ofNullable(scheduled.triggers().signals().get(uuid)), lastSeqs)));
        return view;
    }

    private static ObjectNode signal(
            String uuid,
            SignalTrigger trigger,
            Optional<Triggers.Subscription> subscription,
            Map<String, Long> lastSeqs) {
        var entry = Definitions.toJson(trigger).put("trigger_uuid", uuid);
        var signals = entry.putArray("signals");
        for (String name : trigger.definitions().keySet()) {
            var signal = signals.addObject().put("name", name).put("last_seq_id", lastSeqs.getOrDefault(name, 0L));
            subscription.ifPresent(known -> signal.put("checkpoint", known.checkpoints().getOrDefault(name, 0L)));
        }
        subscription.ifPresent(known -> {
            entry.put("fired", known.fired()).put("silent", known.silent());
            known.last().ifPresent(text -> entry.put("last_outcome", text).put("last_time", known.lastMillis()));
        });
        return entry;
    }
}
