package maestro.runtime.log;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import maestro.runtime.log.AttemptLog.Work;
import maestro.runtime.log.LogStore.Chunk;
import maestro.runtime.store.StoreUnavailable;

/**
 * The one thread that writes logs: a round every 100 ms, at once when 64 KiB wait or someone flushes. While the store
 * is down it tries again until it is back. Its monitor guards the queue; logs are locked before it, never after.
 */
final class LogWriter {
    private static final System.Logger LOG = System.getLogger(LogWriter.class.getName());
    private static final long ROUND_MILLIS = 100;
    private static final long ROUND_BYTES = 64 * 1024;
    private static final long SLICE_BYTES = 1 << 20;
    private static final long ROOM_WAIT_MILLIS = 1000;
    private static final long RETRY_MILLIS = 100;
    private static final long RETRY_MILLIS_MAX = 2000;

    private final LogStore store;
    private final LogLimits limits;
    private final InstantSource clock;
    private final Consumer<Work> written;
    private final AtomicLong waitingBytes = new AtomicLong();
    private final Thread thread = Thread.ofPlatform().daemon().name("log-writer").unstarted(this::run);
    private Queue<AttemptLog> queue = new ArrayDeque<>();
    private boolean hurry;
    private volatile boolean stopping;

    /** @param written told after each log's part of a round is durable, by the writer's thread */
    LogWriter(LogStore store, LogLimits limits, InstantSource clock, Consumer<Work> written) {
        this.store = store;
        this.limits = limits;
        this.clock = clock;
        this.written = written;
    }

    void start() {
        thread.start();
    }

    long nowMillis() {
        return clock.millis();
    }

    void waiting(long bytes) {
        long now = waitingBytes.addAndGet(bytes);
        if (bytes > 0 && now >= ROUND_BYTES) {
            hurry();
        }
    }

    boolean hasRoom() {
        return waitingBytes.get() < limits.waitingBytes();
    }

    /** Waits until there is room, or for a second. */
    synchronized boolean awaitRoom() {
        long deadline = System.nanoTime() + ROOM_WAIT_MILLIS * 1_000_000;
        try {
            while (!hasRoom()) {
                long left = (deadline - System.nanoTime()) / 1_000_000;
                if (left <= 0) {
                    return false;
                }
                wait(left);
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return hasRoom();
        }
    }

    synchronized void enqueue(AttemptLog log) {
        if (queue.isEmpty()) {
            notifyAll();
        }
        queue.add(log);
    }

    synchronized void hurry() {
        if (!hurry) {
            hurry = true;
            notifyAll();
        }
    }

    /** Writes what waits, for at most this long, and ends. */
    void stop(Duration limit) throws InterruptedException {
        synchronized (this) {
            stopping = true;
            notifyAll();
        }
        if (!thread.join(limit)) {
            thread.interrupt();
        }
    }

    private void run() {
        try {
            for (var logs = awaitRound(); !logs.isEmpty(); logs = awaitRound()) {
                round(logs);
            }
        } catch (InterruptedException e) {
            LOG.log(Level.WARNING, "the log store was not there in time: the last lines of output are lost");
        }
    }

    private void round(Queue<AttemptLog> logs) throws InterruptedException {
        try {
            var works = new ArrayList<Work>();
            for (var log : logs) {
                log.take(stopping).ifPresentOrElse(works::add, () -> tellIfComplete(log));
            }
            if (!works.isEmpty()) {
                write(works);
            }
        } catch (RuntimeException bug) {
            // without this thread no step of the node would end any more
            LOG.log(Level.ERROR, "a round of log writing broke off, lines of " + logs.size() + " logs may be lost", bug);
        }
    }

    /** A log that is closed with all lines durable before has nothing to write but still ends. */
    private void tellIfComplete(AttemptLog log) {
        if (log.complete()) {
            written.accept(new Work(log, Optional.empty(), List.of(), 0));
        }
    }

    /** Returns nothing when it is time to end. */
    private synchronized Queue<AttemptLog> awaitRound() throws InterruptedException {
        while (queue.isEmpty() && !stopping) {
            wait();
        }
        long deadline = System.nanoTime() + ROUND_MILLIS * 1_000_000;
        for (long left = ROUND_MILLIS; left > 0 && !hurry && !stopping; ) {
            wait(left);
            left = (deadline - System.nanoTime()) / 1_000_000;
        }
        hurry = false;
        var logs = queue;
        queue = new ArrayDeque<>();
        return logs;
    }

    private void write(List<Work> works) throws InterruptedException {
        var chunks = new ArrayList<Chunk>();
        works.forEach(work -> chunks.addAll(work.chunks()));
        for (long pause = RETRY_MILLIS; !tryWrite(works, chunks); pause = Math.min(2 * pause, RETRY_MILLIS_MAX)) {
            TimeUnit.MILLISECONDS.sleep(pause);
        }
        long bytes = 0;
        for (var work : works) {
            work.log().durable(work);
            written.accept(work);
            bytes += work.bytes();
        }
        waiting(-bytes);
        synchronized (this) {
            notifyAll(); // those who wait for room
        }
    }

    /** After an outage a round may hold all that {@link LogLimits#waitingBytes} allow: too much for one statement. */
    private void appendInSlices(List<Chunk> chunks) {
        int from = 0;
        long bytes = 0;
        for (int i = 0; i < chunks.size(); i++) {
            bytes += chunks.get(i).bytes().length;
            if (bytes >= SLICE_BYTES || i == chunks.size() - 1) {
                store.append(chunks.subList(from, i + 1));
                from = i + 1;
                bytes = 0;
            }
        }
    }

    private boolean tryWrite(List<Work> works, List<Chunk> chunks) {
        try {
            for (var work : works) {
                work.cut().ifPresent(cut -> store.cut(work.log().key(), cut.from(), cut.to()));
            }
            appendInSlices(chunks);
            return true;
        } catch (StoreUnavailable e) {
            LOG.log(Level.DEBUG, "the log store is not there", e);
            return false;
        } catch (RuntimeException e) {
            // to try the same again would stop all other logs
            LOG.log(Level.ERROR, "the log store refused " + chunks.size() + " chunks of output, they are lost", e);
            return true;
        }
    }
}
