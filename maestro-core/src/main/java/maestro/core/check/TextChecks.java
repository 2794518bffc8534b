package maestro.core.check;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import maestro.core.check.Finding.Kind;
import maestro.core.check.Finding.Severity;
import maestro.core.param.Interpolation;
import maestro.core.param.ScriptText;
import maestro.model.param.ParamType;
import maestro.sel.Expression;
import maestro.sel.SelException;
import maestro.sel.Suggestion;

/** Checks one expression or one text with references in it against what it may refer to. */
final class TextChecks {
    private TextChecks() {}

    /**
     * @param declared the type that the result must convert to; empty: any
     * @param sure of findings that no evaluation can escape
     */
    static List<Finding> expression(
            String text, String path, View view, Optional<ParamType> declared, Severity sure) {
        var places = Places.of(path, text, sure);
        parsed(text, places).ifPresent(expression -> {
            var type = body(expression, view, places);
            if (declared.isPresent() && type.isPresent() && !converts(type.get(), declared.get())) {
                places.add(Kind.WRONG_TYPE, 1, 1, "the param is a " + declared.get() + ", but the expression gives a "
                        + type.get(), Optional.empty());
            }
        });
        return places.all();
    }

    /** @param never what follows from a condition that never holds */
    static List<Finding> condition(String text, String path, View view, String never) {
        var places = Places.of(path, text, Severity.WARNING);
        if (text.equals("true")) return places.all();
        // no run can give another text: what cannot be read never works
        parsed(text, Places.of(path, text, Severity.ERROR, places)).ifPresent(expression -> {
            var type = body(expression, view, places);
            type.filter(found -> !converts(found, ParamType.BOOLEAN)).ifPresent(found -> places.add(
                    Kind.NOT_BOOLEAN, 1, 1, "a condition must give a BOOLEAN, not a " + found, Optional.empty()));
            expression.truth(view.certain()).filter(value -> !value).ifPresent(_ -> places.add(
                    Kind.ALWAYS_FALSE, 1, 1, "the condition never holds: " + never, Optional.empty()));
        });
        return places.all();
    }

    static List<Finding> interpolated(String text, String path, View view, Severity sure) {
        var places = Places.of(path, text, sure);
        for (var name : Interpolation.names(text)) {
            int[] at = places.ofDollar(name);
            new References(view, places).name(name, at[0], at[1]);
        }
        return places.all();
    }

    /** A script, in which names in capitals that no param has are its own. */
    static List<Finding> script(String text, String path, View view) {
        var places = Places.of(path, text, Severity.WARNING);
        for (var name : Interpolation.names(text)) {
            boolean known = view.types().containsKey(name);
            if (!known && ScriptText.variable(name)) continue;
            int[] at = places.ofDollar(name);
            if (known || name.contains("__")) new References(view, places).name(name, at[0], at[1]);
            else places.warn(Kind.UNKNOWN_NAME, at[0], at[1], "unknown name [" + name + "]: no param here has it; for the"
                    + " script's own variable write $$" + name, Suggestion.nearest(view.types().keySet(), name));
        }
        return places.all();
    }

    private static Optional<Expression> parsed(String text, Places places) {
        try {
            return Optional.of(Expression.parse(text));
        } catch (SelException wrong) {
            places.add(Kind.PARSE_ERROR, wrong.line(), wrong.column(), wrong.getMessage(), Optional.empty());
            return Optional.empty();
        }
    }

    /** Checks all that is in an expression; answers its type. */
    private static Optional<String> body(Expression expression, View view, Places places) {
        var references = new References(view, places);
        var outline = expression.outline();
        Map<String, String> types = new HashMap<>();
        for (var mention : outline.names()) {
            references.name(mention.name(), mention.line(), mention.column())
                    .filter(type -> !type.isEmpty())
                    .ifPresent(type -> types.put(mention.name(), type));
        }
        for (var key : outline.keys()) {
            if (view.types().containsKey(key.name()) || key.name().contains("__")) continue;
            Suggestion.nearest(view.types().keySet(), key.name()).ifPresent(near -> places.warn(
                    Kind.UNKNOWN_NAME, key.line(), key.column(),
                    "params has no [" + key.name() + "] unless a run is given it; it reads as null",
                    Optional.of(near)));
        }
        outline.calls().forEach(call -> new FunctionChecks(view, places).check(call));
        var verdict = expression.verdict(types);
        verdict.problems().forEach(problem -> places.warn(
                Kind.WRONG_TYPE, problem.line(), problem.column(), problem.message(), Optional.empty()));
        return verdict.type();
    }

    /** Whether a result of the type can become one of the declared type (parameters.md §8). */
    private static boolean converts(String found, ParamType declared) {
        return switch (declared) {
            case STRING -> !found.endsWith("_ARRAY") && !found.equals("MAP");
            case LONG -> found.equals("LONG") || found.equals("STRING");
            case DOUBLE -> found.equals("LONG") || found.equals("DOUBLE") || found.equals("STRING");
            case BOOLEAN -> found.equals("BOOLEAN") || found.equals("STRING");
            case STRING_ARRAY -> found.endsWith("_ARRAY");
            case LONG_ARRAY, DOUBLE_ARRAY, BOOLEAN_ARRAY -> found.equals(declared.name());
            case MAP, STRING_MAP -> found.equals("MAP");
        };
    }
}
