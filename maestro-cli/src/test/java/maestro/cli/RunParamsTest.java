package maestro.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
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
        assertThat(Json.compact(RunParams.of(Map.of("p", text), declared)))
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
        assertThatThrownBy(() -> RunParams.of(Map.of("p", text), declared))
                .isInstanceOfSatisfying(CliFailure.class, e -> assertThat(e.exit()).isEqualTo(Exit.USAGE))
                .hasMessage("-p p: not a " + type + ": " + text);
    }

    @ParameterizedTest
    @CsvSource({"STRING, x"})
    void anUndeclaredParamIsAText(String type, String text) {
        assertThat(Json.compact(RunParams.of(Map.of("new", text), Json.object())))
                .isEqualTo("{\"new\":{\"type\":\"" + type + "\",\"value\":\"" + text + "\"}}");
    }
}
