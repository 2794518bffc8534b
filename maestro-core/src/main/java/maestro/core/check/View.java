package maestro.core.check;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import maestro.core.param.ParamNames;
import maestro.model.definition.Step;
import maestro.model.param.ParamBody;
import maestro.model.param.ParamDefinition;
import maestro.model.param.ParamMode;

/**
 * What a text of the definition may refer to (the availability tables of parameters.md §9, §11, §15).
 *
 * @param types of the names that are there; empty text: any
 * @param certain values that nobody may change
 * @param steps whose params can be read; empty: none
 * @param own the step that the text belongs to
 * @param functions whether {@code params.f(…)} works
 * @param signals that may have started a run
 */
record View(
        Map<String, String> types,
        Map<String, Object> certain,
        Optional<Level> steps,
        Optional<Step> own,
        boolean functions,
        Set<String> signals) {

    static View workflow(Map<String, ParamDefinition> params, Set<String> signals) {
        return new View(typesOf(params), certain(params), Optional.empty(), Optional.empty(), true, signals);
    }

    static Map<String, String> typesOf(Map<String, ParamDefinition> params) {
        var types = new LinkedHashMap<String, String>();
        params.forEach((name, param) -> types.put(name, Level.type(param.type())));
        return types;
    }

    private static Map<String, Object> certain(Map<String, ParamDefinition> params) {
        var certain = new HashMap<String, Object>();
        params.forEach((name, param) -> {
            boolean constant = param.mode().filter(ParamMode.CONSTANT::equals).isPresent();
            if (constant && param.body() instanceof ParamBody.Literal(var value)
                    && (value instanceof Long || value instanceof Boolean
                            || value instanceof String text && text.indexOf('$') < 0)) {
                certain.put(name, value);
            }
        });
        return certain;
    }

    /** Below a loop step: what it hands down to its iterations besides. */
    View with(Map<String, String> more) {
        var all = new LinkedHashMap<>(types);
        all.putAll(more);
        var still = new HashMap<>(certain);
        still.keySet().removeAll(more.keySet());
        return new View(all, still, steps, own, functions, signals);
    }

    /** In a step of the level; where a name is the step's and the workflow's, order decides which is meant (P1). */
    View in(Level level, Step step) {
        var params = level.params(step);
        var all = new LinkedHashMap<>(types);
        typesOf(params).forEach((name, type) -> all.merge(name, type, (one, other) -> one.equals(other) ? one : ""));
        all.put(ParamNames.SATISFIED, "BOOLEAN");
        var sure = new HashMap<>(certain);
        certain(params).forEach((name, value) -> {
            if (!types.containsKey(name)) sure.put(name, value);
        });
        sure.keySet().removeIf(name -> params.containsKey(name) && types.containsKey(name));
        return new View(all, sure, Optional.of(level), Optional.of(step), functions, signals);
    }

    /** Where a step waits for signals: other steps and the workflow's params, not the step's own, no functions. */
    View beside(Level level, Step step) {
        return new View(types, certain, Optional.of(level), Optional.of(step), false, signals);
    }

    /** Where signals start a run: there is none yet, so nothing but these params. */
    View trigger(Map<String, ParamDefinition> params, Set<String> names) {
        return new View(typesOf(params), certain(params), Optional.empty(), Optional.empty(), true, names);
    }

    /** Without functions. */
    View plain() {
        return new View(types, certain, steps, own, false, signals);
    }

    /** Without other steps and functions. */
    View alone() {
        return new View(types, certain, Optional.empty(), own, false, signals);
    }
}
