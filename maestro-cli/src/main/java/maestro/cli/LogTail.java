package maestro.cli;

import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;

/** Follows the output of one attempt, line by line, to its end. A cut connection is taken up where it broke. */
final class LogTail implements Runnable {
    private static final Duration SILENCE = Duration.ofMinutes(2);
    private static final int FAILURES_MAX = 20;
    private static final long PAUSE_MILLIS = 500;

    private final Api api;
    private final String attempt;
    private final Consumer<String> lines;
    private String lastId = "";

    LogTail(Api api, RunId run, String step, long number, Consumer<String> lines) {
        this.api = api;
        this.attempt = run.attempt(step, number);
        this.lines = lines;
    }

    @Override
    public void run() {
        for (int failures = 0; failures < FAILURES_MAX; failures++) {
            try (var in = api.events(attempt + "/logs", lastId, SILENCE)) {
                Sse.read(in, this::line);
                if (over() || !pause()) return; // a server that stops ends the stream, too
            } catch (IOException _) {
                if (!pause()) return;
            } catch (CliFailure e) {
                // an attempt may be visible a moment before its log is
                if (e.exit() != Exit.NOT_FOUND && e.exit() != Exit.SERVER_ERROR || !pause()) return;
            }
        }
    }

    private void line(Sse.Event event) {
        lastId = event.id();
        lines.accept(event.data());
    }

    private boolean over() {
        return switch (Look.of(api.get(attempt).path("runtime_state").path("status").asString(""))) {
            case WAITING, ACTIVE -> false;
            case GOOD, PASSED, BAD -> true;
        };
    }

    private static boolean pause() {
        try {
            Thread.sleep(PAUSE_MILLIS);
            return true;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
