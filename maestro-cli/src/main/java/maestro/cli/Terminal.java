package maestro.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Where a command writes and what it knows about the place. Output is UTF-8 whatever the locale says: JSON and logs must
 * not lose characters.
 *
 * @param interactive whether standard output is a terminal that understands ANSI sequences
 * @param rows height in lines, meaningful when interactive; likewise {@code columns}, 0 when not known
 */
record Terminal(
        InputStream in, PrintStream out, PrintStream err, Map<String, String> env, boolean interactive, int rows, int columns) {
    /**
     * Set by the launcher to "rows columns" when standard output is a terminal, with "ascii" behind it when the locale
     * was another than the one it set.
     */
    private static final String SIZE = "MAESTRO_TERMINAL";

    static Terminal ofProcess() {
        var env = System.getenv();
        var size = env.getOrDefault(SIZE, "").split(" ");
        return new Terminal(
                System.in,
                stream(FileDescriptor.out),
                stream(FileDescriptor.err),
                env,
                !size[0].isEmpty() && !"dumb".equals(env.get("TERM")),
                number(size, 0, 24),
                number(size, 1, 0));
    }

    private static int number(String[] words, int at, int otherwise) {
        return at < words.length && words[at].matches("[1-9][0-9]{0,3}") ? Integer.parseInt(words[at]) : otherwise;
    }

    /**
     * Asks whether to go on.
     *
     * @throws CliFailure USAGE unless the answer is yes; an end of the input is none
     */
    void confirm(String text) {
        err.println(Printable.block(text));
        err.print("Go on? [y/N] ");
        err.flush();
        var answer = new StringBuilder();
        try {
            for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) answer.append((char) c);
        } catch (IOException _) {
            // no answer
        }
        if (answer.toString().strip().matches("(?i)y|yes")) return;
        err.println();
        throw new CliFailure(Exit.USAGE, "nothing was done", "Answer y, or give --yes.");
    }

    /** Colours are wanted: a terminal, and NO_COLOR is unset or empty. */
    boolean colour() {
        return interactive && env.getOrDefault("NO_COLOR", "").isEmpty();
    }

    /** Whether the locale promises that symbols beyond ASCII are shown. */
    boolean symbols() {
        if (env.getOrDefault(SIZE, "").endsWith(" ascii")) return false;
        return Stream.of("LC_ALL", "LC_CTYPE", "LANG")
                .map(name -> env.getOrDefault(name, ""))
                .filter(value -> !value.isEmpty())
                .findFirst()
                .map(value -> value.toUpperCase(Locale.ROOT).replace("-", "").contains("UTF8"))
                .orElse(false);
    }

    private static PrintStream stream(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), true, UTF_8);
    }
}
