package maestro.core.param;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import maestro.model.MaestroException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ConditionsTest {
    private final Params.Run run = new Params.Run().workflow(Map.of("param2", 1L, "name", "y"));

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            true                       | true
            false                      | false
            param2 >= 0 && name == 'x' | true
            param2 > 3                 | false
            'TRUE'                     | true
            String.valueOf(1 > 2)      | false
            """)
    void evaluatesOwnParamsFirst(String condition, boolean value) {
        var own = Params.evaluatedParams(Map.of("name", "x"));
        assertThat(Conditions.evaluate(condition, own, run, Params.NOW, Params.BUDGET)).isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            1     | LONG
            'yes' | STRING
            """)
    void refusesWhatIsNoBoolean(String condition, String found) {
        assertThatThrownBy(() -> Conditions.evaluate(condition, Map.of(), run, Params.NOW, Params.BUDGET))
                .isInstanceOf(MaestroException.class)
                .hasMessageContaining("[" + condition + "]")
                .hasMessageContaining(found);
    }

    @Test
    void evaluatesOnlyWhatAnUnpreparedStepsConditionNeeds() {
        var definitions = Params.params("""
                {'a':{'type':'LONG','expression':'b + 1'},'b':{'type':'LONG','value':2},
                 'bad':{'type':'LONG','expression':'nobody'},'param2':{'type':'LONG','value':9}}""");
        var decided = Conditions.evaluateUnprepared("a + param2 == 12", definitions, run, Params.NOW, Params.BUDGET);
        assertThat(decided.value()).isTrue();
        assertThat(decided.params().keySet()).containsExactly("a", "b", "param2");
    }
}
