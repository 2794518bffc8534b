package maestro.core.param;

import static maestro.model.MaestroException.badRequest;

import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import maestro.model.param.ParamBody;
import maestro.model.param.ParamDefinition;
import maestro.model.param.ParamType;

/** What names and request maps must satisfy (parameters.md §16). Every error is a BAD_REQUEST. */
public final class ParamNames {
    /** Characters of a name. */
    public static final int LENGTH_MAX = 128;
    /** Entries of a run-params map of a start or restart request. */
    public static final int RUN_PARAMS_MAX = 128;

    /** What the engine gives each step once its predecessors are checked; no definition can (parameters.md §7). */
    public static final String SATISFIED = "maestro_step_satisfied";

    private static final Pattern NAME = Pattern.compile("[_a-zA-Z][.\\-_a-zA-Z0-9]*");
    private static final String OURS = "maestro_";
    private static final Set<String> RESERVED = Set.of(
            "maestro", "Maestro", "MAESTRO",
            "scheduler", "Scheduler", "SCHEDULER",
            "util", "Util", "UTIL",
            "params", "Params", "PARAMS",
            "AUTH_BLOB", "AUTH_DATA", "AUTH_ACTING_ON_BEHALF_OF_BLOB", "AUTH_TRIGGERING_ON_BEHALF_OF_BLOB",
            "AUTHORIZED_MANAGERS");

    private ParamNames() {}

    /** Whether requests may not use the name. */
    public static boolean reserved(String name) {
        return RESERVED.contains(name);
    }

    /** Checks the names of a definition's params and of their members. */
    public static void checkDefinition(Map<String, ParamDefinition> params) {
        params.forEach((name, param) -> {
            check(name);
            if (param.type() == ParamType.MAP && param.body() instanceof ParamBody.Literal(var value)) {
                checkDefinition(Values.members(value));
            }
        });
    }

    /** Checks run params or step run params as a client sends them. */
    public static void checkRequest(Map<String, ParamDefinition> params) {
        if (params.size() > RUN_PARAMS_MAX) {
            throw badRequest("a request may carry " + RUN_PARAMS_MAX + " params, found " + params.size());
        }
        params.forEach((name, param) -> {
            if (reserved(name)) throw badRequest("param name [" + name + "] is reserved");
            if (param.source().isPresent()) throw badRequest("param [" + name + "] must not set its source");
        });
    }

    private static void check(String name) {
        if (name.isEmpty() || name.length() > LENGTH_MAX) {
            throw badRequest("param name [" + name + "] must have 1 to " + LENGTH_MAX + " characters");
        }
        if (!NAME.matcher(name).matches()) throw badRequest("param name [" + name + "] must match " + NAME);
        if (name.contains(StepOuter.SEPARATOR)) throw badRequest("param name [" + name + "] must not contain __");
        if (name.regionMatches(true, 0, OURS, 0, OURS.length())) {
            throw badRequest("param name [" + name + "] must not start with " + OURS);
        }
    }
}
