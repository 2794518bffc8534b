package maestro.steps.shell;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Consumer;

/**
 * Cuts a stream of bytes into lines as they come. A line ends with LF or CR LF, the last one also with the stream;
 * bytes that are no UTF-8 become U+FFFD; what a line has beyond {@link #LINE_BYTES_MAX} is dropped, so that a stream
 * without line ends takes no memory.
 */
final class LineReader {
    static final int LINE_BYTES_MAX = 64 * 1024;
    private static final int READ_BYTES = 16 * 1024;

    private final Consumer<String> lines;
    private final ByteArrayOutputStream partial = new ByteArrayOutputStream();

    LineReader(Consumer<String> lines) {
        this.lines = lines;
    }

    /** Reads to the end of the stream, or until it breaks, which for a pipe of an ended process is the same. */
    void drain(InputStream in) {
        byte[] buffer = new byte[READ_BYTES];
        try {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                take(buffer, count);
            }
        } catch (IOException e) {
            System.getLogger(LineReader.class.getName()).log(System.Logger.Level.DEBUG, "output broke off", e);
        }
        if (partial.size() > 0) {
            emit();
        }
    }

    private void take(byte[] buffer, int count) {
        int from = 0;
        for (int i = 0; i < count; i++) {
            if (buffer[i] == '\n') {
                keep(buffer, from, i - from);
                emit();
                from = i + 1;
            }
        }
        keep(buffer, from, count - from);
    }

    private void keep(byte[] buffer, int from, int count) {
        partial.write(buffer, from, Math.min(count, LINE_BYTES_MAX - partial.size()));
    }

    private void emit() {
        String line = partial.toString(UTF_8);
        partial.reset();
        lines.accept(line.endsWith("\r") ? line.substring(0, line.length() - 1) : line);
    }
}
