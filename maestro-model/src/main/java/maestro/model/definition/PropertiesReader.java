package maestro.model.definition;

import static maestro.model.json.Scalars.problem;

import java.util.Optional;
import maestro.model.json.Fields;
import maestro.model.json.Json;
import maestro.model.json.Scalars;
import maestro.model.json.TagJson;
import maestro.model.json.UserJson;
import tools.jackson.databind.JsonNode;

/** Reads the settings shared by all versions (definition.md §3). */
final class PropertiesReader {
    private PropertiesReader() {}

    static Properties properties(Fields fields) {
        var properties = open(fields);
        fields.end();
        return properties;
    }

    /** Reads the fields of §3 and leaves others to the caller. */
    static Properties open(Fields fields) {
        return new Properties(
                fields.node("owner").map(node -> UserJson.user(node, fields.at("owner"))),
                fields.node("access_control").map(node -> {
                    if (!node.isObject()) {
                        throw Scalars.expected("an object", node, fields.at("access_control"));
                    }
                    return Json.plainMap(node);
                }),
                fields.node("run_strategy")
                        .map(node -> runStrategy(node, fields.at("run_strategy"), fields.lenient())),
                fields.smallInteger("step_concurrency"),
                fields.node("alerting")
                        .map(node -> AlertingReader.alerting(fields.inside(node, fields.at("alerting")))),
                fields.flag("alerting_disabled"),
                fields.flag("signal_trigger_disabled"),
                fields.flag("time_trigger_disabled"),
                fields.text("description"),
                fields.node("tags").map(list -> TagJson.tags(list, fields.at("tags"))));
    }

    /** Text, an integer or an object; the range of the concurrency is a field rule and checked later. */
    static RunStrategy runStrategy(JsonNode node, String path, boolean lenient) {
        if (node.isObject()) {
            var fields = Fields.of(node, path, lenient);
            var rule = Scalars.choice(fields.required("rule"), RunStrategy.Rule.class, fields.at("rule"));
            var concurrency = fields.smallInteger("workflow_concurrency");
            fields.end();
            return runStrategy(rule, concurrency, path);
        }
        if (node.isNumber() || node.isString() && node.stringValue().matches("-?\\d{1,18}")) {
            long concurrency = Scalars.integer(node, path);
            int bounded = Math.clamp(concurrency, Integer.MIN_VALUE, Integer.MAX_VALUE);
            return new RunStrategy(RunStrategy.Rule.PARALLEL, bounded);
        }
        return runStrategy(Scalars.choice(node, RunStrategy.Rule.class, path), Optional.empty(), path);
    }

    private static RunStrategy runStrategy(RunStrategy.Rule rule, Optional<Integer> concurrency, String path) {
        boolean parallel = rule == RunStrategy.Rule.PARALLEL;
        int number = concurrency.orElse(parallel ? RunStrategy.PARALLEL_DEFAULT : 1);
        if (!parallel && number > 1) {
            throw problem(
                    path,
                    "workflow_concurrency " + number + " goes only with the rule PARALLEL, found " + rule);
        }
        return new RunStrategy(rule, number);
    }
}
