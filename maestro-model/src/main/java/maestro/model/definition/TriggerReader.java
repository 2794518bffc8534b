package maestro.model.definition;

import static maestro.model.json.Scalars.problem;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import maestro.model.json.Fields;
import maestro.model.json.Scalars;
import tools.jackson.databind.JsonNode;

/** Reads triggers (definition.md §9). */
final class TriggerReader {
    static final Set<String> SCHEDULES = Set.of("@hourly", "@daily", "@weekly", "@monthly", "@yearly");

    private TriggerReader() {}

    private enum Kind {
        CRON, PREDEFINED, INTERVAL
    }

    static List<TimeTrigger> timeTriggers(Fields workflow, List<String> missing) {
        var triggers = new ArrayList<TimeTrigger>();
        for (var node : workflow.list("time_triggers")) {
            String path = workflow.at("time_triggers") + "[" + triggers.size() + "]";
            triggers.add(timeTrigger(workflow.inside(node, path), missing));
        }
        return List.copyOf(triggers);
    }

    private static TimeTrigger timeTrigger(Fields fields, List<String> missing) {
        Kind kind = Scalars.choice(fields.required("type"), Kind.class, fields.at("type"));
        if (kind == Kind.INTERVAL) {
            missing.add(fields.path() + " is an INTERVAL trigger, which is not offered; use CRON or PREDEFINED");
            fields.node("interval");
            fields.node("start");
        }
        String key = kind == Kind.CRON ? "cron" : "expression";
        var when = fields.text(key);
        if (when.isEmpty() && kind != Kind.INTERVAL) {
            missing.add(fields.at(key) + " is missing; say when the workflow starts");
        }
        var timezone = fields.text("timezone");
        var delay = WorkflowReader.duration(fields, "fuzzy_max_delay");
        var catchUp = fields.node("catch_up").map(node -> CatchUp.fromJson(node, fields.at("catch_up")));
        fields.end();
        return kind == Kind.CRON
                ? new TimeTrigger.Cron(when.orElse("0 0 * * *"), timezone, delay, catchUp)
                : new TimeTrigger.Predefined(canonical(when.orElse("daily")), timezone, delay, catchUp);
    }

    private static String canonical(String expression) {
        String lower = expression.strip().toLowerCase(Locale.ROOT);
        String nickname = lower.startsWith("@") ? lower : "@" + lower;
        return SCHEDULES.contains(nickname) ? nickname : expression;
    }

    static List<SignalTrigger> signalTriggers(Fields workflow) {
        var triggers = new ArrayList<SignalTrigger>();
        for (var node : workflow.list("signal_triggers")) {
            String path = workflow.at("signal_triggers") + "[" + triggers.size() + "]";
            triggers.add(signalTrigger(workflow.inside(node, path)));
        }
        return List.copyOf(triggers);
    }

    private static SignalTrigger signalTrigger(Fields fields) {
        Map<String, SignalTrigger.Entry> definitions = new LinkedHashMap<>();
        fields.members("definitions").forEach((signal, node) -> {
            String path = Fields.member(fields.at("definitions"), signal);
            definitions.put(signal, entry(fields.inside(node, path)));
        });
        var trigger = new SignalTrigger(
                definitions,
                WorkflowReader.params(fields, "params"),
                fields.text("condition"),
                fields.text("dedup_expr"));
        fields.end();
        return trigger;
    }

    private static SignalTrigger.Entry entry(Fields fields) {
        Map<String, SignalTrigger.Match> matches = new LinkedHashMap<>();
        fields.members("match_params").forEach((param, node) -> {
            String path = Fields.member(fields.at("match_params"), param);
            matches.put(param, match(fields.inside(node, path)));
        });
        var entry = new SignalTrigger.Entry(matches, fields.texts("join_keys"));
        fields.end();
        return entry;
    }

    private static SignalTrigger.Match match(Fields fields) {
        Object value = signalValue(fields.required("value"), fields.at("value"));
        String operator = fields.requiredText("operator");
        fields.end();
        if (!SignalJson.OPERATORS.contains(operator)) {
            throw problem(
                    fields.at("operator"), "expected one of = > >= < <=, found " + Scalars.shown(operator));
        }
        return new SignalTrigger.Match(value, operator);
    }

    private static Object signalValue(JsonNode node, String path) {
        if (node.isString()) {
            return node.stringValue();
        }
        if (node.isNumber()) {
            return Scalars.integer(node, path);
        }
        throw Scalars.expected("an integer or text", node, path);
    }
}
