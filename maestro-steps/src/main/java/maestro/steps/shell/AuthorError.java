package maestro.steps.shell;

/** A mistake in the step's own params or outputs; the message is one sentence for its author. */
final class AuthorError extends Exception {
    private static final long serialVersionUID = 1L;

    AuthorError(String message) {
        super(message);
    }
}
