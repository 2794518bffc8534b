package maestro.runtime.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The bytes of a chunk. Format 1: a byte 1, the first line's time in 8 bytes, then a line each: milliseconds since the
 * line before (zigzag varint), the stream's number, the text's length (varint), the text in UTF-8.
 */
final class LineCodec {
    private static final byte VERSION = 1;
    private static final int HEADER_BYTES = 1 + Long.BYTES;
    private static final LogStream[] STREAMS = {LogStream.OUT, LogStream.ERR, LogStream.SYSTEM};

    /** A decoded line; its number is the chunk's first plus its index. */
    record Line(long timeMillis, LogStream stream, String text) {}

    private LineCodec() {}

    /** The text as it is stored: in pieces not longer than {@code max} bytes, cut between characters. */
    static List<byte[]> texts(String line, int max) {
        byte[] bytes = line.getBytes(UTF_8);
        if (bytes.length <= max) {
            return List.of(bytes);
        }
        var pieces = new ArrayList<byte[]>();
        for (int from = 0; from < bytes.length; ) {
            int to = Math.min(bytes.length, from + max);
            while (to < bytes.length && (bytes[to] & 0xC0) == 0x80) {
                to--;
            }
            pieces.add(Arrays.copyOfRange(bytes, from, to));
            from = to;
        }
        return pieces;
    }

    /** Collects the lines of one chunk. Not thread-safe. */
    static final class Encoder {
        private ByteBuffer buffer = ByteBuffer.allocate(512);
        private long lastMillis;
        private int lines;
        private int writtenBytes;

        void add(long timeMillis, LogStream stream, byte[] text) {
            grow(HEADER_BYTES + 16 + text.length);
            if (lines == 0) {
                buffer.put(VERSION).putLong(timeMillis);
                lastMillis = timeMillis;
            }
            long delta = timeMillis - lastMillis;
            varint(delta << 1 ^ delta >> 63);
            buffer.put((byte) number(stream));
            varint(text.length);
            buffer.put(text);
            lastMillis = timeMillis;
            lines++;
            writtenBytes += text.length + 1;
        }

        int lines() {
            return lines;
        }

        /** As their author counts them: the texts and a line end each. */
        int writtenBytes() {
            return writtenBytes;
        }

        /** Whether a text of this length still fits into a chunk. */
        boolean fits(int textBytes) {
            return buffer.position() + 16 + textBytes <= LogLimits.CHUNK_BYTES_MAX;
        }

        byte[] bytes() {
            byte[] bytes = new byte[buffer.position()];
            buffer.get(0, bytes);
            return bytes;
        }

        private void varint(long value) {
            while ((value & ~0x7FL) != 0) {
                buffer.put((byte) (value & 0x7F | 0x80));
                value >>>= 7;
            }
            buffer.put((byte) value);
        }

        private void grow(int more) {
            if (buffer.remaining() < more) {
                buffer = ByteBuffer.allocate(Math.max(2 * buffer.capacity(), buffer.position() + more))
                        .put(buffer.flip());
            }
        }
    }

    /** @throws IllegalArgumentException for bytes that no encoder wrote */
    static List<Line> decode(byte[] bytes) {
        var in = ByteBuffer.wrap(bytes);
        if (bytes.length < HEADER_BYTES || in.get() != VERSION) {
            throw new IllegalArgumentException("not a log chunk of format " + VERSION);
        }
        long time = in.getLong();
        var lines = new ArrayList<Line>();
        while (in.hasRemaining()) {
            long zigzag = varint(in);
            time += zigzag >>> 1 ^ -(zigzag & 1);
            var stream = STREAMS[in.get()];
            byte[] text = new byte[(int) varint(in)];
            in.get(text);
            lines.add(new Line(time, stream, new String(text, UTF_8)));
        }
        return lines;
    }

    private static long varint(ByteBuffer in) {
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            byte next = in.get();
            value |= (long) (next & 0x7F) << shift;
            if (next >= 0) {
                return value;
            }
        }
    }

    /** Stored numbers must not follow the order of the enum. */
    private static int number(LogStream stream) {
        return switch (stream) {
            case OUT -> 0;
            case ERR -> 1;
            case SYSTEM -> 2;
        };
    }
}
