package maestro.core.param;

import java.util.Set;

/** Texts with {@code $name} and {@code ${name}} in them (parameters.md §10, §15). Runs no expressions. */
public final class Interpolation {
    private Interpolation() {}

    /**
     * Puts in what a text refers to; a text without a dollar is returned as it is, at no cost.
     *
     * @param label names the attribute in errors, such as {@code timeout of step [s]}
     * @throws maestro.model.MaestroException INTERNAL_ERROR for a name that the scope does not have, BAD_REQUEST for a
     *     misspelt step
     */
    public static String text(String text, String label, ParamScope scope) {
        return text.indexOf('$') < 0 ? text : scope.text(text, label);
    }

    /** The names a text refers to, in order. */
    public static Set<String> names(String text) {
        return Dollars.names(text);
    }
}
