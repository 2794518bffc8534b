package maestro.runtime.log;

import java.util.List;

/** Where the output of attempts is kept, apart from the engine's rows. Thread-safe; may throw StoreUnavailable. */
public interface LogStore {
    /**
     * One attempt's log.
     *
     * @param launch the attempt key of the launch that wrote it: a second launch of the same attempt has its own
     */
    record LogKey(long runKey, String stepId, int attempt, String launch) {}

    /**
     * A piece of a log: several lines, in order.
     *
     * @param first number of the first line in this log, from 1
     * @param lines number of lines
     * @param bytes encoded lines (see the log writer); at most 64 KiB
     */
    record Chunk(LogKey key, long first, int lines, byte[] bytes) {}

    /** Writes chunks, several logs at once; writing one twice changes nothing. */
    void append(List<Chunk> chunks);

    /** Removes chunks whose first line lies in [from, to): the middle of a log over its limit. */
    void cut(LogKey key, long from, long to);

    /**
     * The chunks of all launches of an attempt, launches in order of their first writing.
     *
     * @param afterLaunch where to go on; a launch that wrote nothing, such as "", means at the start
     * @param afterFirst of {@code afterLaunch} only chunks whose first line is a later one
     * @param size number of chunks at most
     */
    List<Chunk> read(long runKey, String stepId, int attempt, String afterLaunch, long afterFirst, int size);

    /** A chunk without its lines. @param bytes as stored */
    record Span(String launch, long first, int lines, long bytes) {}

    /** The first chunks of all launches of an attempt, in the order of {@link #read}. */
    List<Span> spans(long runKey, String stepId, int attempt, int size);

    /** The chunk of one launch in which a line stands, or the last one before it, and those that follow. */
    List<Chunk> from(LogKey key, long line, int size);
}
