package maestro.model.id;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IdsTest {
    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            text,           workflow, reference, name
            abc,            true,     true,      true
            a.b-c_d,        true,     true,      true
            1a,             true,     false,     true
            _a,             true,     true,      true
            .a,             false,    false,     true
            a b,            false,    false,     true
            a__b,           true,     false,     true
            maestro_a,      false,    false,     false
            MAESTRO_a,      false,    false,     false
            a_maestro,      false,    true,      false
            a_Maestro,      false,    true,      false
            maestro,        true,     true,      true
            é,              false,    false,     false
            a;b,            false,    false,     false
            'x, y:@&=(){}$+[]-/\\', false, false, true
            '',             false,    false,     false
            ' ',            false,    false,     false
            """)
    void areJudged(String text, boolean workflow, boolean reference, boolean name) {
        assertThat(Ids.workflowProblem(text).isEmpty()).isEqualTo(workflow);
        assertThat(Ids.referenceProblem(text).isEmpty()).isEqualTo(reference);
        assertThat(Ids.nameProblem(text).isEmpty()).isEqualTo(name);
    }

    @Test
    void haveALength() {
        assertThat(Ids.workflowProblem("a".repeat(128))).isEmpty();
        assertThat(Ids.workflowProblem("a".repeat(129))).isPresent();
        assertThat(Ids.nameProblem("a".repeat(256))).isEmpty();
        assertThat(Ids.nameProblem("a".repeat(257))).isPresent();
        assertThat(Ids.descriptionProblem("a".repeat(16_384))).isEmpty();
        assertThat(Ids.descriptionProblem("a".repeat(16_385))).isPresent();
    }
}
