package maestro.server.http;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import maestro.core.row.StepRow;
import maestro.runtime.log.LogLine;
import maestro.runtime.log.Logs;

/**
 * The output of an attempt: as text what there is now, or followed as server-sent events to its end. An event's id is
 * the line's position, for {@code Last-Event-ID}; its name is the stream the line came from.
 */
final class LogResource {
    private static final int PAGE = 1000;
    private static final Duration HEARTBEAT = Duration.ofSeconds(10);
    /** How often one looks whether the attempt is over, and for lines that another node writes. */
    private static final Duration LOOK = Duration.ofSeconds(1);
    /** The last lines are written a moment after the attempt's end. */
    private static final Duration LAST_LINES = Duration.ofSeconds(1);

    private final RunSources runs;
    private final Logs logs;
    private final OpenStreams streams;

    LogResource(RunSources runs, Logs logs, OpenStreams streams) {
        this.runs = runs;
        this.logs = logs;
        this.streams = streams;
    }

    List<Route> routes() {
        return List.of(Route.get(
                        "/api/v3/workflows/{id}/instances/{n}/runs/{r}/steps/{s}/attempts/{a}/logs", this::read)
                .producing("text/plain", Sse.TYPE));
    }

    private Answer read(Call call) {
        boolean follow = call.flag("follow", call.chosenType().equals(Sse.TYPE));
        var after = call.header("last-event-id").filter(id -> !id.isEmpty());
        var row = runs.row(call.path("id"), call.number("n"), Optional.of(call.number("r")));
        StepRow attempt = StepResource.find(runs, call, row, call.numberOrLatest("a"));
        streams.admit();
        // the first look is here, where a wrong position can still be answered with an error
        List<LogLine> first = logs.read(row.runKey(), attempt.stepId(), attempt.attempt(), after, PAGE);
        return follow
                ? new Answer.Stream(Sse.TYPE, out -> follow(attempt, after, new Sse(out)))
                : new Answer.Stream("text/plain; charset=utf-8", out -> text(attempt, first, out));
    }

    private void text(StepRow attempt, List<LogLine> first, OutputStream out) throws IOException {
        List<LogLine> lines = first;
        while (!lines.isEmpty()) {
            for (LogLine line : lines) out.write((line.text() + '\n').getBytes(StandardCharsets.UTF_8));
            var after = Optional.of(lines.getLast().position());
            lines = logs.read(attempt.runKey(), attempt.stepId(), attempt.attempt(), after, PAGE);
        }
    }

    private void follow(StepRow attempt, Optional<String> after, Sse sse) throws IOException, InterruptedException {
        sse.heartbeat(); // the reader learns at once that it is connected
        long beatNanos = System.nanoTime();
        try (var follower = logs.follow(attempt.runKey(), attempt.stepId(), attempt.attempt(), after)) {
            boolean over = attempt.status().terminal();
            while (true) {
                var lines = follower.next(over ? LAST_LINES : LOOK);
                for (LogLine line : lines)
                    sse.event(line.position(), line.stream().name().toLowerCase(Locale.ROOT), line.text());
                if (!lines.isEmpty()) sse.flush();
                else if (over) return;
                else {
                    if (System.nanoTime() - beatNanos > HEARTBEAT.toNanos()) {
                        sse.heartbeat();
                        beatNanos = System.nanoTime();
                    }
                    over = over(attempt);
                }
            }
        }
    }

    private boolean over(StepRow attempt) {
        return runs.reads().attempt(attempt.runKey(), attempt.stepId(), attempt.attempt())
                .map(row -> row.status().terminal())
                .orElse(true);
    }
}
