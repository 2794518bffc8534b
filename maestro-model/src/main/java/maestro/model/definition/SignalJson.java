package maestro.model.definition;

import static maestro.model.json.Scalars.problem;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import maestro.model.json.Fields;
import maestro.model.json.Json;
import maestro.model.json.Scalars;
import maestro.model.param.ParamDefinition;
import maestro.model.param.ParamJson;
import maestro.model.param.ParamType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/** What a step waits for and announces, as JSON (definition.md §8). */
final class SignalJson {
    static final Set<String> OPERATORS = Set.of("=", ">", ">=", "<", "<=");

    private final List<String> missing;

    SignalJson(List<String> missing) {
        this.missing = missing;
    }

    List<SignalDependency> dependencies(Fields step) {
        return entries(step, "signal_dependencies", this::dependency);
    }

    List<SignalOutput> outputs(Fields step) {
        return entries(step, "signal_outputs", SignalJson::output);
    }

    private <T> List<T> entries(Fields step, String key, Function<Fields, T> read) {
        var list = step.node(key);
        if (list.isEmpty()) {
            return List.of();
        }
        var entries = new ArrayList<T>();
        for (var element : list.get().isArray() ? list.get() : Fields.elements(list.get(), step.at(key))) {
            if (element.isNull()) {
                missing.add(step.at(key) + " has an entry that is null; remove it");
            } else {
                String path = step.at(key) + "[" + entries.size() + "]";
                entries.add(read.apply(step.inside(element, path)));
            }
        }
        if (list.get().isEmpty()) {
            missing.add(step.at(key) + " is an empty list; add an entry or leave it out");
        }
        return List.copyOf(entries);
    }

    private SignalDependency dependency(Fields fields) {
        String name = fields.text("name").orElse("");
        Map<String, SignalDependency.Match> matches = new LinkedHashMap<>();
        fields.members("match_params").forEach((param, node) -> {
            String path = Fields.member(fields.at("match_params"), param);
            matches.put(param, match(fields.inside(node, path)));
        });
        fields.end();
        return new SignalDependency(name, matches);
    }

    private SignalDependency.Match match(Fields fields) {
        var param = fields.node("param").map(node -> signalParam(node, fields.at("param")));
        var operator = fields.text("operator");
        fields.end();
        if (param.isEmpty() || operator.isEmpty()) {
            // the path of the step's list: clients look for it (definition.md §8)
            missing.add(fields.path().replaceFirst("(signalDependencies)\\[.*", "$1")
                    + " has a match without " + (param.isEmpty() ? "'param'" : "'operator'") + "; give it both");
        }
        operator.filter(text -> !OPERATORS.contains(text)).ifPresent(text -> {
            throw problem(
                    fields.at("operator"), "expected one of = > >= < <=, found " + Scalars.shown(text));
        });
        return new SignalDependency.Match(
                param.orElseGet(() -> ParamDefinition.literal(ParamType.STRING, "")), operator.orElse("="));
    }

    private static ParamDefinition signalParam(JsonNode node, String path) {
        var param = ParamJson.completeDefinition(node, path);
        if (param.type() != ParamType.STRING && param.type() != ParamType.LONG) {
            throw problem(path, "a signal's param is a STRING or a LONG, found " + param.type());
        }
        return param;
    }

    private static SignalOutput output(Fields fields) {
        String name = fields.text("name").orElse("");
        Map<String, ParamDefinition> params = new LinkedHashMap<>();
        fields.members("params")
                .forEach((key, node) ->
                        params.put(key, signalParam(node, Fields.member(fields.at("params"), key))));
        var payload = WorkflowReader.params(fields, "payload");
        fields.end();
        return new SignalOutput(name, params, payload);
    }

    static ArrayNode dependenciesToJson(List<SignalDependency> dependencies) {
        var json = Json.array();
        for (var dependency : dependencies) {
            var entry = json.addObject().put("name", dependency.name());
            if (!dependency.matchParams().isEmpty()) {
                var matches = entry.putObject("match_params");
                dependency.matchParams().forEach((name, match) -> {
                    var node = matches.putObject(name);
                    node.set("param", ParamJson.toJson(match.param()));
                    node.put("operator", match.operator());
                });
            }
        }
        return json;
    }

    static ArrayNode outputsToJson(List<SignalOutput> outputs) {
        var json = Json.array();
        for (var output : outputs) {
            var entry = json.addObject().put("name", output.name());
            if (!output.params().isEmpty()) {
                entry.set("params", ParamJson.toJson(output.params()));
            }
            if (!output.payload().isEmpty()) {
                entry.set("payload", ParamJson.toJson(output.payload()));
            }
        }
        return json;
    }
}
