package maestro.testkit.tidy;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/** The shape of main sources: methods that fit a screen, and packages that do not use each other in circles. */
class ShapeTest {
    private static final int METHOD_MAX = 40;
    private static final Pattern PACKAGE = Pattern.compile("^package ([\\w.]+);", Pattern.MULTILINE);
    private static final Pattern USED = Pattern.compile("(?<![.\\w])(maestro(?:\\.[a-z]\\w*)+)\\.[A-Z]");
    private static final Pattern COMMENT = Pattern.compile("/\\*.*?\\*/|//[^\\n]*", Pattern.DOTALL);

    /** Switches with one short case per kind, which are easier to read in one piece, and what is still to be split. */
    private static final Set<String> LONG_METHODS = Set.of(
            "Curves.steady",
            "EvolveStep.apply",
            "EvolveWorkflow.apply",
            "Json.node",
            "LetterJson.read",
            "LetterJson.write",
            "Projection.row",
            "Projection.take",
            "Recovery.run",
            "Rules.take",
            "ShardLoop.turns",
            "SignalEvolve.change",
            "StepJson.bytes",
            "SubworkflowRules.begin",
            "WorkflowCommands.list");

    /** They use each other in circles; nothing may join them. */
    private static final Set<String> ENTANGLED = Set.of(
            "maestro.core.permit",
            "maestro.core.row",
            "maestro.core.signal");

    private static List<Path> mainSources() {
        try (Stream<Path> files = Files.walk(Path.of(".."))) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> file.toString().contains("/src/main/java/"))
                    .filter(file -> !file.toString().contains("/target/"))
                    .sorted()
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static List<String> longMethods(List<Path> sources) throws IOException {
        var compiler = ToolProvider.getSystemJavaCompiler();
        try (var files = compiler.getStandardFileManager(null, null, null)) {
            var task = (JavacTask)
                    compiler.getTask(null, files, null, List.of("-proc:none"), null, files.getJavaFileObjectsFromPaths(sources));
            var found = new TreeSet<String>();
            for (var unit : task.parse()) {
                new Measure(unit, Trees.instance(task), found).scan(unit, "");
            }
            return List.copyOf(found);
        }
    }

    /** Collects {@code Class.method} of each method with too many lines, its annotations included. */
    private static final class Measure extends TreeScanner<Void, String> {
        private final CompilationUnitTree unit;
        private final Trees trees;
        private final Set<String> found;

        private Measure(CompilationUnitTree unit, Trees trees, Set<String> found) {
            this.unit = unit;
            this.trees = trees;
            this.found = found;
        }

        @Override
        public Void visitClass(ClassTree type, String outer) {
            String name = type.getSimpleName().isEmpty() ? outer : type.getSimpleName().toString();
            return super.visitClass(type, name);
        }

        @Override
        public Void visitMethod(MethodTree method, String type) {
            var at = trees.getSourcePositions();
            var lines = unit.getLineMap();
            long end = at.getEndPosition(unit, method);
            if (end >= 0 && lines.getLineNumber(end) - lines.getLineNumber(at.getStartPosition(unit, method)) >= METHOD_MAX) {
                found.add(type + "." + method.getName());
            }
            return super.visitMethod(method, type);
        }
    }

    private static Map<String, Set<String>> uses(List<Path> sources) throws IOException {
        var uses = new TreeMap<String, Set<String>>();
        for (Path source : sources) {
            String text = COMMENT.matcher(Files.readString(source)).replaceAll("");
            var itself = PACKAGE.matcher(text);
            if (itself.find()) {
                var used = uses.computeIfAbsent(itself.group(1), _ -> new TreeSet<>());
                USED.matcher(text).results().map(match -> match.group(1)).forEach(used::add);
                used.remove(itself.group(1));
            }
        }
        return uses;
    }

    /** The packages from which one gets back to the same package. */
    private static Set<String> entangled(Map<String, Set<String>> uses) {
        var circles = new TreeSet<String>();
        for (String start : uses.keySet()) {
            var seen = new HashMap<String, Boolean>();
            var open = new ArrayList<>(uses.get(start));
            while (!open.isEmpty()) {
                String next = open.removeLast();
                if (seen.put(next, true) == null) {
                    open.addAll(uses.getOrDefault(next, Set.of()));
                }
            }
            if (seen.containsKey(start)) {
                circles.add(start);
            }
        }
        return circles;
    }

    @Test
    void methodsFitAScreen() throws IOException {
        assertThat(longMethods(mainSources())).filteredOn(method -> !LONG_METHODS.contains(method)).isEmpty();
    }

    @Test
    void packagesDoNotUseEachOtherInCircles() throws IOException {
        assertThat(entangled(uses(mainSources()))).filteredOn(name -> !ENTANGLED.contains(name)).isEmpty();
    }
}
