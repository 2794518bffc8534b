package maestro.runtime.log;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import maestro.runtime.log.LogStore.Chunk;

/**
 * Reads a log to its present end and waits for more; made by {@link Logs#follow}. {@link #next} is for one thread.
 *
 * <p>New chunks are handed over in memory when the log is written on this node. A follower that does not keep up loses
 * its place in that and reads from the store again, so it can be as slow as it likes and costs 1 MiB at most.
 */
public final class LogFollower implements AutoCloseable {
    private static final int QUEUE_MAX = 16;
    private static final int LINES_MAX = 1000;

    private final Logs logs;
    private final Logs.Attempt attempt;
    private final Queue<Chunk> queue = new ArrayDeque<>();
    private LogPosition position;
    private boolean live; // all that is in the store was read, what comes is in the queue
    private boolean missed;
    private boolean woken;

    LogFollower(Logs logs, Logs.Attempt attempt, LogPosition position) {
        this.logs = logs;
        this.attempt = attempt;
        this.position = position;
    }

    /**
     * The next lines, 1000 or so at most, in order.
     *
     * @param wait how long to wait for one. A log that another node writes is looked at once a call
     * @return empty when nothing came, or the launch written on this node ended: see whether the attempt is over
     * @throws maestro.runtime.store.StoreUnavailable when the store had to be read and is down; try again
     */
    public List<LogLine> next(Duration wait) throws InterruptedException {
        long deadline = System.nanoTime() + wait.toNanos();
        while (true) {
            var lines = live ? queued(deadline) : stored();
            if (!lines.isEmpty()) {
                var last = lines.getLast();
                position = LogPosition.parse(last.position());
                return lines;
            }
            synchronized (this) {
                if (live && queue.isEmpty() && !missed && (woken || System.nanoTime() >= deadline)) {
                    woken = false;
                    live = logs.writtenHere(attempt);
                    return List.of();
                }
                live = !missed;
            }
        }
    }

    private List<LogLine> stored() {
        synchronized (this) {
            queue.clear(); // durable, so the read below finds it
            missed = false;
        }
        return logs.read(attempt, position, LINES_MAX);
    }

    private synchronized List<LogLine> queued(long deadline) throws InterruptedException {
        while (queue.isEmpty() && !missed && !woken) {
            long left = (deadline - System.nanoTime() + 999_999) / 1_000_000;
            if (left <= 0) {
                return List.of();
            }
            wait(left);
        }
        return missed || queue.isEmpty() ? List.of() : Logs.lines(queue.remove(), position);
    }

    /** Called by the writer. */
    synchronized void offer(Chunk chunk) {
        if (missed || queue.size() == QUEUE_MAX) {
            missed = true;
            queue.clear();
        } else {
            queue.add(chunk);
        }
        notifyAll();
    }

    /** Called by the writer when nothing more will come. */
    synchronized void wake() {
        woken = true;
        notifyAll();
    }

    @Override
    public void close() {
        logs.unfollow(attempt, this);
    }
}
