package maestro.core.param;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SelFunctionsTest {
    @Test
    void everySignatureIsOneThatExpressionsMayCall() {
        assertThat(SelFunctions.SIGNATURES).hasSize(11);
        SelFunctions.SIGNATURES.forEach((signature, text) -> {
            String name = signature.substring(0, signature.indexOf('('));
            String inside = signature.substring(signature.indexOf('(') + 1, signature.length() - 1);
            int arguments = inside.isEmpty() ? 0 : inside.split(",").length;
            assertThat(Functions.known(name, arguments)).as(signature).isTrue();
            assertThat(text).isNotBlank();
        });
    }
}
