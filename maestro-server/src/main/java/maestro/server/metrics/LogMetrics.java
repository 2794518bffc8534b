package maestro.server.metrics;

import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Counts what is logged, so that an alarm can be had of what only the log tells. */
public final class LogMetrics {
    private static final String NAME = "maestro_log_entries_total";
    private static final String HELP = "Entries of the process's log.";

    private LogMetrics() {}

    /** Counts until it is closed. */
    public static AutoCloseable count(Metrics metrics) {
        var root = Logger.getLogger("");
        var errors = new Counting(metrics.adder(NAME, HELP, "level", "error"), Level.SEVERE);
        var warnings = new Counting(metrics.adder(NAME, HELP, "level", "warning"), Level.WARNING);
        root.addHandler(errors);
        root.addHandler(warnings);
        return () -> {
            root.removeHandler(errors);
            root.removeHandler(warnings);
        };
    }

    private static final class Counting extends Handler {
        private final Runnable add;
        private final Level counted;

        Counting(Runnable add, Level counted) {
            this.add = add;
            this.counted = counted;
            setLevel(counted);
        }

        @Override
        public void publish(LogRecord record) {
            if (record.getLevel().equals(counted)) add.run();
        }

        @Override
        public void flush() {
            // nothing is kept back
        }

        @Override
        public void close() {
            // nothing is open
        }
    }
}
