package maestro.core.row;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import maestro.model.json.Json;
import maestro.model.run.StepStatus;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * How many leaf steps below a place stand in which status, and which ones are worth a look (execution.md §9.2). References
 * per status are kept up to a limit, counts are exact.
 */
public final class Rollup {
    /** References kept a status: a tree of a million failed steps must not fill memory with their names. */
    static final int REFERENCES_MAX = 1_000;

    private final Map<StepStatus, Long> counts = new EnumMap<>(StepStatus.class);
    private final Map<StepStatus, Map<String, List<String>>> references = new EnumMap<>(StepStatus.class);
    private final Map<StepStatus, Integer> kept = new EnumMap<>(StepStatus.class);

    public long total() {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    public Map<StepStatus, Long> counts() {
        return counts;
    }

    /** @param place {@code <workflow id>:<run>} of the step's run; {@code name} is {@code <instance>:<step>:<attempt>} */
    public void add(StepStatus status, String place, String name) {
        counts.merge(status, 1L, Long::sum);
        if (status.overview()) {
            refer(status, place, name);
        }
    }

    private void refer(StepStatus status, String place, String name) {
        if (kept.merge(status, 1, Integer::sum) <= REFERENCES_MAX) {
            references
                    .computeIfAbsent(status, _ -> new LinkedHashMap<>())
                    .computeIfAbsent(place, _ -> new ArrayList<>())
                    .add(name);
        }
    }

    public void add(Rollup other) {
        other.counts.forEach((status, count) -> counts.merge(status, count, Long::sum));
        other.references.forEach((status, places) ->
                places.forEach((place, names) -> names.forEach(name -> refer(status, place, name))));
    }

    /** What takes back an {@link #add(Rollup)} that is about to come. */
    public Runnable beforeAdding(Rollup other) {
        return undo(other.references.keySet().stream()
                .anyMatch(status -> kept.getOrDefault(status, 0) < REFERENCES_MAX));
    }

    /** What takes back a {@link #subtract} that is about to come. */
    public Runnable beforeSubtracting() {
        return undo(true);
    }

    private Runnable undo(boolean withReferences) {
        var counted = Map.copyOf(counts);
        var keptBefore = Map.copyOf(kept);
        var referred = withReferences ? copy(references) : null;
        return () -> {
            counts.clear();
            counts.putAll(counted);
            kept.clear();
            kept.putAll(keptBefore);
            if (referred != null) {
                references.clear();
                references.putAll(referred);
            }
        };
    }

    private static Map<StepStatus, Map<String, List<String>>> copy(Map<StepStatus, Map<String, List<String>>> of) {
        var copy = new EnumMap<StepStatus, Map<String, List<String>>>(StepStatus.class);
        of.forEach((status, places) -> {
            var own = new LinkedHashMap<String, List<String>>();
            places.forEach((place, names) -> own.put(place, new ArrayList<>(names)));
            copy.put(status, own);
        });
        return copy;
    }

    /** Takes back what was added before; never goes below nothing (Q17). */
    public void subtract(Rollup other) {
        other.counts.forEach((status, count) ->
                counts.computeIfPresent(status, (_, own) -> own > count ? own - count : null));
        other.references.forEach(this::forget);
    }

    private void forget(StepStatus status, Map<String, List<String>> places) {
        var own = references.getOrDefault(status, Map.of());
        places.forEach((place, names) -> {
            if (own.containsKey(place)) {
                int before = own.get(place).size();
                own.get(place).removeAll(names);
                int removed = before - own.get(place).size();
                kept.computeIfPresent(status, (_, count) -> count - removed);
                own.computeIfPresent(place, (_, left) -> left.isEmpty() ? null : left);
            }
        });
        references.computeIfPresent(status, (_, left) -> left.isEmpty() ? null : left);
    }

    public ObjectNode toJson() {
        var json = Json.object();
        json.put("total_leaf_count", total());
        var overview = json.putObject("overview");
        counts.forEach((status, count) -> {
            var entry = overview.putObject(status.name());
            entry.put("cnt", count);
            var places = references.get(status);
            if (places != null) {
                entry.set("ref", Json.node(places));
            }
        });
        return json;
    }

    public static Rollup fromJson(JsonNode json) {
        var rollup = new Rollup();
        json.path("overview").properties().forEach(entry -> {
            var status = StepStatus.valueOf(entry.getKey());
            rollup.counts.put(status, entry.getValue().path("cnt").longValue(0));
            entry.getValue().path("ref").properties().forEach(place -> {
                for (var name : place.getValue()) {
                    rollup.refer(status, place.getKey(), name.stringValue());
                }
            });
        });
        return rollup;
    }
}
