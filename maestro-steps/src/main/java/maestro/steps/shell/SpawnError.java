package maestro.steps.shell;

import java.io.IOException;

/** The operating system would not start a process. */
final class SpawnError extends IOException {
    private static final long serialVersionUID = 1L;

    private final int number;

    SpawnError(int number, String message) {
        super(message);
        this.number = number;
    }

    /** Linux's number of the error; 0 when it is not known. */
    int number() {
        return number;
    }
}
