package maestro.cli;

/** Exit codes of the command; they are API: scripts rely on them (docs/cli.md). */
enum Exit {
    OK(0, "it worked; for `run` and `watch`: the run succeeded"),
    RUN_FAILED(1, "the run ended FAILED, STOPPED or TIMED_OUT"),
    USAGE(2, "the command line or a file given to it is wrong; nothing was sent"),
    NOT_FOUND(3, "the server knows no such workflow, version, instance or step"),
    REFUSED(4, "the server refused the request: the message says what to change"),
    UNREACHABLE(5, "no server answers"),
    SERVER_ERROR(6, "the server failed or is not ready; the same call may succeed later"),
    NOT_STARTED(7, "`server`, `dev` or the server inside `run` could not start"),
    INTERNAL(70, "a defect in the command itself"),
    INTERRUPTED(130, "ended by Ctrl-C");

    private final int code;
    private final String meaning;

    Exit(int code, String meaning) {
        this.code = code;
        this.meaning = meaning;
    }

    int code() {
        return code;
    }

    String meaning() {
        return meaning;
    }
}
