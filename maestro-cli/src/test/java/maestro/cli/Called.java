package maestro.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.Map;

/** One command line, run in this process: its exit code and what it printed. */
record Called(int exit, String out, String err) {
    static Called maestro(String... arguments) {
        return maestro(Map.of("MAESTRO_USER", "amy"), arguments);
    }

    static Called maestro(Map<String, String> env, String... arguments) {
        return on(false, env, arguments);
    }

    static Called on(boolean interactive, Map<String, String> env, String... arguments) {
        return on("", interactive, env, arguments);
    }

    /** @param input what the user types */
    static Called on(String input, boolean interactive, Map<String, String> env, String... arguments) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        var terminal = new Terminal(
                new ByteArrayInputStream(input.getBytes(UTF_8)), new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8), env, interactive, 24, 0);
        int exit = MaestroCommand.run(terminal, arguments);
        return new Called(exit, out.toString(UTF_8), err.toString(UTF_8));
    }
}
