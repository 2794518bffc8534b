package maestro.bench;

import java.io.IOException;
import java.io.UncheckedIOException;

/** Signals to processes of this machine. */
final class Signals {
    private Signals() {}

    /** @param signal such as {@code KILL} or {@code STOP}; a process that is gone already is fine */
    static void send(String signal, long pid) {
        try {
            new ProcessBuilder("kill", "-" + signal, Long.toString(pid))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .onExit()
                    .join();
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }
}
