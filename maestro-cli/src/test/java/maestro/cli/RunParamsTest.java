package maestro.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunParamsTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            STRING       | 12          | "12"
            STRING       | ''          | ""
            LONG         | ' 12 '      | 12
            LONG         | -1          | -1
            DOUBLE       | 1.50        | 1.50
            BOOLEAN      | true        | true
            LONG_ARRAY   | [1, 2]      | [1,2]
            STRING_MAP   | {"a": "b"}  | {"a":"b"}
            """)
    void aTextBecomesAValueOfTheDeclaredType(String type, String text, String json) {
        var declared = Json.parse("{\"p\": {\"type\": \"" + type + "\"}}");
        assertThat(Json.compact(RunParams.of(Map.of("p", Json.object().stringNode(text)), declared, false)))
                .isEqualTo("{\"p\":{\"type\":\"" + type + "\",\"value\":" + json + "}}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            LONG       | 1.5
            LONG       | ''
            DOUBLE     | much
            BOOLEAN    | yes
            LONG_ARRAY | 1 2
            """)
    void aTextThatDoesNotFitIsAUsageError(String type, String text) {
        var declared = Json.parse("{\"p\": {\"type\": \"" + type + "\"}}");
        assertThatThrownBy(() -> RunParams.of(Map.of("p", Json.object().stringNode(text)), declared, false))
                .isInstanceOfSatisfying(CliFailure.class, e -> assertThat(e.exit()).isEqualTo(Exit.USAGE))
                .hasMessage("-p p: not a " + type + ": " + text);
    }

    /** From a file values have kinds of their own. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "x"        | STRING        | "x"
            3          | LONG          | 3
            0.50       | DOUBLE        | 0.50
            true       | BOOLEAN       | true
            [1, 2]     | LONG_ARRAY    | [1,2]
            [1, 2.5]   | DOUBLE_ARRAY  | [1,2.5]
            [true]     | BOOLEAN_ARRAY | [true]
            ["a"]      | STRING_ARRAY  | ["a"]
            []         | STRING_ARRAY  | []
            {"k": "v"} | STRING_MAP    | {"k":"v"}
            """)
    void anUndeclaredParamHasTheTypeOfItsValue(String value, String type, String written) {
        assertThat(Json.compact(RunParams.of(Map.of("new", Json.parse(value)), Json.object(), false)))
                .isEqualTo("{\"new\":{\"type\":\"" + type + "\",\"value\":" + written + "}}");
    }

    @Test
    void aTextParamTakesANumberAsItIsWritten() {
        var declared = Json.parse("{\"day\": {\"type\": \"STRING\"}}");
        assertThat(Json.compact(RunParams.of(Map.of("day", Json.parse("3.10")), declared, false)))
                .isEqualTo("{\"day\":{\"type\":\"STRING\",\"value\":\"3.10\"}}");
    }

    @Test
    void rawValuesReferToNothing() {
        var declared = Json.parse("{\"m\": {\"type\": \"STRING_MAP\"}}");
        var given = Map.of("m", Json.parse("{\"$k\": \"${v} $$\"}"));
        assertThat(Json.compact(RunParams.of(given, declared, true)))
                .isEqualTo("{\"m\":{\"type\":\"STRING_MAP\",\"value\":{\"$$k\":\"$${v} $$$$\"}}}");
    }

    @Test
    void aNameThatNobodyDeclaresIsRefusedWithTheNearestOne() {
        var declared = Json.parse("{\"region\": {}, \"day\": {}}");
        RunParams.requireDeclared(List.of("region", "RUN_DATE"), declared);
        assertThatThrownBy(() -> RunParams.requireDeclared(List.of("regoin", "zone"), declared))
                .isInstanceOfSatisfying(CliFailure.class, e -> assertThat(e.text()).contains(
                        "  - regoin; did you mean region?\n  - zone\nIt declares region, day. With --allow-new-params"));
    }
}
