package maestro.core.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import maestro.model.MaestroException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What nodes of different versions write to each other (faults 9 and 24). */
class LetterJsonTest {
    private static final Letter STOP = new Letter.StopChild("w", 7, "u", "amy", "why");

    @Test
    void aFieldOfALaterVersionIsSkipped() {
        String later = LetterJson.write(STOP).replaceFirst("\\{", "{\"new\": {\"a\": [1]}, ");
        assertThat(LetterJson.read(later)).isEqualTo(STOP);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "7", "{\"v\":1}", "{\"v\":1,\"kind\":\"sing\",\"to\":\"w\"}",
            "{\"v\":99,\"kind\":\"stop\"}", "{\"v\":1,\"kind\":\"stop\",\"to\":\"w\",\"instance\":\"many\"}"})
    void whatCannotBeReadIsRefusedAsSuch(String payload) {
        assertThatThrownBy(() -> LetterJson.read(payload)).isInstanceOf(MaestroException.class);
    }
}
