package maestro.runtime.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LineCodecTest {
    @Test
    void decodesWhatWasEncodedAlsoWhenTheClockWentBack() {
        var random = new SplittableRandom(3);
        var encoder = new LineCodec.Encoder();
        var lines = new ArrayList<LineCodec.Line>();
        for (int i = 0; encoder.fits(400); i++) {
            var stream = LogStream.values()[i % 3];
            String text = "größe € 😀 \0".repeat(random.nextInt(15));
            var line = new LineCodec.Line(random.nextLong(1L << 50), stream, text);
            lines.add(line);
            encoder.add(line.timeMillis(), stream, line.text().getBytes(UTF_8));
        }
        assertThat(encoder.bytes()).hasSizeLessThanOrEqualTo(LogLimits.CHUNK_BYTES_MAX);
        assertThat(LineCodec.decode(encoder.bytes())).hasSize(encoder.lines()).isEqualTo(lines);
    }

    @ParameterizedTest
    @CsvSource({
        "'', 20, ''",
        "short, 20, short",
        "exactly twenty chars, 20, exactly twenty chars",
        "this is longer than twenty, 20, this is longer than |twenty",
        "€€€€€€€€€€, 20, €€€€€€|€€€€",
        "a€😀€, 4, a€|😀|€",
    })
    void cutsALongLineIntoSeveralBetweenCharacters(String line, int max, String stored) {
        var texts = LineCodec.texts(line, max);
        assertThat(texts).extracting(text -> new String(text, UTF_8)).containsExactly(stored.split("[|]"));
        assertThat(texts).allMatch(text -> text.length <= max);
    }

    @Test
    void refusesOtherFormats() {
        assertThatIllegalArgumentException().isThrownBy(() -> LineCodec.decode(new byte[] {2, 0, 0, 0, 0, 0, 0, 0, 0}));
        assertThatIllegalArgumentException().isThrownBy(() -> LineCodec.decode(new byte[0]));
    }
}
