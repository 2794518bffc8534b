package maestro.steps.shell;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/**
 * What the shell runtime is given by the wiring.
 *
 * @param enabled {@code steps.shell.enabled}; when false every step fails and says so
 * @param processesMax processes at once; at least 1, others wait in order of arrival
 * @param folder for records of running processes and the temp folders of attempts; made when missing, readable by the
 *     server's user only; one server's own
 * @param passedNames names of the server's environment that scripts see besides PATH, HOME, LANG, TZ and USER
 * @param serverEnvironment the server's environment
 */
public record ShellConfig(
        boolean enabled,
        int processesMax,
        Path folder,
        Set<String> passedNames,
        Map<String, String> serverEnvironment) {
    public ShellConfig {
        if (processesMax < 1) {
            throw new IllegalArgumentException("At least one process at once, not " + processesMax);
        }
        folder = requireNonNull(folder).toAbsolutePath();
        passedNames = Set.copyOf(passedNames);
        serverEnvironment = Map.copyOf(serverEnvironment);
    }
}
