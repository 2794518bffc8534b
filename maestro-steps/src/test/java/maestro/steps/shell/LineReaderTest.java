package maestro.steps.shell;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LineReaderTest {
    private final List<String> lines = new ArrayList<>();
    private final LineReader reader = new LineReader(lines::add);

    @Test
    void endsLinesAtLineFeedsAndAtTheEnd() {
        reader.drain(bytes("a\n\nb\r\nc".getBytes(UTF_8)));
        assertThat(lines).containsExactly("a", "", "b", "c");
    }

    @Test
    void putsLinesTogetherThatComeByteByByte() {
        byte[] text = "größe\n€\n".getBytes(UTF_8);
        var single = IntStream.range(0, text.length).mapToObj(i -> (InputStream) bytes(new byte[] {text[i]})).toList();
        reader.drain(new SequenceInputStream(Collections.enumeration(single)));
        assertThat(lines).containsExactly("größe", "€");
    }

    @Test
    void replacesBytesThatAreNoText() {
        reader.drain(bytes("a\u00ffb\n".getBytes(ISO_8859_1)));
        assertThat(lines).containsExactly("a\ufffdb");
    }

    @Test
    void keepsTheBeginningOfAnEndlessLine() {
        reader.drain(bytes(("x".repeat(200_000) + "\nnext\n").getBytes(UTF_8)));
        assertThat(lines).hasSize(2);
        assertThat(lines.getFirst()).hasSize(LineReader.LINE_BYTES_MAX);
        assertThat(lines.getLast()).isEqualTo("next");
    }

    private static ByteArrayInputStream bytes(byte[] bytes) {
        return new ByteArrayInputStream(bytes);
    }
}
