package maestro.core.check;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import maestro.core.param.ParamCatalogue;
import maestro.core.param.WorkflowParams;
import maestro.model.MaestroException;
import maestro.model.definition.DslNotice.Untyped;
import maestro.model.definition.Step;
import maestro.model.definition.Workflow;
import maestro.model.param.ParamBody;
import maestro.model.param.ParamDefinition;
import maestro.model.param.ParamType;
import maestro.sel.Expression;
import maestro.sel.SelException;

/**
 * Gives the expression params of a short form that state no type the type that their expression is sure to have. The
 * contract makes all of them a STRING; so does this where nothing is sure.
 */
final class TypeInference {
    /** What is not known yet counts as unknown, so each round can only learn more. */
    private static final int ROUNDS_MAX = 20;

    private final ParamCatalogue catalogue;
    private final Map<Key, Untyped> open = new LinkedHashMap<>();
    private final Map<Key, String> types = new HashMap<>();

    /** @param step empty: of the workflow */
    private record Key(String step, String name, boolean loop) {}

    private TypeInference(ParamCatalogue catalogue, List<Untyped> untyped) {
        this.catalogue = catalogue;
        untyped.forEach(param -> open.put(new Key(param.stepId(), param.name(), param.loop()), param));
    }

    /** Writes the types into the translation; whether there were any. */
    static boolean apply(Workflow workflow, List<Untyped> untyped, ParamCatalogue catalogue) {
        var inference = new TypeInference(catalogue, untyped);
        for (int round = 0, before = -1; round < ROUNDS_MAX && before < inference.types.size(); round++) {
            before = inference.types.size();
            inference.workflow(workflow);
        }
        inference.types.forEach((key, type) -> inference.open.get(key).json().put("type", type));
        return !inference.types.isEmpty();
    }

    private void workflow(Workflow workflow) {
        Map<String, ParamDefinition> all;
        try {
            all = WorkflowParams.enriched(catalogue, workflow.params());
        } catch (MaestroException refused) { // told by the checks
            return;
        }
        var visible = new HashMap<String, String>();
        all.forEach((name, param) -> visible.put(name, type("", name, param)));
        workflow.params().forEach((name, param) -> {
            if (!catalogue.workflow().containsKey(name)) learn(new Key("", name, false), param, visible);
        });
        steps(workflow.steps(), visible);
    }

    private void steps(List<Step> steps, Map<String, String> outside) {
        var level = new Level(catalogue, steps);
        var others = new HashMap<String, String>();
        for (var step : steps) {
            level.params(step).forEach(
                    (name, param) -> others.put(step.id() + "__" + name, type(step.id(), name, param)));
        }
        for (var step : steps) step(step, level, outside, others);
    }

    private void step(Step step, Level level, Map<String, String> outside, Map<String, String> others) {
        var own = level.params(step);
        var before = new HashMap<String, String>();
        for (var entry : own.entrySet()) {
            var name = entry.getKey();
            var visible = new HashMap<>(others);
            own.forEach((each, param) -> visible.put(each, type(step.id(), each, param)));
            visible.remove(name);
            visible.putAll(outside); // a step param that is evaluated later does not hide the workflow's
            before.forEach((each, type) -> visible.merge(each, type, (one, other) -> one.equals(other) ? one : ""));
            if (!catalogue.byType(step.type()).containsKey(name)) {
                learn(new Key(step.id(), name, false), entry.getValue(), visible);
            }
            if (name.equals("loop_params")) members(step, entry.getValue(), visible);
            before.put(name, type(step.id(), name, entry.getValue()));
        }
        if (!step.body().isEmpty()) steps(step.body(), inside(step, own, outside));
    }

    private void members(Step step, ParamDefinition loop, Map<String, String> visible) {
        if (loop.body() instanceof ParamBody.Literal(Map<?, ?> members)) {
            members.forEach((name, member) -> {
                if (member instanceof ParamDefinition param) {
                    learn(new Key(step.id(), (String) name, true), param, visible);
                }
            });
        }
    }

    private Map<String, String> inside(Step step, Map<String, ParamDefinition> own, Map<String, String> outside) {
        var visible = new HashMap<>(outside);
        step.common().params().keySet().forEach(name -> visible.put(name, type(step.id(), name, own.get(name))));
        if (own.get("loop_params").body() instanceof ParamBody.Literal(Map<?, ?> members)) {
            members.forEach((name, member) -> {
                var key = new Key(step.id(), (String) name, true);
                var type = open.containsKey(key) ? types.getOrDefault(key, "")
                        : member instanceof ParamDefinition param ? Level.type(param.type()) : "";
                visible.put((String) name, step instanceof Step.Foreach ? type.replace("_ARRAY", "") : type);
            });
        }
        visible.put("loop_index", ParamType.LONG.name());
        return visible;
    }

    /** Empty text: not known. */
    private String type(String step, String name, ParamDefinition param) {
        var key = new Key(step, name, false);
        return open.containsKey(key) ? types.getOrDefault(key, "") : Level.type(param.type());
    }

    private void learn(Key key, ParamDefinition param, Map<String, String> visible) {
        if (!open.containsKey(key) || types.containsKey(key)) return;
        if (!(param.body() instanceof ParamBody.Expression(var text))) return;
        sure(text, visible)
                .filter(type -> !type.equals(ParamType.STRING.name()))
                .ifPresent(type -> types.put(key, type));
    }

    private static Optional<String> sure(String text, Map<String, String> visible) {
        try {
            var known = new HashMap<>(visible);
            known.values().removeIf(String::isEmpty);
            return Expression.parse(text).verdict(known).type();
        } catch (SelException unreadable) {
            return Optional.empty();
        }
    }
}
