package maestro.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;

/**
 * Writes what the launcher answers by itself: the version, completion scripts and the help of each command, as files
 * named {@code version}, {@code answer.completion.bash}, {@code help.workflow.push}; below {@code colour} the same for
 * terminals.
 */
final class QuickAnswers {
    private final Path folder;
    private final boolean colour;

    private QuickAnswers(Path folder, boolean colour) {
        this.folder = folder;
        this.colour = colour;
    }

    /** @param arguments the folder, which may not be there yet */
    public static void main(String[] arguments) throws IOException {
        write(Path.of(arguments[0]));
    }

    static void write(Path folder) throws IOException {
        new QuickAnswers(folder, false).write();
        new QuickAnswers(folder.resolve("colour"), true).write();
    }

    private void write() throws IOException {
        Files.createDirectories(folder);
        answer("version", "--version");
        answer("answer.completion.bash", "completion", "bash");
        answer("answer.completion.zsh", "completion", "zsh");
        var nowhere = new PrintStream(OutputStream.nullOutputStream());
        help(MaestroCommand.line(terminal(nowhere)), List.of());
    }

    private void help(CommandLine command, List<String> words) throws IOException {
        var line = new ArrayList<>(words);
        line.add("--help");
        answer(String.join(".", words.isEmpty() ? "help" : "help." + String.join(".", words)),
                line.toArray(String[]::new));
        for (var below : command.getSubcommands().entrySet()) {
            var deeper = new ArrayList<>(words);
            deeper.add(below.getKey());
            help(below.getValue(), deeper);
        }
    }

    private void answer(String name, String... arguments) throws IOException {
        var out = new ByteArrayOutputStream();
        int code = MaestroCommand.run(terminal(new PrintStream(out, true, UTF_8)), arguments);
        if (code == Exit.OK.code()) Files.write(folder.resolve(name), out.toByteArray());
    }

    private Terminal terminal(PrintStream out) {
        return new Terminal(InputStream.nullInputStream(), out, out, Map.of(), colour, 24, 80);
    }
}
