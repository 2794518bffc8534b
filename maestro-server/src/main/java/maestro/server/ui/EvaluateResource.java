package maestro.server.ui;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import maestro.core.param.ParamReferences;
import maestro.core.param.ParamScope;
import maestro.core.row.StepDetail;
import maestro.core.row.StepRow;
import maestro.model.Code;
import maestro.model.MaestroException;
import maestro.model.json.Json;
import maestro.model.param.Param;
import maestro.model.param.ParamDefinition;
import maestro.model.param.ParamType;
import maestro.sel.Budget;
import maestro.server.http.Answer;
import maestro.server.http.Call;
import maestro.server.http.Route;
import maestro.server.http.RunSources;
import maestro.server.http.StepResource;
import maestro.server.view.RunSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Tries an expression on the values of a run or of an attempt, in 50 ms and little memory; nothing is stored. */
final class EvaluateResource {
    private static final String RUN = "/api/v3/workflows/{id}/instances/{n}/runs/{r}";
    private static final Duration LIMIT = Duration.ofMillis(50);
    private static final int TEXT_MAX = 10_000;
    private static final int VALUE_MAX = 65_536;
    private static final String SEPARATOR = "__";

    private final RunSources runs;
    private final InstantSource clock;

    EvaluateResource(RunSources runs, InstantSource clock) {
        this.runs = runs;
        this.clock = clock;
    }

    List<Route> routes() {
        return List.of(
                Route.post(RUN + "/evaluate", call -> evaluate(call, Optional.empty())),
                Route.post(RUN + "/steps/{s}/attempts/{a}/evaluate", call -> evaluate(call, call.numberOrLatest("a")
                        .or(() -> Optional.of(0L)))));
    }

    /** @param attempt 0: the latest; empty: what the run itself sees */
    private Answer evaluate(Call call, Optional<Long> attempt) {
        JsonNode body = call.json();
        if (!body.path("expression").isString() || body.path("expression").stringValue().isBlank())
            throw MaestroException.badRequest("'expression' must be a text");
        String text = body.path("expression").stringValue();
        if (text.length() > TEXT_MAX)
            throw MaestroException.badRequest("'expression' must have at most " + TEXT_MAX + " characters, not " + text.length());
        var run = runs.plain(runs.row(call.path("id"), call.number("n"), call.numberOrLatest("r")));
        Optional<StepRow> own = attempt.map(number ->
                StepResource.find(runs, call, run.row(), Optional.of(number).filter(given -> given > 0)));
        return Answer.json(view(text, run, own));
    }

    private ObjectNode view(String text, RunSource run, Optional<StepRow> own) {
        Map<String, Param> params = own.map(row -> StepDetail.read(row).params()).orElse(Map.of());
        var facts = new StoredFacts(run, own);
        Object value = value(text, ParamScope.transition(params, facts, clock.millis()));
        JsonNode json = Json.node(value);
        if (Json.text(json).length() > VALUE_MAX)
            throw MaestroException.badRequest("The value of the expression is longer than " + VALUE_MAX + " characters");
        var view = Json.object();
        view.set("value", json);
        view.put("type", type(value));
        inputs(view.putArray("inputs"), text, params, facts);
        return view;
    }

    private static Object value(String text, ParamScope scope) {
        try {
            return scope.expression(text, "the expression", Budget.defaults()
                    .withVisits(1_000_000).withMemory(8_000_000).withDeadline(System.nanoTime() + LIMIT.toNanos()));
        } catch (MaestroException e) {
            if (e.code() != Code.INTERNAL_ERROR) throw e;
            throw new MaestroException(Code.BAD_REQUEST, e.getMessage(), e.errors(), e); // an unknown name
        }
    }

    private static String type(Object value) {
        return switch (value) {
            case String _ -> "STRING";
            case Boolean _ -> "BOOLEAN";
            case Long _ -> "LONG";
            case Integer _ -> "LONG";
            case Number _ -> "DOUBLE";
            case Map<?, ?> _ -> "MAP";
            case String[] _ -> "STRING_ARRAY";
            case long[] _ -> "LONG_ARRAY";
            case double[] _ -> "DOUBLE_ARRAY";
            case boolean[] _ -> "BOOLEAN_ARRAY";
            case null -> "NULL";
            default -> value.getClass().getSimpleName().toUpperCase(Locale.ROOT);
        };
    }

    /** The params that the expression names, with their values. */
    private static void inputs(ArrayNode inputs, String text, Map<String, Param> own, StoredFacts facts) {
        for (String name : ParamReferences.required(ParamDefinition.expression(ParamType.STRING, text))) {
            int at = name.indexOf(SEPARATOR);
            if (own.containsKey(name)) input(inputs, name, "OWN_PARAM", own.get(name));
            else if (facts.workflowParams().containsKey(name))
                input(inputs, name, "WORKFLOW_PARAM", facts.workflowParams().get(name));
            else if (at > 0)
                facts.completedStep(name.substring(0, at))
                        .map(step -> step.params().get(name.substring(at + SEPARATOR.length())))
                        .ifPresent(param -> input(inputs, name, "STEP_PARAM", param));
        }
    }

    private static void input(ArrayNode inputs, String name, String kind, Param param) {
        var entry = inputs.addObject().put("name", name).put("kind", kind);
        entry.put("type", param.definition().type().name());
        JsonNode value = Json.node(param.result());
        if (Json.text(value).length() <= VALUE_MAX) entry.set("value", value);
    }
}
