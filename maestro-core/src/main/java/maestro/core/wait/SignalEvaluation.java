package maestro.core.wait;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import maestro.core.param.Interpolation;
import maestro.core.param.ParamScope;
import maestro.core.param.RunFacts;
import maestro.model.MaestroException;
import maestro.model.definition.Step;
import maestro.model.json.Json;
import maestro.model.param.Param;
import maestro.model.param.ParamDefinition;
import maestro.model.param.ParamJson;
import maestro.model.param.ParamType;
import maestro.model.signal.SignalCondition;
import maestro.model.signal.SignalRequest;
import maestro.sel.Budget;

/** Names, literals and params of the signals that a step waits for or announces. Thread-safe. */
public final class SignalEvaluation {
    /** The artifact by which a job announces more than its definition says. */
    public static final String DYNAMIC = "maestro_dynamic_output";

    private static final String NAME = "name";

    private SignalEvaluation() {}

    /**
     * Evaluates what a step waits for, without its own params.
     *
     * @throws MaestroException when an expression fails, or gives what no signal has
     * @throws maestro.core.param.BudgetExceeded over an inline budget
     */
    public static Dependencies dependencies(Step step, RunFacts facts, long nowMillis, Budget budget) {
        var scope = ParamScope.signals(Map.of(), facts, nowMillis);
        var all = new ArrayList<Dependency>();
        for (var written : step.common().signalDependencies()) {
            String name = name(written.name(), "signal dependency", step, scope);
            var definitions = new LinkedHashMap<String, ParamDefinition>();
            written.matchParams().forEach((param, match) -> definitions.put(param, match.param()));
            var values = values(scope.params(definitions, budget));
            SignalRequest.check(name, values);
            var conditions = new ArrayList<SignalCondition>();
            written.matchParams().forEach((param, match) -> conditions.add(new SignalCondition(
                    param, SignalCondition.Operator.of(match.operator()), values.get(param))));
            all.add(Dependency.open(name, conditions));
        }
        return Dependencies.of(all);
    }

    /** Whether a step that has done its work announces something. */
    public static boolean announces(Step step, Map<String, Map<String, Object>> artifacts) {
        return !step.common().signalOutputs().isEmpty() || artifacts.containsKey(DYNAMIC);
    }

    /**
     * Evaluates what a step announces, with its own params; what its job asks for besides comes last. Errors as above.
     *
     * @param params of the step, as they are at its end
     */
    public static Outputs outputs(
            Step step,
            Map<String, Param> params,
            Map<String, Map<String, Object>> artifacts,
            RunFacts facts,
            long nowMillis,
            Budget budget) {
        var scope = ParamScope.signals(params, facts, nowMillis);
        var all = new ArrayList<Output>();
        for (var written : step.common().signalOutputs()) {
            String name = name(written.name(), "signal output", step, scope);
            all.add(output(
                    name, values(scope.params(written.params(), budget)), plain(scope.params(written.payload(), budget))));
        }
        asked(artifacts, scope, budget).forEach(values -> all.add(dynamic(values)));
        return Outputs.of(all);
    }

    private static Output output(String name, Map<String, Object> params, Map<String, Object> payload) {
        SignalRequest.check(name, params);
        return new Output(name, params, payload, 0, 0);
    }

    private static String name(String text, String what, Step step, ParamScope scope) {
        return Interpolation.text(text, "name of a " + what + " of step [" + step.id() + "]", scope);
    }

    private static Map<String, Object> values(Map<String, Param> params) {
        var values = new LinkedHashMap<String, Object>();
        params.forEach((name, param) -> values.put(name, param.result()));
        return values;
    }

    private static Map<String, Object> plain(Map<String, Param> params) {
        var plain = new LinkedHashMap<String, Object>();
        params.forEach((name, param) -> plain.put(name, Json.plain(Json.node(param.result()))));
        return plain;
    }

    private static final String EACH = "signal";

    /** Each is a MAP param; a job hands it back evaluated, or leaves that to the server. */
    private static List<Map<String, Object>> asked(
            Map<String, Map<String, Object>> artifacts, ParamScope scope, Budget budget) {
        var artifact = artifacts.get(DYNAMIC);
        if (artifact == null || !(artifact.get("signal_outputs") instanceof List<?> list)) {
            return List.of();
        }
        var asked = new ArrayList<Map<String, Object>>();
        for (var each : list) {
            String path = DYNAMIC + ".signalOutputs[" + asked.size() + "]";
            var json = Json.node(each);
            boolean evaluated = json.has("evaluated_result");
            var definition = evaluated
                    ? ParamJson.param(json, path).definition()
                    : ParamJson.completeDefinition(json, path);
            if (definition.type() != ParamType.MAP) {
                throw MaestroException.badRequest("Artifact [" + DYNAMIC + "] has a signal output of the type ["
                        + definition.type() + "]; a MAP with a 'name' is expected");
            }
            asked.add(Json.plainMap(evaluated
                    ? json.get("evaluated_result")
                    : Json.node(scope.params(Map.of(EACH, definition), budget).get(EACH).result())));
        }
        return asked;
    }

    /** Texts and integers, also as text, are params; all else is payload. */
    private static Output dynamic(Map<String, Object> given) {
        var values = new LinkedHashMap<>(given);
        if (!(values.remove(NAME) instanceof String name)) {
            throw MaestroException.badRequest(
                    "Artifact [" + DYNAMIC + "] has a signal output without a 'name'; it says which signal");
        }
        var params = new LinkedHashMap<String, Object>();
        var payload = new LinkedHashMap<String, Object>();
        values.forEach((key, value) -> {
            if (value instanceof String || value instanceof Long) {
                params.put(key, value);
            } else {
                payload.put(key, value);
            }
        });
        return output(name, params, payload);
    }
}
