package maestro.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PackedTest {
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 1023, 1024, 1025, 100_000, 3_000_000})
    void anyBytesComeBack(int length) {
        var noise = new byte[length];
        new Random(length).nextBytes(noise);
        var text = "{\"a\":1},".repeat(length / 8 + 1).substring(0, length).getBytes(StandardCharsets.UTF_8);
        assertThat(Packed.unpack(Packed.pack(noise))).isEqualTo(noise);
        assertThat(Packed.unpack(Packed.pack(text))).isEqualTo(text);
    }

    @Test
    void packingNeverAddsMoreThanAByteAndShrinksText() {
        var noise = new byte[5000];
        new Random(1).nextBytes(noise);
        assertThat(Packed.pack(noise)).hasSize(5001);
        assertThat(Packed.pack(new byte[0])).isEmpty();
        assertThat(Packed.pack("text ".repeat(1000).getBytes(StandardCharsets.UTF_8))).hasSizeLessThan(100);
    }

    @Test
    void whatALaterVersionPackedIsRefused() {
        assertThatThrownBy(() -> Packed.unpack(new byte[] {9, 1})).hasMessageContaining("later version");
        assertThatThrownBy(() -> Packed.unpack(new byte[] {1, -1, -1, -1, -1, 0})).hasMessageContaining("damaged");
    }
}
