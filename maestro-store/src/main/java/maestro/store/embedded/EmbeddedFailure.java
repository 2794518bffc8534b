package maestro.store.embedded;

/** Why the embedded database cannot be used, in one sentence for whoever started the server. */
public final class EmbeddedFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    EmbeddedFailure(String message, Throwable cause) {
        super(message, cause);
    }

    EmbeddedFailure(String message) {
        super(message);
    }
}
