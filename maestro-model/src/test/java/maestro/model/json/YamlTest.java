package maestro.model.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.time.Duration;
import java.util.List;
import maestro.model.MaestroException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class YamlTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            1              | 1
            1.0            | 1.0
            1.50           | 1.50
            -3             | -3
            1_000          | 1000
            0x1F           | 31
            0o17           | 15
            007            | "007"
            1e3            | 1E+3
            true           | true
            yes            | "yes"
            ~              | null
            2024-01-31     | "2024-01-31"
            12:30          | "12:30"
            '1'            | "1"
            "a\\nb"        | "a\\nb"
            !!str 5        | "5"
            !!int "5"      | 5
            [1, a]         | [1,"a"]
            {a: 1, "!b": x} | {"a":1,"!b":"x"}
            {1: a, 1.0: b} | {"1":"a","1.0":"b"}
            [&x [1], *x]   | [[1],[1]]
            """)
    void means(String yaml, String json) {
        assertThat(Json.text(Yaml.parse(yaml))).isEqualTo(json);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', ignoreLeadingAndTrailingWhitespace = false, textBlock = """
            {a: 1, a: 2}|line 1, column 8
            {a: [1}|line 1, column
            a: b: c|line 1, column
            !banner x|line 1, column 1
            [*x]|line 1, column 2
            &x [*x]|line 1, column 5
            {[a]: 1}|line 1, column 2
            !!python/object:os.system x|line 1, column 1
            """)
    void refusesAndSaysWhere(String yaml, String where) {
        assertThatThrownBy(() -> Yaml.parse(yaml)).isInstanceOf(MaestroException.class).hasMessageContaining(where);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "# nothing", "--- 1\n--- 2\n", "a:\n\t- b", "\"unfinished", "1e99999999999", "%Y 9"})
    void refuses(String yaml) {
        assertThatThrownBy(() -> Yaml.parse(yaml)).isInstanceOf(MaestroException.class);
    }

    @Test
    void refusesBombsAtOnce() {
        var laughs = new StringBuilder("- &a0 [lol]\n");
        var tower = new StringBuilder("- &a0 [x]\n");
        for (int i = 1; i < 700; i++) {
            String before = "*a" + (i - 1);
            laughs.append("- &a").append(i).append(" [" + before + ", " + before + "]\n");
            tower.append("- &a").append(i).append(" [" + before + "]\n");
        }
        for (String bomb : List.of(
                laughs.toString(),
                tower.toString(),
                "[".repeat(100_000),
                "{a: ".repeat(5_000),
                "- ".repeat(100_000),
                "? ".repeat(100_000),
                "&a ".repeat(100_000))) {
            assertTimeout(Duration.ofSeconds(1), () -> assertThatThrownBy(() -> Yaml.parse(bomb))
                    .isInstanceOf(MaestroException.class));
        }
    }
}
