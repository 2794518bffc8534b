package maestro.runtime.store;

/**
 * The database could not be reached, refused, or did not answer. Whether a commit under way happened is unknown: ask
 * {@link Store#head}.
 */
public final class StoreUnavailable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StoreUnavailable(String message, Throwable cause) {
        super(message, cause);
    }
}
