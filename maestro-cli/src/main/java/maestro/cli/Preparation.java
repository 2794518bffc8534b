package maestro.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the launcher has done with a program that was just built, before its first use. */
final class Preparation {
    private Preparation() {}

    /** @param arguments the folder of the program, with its jars in {@code lib} */
    public static void main(String[] arguments) throws IOException {
        var program = Path.of(arguments[0]);
        QuickAnswers.write(program.resolve("quick"));
        try (var jars = Files.list(program.resolve("lib"))) {
            for (var jar : jars.filter(file -> file.toString().endsWith(".jar")).toList()) OldClasses.renew(jar);
        }
    }
}
