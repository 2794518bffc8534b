package maestro.sel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each line of the specification's tables, through the same door as the command line. */
class ConformanceTest {
    static Stream<String> conformance() throws IOException {
        return lines("/sel-conformance.json");
    }

    static Stream<String> quirks() throws IOException {
        return lines("/sel-quirks.json");
    }

    private static Stream<String> lines(String resource) throws IOException {
        try (var in = ConformanceTest.class.getResourceAsStream(resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines()
                    .filter(line -> line.startsWith("{"))
                    .map(line -> line.endsWith(",") ? line.substring(0, line.length() - 1) : line);
        }
    }

    @ParameterizedTest
    @MethodSource("conformance")
    void aLineGivesWhatTheTableSays(String line) throws Exception {
        check(line, object(line));
    }

    @ParameterizedTest
    @MethodSource("quirks")
    void aQuirkIsAsRecommended(String line) throws Exception {
        check(line, (Map<?, ?>) object(line).get("recommended"));
    }

    private static void check(String line, Map<?, ?> expected) throws Exception {
        var answer = object(JsonLines.answer(line));
        for (String member : new String[] {"result", "type", "error"})
            assertThat(answer.get(member)).as(member + " of " + answer).isEqualTo(expected.get(member));
        if (expected.containsKey("message")) assertThat(answer.get("message")).isEqualTo(expected.get("message"));
    }

    private static Map<?, ?> object(String json) throws JsonReader.Malformed {
        return (Map<?, ?>) JsonReader.read(json);
    }
}
