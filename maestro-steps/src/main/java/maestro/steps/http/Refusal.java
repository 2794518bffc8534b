package maestro.steps.http;

/** What no retry mends: a bad param, a host that must not be called, a response too large. One sentence for people. */
final class Refusal extends Exception {
    private static final long serialVersionUID = 1L;

    Refusal(String message) {
        super(message);
    }
}
