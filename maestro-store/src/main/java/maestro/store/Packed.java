package maestro.store;

import java.nio.ByteBuffer;
import java.util.Arrays;
import net.jpountz.lz4.LZ4Factory;

/**
 * How opaque bytes are stored: a leading byte says how to read the rest, so that a later version may pack better and
 * still read what is there. Empty stays empty.
 */
final class Packed {
    private static final byte PLAIN = 0;
    /** Then the plain length, 4 bytes, then one LZ4 block. */
    private static final byte LZ4 = 1;

    private static final int WORTH_BYTES = 1024;
    private static final int LZ4_HEAD_BYTES = 5;
    /** More than any value has; guards against garbage. */
    private static final int PLAIN_BYTES_MAX = 256 << 20;

    private static final LZ4Factory FACTORY = LZ4Factory.safeInstance();

    private Packed() {}

    static byte[] pack(byte[] plain) {
        if (plain.length >= WORTH_BYTES) {
            var compressor = FACTORY.fastCompressor();
            var packed = new byte[LZ4_HEAD_BYTES + compressor.maxCompressedLength(plain.length)];
            ByteBuffer.wrap(packed).put(LZ4).putInt(plain.length);
            int length = compressor.compress(plain, 0, plain.length, packed, LZ4_HEAD_BYTES);
            if (LZ4_HEAD_BYTES + length < plain.length) {
                return Arrays.copyOf(packed, LZ4_HEAD_BYTES + length);
            }
        }
        return plain.length == 0 ? plain : plain(plain);
    }

    private static byte[] plain(byte[] bytes) {
        var packed = new byte[bytes.length + 1];
        packed[0] = PLAIN;
        System.arraycopy(bytes, 0, packed, 1, bytes.length);
        return packed;
    }

    static byte[] unpack(byte[] packed) {
        if (packed.length == 0) {
            return packed;
        }
        return switch (packed[0]) {
            case PLAIN -> Arrays.copyOfRange(packed, 1, packed.length);
            case LZ4 -> lz4(packed);
            default -> throw new IllegalStateException("bytes packed by a later version: kind " + packed[0]);
        };
    }

    private static byte[] lz4(byte[] packed) {
        int length = ByteBuffer.wrap(packed).getInt(1);
        if (length < 0 || length > PLAIN_BYTES_MAX) {
            throw new IllegalStateException("packed bytes are damaged: plain length " + length);
        }
        var plain = new byte[length];
        FACTORY.safeDecompressor().decompress(packed, LZ4_HEAD_BYTES, packed.length - LZ4_HEAD_BYTES, plain, 0);
        return plain;
    }
}
