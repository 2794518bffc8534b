package maestro.model.id;

import java.util.Set;

/** Param names that callers may not set (definition.md §11). */
public final class ReservedNames {
    public static final Set<String> PARAMS = Set.of(
            "maestro",
            "Maestro",
            "MAESTRO",
            "scheduler",
            "Scheduler",
            "SCHEDULER",
            "util",
            "Util",
            "UTIL",
            "params",
            "Params",
            "PARAMS",
            "AUTH_BLOB",
            "AUTH_DATA",
            "AUTH_ACTING_ON_BEHALF_OF_BLOB",
            "AUTH_TRIGGERING_ON_BEHALF_OF_BLOB",
            "AUTHORIZED_MANAGERS");

    private ReservedNames() {}
}
