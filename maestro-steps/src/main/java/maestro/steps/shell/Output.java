package maestro.steps.shell;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import maestro.runtime.log.LogStream;
import maestro.runtime.step.StepContext;

/** Hands the lines of both streams to the log and remembers the last ones of stderr. Thread-safe. */
final class Output {
    private static final int REMEMBERED_LINES = 10;
    private static final int REMEMBERED_CHARS = 500;

    private final StepContext context;
    private final Deque<String> lastErrors = new ArrayDeque<>();
    private volatile boolean closed;

    Output(StepContext context) {
        this.context = context;
    }

    void line(LogStream stream, String line) {
        if (closed) {
            return;
        }
        if (stream == LogStream.ERR) {
            remember(line);
        }
        try {
            context.log(stream, line);
        } catch (RuntimeException e) {
            // reading must go on whatever becomes of the line: a full pipe would stop the script
            System.getLogger(Output.class.getName()).log(System.Logger.Level.WARNING, "a line of output is lost", e);
        }
    }

    private void remember(String line) {
        synchronized (lastErrors) {
            if (lastErrors.size() == REMEMBERED_LINES) {
                lastErrors.removeFirst();
            }
            lastErrors.addLast(line.length() <= REMEMBERED_CHARS ? line : line.substring(0, REMEMBERED_CHARS) + "…");
        }
    }

    List<String> lastErrors() {
        synchronized (lastErrors) {
            return List.copyOf(lastErrors);
        }
    }

    /** Drops what still comes: the attempt is over. */
    void close() {
        closed = true;
    }
}
