package maestro.core.signal;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import maestro.model.signal.SignalCondition;

/**
 * The listeners of one name, found by what they ask for: an instance costs a look-up for each shape of conditions (which
 * params have an equality, which one a range) and then only those that match, however many others there are. One thread.
 */
final class Listeners {
    /** A listener and what an instance must be like. */
    record Entry(Listener listener, List<SignalCondition> conditions) {}

    /** @param range the first range condition; others are looked at on what is found */
    private record Shape(List<String> equal, Optional<Range> range) {}

    private record Range(String param, SignalCondition.Operator operator, Class<?> type) {}

    private static final Comparator<Entry> BY_KEY = Comparator.comparing(entry -> entry.listener().key());

    private final Map<String, Entry> all = new HashMap<>();
    private final Map<Shape, Map<List<Object>, TreeMap<Object, TreeSet<Entry>>>> shapes = new HashMap<>();

    /** Stands for "no range" in a tree. */
    private static final Object ANY = "";

    Collection<Entry> all() {
        return Collections.unmodifiableCollection(all.values());
    }

    Optional<Entry> find(String key) {
        return Optional.ofNullable(all.get(key));
    }

    void add(Listener listener, List<SignalCondition> conditions) {
        remove(listener.key());
        var entry = new Entry(listener, conditions);
        all.put(listener.key(), entry);
        shapes.computeIfAbsent(shape(conditions), _ -> new HashMap<>())
                .computeIfAbsent(values(conditions), _ -> new TreeMap<>(SignalCondition.ORDER))
                .computeIfAbsent(bound(conditions), _ -> new TreeSet<>(BY_KEY))
                .add(entry);
    }

    void remove(String key) {
        var entry = all.remove(key);
        if (entry == null) {
            return;
        }
        var shape = shape(entry.conditions());
        var values = values(entry.conditions());
        var bound = bound(entry.conditions());
        var buckets = shapes.get(shape);
        var tree = buckets.get(values);
        tree.get(bound).remove(entry);
        if (tree.get(bound).isEmpty()) {
            tree.remove(bound);
        }
        if (tree.isEmpty()) {
            buckets.remove(values);
        }
        if (buckets.isEmpty()) {
            shapes.remove(shape);
        }
    }

    /** Those whose conditions all hold for an instance with these params, in the order of their keys. */
    List<Listener> matching(Map<String, Object> params) {
        var found = new ArrayList<Entry>();
        shapes.forEach((shape, buckets) -> {
            var values = new ArrayList<Object>(shape.equal().size());
            for (String name : shape.equal()) {
                values.add(params.get(name));
            }
            var tree = buckets.get(values);
            if (tree != null) {
                side(shape, tree, params).values().forEach(found::addAll);
            }
        });
        found.removeIf(entry -> !SignalCondition.all(entry.conditions(), params));
        found.sort(BY_KEY);
        return found.stream().map(Entry::listener).toList();
    }

    private static Map<Object, TreeSet<Entry>> side(
            Shape shape, TreeMap<Object, TreeSet<Entry>> tree, Map<String, Object> params) {
        if (shape.range().isEmpty()) {
            return tree;
        }
        var range = shape.range().get();
        var value = params.get(range.param());
        if (value == null || value.getClass() != range.type()) {
            return Map.of();
        }
        return switch (range.operator()) {
            case EQUAL -> throw new IllegalStateException("no range");
            case ABOVE -> tree.headMap(value, false);
            case FROM -> tree.headMap(value, true);
            case BELOW -> tree.tailMap(value, false);
            case UP_TO -> tree.tailMap(value, true);
        };
    }

    private static Shape shape(List<SignalCondition> conditions) {
        return new Shape(
                equalities(conditions).stream().map(SignalCondition::param).toList(),
                range(conditions).map(condition ->
                        new Range(condition.param(), condition.operator(), condition.value().getClass())));
    }

    private static List<Object> values(List<SignalCondition> conditions) {
        return equalities(conditions).stream().map(SignalCondition::value).toList();
    }

    private static Object bound(List<SignalCondition> conditions) {
        return range(conditions).map(SignalCondition::value).orElse(ANY);
    }

    private static List<SignalCondition> equalities(List<SignalCondition> conditions) {
        return conditions.stream()
                .filter(condition -> !condition.operator().range())
                .sorted(Comparator.comparing(SignalCondition::param))
                .toList();
    }

    private static Optional<SignalCondition> range(List<SignalCondition> conditions) {
        return conditions.stream().filter(condition -> condition.operator().range()).findFirst();
    }
}
