package maestro.core.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.SplittableRandom;
import maestro.core.param.Clocked;
import maestro.core.rule.RuleConfig;
import maestro.model.Code;
import maestro.model.MaestroException;
import maestro.model.User;
import maestro.model.definition.Definitions;
import maestro.model.json.Json;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Workflow params that read signals: the dry run looks only whether the definition declares them (parameters.md §11). */
final class DryRunTest {
    private static void dryRun(String param) {
        var request = Definitions.fromJson(Json.parse("""
                {'workflow': {'id': 'w', 'steps': [{'step': {'id': 'a', 'type': 'NoOp'}}], 'params': {'p': %s},
                  'signal_triggers': [
                    {'definitions': {'landed': {}}, 'params': {'why': {'type': 'STRING', 'value': 'x'}}},
                    {'definitions': {'other': {'join_keys': ['k']}, 'third': {'join_keys': ['l']}}}]}}"""
                .formatted(param).replace('\'', '"')));
        new DryRun(RuleConfig.DEFAULT)
                .check(request, User.of("ann"), new Clocked(1_700_000_000_000L, new SplittableRandom(1)));
    }

    private static String checking(String value) {
        return "{'type': 'BOOLEAN', 'expression': '%s == 20220101 ? true : 1'}".formatted(value);
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '"', textBlock = """
            params.getFromSignal(\\u0027why\\u0027)
            "params.getFromSignal(\\u0027landed\\u0027, \\u0027day\\u0027)"
            "params.getFromSignal(\\u0027third\\u0027, \\u0027day\\u0027)"
            "params.getFromSignalOrDefault(\\u0027other\\u0027, \\u0027day\\u0027, \\u0027none\\u0027)"
            other__day
            """)
    void aDeclaredSignalIsADate(String expression) {
        dryRun(checking(expression));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            params.getFromSignal(\\u0027landed\\u0027)                    | param [landed]
            params.getFromSignal(\\u0027why\\u0027, \\u0027day\\u0027)        | signal [why]
            lost__day                                                 | signal [lost]
            """)
    void oneThatNoTriggerDeclaresIsRefused(String expression, String missing) {
        assertThatThrownBy(() -> dryRun(checking(expression)))
                .isInstanceOfSatisfying(MaestroException.class, e -> assertThat(e.code()).isEqualTo(Code.BAD_REQUEST))
                .hasMessageContaining("no signal trigger of the workflow")
                .hasMessageContaining(missing);
    }
}
