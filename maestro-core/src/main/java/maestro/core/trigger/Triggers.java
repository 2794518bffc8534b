package maestro.core.trigger;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import maestro.model.definition.TriggerSet;
import maestro.model.json.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The triggers of a workflow: those that its active version declares, and how far those in force have come. Part of the
 * workflow's row. Immutable.
 *
 * @param version the active version whose triggers these are; 0: none is active
 * @param signals subscriptions in force, by the uuid of the trigger
 * @param time the schedule in force
 */
public record Triggers(
        long version, TriggerSet declared, Map<String, Subscription> signals, Optional<Schedule> time) {
    public static final Triggers NONE = new Triggers(0, TriggerSet.NONE, Map.of(), Optional.empty());

    /**
     * How far a signal trigger has come.
     *
     * @param checkpoints by the name of the signal: instances up to this one do not count any more
     * @param fired how often it made a run, or would have, had the run not been there already
     * @param silent how often it made none: its condition was false, or an expression failed
     * @param last what became of the last firing; empty: none yet
     */
    public record Subscription(
            Map<String, Long> checkpoints, long fired, long silent, Optional<String> last, long lastMillis) {
        public Subscription {
            checkpoints = Collections.unmodifiableMap(new LinkedHashMap<>(checkpoints));
        }

        /** One that has not fired yet. */
        public static Subscription from(Map<String, Long> checkpoints) {
            return new Subscription(checkpoints, 0, 0, Optional.empty(), 0);
        }

        /** @param outcome why it made no run; empty: it made one */
        public Subscription advanced(Map<String, Long> to, Optional<String> outcome, long atMillis) {
            return new Subscription(
                    to,
                    fired + (outcome.isEmpty() ? 1 : 0),
                    silent + (outcome.isEmpty() ? 0 : 1),
                    Optional.of(outcome.orElse("fired")),
                    atMillis);
        }
    }

    /**
     * How far the time triggers have come.
     *
     * @param uuid of the list of triggers
     * @param marks of each trigger in order: ticks up to this time are done; epoch milliseconds
     * @param dueMillis when the next tick is to be fired; 0: never again
     * @param sinceMillis when it came into force; 0: an earlier version of the program did not note it
     * @param fired ticks that made a run, or would have, had it not been there already
     * @param skipped ticks that were missed and left out
     * @param skips the latest of them, the oldest first
     */
    public record Schedule(
            String uuid,
            List<Long> marks,
            long dueMillis,
            long sinceMillis,
            long fired,
            long skipped,
            List<Ticks.Skip> skips) {
        private static final int SKIPS_MAX = 10;

        public Schedule {
            marks = List.copyOf(marks);
            skips = List.copyOf(skips.subList(Math.max(0, skips.size() - SKIPS_MAX), skips.size()));
        }

        /** One that has not fired yet. */
        public static Schedule from(String uuid, List<Long> marks, long dueMillis, long sinceMillis) {
            return new Schedule(uuid, marks, dueMillis, sinceMillis, 0, 0, List.of());
        }

        public Schedule moved(List<Long> to, long nextMillis, int ticks, List<Ticks.Skip> leftOut) {
            var all = new ArrayList<>(skips);
            all.addAll(leftOut);
            long more = leftOut.stream().mapToLong(Ticks.Skip::count).sum();
            return new Schedule(uuid, to, nextMillis, sinceMillis, fired + ticks, skipped + more, all);
        }
    }

    public Triggers {
        signals = Collections.unmodifiableMap(new LinkedHashMap<>(signals));
    }

    /** When its schedule is due; 0: never. */
    public long dueMillis() {
        return time.map(Schedule::dueMillis).orElse(0L);
    }

    public Triggers with(String uuid, Subscription subscription) {
        var changed = new LinkedHashMap<>(signals);
        changed.put(uuid, subscription);
        return new Triggers(version, declared, changed, time);
    }

    public Triggers with(Schedule schedule) {
        return new Triggers(version, declared, signals, Optional.of(schedule));
    }

    public ObjectNode toJson() {
        var json = Json.object().put("version", version);
        json.set("declared", declared.toJson());
        if (!signals.isEmpty()) {
            var list = json.putArray("signals");
            signals.forEach((uuid, each) -> {
                var entry = list.addObject().put("uuid", uuid).put("fired", each.fired()).put("silent", each.silent());
                each.last().ifPresent(text -> entry.put("last", text).put("at", each.lastMillis()));
                var checkpoints = entry.putObject("seen");
                each.checkpoints().forEach(checkpoints::put);
            });
        }
        time.ifPresent(schedule -> {
            var entry = json.putObject("time").put("uuid", schedule.uuid()).put("due", schedule.dueMillis())
                    .put("since", schedule.sinceMillis()).put("fired", schedule.fired());
            entry.set("marks", Json.node(schedule.marks()));
            if (schedule.skipped() > 0) {
                entry.put("skipped", schedule.skipped());
                var list = entry.putArray("skips");
                schedule.skips().forEach(skip -> list.addArray()
                        .add(skip.trigger()).add(skip.count()).add(skip.fromMillis()).add(skip.toMillis()));
            }
        });
        return json;
    }

    /** @param json what {@link #toJson} wrote, or null: none */
    public static Triggers fromJson(JsonNode json) {
        if (json == null) {
            return NONE;
        }
        var signals = new LinkedHashMap<String, Subscription>();
        for (var entry : json.path("signals")) {
            var checkpoints = new LinkedHashMap<String, Long>();
            entry.get("seen").properties().forEach(seen -> checkpoints.put(seen.getKey(), seen.getValue().longValue()));
            signals.put(
                    entry.get("uuid").stringValue(),
                    new Subscription(
                            checkpoints,
                            entry.get("fired").longValue(),
                            entry.get("silent").longValue(),
                            Optional.ofNullable(entry.get("last")).map(JsonNode::stringValue),
                            entry.path("at").longValue(0)));
        }
        return new Triggers(
                json.get("version").longValue(),
                TriggerSet.fromJson(json.get("declared")),
                signals,
                Optional.ofNullable(json.get("time")).map(Triggers::schedule));
    }

    private static Schedule schedule(JsonNode json) {
        var marks = new ArrayList<Long>();
        json.get("marks").forEach(mark -> marks.add(mark.longValue()));
        var skips = new ArrayList<Ticks.Skip>();
        json.path("skips").forEach(skip -> skips.add(new Ticks.Skip(
                skip.get(0).intValue(), skip.get(1).longValue(), skip.get(2).longValue(), skip.get(3).longValue())));
        return new Schedule(
                json.get("uuid").stringValue(), marks, json.get("due").longValue(), json.path("since").longValue(0),
                json.path("fired").longValue(0), json.path("skipped").longValue(0), skips);
    }
}
