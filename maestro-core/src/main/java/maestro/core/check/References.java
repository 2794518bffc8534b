package maestro.core.check;

import java.util.ArrayList;
import java.util.Optional;
import maestro.core.check.Finding.Kind;
import maestro.core.param.ParamNames;
import maestro.model.definition.Step;
import maestro.sel.Suggestion;

/** Finds what a name means: the resolution of parameters.md §9, as far as the definition alone tells. */
final class References {
    private static final String SEPARATOR = "__";

    private final View view;
    private final Places places;

    References(View view, Places places) {
        this.view = view;
        this.places = places;
    }

    /** The type of what has the name, empty text for any; empty: nothing has it, or it is {@code params}. */
    Optional<String> name(String name, int line, int column) {
        if (name.equals("params")) return Optional.empty();
        var known = view.types().get(name);
        if (known != null) return Optional.of(known);
        int separator = name.indexOf(SEPARATOR);
        if (separator > 0) return crossing(name, separator, line, column);
        places.add(Kind.UNKNOWN_NAME, line, column, "unknown name [" + name + "]: no param here has it"
                + (view.own().isPresent() ? ", and runs that are not given it fail" : ""),
                Suggestion.nearest(view.types().keySet(), name));
        return Optional.empty();
    }

    private Optional<String> crossing(String name, int separator, int line, int column) {
        boolean overlaps = name.startsWith(SEPARATOR, separator + 1);
        for (int split = separator; split <= separator + (overlaps ? 1 : 0); split++) {
            var stepId = name.substring(0, split);
            if (visible(stepId)) return stepParam(stepId, name.substring(split + SEPARATOR.length()), line, column);
        }
        var left = name.substring(0, separator);
        if (view.signals().contains(left)) return Optional.of("");
        if (view.own().isEmpty()) {
            places.warn(Kind.UNKNOWN_NAME, line, column, "[" + name + "] is no param, and no signal [" + left
                    + "] triggers this workflow", Suggestion.nearest(view.signals(), left));
            return Optional.empty();
        }
        unknownStep(left, line, column);
        return Optional.empty();
    }

    private boolean visible(String stepId) {
        return own(stepId) || view.steps().flatMap(level -> level.step(stepId)).isPresent() || beside(stepId).isPresent();
    }

    /** A loop around this text that the step stands beside. */
    private Optional<View.Around> beside(String stepId) {
        return view.steps().isEmpty() ? Optional.empty() : view.around().flatMap(loop -> loop.beside(stepId));
    }

    private boolean own(String stepId) {
        return view.own().filter(step -> step.id().equals(stepId)).isPresent();
    }

    private void unknownStep(String id, int line, int column) {
        var candidates = new ArrayList<String>(view.signals());
        view.own().ifPresent(step -> {
            candidates.add(step.id());
            view.steps().ifPresent(level -> candidates.addAll(level.before(step.id())));
        });
        places.warn(Kind.UNKNOWN_STEP, line, column, "[" + id + "] is neither a step that can be read here nor a"
                + " signal that triggers this workflow", Suggestion.nearest(candidates, id));
    }

    /** The type of a param of another step; empty: it is not sure to be there. */
    Optional<String> stepParam(String stepId, String param, int line, int column) {
        var step = step(stepId, line, column);
        if (step.isEmpty()) return Optional.empty();
        if (param.equals(ParamNames.SATISFIED)) return Optional.of("BOOLEAN");
        var level = view.steps();
        if (level.isEmpty()) return Optional.ofNullable(view.types().get(param));
        var params = level.get().params(step.get()); // alike at every level
        if (params.containsKey(param)) return Optional.of(Level.type(params.get(param).type()));
        places.warn(Kind.UNKNOWN_PARAM, line, column, "step [" + stepId + "] has no param [" + param
                + "], unless a run is given it", Suggestion.nearest(params.keySet(), param));
        return Optional.empty();
    }

    /** A step that is over when this text is evaluated, or the text's own. */
    Optional<Step> step(String stepId, int line, int column) {
        if (own(stepId)) return view.own();
        var found = view.steps().flatMap(level -> level.step(stepId));
        if (found.isEmpty()) {
            var loop = beside(stepId);
            if (loop.isEmpty()) {
                unknownStep(stepId, line, column);
                return found;
            }
            upstream(loop.get().level(), stepId, loop.get().loop().id(), line, column);
            return loop.get().level().step(stepId);
        }
        upstream(view.steps().orElseThrow(), stepId, view.own().orElseThrow().id(), line, column);
        return found;
    }

    private void upstream(Level level, String stepId, String of, int line, int column) {
        if (!level.before(stepId, of) && !stepId.equals(of)) {
            places.warn(Kind.UNREACHABLE_STEP, line, column, "step [" + stepId + "] is not upstream of step ["
                    + of + "], so it may not have run yet", Optional.empty());
        } else if (stepId.equals(of)) {
            places.warn(Kind.UNREACHABLE_STEP, line, column, "step [" + stepId + "] is the loop around this step, and"
                    + " not over while its iterations run; its params are here by their own names", Optional.empty());
        }
    }
}
