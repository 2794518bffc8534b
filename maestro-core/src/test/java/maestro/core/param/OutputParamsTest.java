package maestro.core.param;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import maestro.model.param.Param;
import maestro.model.param.ParamBody;
import maestro.model.param.ParamDefinition;
import maestro.model.param.ParamType;
import org.junit.jupiter.api.Test;

/** What of an output is stored once only (parameters.md §13). */
class OutputParamsTest {
    private static final String PLACEHOLDER = "PARAM_VALUE_IDENTICAL_TO_EVALUATED_RESULT";

    private static Param merged(ParamType type, Object before, Object output) {
        var step = Map.of("out", Param.of(ParamDefinition.literal(type, before), before, 1));
        var said = Map.of("out", Param.of(ParamDefinition.literal(type, output), output, 2));
        return OutputParams.merge(step, said).get("out");
    }

    private static Object value(Param param) {
        return ((ParamBody.Literal) param.definition().body()).value();
    }

    @Test
    void aLongTextIsStoredOnce() {
        String text = "x".repeat(1_001);
        var param = merged(ParamType.STRING, "", text);
        assertThat(value(param)).isEqualTo(PLACEHOLDER);
        assertThat(param.result()).isEqualTo(text);
    }

    @Test
    void aTextOfAThousandLettersIsStoredAsItIs() {
        String text = "x".repeat(1_000);
        assertThat(value(merged(ParamType.STRING, "", text))).isEqualTo(text);
    }

    @Test
    void anArrayOfTextsIsStoredOnceHoweverShort() {
        var param = merged(ParamType.STRING_ARRAY, new String[0], new String[] {"a"});
        assertThat(value(param)).isEqualTo(new String[] {PLACEHOLDER});
        assertThat(param.result()).isEqualTo(new String[] {"a"});
    }

    @Test
    void whatIsMergedIntoItLaterReplacesTheResult() {
        var first = merged(ParamType.STRING_ARRAY, new String[0], new String[] {"a"});
        var said = Map.of("out", Param.of(ParamDefinition.literal(ParamType.STRING_ARRAY, new String[] {"b"}), new String[] {"b"}, 3));
        assertThat(OutputParams.merge(Map.of("out", first), said).get("out").result()).isEqualTo(new String[] {"b"});
    }
}
