package maestro.model.definition;

import static maestro.model.json.Scalars.problem;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import maestro.model.json.Fields;
import maestro.model.json.Json;
import maestro.model.json.Scalars;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Translates transition entries and {@code dag} into successors (definition.md §15.3, §15.4). */
final class DslTransitions {
    private DslTransitions() {}

    /** Entries as a list of text, or one as text. */
    static ObjectNode successors(JsonNode entries, String path) {
        var successors = Json.object();
        var conditions = new ArrayList<String>();
        boolean closed = false;
        for (var element : entries.isString() ? List.of(entries) : Fields.elements(entries, path)) {
            String entry = Scalars.text(element, path).strip();
            if (entry.isEmpty()) {
                continue;
            }
            if (closed) {
                throw problem(path, "OTHERWISE is not the last entry; move it to the end");
            }
            String[] first = entry.split("\\s+", 2);
            String keyword = first.length == 1 ? "" : first[0].toUpperCase(Locale.ROOT);
            switch (keyword) {
                case "" -> put(successors, entry, "true", path);
                case "IF" -> {
                    var parts = conditional(first[1], entry, path);
                    conditions.add(parts.getKey());
                    put(successors, parts.getValue(), parts.getKey(), path);
                }
                case "OTHERWISE" -> {
                    closed = true;
                    put(successors, target(first[1], entry, path), otherwise(conditions), path);
                }
                default -> throw malformed(entry, path);
            }
        }
        return successors;
    }

    private static Map.Entry<String, String> conditional(String rest, String entry, String path) {
        String upper = rest.toUpperCase(Locale.ROOT);
        // the last THEN: a condition may hold the word in a text
        int then = upper.length() == rest.length() ? upper.lastIndexOf("THEN") : -1;
        if (then < 1
                || then + 4 >= rest.length()
                || !Character.isWhitespace(rest.charAt(then - 1))
                || !Character.isWhitespace(rest.charAt(then + 4))) {
            throw malformed(entry, path);
        }
        String condition = rest.substring(0, then).strip();
        if (condition.isEmpty()) {
            throw malformed(entry, path);
        }
        return Map.entry(condition, target(rest.substring(then + 4), entry, path));
    }

    private static String target(String text, String entry, String path) {
        String id = text.strip();
        if (id.isEmpty() || id.chars().anyMatch(Character::isWhitespace)) {
            throw malformed(entry, path);
        }
        return id;
    }

    private static String otherwise(List<String> conditions) {
        return conditions.isEmpty() ? "true" : "!((" + String.join(") || (", conditions) + "))";
    }

    private static void put(ObjectNode successors, String id, String condition, String path) {
        if (successors.has(id)) {
            throw problem(path, "leads to " + Scalars.shown(id) + " twice; join the conditions with ||");
        }
        successors.put(id, condition);
    }

    private static RuntimeException malformed(String entry, String path) {
        return problem(
                path,
                "expected 'next_id', 'IF condition THEN next_id' or 'OTHERWISE next_id', found "
                        + Scalars.shown(entry));
    }

    /** Gives edges to the steps that have none of their own. */
    static void apply(JsonNode dag, String path, List<ObjectNode> steps) {
        if (dag.isObject()) {
            applyMap(dag, path, steps);
            return;
        }
        switch (Scalars.text(dag, path).strip().toLowerCase(Locale.ROOT)) {
            case "parallel" -> {}
            case "sequential" -> {
                for (int i = 0; i + 1 < steps.size(); i++) {
                    var next = steps.get(i + 1).get("id");
                    if (next != null && next.isValueNode()) {
                        give(steps.get(i), Json.object().put(Scalars.text(next, path), "true"));
                    }
                }
            }
            default -> throw Scalars.expected("sequential, parallel, or a map of job ids", dag, path);
        }
    }

    private static void applyMap(JsonNode dag, String path, List<ObjectNode> steps) {
        Map<String, ObjectNode> byId = new LinkedHashMap<>();
        for (var step : steps) {
            if (step.has("id") && step.get("id").isValueNode()) {
                byId.put(Scalars.text(step.get("id"), path), step);
            }
        }
        Fields.members(dag, path).forEach((id, entries) -> {
            String at = Fields.member(path, id);
            var step = byId.get(id);
            if (step == null) {
                throw problem(at, "is not the id of a job in this list; correct it or add the job");
            }
            give(step, successors(entries, at));
        });
    }

    private static void give(ObjectNode step, ObjectNode successors) {
        if (!step.has("transition") && !successors.isEmpty()) {
            step.putObject("transition").set("successors", successors);
        }
    }
}
