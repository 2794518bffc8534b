package maestro.core.wait;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import maestro.model.json.Json;
import maestro.model.run.TimelineEvent;
import maestro.model.signal.SignalInstance;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * All signals that an attempt announces, static ones first. Immutable.
 *
 * @param info that all of them are announced
 * @param lost the attempt failed while it found out what to announce
 */
public record Outputs(List<Output> all, Optional<TimelineEvent> info, boolean lost) {
    public static final Outputs NONE = new Outputs(List.of(), Optional.empty(), false);
    public static final Outputs LOST = new Outputs(List.of(), Optional.empty(), true);

    public Outputs {
        all = List.copyOf(all);
    }

    public static Outputs of(List<Output> all) {
        return new Outputs(all, Optional.empty(), false);
    }

    public boolean isEmpty() {
        return all.isEmpty();
    }

    public boolean done() {
        return all.stream().allMatch(output -> output.seq() > 0);
    }

    /** @param atMillis 0: it had been announced before */
    public Outputs announced(int index, long seq, long atMillis) {
        var changed = new ArrayList<>(all);
        changed.set(index, all.get(index).announced(seq, atMillis));
        return new Outputs(changed, info, false);
    }

    public Outputs with(TimelineEvent entry) {
        return new Outputs(all, Optional.of(entry), false);
    }

    /** As clients see it. */
    public ObjectNode shown() {
        var json = Json.object();
        if (!all.isEmpty()) {
            var list = json.putArray("outputs");
            for (var output : all) {
                var each = list.addObject().put("name", output.name());
                if (!output.params().isEmpty()) {
                    each.set("params", Json.node(output.params()));
                }
                if (output.seq() > 0) {
                    each.put("signal_id", output.seq());
                }
                if (output.announceMillis() > 0) {
                    each.put("announce_time", output.announceMillis());
                }
                if (!output.payload().isEmpty()) {
                    each.set("payload", Json.node(output.payload()));
                }
            }
        }
        info.ifPresent(entry -> json.set("info", entry.toJson()));
        return json;
    }

    /** As stored. */
    public ObjectNode toJson() {
        var json = Json.object();
        var list = json.putArray("all");
        for (var output : all) {
            var each = list.addObject().put("n", output.name());
            each.set("p", Json.node(output.params()));
            each.set("load", Json.node(output.payload()));
            each.put("seq", output.seq()).put("at", output.announceMillis());
        }
        info.ifPresent(entry -> json.set("info", entry.toJson()));
        if (lost) {
            json.put("lost", true);
        }
        return json;
    }

    /** @param json what {@link #toJson} wrote, or null: none */
    public static Outputs fromJson(JsonNode json) {
        if (json == null) {
            return NONE;
        }
        var all = new ArrayList<Output>();
        for (var each : json.get("all")) {
            all.add(new Output(
                    each.get("n").stringValue(),
                    SignalInstance.params(each.get("p")),
                    SignalInstance.params(each.get("load")),
                    each.get("seq").longValue(),
                    each.get("at").longValue()));
        }
        return new Outputs(
                all,
                Optional.ofNullable(json.get("info")).map(TimelineEvent::fromJson),
                json.path("lost").booleanValue(false));
    }
}
