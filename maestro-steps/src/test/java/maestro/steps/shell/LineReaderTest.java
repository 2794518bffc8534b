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
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LineReaderTest {
    private final List<String> lines = new ArrayList<>();
    private final Flushes flushes = new Flushes();
    private final LineReader reader = new LineReader(lines::add, flushes);

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
    void cutsAnEndlessLineIntoSeveralAndLosesNothing() {
        String endless = "x" + "€".repeat(70_000);
        reader.drain(bytes((endless + "\n\nnext\n").getBytes(UTF_8)));
        var pieces = lines.subList(0, lines.size() - 2);
        assertThat(pieces).allMatch(line -> line.getBytes(UTF_8).length <= LineReader.LINE_BYTES_MAX);
        assertThat(String.join("", pieces)).isEqualTo(endless);
        assertThat(lines.subList(lines.size() - 2, lines.size())).containsExactly("", "next");
    }

    @ParameterizedTest
    @CsvSource(delimiterString = "->", textBlock = """
            Loading~ done|      -> Loading| done
            Loading~|           -> Loading
            Loading~||          -> Loading|
            a<b<c~<d<e|         -> c|e
            <1%<2%~<3%~<4%|     -> 2%|3%|4%
            1%<2%<~3%<~|end     -> 2%|3%|end
            100%<|              -> 100%
            100%<~|             -> 100%
            100%<~<|next        -> 100%|next
            <<||                -> |
            50%<~               -> 50%
            a<b                 -> b
            a<                  -> a
            """)
    void handsOnWhatIsWrittenWithoutALineEnd(String written, String seen) {
        var parts = new ArrayList<InputStream>();
        for (String part : written.split("(?<=~)")) {
            parts.add(bytes(part.replace("~", "").replace('<', '\r').replace('|', '\n').getBytes(UTF_8)));
            if (part.endsWith("~")) {
                parts.add(flushes.thenNothing());
            }
        }
        reader.drain(new SequenceInputStream(Collections.enumeration(parts)));
        assertThat(lines).containsExactly(seen.split("[|]", -1).length == 1 ? new String[] {seen} : seen.split("[|]", -1));
    }

    @Test
    void doesNotCutACharacterInTwoThatIsHalfWritten() {
        byte[] euro = "€".getBytes(UTF_8);
        reader.drain(new SequenceInputStream(Collections.enumeration(List.of(
                bytes(new byte[] {'a', euro[0], euro[1]}), flushes.thenNothing(), bytes(new byte[] {euro[2], '\n'})))));
        assertThat(lines).containsExactly("a", "€");
    }

    /** Runs what was scheduled when the test's stream comes to it. */
    private static final class Flushes extends ScheduledThreadPoolExecutor {
        private final List<Runnable> scheduled = new ArrayList<>();

        Flushes() {
            super(0);
        }

        @Override
        public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
            assertThat(unit.toMillis(delay)).isLessThanOrEqualTo(1000);
            scheduled.add(command);
            return null;
        }

        InputStream thenNothing() {
            return new InputStream() {
                @Override
                public int read() {
                    scheduled.forEach(Runnable::run);
                    scheduled.clear();
                    return -1;
                }
            };
        }
    }

    private static ByteArrayInputStream bytes(byte[] bytes) {
        return new ByteArrayInputStream(bytes);
    }
}
