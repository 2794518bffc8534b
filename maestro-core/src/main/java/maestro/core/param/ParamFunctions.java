package maestro.core.param;

import java.util.List;

/** The names behind {@code params.f(…)} (parameters.md §11). */
public final class ParamFunctions {
    private static final List<String> NAMES = List.of(
            "nextUniqueId", "getExecutionEnvironment", "getFromInstance", "getFromStep", "getFromSignal",
            "getFromSignalOrDefault", "getFromSignalDependency", "getFromForeach", "getFromSubworkflow");

    private ParamFunctions() {}

    public static List<String> names() {
        return NAMES;
    }

    /** Whether there is such a function with that many arguments. */
    public static boolean known(String name, int arguments) {
        return Functions.known(name, arguments);
    }
}
