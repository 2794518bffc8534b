package maestro.core.param;

import maestro.model.definition.StepType;
import maestro.model.param.ParamType;

/**
 * The param {@code script} of our own step types, whose dollars are the shell's as well: a name in capitals that no param
 * has stays as it is written, {@code $HOME} and {@code ${HOME}} alike. All other names mean params, as in every text.
 */
public final class ScriptText {
    public static final String NAME = "script";

    private ScriptText() {}

    /** Whether the param is such a script. */
    public static boolean is(String name, ParamType type, StepType step) {
        return name.equals(NAME) && type == ParamType.STRING && step.script();
    }

    /** Whether a name that no param has stays as it is written. */
    public static boolean variable(String name) {
        if (name.isEmpty()) return false;
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (!(c >= 'A' && c <= 'Z' || c == '_' || i > 0 && c >= '0' && c <= '9')) return false;
        }
        return true;
    }
}
