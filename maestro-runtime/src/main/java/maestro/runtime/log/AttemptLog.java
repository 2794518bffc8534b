package maestro.runtime.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import maestro.runtime.log.LogStore.Chunk;
import maestro.runtime.log.LogStore.LogKey;

/**
 * Takes in the output of one launch of an attempt; made by {@link Logs#open}. Thread-safe.
 *
 * <p>The first {@link LogLimits#headBytes} are written as they come. What follows is the tail: its last
 * {@link LogLimits#tailBytes} stay in memory until the writer comes by once a second, so an endless log costs the store
 * little; what falls out of the tail is dropped, and removed where it was stored. One line in its place tells how much.
 */
public final class AttemptLog implements AutoCloseable {
    private static final long TAIL_EVERY_NANOS = 1_000_000_000L;

    /** A sealed chunk; one that was taken by the writer may be in the store, and needs no bytes any more. */
    private static final class Piece {
        final long first;
        final int lines;
        final int size;
        final int writtenBytes;
        private byte[] bytes;
        boolean taken;

        Piece(long first, LineCodec.Encoder encoded) {
            this.first = first;
            lines = encoded.lines();
            bytes = encoded.bytes();
            size = bytes.length;
            writtenBytes = encoded.writtenBytes();
        }

        Chunk take(LogKey key) {
            var chunk = new Chunk(key, first, lines, bytes);
            taken = true;
            bytes = new byte[0];
            return chunk;
        }
    }

    /** What the writer shall do for this log in one round: cut, then append. */
    record Work(AttemptLog log, Optional<Cut> cut, List<Chunk> chunks, long bytes) {
        record Cut(long from, long to) {}
    }

    private final LogKey key;
    private final LogWriter writer;
    private final LogLimits limits;
    private LineCodec.Encoder current = new LineCodec.Encoder();
    private long nextNumber = 1;
    private long durableTo; // number of the last durable line
    private final Deque<Piece> head = new ArrayDeque<>();
    private final Deque<Piece> tail = new ArrayDeque<>();
    private long headBytes;
    private long tailBytes;
    private long cutFrom; // number of the first line after the head; 0: still in the head
    private long cutTo;
    private boolean cutStored;
    private boolean cutChanged;
    private long droppedLines;
    private long droppedBytes;
    private long lostLines;
    private long tailWritten;
    private boolean urgent;
    private boolean closed;
    private boolean queued;

    AttemptLog(LogKey key, LogWriter writer, LogLimits limits) {
        this.key = key;
        this.writer = writer;
        this.limits = limits;
        tailWritten = System.nanoTime() - TAIL_EVERY_NANOS;
    }

    LogKey key() {
        return key;
    }

    /**
     * Takes in a line; text with line ends becomes several, and so does one over {@link LogLimits#lineBytes}. Waits for a
     * second at most, when the store is down and {@link LogLimits#waitingBytes} are used up, and then drops lines until
     * there is room. Does nothing after {@link #close}.
     */
    public void append(LogStream stream, String text) {
        if (text.indexOf('\n') < 0) {
            appendLine(stream, text);
        } else {
            text.lines().forEach(line -> appendLine(stream, line));
        }
    }

    private void appendLine(LogStream stream, String line) {
        LineCodec.texts(line, limits.lineBytes()).forEach(text -> appendText(stream, text));
    }

    private void appendText(LogStream stream, byte[] text) {
        if (!writer.hasRoom() && !waitForRoom()) {
            return;
        }
        synchronized (this) {
            if (closed) {
                return;
            }
            tellLost();
            add(stream, text);
        }
    }

    private void tellLost() {
        if (lostLines > 0) {
            String lost = "[" + lostLines + " lines are lost: the log store did not take them in time]";
            lostLines = 0;
            LineCodec.texts(lost, limits.lineBytes()).forEach(text -> add(LogStream.SYSTEM, text));
        }
    }

    private boolean waitForRoom() {
        synchronized (this) {
            if (lostLines > 0) {
                lostLines++;
                return false;
            }
        }
        if (writer.awaitRoom()) {
            return true;
        }
        synchronized (this) {
            lostLines++;
        }
        return false;
    }

    private void add(LogStream stream, byte[] text) {
        if (!current.fits(text.length)) {
            seal();
        }
        current.add(writer.nowMillis(), stream, text);
        nextNumber++;
        enqueue();
    }

    private void enqueue() {
        if (!queued) {
            queued = true;
            writer.enqueue(this);
        }
    }

    private void seal() {
        if (current.lines() == 0) {
            return;
        }
        var piece = new Piece(nextNumber - current.lines(), current);
        current = new LineCodec.Encoder();
        writer.waiting(piece.size);
        if (cutFrom == 0 && headBytes + piece.size <= limits.headBytes()) {
            headBytes += piece.size;
            head.add(piece);
            return;
        }
        if (cutFrom == 0) {
            cutFrom = piece.first;
        }
        tail.add(piece);
        tailBytes += piece.size;
        while (tail.size() > 1 && tailBytes - tail.getFirst().size >= limits.tailBytes()) {
            drop(tail.removeFirst());
        }
    }

    private void drop(Piece piece) {
        tailBytes -= piece.size;
        droppedLines += piece.lines;
        droppedBytes += piece.writtenBytes;
        cutTo = piece.first + piece.lines;
        cutStored |= piece.taken;
        cutChanged = true;
        if (!piece.taken) {
            writer.waiting(-piece.size);
        }
    }

    /**
     * Called by the writer after taking this log out of its queue; empty: nothing to do now.
     *
     * @param last whether there will be no later round
     */
    synchronized Optional<Work> take(boolean last) {
        queued = false;
        seal();
        var chunks = new ArrayList<Chunk>();
        head.forEach(piece -> chunks.add(piece.take(key)));
        long bytes = head.stream().mapToLong(piece -> piece.size).sum();
        head.clear();
        var cut = Optional.<Work.Cut>empty();
        if (!tail.isEmpty() && !urgent && !closed && !last && System.nanoTime() - tailWritten < TAIL_EVERY_NANOS) {
            enqueue();
        } else if (!tail.isEmpty()) {
            tailWritten = System.nanoTime();
            if (cutChanged) {
                cut = takeCut();
                chunks.add(mark());
            }
            for (var piece : tail) {
                if (!piece.taken) {
                    chunks.add(piece.take(key));
                    bytes += piece.size;
                }
            }
        }
        urgent = false;
        return chunks.isEmpty() ? Optional.empty() : Optional.of(new Work(this, cut, chunks, bytes));
    }

    private Optional<Work.Cut> takeCut() {
        var cut = cutStored ? Optional.of(new Work.Cut(cutFrom, cutTo)) : Optional.<Work.Cut>empty();
        cutChanged = false;
        cutStored = true; // the mark itself lies in the range of the next cut
        return cut;
    }

    /** Stands where the first dropped line stood. */
    private Chunk mark() {
        var encoder = new LineCodec.Encoder();
        String text = "[" + droppedLines + " lines (" + droppedBytes + " bytes) are dropped here: the log is too long]";
        encoder.add(writer.nowMillis(), LogStream.SYSTEM, text.getBytes(UTF_8)); // one line, however short lines must be
        return new Chunk(key, cutFrom, 1, encoder.bytes());
    }

    synchronized void durable(Work work) {
        var last = work.chunks().getLast();
        durableTo = Math.max(durableTo, last.first() + last.lines() - 1);
        notifyAll();
    }

    /** Whether nothing will come any more and all is durable. */
    synchronized boolean complete() {
        return closed && durableTo >= nextNumber - 1;
    }

    /**
     * Has all lines taken in so far written now.
     *
     * @return whether they were durable in time; the writer goes on trying otherwise
     */
    public boolean flush(Duration limit) throws InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        synchronized (this) {
            tellLost();
            long target = nextNumber - 1;
            if (durableTo >= target) {
                return true;
            }
            urgent = true;
            enqueue();
            writer.hurry();
            while (durableTo < target) {
                long left = (deadline - System.nanoTime() + 999_999) / 1_000_000;
                if (left <= 0) {
                    return false;
                }
                wait(left);
            }
            return true;
        }
    }

    /** Takes no more lines; the rest is written in the background. */
    @Override
    public void close() {
        synchronized (this) {
            if (!closed) {
                tellLost();
                closed = true;
                enqueue();
            }
        }
        writer.hurry();
    }
}
