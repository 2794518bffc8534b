package maestro.sel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The page about expressions says what they give. */
class ExpressionPageTest {
    private static final Pattern ROW = Pattern.compile("\\| `(.+)` \\| `(.+)` \\|");

    @Test
    void everyRowOfThePageIsTrue() throws Exception {
        var rows = Files.readAllLines(Path.of("..", "docs", "expressions.md")).stream()
                .map(ROW::matcher)
                .filter(Matcher::matches)
                .toList();
        assertThat(rows).hasSizeGreaterThan(15);
        for (var row : rows) {
            var value = Expression.parse(row.group(1)).evaluate(Scope.of(Map.of()), Budget.defaults());
            assertThat(String.valueOf(value)).as(row.group(1)).isEqualTo(row.group(2));
        }
    }
}
