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
 * @param usual values of literal params, which runs may be given others for
 * @param steps whose params can be read; empty: none
 * @param own the step that the text belongs to
 * @param functions whether {@code params.f(…)} works
 * @param signals that may have started a run
 * @param around the loops that the text stands in, whose steps beside them can be read as well
 */
record View(
        Map<String, String> types,
        Map<String, Object> certain,
        Map<String, Object> usual,
        Optional<Level> steps,
        Optional<Step> own,
        boolean functions,
        Set<String> signals,
        Optional<Around> around) {
    /** A loop, among the steps of its level, and the loop around that. */
    record Around(Level level, Step loop, Optional<Around> around) {
        /** Where the step stands: beside the nearest loop that has it beside it. */
        Optional<Around> beside(String stepId) {
            return level.step(stepId).isPresent() ? Optional.of(this) : around.flatMap(next -> next.beside(stepId));
        }
    }

    static View workflow(Map<String, ParamDefinition> params, Set<String> signals) {
        return new View(
                typesOf(params),
                certain(params),
                usual(params),
                Optional.empty(),
                Optional.empty(),
                true,
                signals,
                Optional.empty());
    }

    static Map<String, String> typesOf(Map<String, ParamDefinition> params) {
        var types = new LinkedHashMap<String, String>();
        params.forEach((name, param) -> types.put(name, Level.type(param.type())));
        return types;
    }

    private static Map<String, Object> certain(Map<String, ParamDefinition> params) {
        var constants = new LinkedHashMap<>(params);
        constants.values().removeIf(param -> param.mode().filter(ParamMode.CONSTANT::equals).isEmpty());
        return usual(constants);
    }

    private static Map<String, Object> usual(Map<String, ParamDefinition> params) {
        var values = new HashMap<String, Object>();
        params.forEach((name, param) -> {
            if (param.body() instanceof ParamBody.Literal(var value)
                    && (value instanceof Long || value instanceof Boolean
                            || value instanceof String text && text.indexOf('$') < 0)) {
                values.put(name, value);
            }
        });
        return values;
    }

    /** In the body of a loop: what it hands down to its iterations besides, and the steps beside it. */
    View inside(Level level, Step loop, Map<String, String> handed) {
        var below = with(handed);
        return new View(below.types, below.certain, below.usual, steps, own, functions, signals,
                Optional.of(new Around(level, loop, around)));
    }

    View with(Map<String, String> more) {
        var all = new LinkedHashMap<>(types);
        all.putAll(more);
        var still = new HashMap<>(certain);
        still.keySet().removeAll(more.keySet());
        var others = new HashMap<>(usual);
        others.keySet().removeAll(more.keySet());
        return new View(all, still, others, steps, own, functions, signals, around);
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
        return new View(all, sure, usual, Optional.of(level), Optional.of(step), functions, signals, around);
    }

    /** Where a step waits for signals: other steps and the workflow's params, not the step's own, no functions. */
    View beside(Level level, Step step) {
        return new View(types, certain, usual, Optional.of(level), Optional.of(step), false, signals, around);
    }

    /** Where signals start a run: there is none yet, so nothing but these params. */
    View trigger(Map<String, ParamDefinition> params, Set<String> names) {
        return new View(
                typesOf(params),
                certain(params),
                usual(params),
                Optional.empty(),
                Optional.empty(),
                true,
                names,
                Optional.empty());
    }

    /** Without functions. */
    View plain() {
        return new View(types, certain, usual, steps, own, false, signals, around);
    }

    /** Without other steps and functions. */
    View alone() {
        return new View(types, certain, usual, Optional.empty(), own, false, signals, Optional.empty());
    }
}
