package maestro.store;

import java.sql.SQLException;
import java.util.Set;
import maestro.runtime.store.RefusedRows;
import maestro.runtime.store.StoreUnavailable;

/** Sorts SQL errors: the database's trouble, which passes, from rows that it will never take. */
final class Failure {
    /** Data, constraint, syntax, privilege and size errors: the same statement fails again, waiting does not help. */
    private static final Set<String> LASTING = Set.of("21", "22", "23", "42", "54");

    private Failure() {}

    /** What to throw: {@link StoreUnavailable} when it may work later, {@link RefusedRows} when it won't. */
    static RuntimeException of(String doing, SQLException error) {
        String message = doing + " failed (" + state(error) + "): " + error.getMessage();
        return lasting(error) ? new RefusedRows(message, error) : new StoreUnavailable(message, error);
    }

    /** Whether the same statement fails again, whatever one waits for. */
    static boolean lasting(SQLException error) {
        return state(error).length() == 5 && LASTING.contains(state(error).substring(0, 2));
    }

    private static String state(SQLException error) {
        return error.getSQLState() == null ? "" : error.getSQLState();
    }
}
