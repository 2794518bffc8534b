package maestro.steps.shell;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A process that leads a session of its own, with an empty input and its output in two pipes. Thread-safe. */
interface Child {
    /** Linux's numbers of the errors that the author of a command can mend. */
    int NO_SUCH_FILE = 2;
    int TOO_BIG = 7;
    int NOT_A_PROGRAM = 8;
    int NOT_ALLOWED = 13;
    int NOT_A_FOLDER = 20;

    long pid();

    InputStream out();

    InputStream err();

    /** @return the exit code, or 128 and the number of the signal that ended it */
    int await() throws InterruptedException;

    /** SIGKILL to the process alone, if it has not ended. */
    void kill();

    /** @throws AuthorError when there is no such program, or command line and environment are too large */
    static Child start(List<String> command, String workingDir, Map<String, String> environment)
            throws IOException, AuthorError {
        var line = new ArrayList<>(command);
        line.set(0, program(command.getFirst(), environment.get("PATH")));
        try {
            return LibC.canSpawn()
                    ? NativeChild.spawn(line, workingDir, environment)
                    : JdkChild.spawn(line, workingDir, environment);
        } catch (SpawnError refused) {
            switch (refused.number()) {
                case TOO_BIG -> throw new AuthorError(
                        "The params 'args' and 'env' are too large for a process; put them into a file");
                case NO_SUCH_FILE, NOT_A_PROGRAM, NOT_ALLOWED, NOT_A_FOLDER ->
                    throw new AuthorError("The interpreter '" + line.getFirst() + "' cannot be run in " + workingDir + ": "
                            + refused.getMessage());
                default -> throw refused;
            }
        }
    }

    private static String program(String name, String path) throws AuthorError {
        if (name.indexOf('/') >= 0) {
            return name;
        }
        for (String folder : path.split(":")) {
            try {
                var file = Path.of(folder, name);
                if (Files.isExecutable(file) && !Files.isDirectory(file)) {
                    return file.toString();
                }
            } catch (InvalidPathException e) {
                continue; // beyond ASCII, and this JVM was started without a UTF-8 locale
            }
        }
        throw new AuthorError("There is no program '" + name + "' in the folders of PATH (" + path + ")");
    }
}
