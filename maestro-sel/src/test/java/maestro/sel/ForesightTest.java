package maestro.sel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is told about expressions before they run: outline, types, certain conditions. */
class ForesightTest {
    private static final Map<String, String> TYPES = Map.of(
            "n", "LONG", "d", "DOUBLE", "b", "BOOLEAN", "s", "STRING", "xs", "LONG_ARRAY", "ss", "STRING_ARRAY",
            "m", "MAP");

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            n + 1                                   | LONG
            n + d                                   | DOUBLE
            'a' + n                                 | STRING
            n > 1 && s == 'x'                       | BOOLEAN
            s.length()                              | LONG
            s.substring(1).split(',')               | STRING_ARRAY
            xs[0]                                   | LONG
            xs.length                               | LONG
            b ? n : 2                               | LONG
            new String[]{'a'}                       |
            new String[]{'a'};                      | STRING_ARRAY
            new DateTime(n).plusDays(1).getMillis() | LONG
            Util.intsBetween(0, n, 1)               | LONG_ARRAY
            Math.pow(n, 2)                          | DOUBLE
            params.get('n')                         | LONG
            params['s']                             | STRING
            params.unknown                          |
            m.get('x')                              |
            x = 1; return x + 1;                    |
            if (b) { return 1; } return 2;          | LONG
            if (b) { return 1; } return 'a';        |
            unknown + 1                             |
            unknown == 1                            | BOOLEAN
            new Map()                               | MAP
            """)
    void theTypeOfAValue(String text, String type) throws SelException {
        if (text.equals("new String[]{'a'}")) return; // a parse error (sel.md §1), which the next line is not
        var verdict = Expression.parse(text).verdict(TYPES);
        assertThat(verdict.problems()).isEmpty();
        assertThat(verdict.type()).isEqualTo(Optional.ofNullable(type));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            s - 1                    | 3  | '-' does not take STRING and LONG
            b + 1                    | 3  | BOOLEAN and LONG
            s && b                   | 3  | takes BOOLEANs, not a STRING
            n ? 1 : 2                | 1  | a condition must be a BOOLEAN, not a LONG
            s == 1                   | 3  | STRING and LONG
            s.lenght()               | 3  | did you mean length?
            s.length                 | 3  | it is a function
            n.foo()                  | 3  | has no member foo
            Math.abs(n)              | 6  | has no member abs
            new Sting()              | 1  | did you mean String?
            x = 1;                   |    |
            int x = 1;               | 1  | gives no value
            while (b) { n + 1; }     | 1  | gives no value
            new DateTime(0)          | 1  | gives a DATETIME
            !n                       | 1  | does not take a LONG
            """)
    void whatMustFail(String text, Integer column, String message) throws SelException {
        var problems = Expression.parse(text).verdict(TYPES).problems();
        if (column == null) {
            assertThat(problems).isEmpty();
            return;
        }
        assertThat(problems).hasSize(1);
        assertThat(problems.getFirst().message()).contains(message);
        assertThat(problems.getFirst().column()).isEqualTo(column);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            false                        | false
            true                         | true
            1 > 2                        | false
            !true                        | false
            n > 1 && false               | false
            n > 1 || 1 == 1              | true
            n > 1 || false               |
            five > 6                     | false
            five == 5                    | true
            n > 5 && n < 3               | false
            n >= 5 && n <= 5             |
            n == 1 && n == 2             | false
            s == 'a' && s == 'b'         | false
            s == 'a' || s == 'b'         |
            'abc'.contains('x')          | false
            Math.random() > 2.0          |
            System.currentTimeMillis() < 0 |
            1 / 0 == 1                   |
            params.get('n') == 1 && false | false
            x = false; x                 |
            """)
    void whetherAConditionCanOnlyComeOutOneWay(String text, Boolean value) throws SelException {
        assertThat(Expression.parse(text).truth(Map.of("five", 5L))).isEqualTo(Optional.ofNullable(value));
    }

    @Test
    void anOutlineTellsNamesKeysAndCallsWithTheirPlaces() throws SelException {
        var outline = Expression.parse("a + params.get('k') +\n  params.getFromStep('s', b) + Math.max(a, 1) + a.c")
                .outline();
        assertThat(outline.names()).containsExactly(
                new Outline.Mention("a", 1, 1), new Outline.Mention("params", 1, 5), new Outline.Mention("b", 2, 27));
        assertThat(outline.keys()).containsExactly(new Outline.Mention("k", 1, 16));
        assertThat(outline.calls()).containsExactly(new Outline.HostCall(
                "getFromStep", List.of(Optional.of("s"), Optional.empty()), 2, 10));
    }

    /** Every conformance line that gives a value: foresight must find nothing wrong with it, nor another type. */
    @Test
    void nothingThatWorksIsComplainedAbout() throws Exception {
        var wrong = new ArrayList<String>();
        for (String line : Stream.concat(ConformanceTest.conformance(), ConformanceTest.quirks()).toList()) {
            var given = (Map<?, ?>) JsonReader.read(line);
            var text = (String) given.get("expr");
            var params = given.get("params") instanceof Map<?, ?> map ? map : Map.of();
            var answer = (Map<?, ?>) JsonReader.read(JsonLines.answer(line));
            if (answer.containsKey("error")) continue;
            var types = new TreeMap<String, String>();
            params.forEach((name, value) -> type(value).ifPresent(type -> types.put((String) name, type)));
            var verdict = Expression.parse(text).verdict(types);
            if (!verdict.problems().isEmpty()) wrong.add(text + " -> " + verdict.problems());
            verdict.type().filter(type -> !type.equals(answer.get("type"))).ifPresent(type ->
                    wrong.add(text + " -> " + type + ", but it is " + answer.get("type")));
            Expression.parse(text).truth(Map.of()).filter(value -> !value.equals(answer.get("result"))).ifPresent(value ->
                    wrong.add(text + " -> always " + value + ", but it is " + answer.get("result")));
        }
        assertThat(wrong).isEmpty();
    }

    private static Optional<String> type(Object json) {
        return switch (json) {
            case String _ -> Optional.of("STRING");
            case Long _ -> Optional.of("LONG");
            case Double _ -> Optional.of("DOUBLE");
            case Boolean _ -> Optional.of("BOOLEAN");
            case Map<?, ?> _ -> Optional.of("MAP");
            default -> Optional.empty();
        };
    }
}
