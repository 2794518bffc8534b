package maestro.steps.shell;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import maestro.model.param.Param;

/**
 * The params that a shell step itself understands; all others are the author's.
 *
 * @param script STRING, required
 * @param interpreter STRING, split as a shell splits words; without it the script's {@code #!} line, else
 *     {@code bash -euo pipefail}. The script's file name follows, then {@code args}
 * @param args STRING_ARRAY: arguments of the script; default none
 * @param env STRING_MAP: further environment variables
 * @param workingDir STRING, an existing absolute folder; empty: a fresh one of the attempt's own, removed at the end
 */
record ShellParams(
        String script,
        List<String> interpreter,
        List<String> args,
        Map<String, String> env,
        Optional<String> workingDir) {
    private static final List<String> DEFAULT_INTERPRETER = List.of("bash", "-euo", "pipefail");
    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    static ShellParams read(Map<String, Param> params) throws AuthorError {
        String script = text(params, "script")
                .filter(text -> !text.isBlank())
                .orElseThrow(() -> new AuthorError("A Shell step needs a param 'script' (STRING) that is not empty"));
        return new ShellParams(script, interpreter(params, script), args(params), env(params), workingDir(params));
    }

    private static List<String> interpreter(Map<String, Param> params, String script) throws AuthorError {
        var given = text(params, "interpreter").filter(text -> !text.isBlank());
        if (given.isPresent()) {
            return noNul("interpreter", ShellWords.split(given.get()));
        }
        if (script.startsWith("#!")) {
            var words = ShellWords.split(script.lines().findFirst().orElse("").substring(2));
            if (!words.isEmpty()) {
                return noNul("script", words);
            }
        }
        return DEFAULT_INTERPRETER;
    }

    private static List<String> args(Map<String, Param> params) throws AuthorError {
        return switch (result(params, "args")) {
            case null -> List.of();
            case String[] texts -> noNul("args", present(texts));
            default -> throw new AuthorError("The param 'args' of a Shell step must be a STRING_ARRAY");
        };
    }

    private static List<String> present(String[] args) throws AuthorError {
        for (int i = 0; i < args.length; i++) {
            if (args[i] == null) {
                throw new AuthorError("The param 'args' of a Shell step: element " + i
                        + " is null, which no process can be given; write an empty text if that is meant");
            }
        }
        return List.of(args);
    }

    private static Map<String, String> env(Map<String, Param> params) throws AuthorError {
        var given = result(params, "env");
        if (given == null) {
            return Map.of();
        }
        if (!(given instanceof Map<?, ?> map)) {
            throw new AuthorError("The param 'env' of a Shell step must be a STRING_MAP");
        }
        var env = new LinkedHashMap<String, String>();
        for (var entry : map.entrySet()) {
            String name = String.valueOf(entry.getKey());
            if (!VARIABLE.matcher(name).matches()) {
                throw new AuthorError("The param 'env' names '" + name
                        + "', which no environment variable can be called: use letters, digits and _");
            }
            if (entry.getValue() == null) {
                throw new AuthorError("The param 'env' has null for '" + name
                        + "', which no process can be given; leave the variable out, or make it an empty text");
            }
            env.put(name, noNul("env", List.of(String.valueOf(entry.getValue()))).getFirst());
        }
        return env;
    }

    private static Optional<String> workingDir(Map<String, Param> params) throws AuthorError {
        var given = text(params, "working_dir").filter(text -> !text.isBlank());
        if (given.isEmpty()) {
            return Optional.empty();
        }
        String folder = noNul("working_dir", List.of(given.get())).getFirst();
        if (!folder.startsWith("/")) {
            throw new AuthorError("The param 'working_dir' must be an absolute path, not '" + folder + "'");
        }
        if (path(folder).filter(found -> !Files.isDirectory(found)).isPresent()) {
            throw new AuthorError("The working_dir '" + folder + "' is not a folder on the server's host");
        }
        return Optional.of(folder);
    }

    /**
     * Empty: this JVM, started without a UTF-8 locale, cannot name it; whether it is there shows when it is entered.
     */
    private static Optional<Path> path(String text) {
        try {
            return Optional.of(Path.of(text));
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> text(Map<String, Param> params, String name) throws AuthorError {
        return switch (result(params, name)) {
            case null -> Optional.empty();
            case String text -> Optional.of(text);
            default -> throw new AuthorError("The param '" + name + "' of a Shell step must be a STRING");
        };
    }

    private static Object result(Map<String, Param> params, String name) {
        var param = params.get(name);
        return param == null ? null : param.result();
    }

    private static List<String> noNul(String param, List<String> texts) throws AuthorError {
        if (texts.stream().anyMatch(text -> text.indexOf('\0') >= 0)) {
            throw new AuthorError("The param '" + param + "' holds a NUL character, which no process can be given");
        }
        return texts;
    }

    /** The command line up to the script's file. */
    List<String> command(Path scriptFile) {
        var command = new ArrayList<>(interpreter);
        command.add(scriptFile.toString());
        command.addAll(args);
        return command;
    }
}
