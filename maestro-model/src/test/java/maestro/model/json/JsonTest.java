package maestro.model.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import maestro.model.MaestroException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"a":1,"a":2}   | line 1, column
            {"a": tru}      | line 1, column
            [1,]            | line 1, column 4
            {} x            | line 1, column 4
            {               | line 1, column
            NaN             | line 1, column
            1e999999999     | out of range
            1e-5000         | out of range
            """)
    void refusesMalformedTextAndSaysWhere(String text, String where) {
        assertThatThrownBy(() -> Json.parse(text))
                .isInstanceOf(MaestroException.class)
                .hasMessageContaining(where)
                .hasMessageNotContaining("tools.jackson")
                .hasMessageNotContaining("StreamRead");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"a":"x\\ud800"}       | D800
            {"a":["\\udc00y"]}     | DC00
            "\\udc00\\ud800"      | DC00
            """)
    void refusesHalfACharacterBecauseNoAnswerCouldShowItAgain(String text, String which) {
        assertThatThrownBy(() -> Json.parse(text))
                .isInstanceOf(MaestroException.class)
                .hasMessageContaining("\\u" + which);
    }

    @Test
    void keepsWholeCharactersBeyondTheBasicPlane() {
        assertThat(Json.parse("\"\\ud83d\\ude00 \uD83D\uDE00\"").stringValue()).isEqualTo("\uD83D\uDE00 \uD83D\uDE00");
    }

    @Test
    void writesHalvesThatAnExpressionCutAsTheReplacementCharacter() {
        var node = Json.node(Map.of("k\uD83D", List.of("a\uD83D", "\uDE00b", "\uD83D\uDE00")));
        assertThat(new String(Json.bytes(node), StandardCharsets.UTF_8))
                .isEqualTo("{\"k\uFFFD\":[\"a\uFFFD\",\"\uFFFDb\",\"\uD83D\uDE00\"]}");
    }

    @Test
    void refusesAnEmptyBody() {
        assertThatThrownBy(() -> Json.parse(new byte[0])).hasMessageContaining("empty");
    }

    @Test
    void refusesWhatIsTooDeepTooLongOrHasTooManyDigits() {
        assertThat(Json.parse("[".repeat(500) + "]".repeat(500)).isArray()).isTrue();
        assertThatThrownBy(() -> Json.parse("[".repeat(501) + "]".repeat(501))).isInstanceOf(MaestroException.class);
        assertThatThrownBy(() -> Json.parse("9".repeat(1001))).isInstanceOf(MaestroException.class);
        assertThatThrownBy(() -> Json.parse(new byte[Json.DOCUMENT_MAX + 1]))
                .isInstanceOf(MaestroException.class)
                .hasMessageContaining("too long");
    }

    @Test
    void keepsTheScaleOfDecimalsAndTheOrderOfKeys() {
        String text = "{\"z\":1.50,\"a\":0.000,\"m\":123456789012345678901234567890}";
        assertThat(Json.text(Json.parse(text))).isEqualTo(text);
    }

    @Test
    void makesPlainValuesAndBack() {
        var plain = Json.plain(Json.parse("{\"a\":1,\"b\":[1.50,null,true],\"c\":null,\"d\":{\"e\":\"f\"}}"));

        assertThat(plain).isInstanceOfSatisfying(Map.class, map -> {
            assertThat(map.get("a")).isEqualTo(1L);
            assertThat(((List<?>) map.get("b")).get(0)).isEqualTo(new BigDecimal("1.50"));
            assertThat(map.containsKey("c")).isFalse();
        });
        assertThat(Json.text(Json.node(plain))).isEqualTo("{\"a\":1,\"b\":[1.50,null,true],\"d\":{\"e\":\"f\"}}");
    }

    @Test
    void namesFieldsInCamelCase() {
        var fields = Fields.of(Json.parse("{\"time_triggers\":3}"), "workflow");
        assertThat(fields.at("time_triggers")).isEqualTo("workflow.timeTriggers");
        assertThatThrownBy(() -> fields.list("time_triggers"))
                .hasMessage("workflow.timeTriggers: expected a list, found 3");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "12"   | 12
            1.9    | 1
            -1.9   | -1
            12     | 12
            "1.9"  | refused
            true   | refused
            1e30   | refused
            "x"    | refused
            """)
    void readsIntegersLeniently(String json, String expected) {
        var node = Json.parse(json);
        if (expected.equals("refused")) {
            assertThatThrownBy(() -> Scalars.integer(node, "n")).isInstanceOf(MaestroException.class);
        } else {
            assertThat(Scalars.integer(node, "n")).isEqualTo(Long.parseLong(expected));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            12    | 12
            1.50  | 1.50
            true  | true
            "x"   | x
            """)
    void readsTextLeniently(String json, String expected) {
        assertThat(Scalars.text(Json.parse(json), "t")).isEqualTo(expected);
    }
}
