package maestro.runtime.log;

/**
 * How much output is kept. All sizes are bytes of encoded lines.
 *
 * @param headBytes kept from the beginning of a launch's log
 * @param tailBytes kept from its end; what lies between is dropped
 * @param lineBytes of one line's UTF-8 text; a longer line becomes several
 * @param waitingBytes of all logs together that may wait for the store; beyond it writers wait for a moment, then lose
 *     lines
 */
public record LogLimits(int headBytes, int tailBytes, int lineBytes, long waitingBytes) {
    static final int CHUNK_BYTES_MAX = 64 * 1024;

    public LogLimits {
        if (headBytes < 0 || tailBytes < 1 || lineBytes < 16 || waitingBytes < 1) {
            throw new IllegalArgumentException("Log limits must be positive and leave room for a line");
        }
        if (lineBytes > CHUNK_BYTES_MAX / 2) {
            throw new IllegalArgumentException("A line may take " + CHUNK_BYTES_MAX / 2 + " bytes at most");
        }
    }

    /** 1 MiB of head and of tail, 16 KiB a line, 32 MiB waiting. */
    public static LogLimits standard() {
        return new LogLimits(1 << 20, 1 << 20, 16 * 1024, 32L << 20);
    }
}
