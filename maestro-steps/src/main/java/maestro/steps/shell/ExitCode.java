package maestro.steps.shell;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import maestro.runtime.step.StepResult.Failed;
import maestro.runtime.step.StepResult.Failure;

/** What the end of a script means for its step. */
final class ExitCode {
    /** How a script says "fatal, do not retry". */
    static final int FATAL = 99;

    /** Name of the artifact with {@code exit_code} and, when a signal ended the script, {@code signal}. */
    static final String ARTIFACT = "maestro_shell";

    private static final int SIGNALLED = 128;
    private static final int SIGPIPE = 13;
    private static final String[] SIGNALS = {
        "", "SIGHUP", "SIGINT", "SIGQUIT", "SIGILL", "SIGTRAP", "SIGABRT", "SIGBUS", "SIGFPE", "SIGKILL", "SIGUSR1",
        "SIGSEGV", "SIGUSR2", "SIGPIPE", "SIGALRM", "SIGTERM", "SIGSTKFLT", "SIGCHLD", "SIGCONT", "SIGSTOP", "SIGTSTP",
        "SIGTTIN", "SIGTTOU", "SIGURG", "SIGXCPU", "SIGXFSZ", "SIGVTALRM", "SIGPROF", "SIGWINCH", "SIGIO", "SIGPWR",
        "SIGSYS"
    };

    private ExitCode() {}

    /**
     * The failure of a script that did not end with 0. A shell whose command was killed ends with the same code as one
     * that was killed itself, and both are the platform's; but 141 is what {@code pipefail} makes of
     * {@code yes | head -1}, and so the author's.
     */
    static Failed failure(int code, List<String> lastErrors) {
        var signal = signal(code);
        var failure = code == FATAL ? Failure.FATAL : signal.isPresent() ? Failure.PLATFORM : Failure.USER;
        String what = signal.map(name -> "The script was killed by " + name + " (exit code " + code + ")")
                .orElseGet(() -> "The script ended with exit code " + code + meaning(code));
        String tail = lastErrors.isEmpty()
                ? " and wrote nothing to stderr"
                : "; last lines of stderr:\n" + String.join("\n", lastErrors);
        return new Failed(failure, what + tail, List.of(), artifacts(code));
    }

    static Map<String, Map<String, Object>> artifacts(int code) {
        var shell = new LinkedHashMap<String, Object>();
        shell.put("exit_code", (long) code);
        signal(code).ifPresent(name -> shell.put("signal", name));
        return Map.of(ARTIFACT, shell);
    }

    private static Optional<String> signal(int code) {
        int number = code - SIGNALLED;
        return number > 0 && number < SIGNALS.length && number != SIGPIPE
                ? Optional.of(SIGNALS[number])
                : Optional.empty();
    }

    private static String meaning(int code) {
        return switch (code) {
            case FATAL -> " (fatal, not retried)";
            case 126 -> " (a command cannot be executed)";
            case 127 -> " (a command was not found)";
            case SIGNALLED + SIGPIPE -> " (a pipe was closed early)";
            default -> "";
        };
    }
}
