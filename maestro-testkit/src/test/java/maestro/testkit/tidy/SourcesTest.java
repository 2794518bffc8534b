package maestro.testkit.tidy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The rules of docs/architecture.md about modules and purity, and those about size and sleep, read from the sources. */
class SourcesTest {
    private static final Path ROOT = Path.of("..");
    private static final int LINES_MAX = 400;
    private static final Pattern OWN_NAME = Pattern.compile("(?<![.\\w])maestro\\.(\\w+)\\.");

    /** Which modules each may use; a package's first word after {@code maestro} is its module. */
    private static final Map<String, Set<String>> MAY_USE = Map.of(
            "sel", Set.of(),
            "model", Set.of(),
            "core", Set.of("model", "sel"),
            "runtime", Set.of("model", "core", "sel"),
            "store", Set.of("model", "core", "runtime"),
            "steps", Set.of("model", "core", "runtime", "sel"),
            "cli", Set.of("model", "sel", "core", "runtime", "store", "steps", "server"),
            "server", Set.of("model", "core", "runtime", "store", "steps", "sel"),
            "testkit", Set.of("model", "core", "runtime", "store", "sel"));

    /** What the pure modules must not even name; time, chance and ids come in from outside. */
    private static final List<String> IMPURE = List.of(
            "System.currentTimeMillis(",
            "System.nanoTime(",
            "Instant.now(",
            "LocalDate.now(",
            "ZonedDateTime.now(",
            "Clock.system",
            "InstantSource.system",
            "Math.random(",
            "new Random(",
            "new SecureRandom(",
            "ThreadLocalRandom",
            "UUID.randomUUID(",
            "Thread.",
            "new Thread",
            "Executor",
            "java.sql",
            "java.net.",
            "java.nio.file",
            "java.io.File",
            "System.Logger",
            "System.getLogger",
            "org.slf4j",
            "System.out",
            "System.err",
            "System.getenv(",
            "System.getProperty(");

    /** What may be named though it looks impure, and why. */
    private static final Set<String> ALLOWED = Set.of(
            "maestro-core/WorkflowDefaults.java System.currentTimeMillis("); // the text of a param's expression

    private record Source(String module, boolean test, Path path, List<String> lines) {
        String name() {
            return "maestro-" + module + "/" + path.getFileName();
        }
    }

    private static List<Source> sources() {
        try (Stream<Path> modules = Files.list(ROOT)) {
            var sources = new ArrayList<Source>();
            for (Path module : modules.sorted().toList()) {
                String name = module.getFileName().toString();
                if (name.startsWith("maestro-") && Files.isDirectory(module.resolve("src"))) {
                    read(name.substring("maestro-".length()), module.resolve("src/main/java"), false, sources);
                    read(name.substring("maestro-".length()), module.resolve("src/test/java"), true, sources);
                }
            }
            return sources;
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static void read(String module, Path folder, boolean test, List<Source> into) throws IOException {
        if (Files.isDirectory(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.filter(path -> path.toString().endsWith(".java")).sorted().toList()) {
                    into.add(new Source(module, test, file, Files.readAllLines(file)));
                }
            }
        }
    }

    private static List<String> findings(java.util.function.BiFunction<Source, String, List<String>> rule) {
        var found = new ArrayList<String>();
        for (var source : sources()) {
            for (String line : source.lines()) {
                rule.apply(source, line).forEach(what -> found.add(source.name() + " " + what));
            }
        }
        return found.stream().distinct().toList();
    }

    private static boolean comment(String line) {
        String text = line.strip();
        return text.startsWith("*") || text.startsWith("/*") || text.startsWith("//");
    }

    @Test
    void allModulesAreRead() {
        assertThat(sources().stream().map(Source::module).distinct())
                .contains("cli", "core", "model", "runtime", "sel", "server", "steps", "store", "testkit");
    }

    @Test
    void modulesUseEachOtherOneWay() {
        assertThat(findings((source, line) -> {
                    if (source.test() || comment(line) || !MAY_USE.containsKey(source.module())) {
                        return List.of();
                    }
                    return OWN_NAME.matcher(line)
                            .results()
                            .map(match -> match.group(1))
                            .filter(MAY_USE::containsKey)
                            .filter(used -> !used.equals(source.module())
                                    && !MAY_USE.get(source.module()).contains(used))
                            .map(used -> "uses " + used)
                            .toList();
                }))
                .isEmpty();
    }

    @Test
    void theRulesArePure() {
        var pure = Set.of("model", "core");
        assertThat(findings((source, line) -> source.test() || comment(line) || !pure.contains(source.module())
                        ? List.of()
                        : IMPURE.stream().filter(line::contains).toList()))
                .filteredOn(finding -> !ALLOWED.contains(finding))
                .isEmpty();
    }

    @Test
    void noFileIsTooLong() {
        assertThat(sources().stream()
                        .filter(source -> source.lines().size() > LINES_MAX)
                        .map(source -> source.name() + " " + source.lines().size()))
                .isEmpty();
    }

    @Test
    void noTestSleeps() {
        assertThat(findings((source, line) -> source.test() && !comment(line)
                                && (line.contains("Thread.sleep(") || line.contains("SECONDS.sleep("))
                        ? List.of("sleeps")
                        : List.of()))
                .filteredOn(finding -> !finding.startsWith("maestro-testkit/SourcesTest.java"))
                .isEmpty();
    }
}
