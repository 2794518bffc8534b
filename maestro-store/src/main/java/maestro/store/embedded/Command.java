package maestro.store.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Runs a program to its end. */
final class Command {
    /** Its exit code and all it wrote; {@code -1} when it could not run or took too long. */
    record Result(int code, String output) {
        boolean ok() {
            return code == 0;
        }
    }

    private static final int LIMIT_SECONDS = 120;

    private Command() {}

    /**
     * Output goes to a file and not a pipe: a server that the program leaves behind would hold the pipe open.
     *
     * @param folder where it runs, and where its output is kept meanwhile
     */
    static Result run(Path folder, List<String> prefix, String... command) {
        try {
            Path output = Files.createTempFile("maestro-postgres", ".out");
            try {
                return run(folder, output, Stream.concat(prefix.stream(), Stream.of(command)).toList());
            } finally {
                Files.deleteIfExists(output);
            }
        } catch (IOException error) {
            return new Result(-1, error.getMessage());
        }
    }

    private static Result run(Path folder, Path output, List<String> command) throws IOException {
        var builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(output.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("PG") || name.startsWith("LC_"));
        builder.environment().put("LC_ALL", "C");
        Process process = builder.start();
        try {
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return new Result(-1, command.getFirst() + " took more than " + LIMIT_SECONDS + " s");
            }
        } catch (InterruptedException _) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            return new Result(-1, "interrupted");
        }
        return new Result(process.exitValue(), new String(Files.readAllBytes(output), StandardCharsets.UTF_8).strip());
    }
}
