package maestro.store;

import java.sql.SQLException;
import java.util.Set;
import maestro.runtime.store.StoreUnavailable;

/** Sorts SQL errors: the database's trouble, which passes, from rows that it will never take. */
final class Failure {
    /** Data, constraint, syntax, privilege and size errors: the same statement fails again, waiting does not help. */
    private static final Set<String> LASTING = Set.of("21", "22", "23", "42", "54");

    private Failure() {}

    /** What to throw: {@link StoreUnavailable} when it may work later, {@link IllegalStateException} when it won't. */
    static RuntimeException of(String doing, SQLException error) {
        String state = error.getSQLState() == null ? "" : error.getSQLState();
        String message = doing + " failed (" + state + "): " + error.getMessage();
        return state.length() == 5 && LASTING.contains(state.substring(0, 2))
                ? new IllegalStateException(message, error)
                : new StoreUnavailable(message, error);
    }
}
