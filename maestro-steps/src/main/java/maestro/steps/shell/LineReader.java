package maestro.steps.shell;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Cuts a stream of bytes into lines as they come. A line ends with LF or CR LF, the last one also with the stream;
 * bytes that are no UTF-8 become U+FFFD.
 *
 * <p>What is written without a line end is handed on after {@link #PARTIAL_MILLIS}, so that it can be read while the
 * script goes on: the rest of the line is then a line of its own. A carriage return alone begins the line anew, as on a
 * terminal: of a progress bar each handed on is the state of that moment, and the last one is always among them. A line
 * longer than {@link #LINE_BYTES_MAX} becomes several.
 */
final class LineReader {
    static final int LINE_BYTES_MAX = 16 * 1024;
    static final long PARTIAL_MILLIS = 800;
    private static final int READ_BYTES = 16 * 1024;
    private static final byte[] NOTHING = {};

    private final Consumer<String> lines;
    private final ScheduledExecutorService flushes;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    /** What a carriage return is about to replace; empty: nothing, or handed on already. */
    private byte[] replaced = NOTHING;
    private boolean handedOn;
    private boolean flushAwaited;

    /** @param flushes runs what hands on unfinished lines */
    LineReader(Consumer<String> lines, ScheduledExecutorService flushes) {
        this.lines = lines;
        this.flushes = flushes;
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
        synchronized (this) {
            handOn(line.size());
        }
    }

    private synchronized void take(byte[] buffer, int count) {
        int from = 0;
        for (int i = 0; i < count; i++) {
            if (buffer[i] == '\n') {
                keep(buffer, from, i - from);
                end();
                from = i + 1;
            } else if (buffer[i] == '\r') {
                keep(buffer, from, i - from);
                beginAnew();
                from = i + 1;
            }
        }
        keep(buffer, from, count - from);
        if (!flushAwaited && waiting()) {
            flushAwaited = true;
            flushes.schedule(this::flush, PARTIAL_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private void keep(byte[] buffer, int from, int count) {
        for (int kept = 0; kept < count; ) {
            int part = Math.min(count - kept, LINE_BYTES_MAX - line.size());
            line.write(buffer, from + kept, part);
            kept += part;
            if (line.size() == LINE_BYTES_MAX) {
                handOn(whole(line.toByteArray()));
            }
        }
    }

    private boolean waiting() {
        return line.size() > 0 || replaced.length > 0;
    }

    private void end() {
        if (waiting() || !handedOn) {
            handOn(line.size());
            if (!handedOn) {
                lines.accept("");
            }
        }
        handedOn = false;
    }

    private void beginAnew() {
        if (line.size() > 0) {
            replaced = line.toByteArray();
            line.reset();
        }
    }

    private synchronized void flush() {
        flushAwaited = false;
        handOn(whole(line.toByteArray()));
    }

    /** The line as far as {@code size}, or what it is about to replace while it is empty. */
    private void handOn(int size) {
        byte[] bytes = line.toByteArray();
        if (size > 0) {
            lines.accept(new String(bytes, 0, size, UTF_8));
            line.reset();
            line.write(bytes, size, bytes.length - size);
            handedOn = true;
        } else if (replaced.length > 0) {
            lines.accept(new String(replaced, UTF_8));
            handedOn = true;
        }
        replaced = NOTHING;
    }

    /** As far as no character is cut in two. */
    private static int whole(byte[] bytes) {
        int start = bytes.length - 1;
        while (start >= 0 && start >= bytes.length - 3 && (bytes[start] & 0xC0) == 0x80) {
            start--;
        }
        if (start < 0 || bytes[start] >= 0) {
            return bytes.length;
        }
        int length = (bytes[start] & 0xE0) == 0xC0 ? 2 : (bytes[start] & 0xF0) == 0xE0 ? 3
                : (bytes[start] & 0xF8) == 0xF0 ? 4 : 1;
        return bytes.length - start < length ? start : bytes.length;
    }
}
