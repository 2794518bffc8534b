package maestro.runtime.store;

/** The database will never take one of the rows of a batch; nothing was written. */
public final class RefusedRows extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    public RefusedRows(String message, Throwable cause) {
        super(message, cause);
    }
}
