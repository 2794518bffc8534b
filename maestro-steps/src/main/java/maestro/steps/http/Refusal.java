package maestro.steps.http;

/** What no retry mends: a bad param, a host that must not be called, a response too large. One sentence for people. */
final class Refusal extends Exception {
    private static final long serialVersionUID = 1L;

    private final int status;

    Refusal(String message) {
        this(message, ResponseParams.NO_STATUS);
    }

    /** @param status of the response that cannot be taken */
    Refusal(String message, int status) {
        super(message);
        this.status = status;
    }

    int status() {
        return status;
    }
}
