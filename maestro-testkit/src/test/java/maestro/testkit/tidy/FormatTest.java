package maestro.testkit.tidy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The format of sources, as far as a machine can judge it without rewriting them; see docs/decisions/formatting.md. */
class FormatTest {
    private static final int COLUMNS_MAX = 120;

    /** Modules whose lines still have up to 130 columns. */
    private static final Pattern WIDER = Pattern.compile("/maestro-(cli|core|runtime|server)/");

    private static final int WIDER_MAX = 130;

    /** Files with lines of code that are as wide as that, too; nothing may join them. */
    private static final Set<String> WIDE = Set.of(
            "Access",
            "AsideTable",
            "BriefContract",
            "Budget",
            "CatchUp",
            "CellQueries",
            "ChaosFaults",
            "Child",
            "DslWorkflow",
            "HttpAttempt",
            "InstanceListsContract",
            "JobTemplateTable",
            "Json",
            "ListsContract",
            "Marks",
            "MemoryBriefReads",
            "MemoryReads",
            "MemorySignals",
            "Options",
            "PostgresSignals",
            "ResponseBody",
            "RunList",
            "RunSearch",
            "RunTable",
            "RunTagTable",
            "RunWalk",
            "Scenarios",
            "ShellProcess",
            "ShortFormPaths",
            "SignalSearch",
            "SignalsContract",
            "SimNode",
            "SourceDocument",
            "Truth",
            "Typing",
            "YamlTree");

    private static final Pattern IMPORT = Pattern.compile("import (static )?([\\w.]+?)(?:\\.(\\w+))?;");

    private record Source(Path path, String text) {
        List<String> lines() {
            return text.lines().toList();
        }
    }

    private static List<Source> sources() {
        try (Stream<Path> files = Files.find(
                Path.of(".."),
                20,
                (path, _) -> path.toString().endsWith(".java")
                        && path.toString().contains("/src/")
                        && !path.toString().contains("/target/"))) {
            var sources = new ArrayList<Source>();
            for (Path file : files.sorted().toList()) {
                sources.add(new Source(file, Files.readString(file)));
            }
            return sources;
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static List<String> findings(Function<Source, List<String>> rule) {
        return sources().stream()
                .flatMap(source -> rule.apply(source).stream().map(what -> source.path() + ": " + what))
                .toList();
    }

    private static List<String> lines(Source source, Predicate<String> wrong) {
        var found = new ArrayList<String>();
        var lines = source.lines();
        for (int i = 0; i < lines.size(); i++) {
            if (wrong.test(lines.get(i))) {
                found.add("line " + (i + 1));
            }
        }
        return found;
    }

    /** Tables in tests may be as wide as they need. */
    @Test
    void linesOfMainSourcesFit() {
        assertThat(findings(source -> source.path().toString().contains("/src/main/")
                        ? lines(source, line -> line.length() > columns(source))
                        : List.of()))
                .isEmpty();
    }

    private static int columns(Source source) {
        String path = source.path().toString();
        String name = source.path().getFileName().toString().replace(".java", "");
        return WIDER.matcher(path).find() || WIDE.contains(name) ? WIDER_MAX : COLUMNS_MAX;
    }

    @Test
    void linesHoldNoTabsOrTrailingBlanks() {
        assertThat(findings(source -> lines(source, line -> line.indexOf('\t') >= 0 || line.endsWith(" "))))
                .isEmpty();
    }

    @Test
    void filesEndWithOneLineBreakAndUseNoOtherKind() {
        assertThat(findings(source -> source.text().endsWith("\n")
                                && !source.text().endsWith("\n\n")
                                && source.text().indexOf('\r') < 0
                        ? List.of()
                        : List.of("line breaks")))
                .isEmpty();
    }

    @Test
    void noTwoBlankLinesFollowEachOther() {
        assertThat(findings(source -> source.text().contains("\n\n\n") ? List.of("two blank lines") : List.of()))
                .isEmpty();
    }

    @Test
    void importsAreSortedStaticOnesFirst() {
        assertThat(findings(source -> {
                    var imports = source.lines().stream()
                            .filter(line -> line.startsWith("import "))
                            .map(line -> line.substring(0, line.length() - 1))
                            .toList();
                    var fixed = imports.stream().filter(line -> line.startsWith("import static ")).sorted();
                    var usual = imports.stream().filter(line -> !line.startsWith("import static ")).sorted();
                    return imports.equals(Stream.concat(fixed, usual).toList()) ? List.of() : List.of("imports");
                }))
                .isEmpty();
    }

    @Test
    void everyImportIsUsed() {
        assertThat(findings(source -> {
                    String code = source.text().replaceAll("(?m)^import .*$", "");
                    return source.lines().stream()
                            .map(IMPORT::matcher)
                            .filter(match -> match.matches() && match.group(3) != null)
                            .map(match -> match.group(3))
                            .filter(name -> !Pattern.compile("\\b" + name + "\\b").matcher(code).find())
                            .map(name -> "unused " + name)
                            .toList();
                }))
                .isEmpty();
    }
}
