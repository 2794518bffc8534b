package maestro.testkit.tidy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page of faults names tests that exist. */
class ReliabilityPageTest {
    private static final Path ROOT = Path.of("..");
    private static final Pattern NAME = Pattern.compile("`(?:(\\w+(?:Test|Contract))(?:\\.(\\w+))?|([a-z]\\w{15,}))`");
    private static final Pattern ROW = Pattern.compile("\\| (\\d+) \\| .+");
    /** Numbers 25 to 45 are those of faults whose features have no table row yet. */
    private static final List<Integer> FAULTS =
            IntStream.concat(IntStream.rangeClosed(1, 24), IntStream.rangeClosed(46, 51)).boxed().toList();

    private static Map<String, String> tests() throws IOException {
        var tests = new HashMap<String, String>();
        try (Stream<Path> modules = Files.list(ROOT)) {
            for (Path module : modules.filter(path -> Files.isDirectory(path.resolve("src"))).toList())
                try (Stream<Path> files = Files.walk(module.resolve("src"))) {
                    for (Path file : files.filter(path -> path.toString().matches(".*(Test|Contract)\\.java")).toList())
                        tests.put(file.getFileName().toString().replace(".java", ""), Files.readString(file));
                }
        }
        return tests;
    }

    @Test
    void eachFaultHasItsTests() throws IOException {
        var tests = tests();
        var missing = new ArrayList<String>();
        var numbers = new ArrayList<Integer>();
        String last = "";
        for (String line : Files.readAllLines(ROOT.resolve("docs").resolve("reliability.md"))) {
            var row = ROW.matcher(line);
            boolean fault = row.matches();
            if (fault) numbers.add(Integer.valueOf(row.group(1)));
            int named = 0;
            var names = NAME.matcher(line);
            while (names.find()) {
                named++;
                String type = names.group(1) == null ? last : names.group(1);
                String method = names.group(1) == null ? names.group(3) : names.group(2);
                last = type;
                String source = tests.getOrDefault(type, "");
                if (source.isEmpty() || method != null && !source.contains("void " + method + "("))
                    missing.add(names.group());
            }
            if (fault && named == 0) missing.add("fault " + row.group(1) + " has no test");
        }
        assertThat(missing).isEmpty();
        assertThat(numbers).isEqualTo(FAULTS);
    }
}
