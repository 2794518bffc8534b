package maestro.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class YamlOutputTest {
    private static final String LETTERS = "ab1e0x.+-_:#,[]{}&*!|>'\"%@`~ \t\n\r\\=<?/$()é日\u0085\u2028\u001b\u007f";

    @ParameterizedTest
    @ValueSource(strings = {"1234e56", "7e12345", "0x1F", "0o17", "017", "+4930123", "1.", ".5", "1_000", "12:30:45",
        "2026-11-30", "yes", "No", "on", "Y", "null", "~", "true", ".inf", ".NaN", "<<", "=", "", " ", "a: b", "a #b",
        "- a", "? a", "* a", "&a", "!a", "%a", "@a", "`a", "---", "...", "a:", "é", "two\nlines\n", "\n", "a\n\n", " a\nb"})
    void aTextStaysThatText(String text) {
        assertSame(text);
        assertThat(Yaml.print(Json.object().put("k", text))).as("quoted unless it is a word or lines")
                .doesNotMatch("k: [0-9+.~<=-].*");
    }

    @Test
    void soDoesAnyOtherText() {
        var random = new Random(17);
        for (int i = 0; i < 20_000; i++) {
            var text = new StringBuilder();
            for (int n = random.nextInt(12); n > 0; n--) text.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
            assertSame(text.toString());
        }
    }

    @Test
    void wordsAndScriptsStayReadable() {
        var tree = Json.object().put("id", "daily.report").put("script", "echo \"$x\"\nexit 1\n").put("when", "n + 1 > 2");
        assertThat(Yaml.print(tree)).isEqualTo("""
                id: daily.report
                script: |
                  echo "$x"
                  exit 1
                when: n + 1 > 2""");
    }

    @Test
    void numbersKeepTheirDigits() {
        var text = "{\"a\": 3.10, \"b\": 12345678901234567890.123456789, \"c\": 1E+300, \"d\": 9007199254740993}";
        var tree = Json.parse(text);
        assertThat(maestro.model.json.Yaml.parse(Yaml.print(tree))).isEqualTo(maestro.model.json.Json.parse(text));
        assertThat(maestro.model.json.Json.parse(Json.pretty(tree))).isEqualTo(maestro.model.json.Json.parse(text));
    }

    /** As a value, as a key, and as the last thing of the document. */
    private static void assertSame(String text) {
        var tree = Json.object();
        tree.putObject(text.isEmpty() ? "k" : text).put("in", text);
        tree.putArray("list").add(text).add(text);
        tree.put("last", text);
        assertThat(maestro.model.json.Yaml.parse(Yaml.print(tree) + "\n")).isEqualTo(tree);
    }
}
