package maestro.model.definition;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import maestro.model.json.Fields;
import maestro.model.json.Scalars;
import tools.jackson.databind.JsonNode;

/** Reads alerting settings into their canonical tree (definition.md §3). */
final class AlertingReader {
    private static final Set<String> TYPES = Set.of(
            "STEP_FAILURE",
            "TCT_VIOLATION",
            "LONG_RUNNING",
            "DEPENDENCY_LATE",
            "BREAKPOINT_HIT",
            "DEFINITION_CHANGE",
            "RUN_SUCCESS",
            "SUCCESS_WITHIN");

    private AlertingReader() {}

    private enum Severity {
        CRITICAL, ERROR, WARNING, INFO
    }

    private enum Granularity {
        WORKFLOW, STEP, ALL
    }

    private enum Action {
        EMAIL, PAGE, SLACK, CANCEL
    }

    @FunctionalInterface
    private interface Reader {
        Map<String, Object> read(Fields fields);
    }

    static Map<String, Object> alerting(Fields fields) {
        var tree = new LinkedHashMap<String, Object>();
        texts(fields, tree, "emails", "pagerduties");
        object(fields, tree, "slack", AlertingReader::slack);
        object(fields, tree, "bypass_digest_config", AlertingReader::digest);
        object(fields, tree, "pagerduty_config", AlertingReader::pagerduty);
        object(fields, tree, "tct", AlertingReader::tct);
        object(fields, tree, "type_configs", AlertingReader::types);
        fields.end();
        return tree;
    }

    private static Map<String, Object> slack(Fields fields) {
        var tree = new LinkedHashMap<String, Object>();
        texts(fields, tree, "users", "channels", "mention_users");
        fields.end();
        return tree;
    }

    private static Map<String, Object> digest(Fields fields) {
        var tree = new LinkedHashMap<String, Object>();
        fields.flag("workflow").ifPresent(flag -> tree.put("workflow", flag));
        texts(fields, tree, "steps");
        fields.end();
        return tree;
    }

    private static Map<String, Object> pagerduty(Fields fields) {
        var tree = new LinkedHashMap<String, Object>();
        fields.choice("severity", Severity.class).ifPresent(value -> tree.put("severity", value.name()));
        fields.flag("always_page").ifPresent(flag -> tree.put("always_page", flag));
        fields.end();
        return tree;
    }

    private static Map<String, Object> tct(Fields fields) {
        var tree = new LinkedHashMap<String, Object>();
        fields.smallInteger("completed_by_hour").ifPresent(n -> tree.put("completed_by_hour", (long) n));
        fields.smallInteger("duration_minutes").ifPresent(n -> tree.put("duration_minutes", (long) n));
        fields.integer("completed_by_ts").ifPresent(n -> tree.put("completed_by_ts", n));
        fields.text("tz").ifPresent(zone -> tree.put("tz", zone));
        fields.end();
        return tree;
    }

    private static Map<String, Object> types(Fields fields) {
        var tree = new LinkedHashMap<String, Object>();
        for (String type : TYPES.stream().sorted().toList()) {
            object(fields, tree, type, AlertingReader::type);
        }
        fields.end();
        return tree;
    }

    private static Map<String, Object> type(Fields fields) {
        var tree = new LinkedHashMap<String, Object>();
        texts(fields, tree, "emails", "pagerduties");
        object(fields, tree, "slack", AlertingReader::slack);
        fields.node("actions").ifPresent(node -> tree.put("actions", actions(node, fields.at("actions"))));
        tree.put("disabled", fields.flag("disabled").orElse(false));
        fields.choice("granularity", Granularity.class)
                .ifPresent(value -> tree.put("granularity", value.name()));
        fields.smallInteger("duration_minutes").ifPresent(n -> tree.put("duration_minutes", (long) n));
        fields.end();
        return tree;
    }

    private static List<Object> actions(JsonNode node, String path) {
        var actions = new LinkedHashSet<Object>();
        for (var element : Fields.elements(node, path)) {
            actions.add(Scalars.choice(element, Action.class, path).name().toLowerCase(Locale.ROOT));
        }
        return new ArrayList<>(actions);
    }

    private static void texts(Fields fields, Map<String, Object> tree, String... keys) {
        for (String key : keys) {
            if (fields.node(key).isPresent()) {
                tree.put(key, new ArrayList<>(new LinkedHashSet<>(fields.texts(key))));
            }
        }
    }

    private static void object(Fields fields, Map<String, Object> tree, String key, Reader reader) {
        fields.node(key)
                .ifPresent(node -> tree.put(key, reader.read(fields.inside(node, fields.at(key)))));
    }

    /** What is wrong with the target completion time of an alerting tree. */
    static Optional<String> tctProblem(Map<String, Object> alerting) {
        if (!(alerting.get("tct") instanceof Map<?, ?> tct)) {
            return Optional.empty();
        }
        long targets = List.of("completed_by_hour", "duration_minutes", "completed_by_ts").stream()
                .filter(tct::containsKey)
                .count();
        return targets == 1
                ? Optional.empty()
                : Optional.of("names " + targets + " targets; give exactly one of completed_by_hour,"
                        + " duration_minutes, completed_by_ts");
    }
}
