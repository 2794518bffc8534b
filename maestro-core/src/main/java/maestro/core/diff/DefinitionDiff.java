package maestro.core.diff;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import maestro.core.diff.Difference.Subject;
import maestro.model.definition.Definitions;
import maestro.model.definition.Workflow;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What differs between two definitions: fields, params, tags, steps, conditions and triggers, each where it stands. The
 * order of steps means nothing, so it is not compared; nor are predecessors, which follow from the conditions.
 */
public final class DefinitionDiff {
    private static final Set<String> APART =
            Set.of("params", "tags", "steps", "transition", "time_triggers", "signal_triggers");

    private final List<Difference> found = new ArrayList<>();

    private DefinitionDiff() {}

    /** In the order of the definition, what is only in the older one after the rest of its level. */
    public static List<Difference> between(Workflow before, Workflow after) {
        var diff = new DefinitionDiff();
        diff.level("", Definitions.toJson(before), Definitions.toJson(after));
        return List.copyOf(diff.found);
    }

    private void level(String place, ObjectNode before, ObjectNode after) {
        fields(place, before, after);
        named(Subject.PARAM, place + "params.", members(before.path("params")), members(after.path("params")));
        named(Subject.TAG, place + "tags.", tags(before), tags(after));
        triggers(place + "time_triggers", before.path("time_triggers"), after.path("time_triggers"));
        triggers(place + "signal_triggers", before.path("signal_triggers"), after.path("signal_triggers"));
        steps(place + "steps.", before, after);
    }

    private void fields(String place, ObjectNode before, ObjectNode after) {
        for (String name : names(before.propertyNames(), after.propertyNames())) {
            if (!APART.contains(name)) {
                compare(Subject.FIELD, place + name, before.get(name), after.get(name));
            }
        }
    }

    private void named(Subject subject, String place, Map<String, JsonNode> before, Map<String, JsonNode> after) {
        for (String name : names(before.keySet(), after.keySet())) {
            compare(subject, place + name, before.get(name), after.get(name));
        }
    }

    private void compare(Subject subject, String place, JsonNode before, JsonNode after) {
        if (before == null || !before.equals(after)) {
            found.add(new Difference(subject, place, Optional.ofNullable(before), Optional.ofNullable(after)));
        }
    }

    private static Map<String, JsonNode> members(JsonNode object) {
        var members = new LinkedHashMap<String, JsonNode>();
        object.properties().forEach(member -> members.put(member.getKey(), member.getValue()));
        return members;
    }

    private static Map<String, JsonNode> tags(ObjectNode owner) {
        var tags = new LinkedHashMap<String, JsonNode>();
        owner.path("tags").forEach(tag -> tags.put(tag.path("name").stringValue(""), tag));
        return tags;
    }

    private record Wrapped(String kind, ObjectNode step) {}

    private void steps(String place, ObjectNode before, ObjectNode after) {
        var old = wrapped(before);
        var fresh = wrapped(after);
        for (String id : names(old.keySet(), fresh.keySet())) {
            var was = Optional.ofNullable(old.get(id));
            var is = Optional.ofNullable(fresh.get(id));
            boolean same = was.isPresent() && is.isPresent() && was.get().kind().equals(is.get().kind());
            if (same) {
                step(place + id, was.get().step(), is.get().step());
            } else {
                found.add(new Difference(
                        Subject.STEP, place + id, was.map(Wrapped::step), is.map(Wrapped::step)));
            }
        }
    }

    private void step(String place, ObjectNode before, ObjectNode after) {
        level(place + ".", before, after);
        named(Subject.CONDITION, place + " -> ", conditions(before), conditions(after));
    }

    private static Map<String, JsonNode> conditions(ObjectNode step) {
        return members(step.path("transition").path("successors"));
    }

    private static Map<String, Wrapped> wrapped(ObjectNode owner) {
        var steps = new LinkedHashMap<String, Wrapped>();
        owner.path("steps").forEach(wrapper -> wrapper.properties().forEach(entry -> steps.put(
                entry.getValue().path("id").stringValue(""),
                new Wrapped(entry.getKey(), (ObjectNode) entry.getValue()))));
        return steps;
    }

    /** Triggers have no names: equal ones fall out, the rest are paired in order. */
    private void triggers(String place, JsonNode before, JsonNode after) {
        var old = new ArrayList<JsonNode>();
        before.forEach(old::add);
        var fresh = new ArrayList<JsonNode>();
        after.forEach(trigger -> {
            if (!old.remove(trigger)) {
                fresh.add(trigger);
            }
        });
        for (int i = 0; i < Math.max(old.size(), fresh.size()); i++) {
            compare(
                    Subject.TRIGGER,
                    place,
                    i < old.size() ? old.get(i) : null,
                    i < fresh.size() ? fresh.get(i) : null);
        }
    }

    private static Set<String> names(Iterable<String> before, Iterable<String> after) {
        var names = new LinkedHashSet<String>();
        after.forEach(names::add);
        before.forEach(names::add);
        return names;
    }
}
