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
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Each rule that a source or a document refers to by page and section stands in docs/behaviour. */
class ReferencesTest {
    private static final Path ROOT = Path.of("..");
    private static final Path PAGES = ROOT.resolve("docs/behaviour");
    private static final Pattern HEADING = Pattern.compile("^#{2,3} (\\d+(?:\\.\\d+)?)\\.? ", Pattern.MULTILINE);

    /** A page, and the sections named right behind it, across the line breaks of a comment. */
    private static final Pattern REFERENCE =
            Pattern.compile("([a-z-]+)\\.md((?:[\\s,(*/]*(?:(?:and|to) )?§\\d+(?:\\.\\d+)*)+)");

    private static final Pattern SECTION = Pattern.compile("§(\\d+(?:\\.\\d+)*)");
    private static final Set<String> KINDS = Set.of("java", "sql", "ts", "tsx", "txt", "yaml", "md");

    private static Map<String, Set<String>> headings() {
        var pages = new TreeMap<String, Set<String>>();
        for (Path page : below(PAGES)) {
            String name = page.getFileName().toString().replace(".md", "");
            pages.put(name, HEADING.matcher(read(page)).results().map(found -> found.group(1)).collect(Collectors.toSet()));
        }
        return pages;
    }

    private static List<Path> sources() {
        try (Stream<Path> folders = Files.list(ROOT)) {
            var sources = new ArrayList<Path>();
            for (Path folder : folders.filter(Files::isDirectory).sorted().toList()) {
                String name = folder.getFileName().toString();
                if (name.equals("docs")) {
                    sources.addAll(below(folder));
                } else if (name.startsWith("maestro-") && Files.isDirectory(folder.resolve("src"))) {
                    sources.addAll(below(folder.resolve("src")));
                }
            }
            return sources;
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static List<Path> below(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !file.toString().contains("node_modules"))
                    .filter(file -> KINDS.contains(ending(file)))
                    .sorted()
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static String ending(Path file) {
        String name = file.getFileName().toString();
        return name.substring(name.lastIndexOf('.') + 1);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static List<String> unresolved(String where, String text, Map<String, Set<String>> pages) {
        var missing = new ArrayList<String>();
        REFERENCE.matcher(text).results().forEach(found -> {
            var sections = pages.getOrDefault(found.group(1), Set.of());
            SECTION.matcher(found.group(2))
                    .results()
                    .map(section -> section.group(1))
                    .filter(section -> !sections.contains(section))
                    .forEach(section -> missing.add(where + ": " + found.group(1) + ".md §" + section));
        });
        return missing;
    }

    @Test
    void aPageAndASectionThatAreNamedAreThere() {
        var pages = headings();
        assertThat(sources())
                .hasSizeGreaterThan(500)
                .flatMap(file -> unresolved(ROOT.relativize(file).toString(), read(file), pages))
                .isEmpty();
    }

    @Test
    void aReferenceToNothingIsFound() {
        var pages = Map.of("execution", Set.of("6", "6.4"));
        assertThat(unresolved("a", "(execution.md §6, §6.4\n * and §6.5; other" + ".md §1)", pages))
                .containsExactly("a: execution.md §6.5", "a: other" + ".md §1");
    }
}
