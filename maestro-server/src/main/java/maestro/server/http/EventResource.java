package maestro.server.http;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import maestro.core.row.RunRow;
import maestro.model.MaestroException;
import maestro.runtime.engine.Engine;

/**
 * The events of a run as they become durable, from its beginning or from after {@code Last-Event-ID}; the stream ends
 * with an {@code end} event when the run has ended.
 */
final class EventResource {
    private static final Pattern EVENT_ID = Pattern.compile("\\d{1,6}:\\d{1,18}:\\d{1,9}");

    private final Engine engine;
    private final RunSources runs;
    private final OpenStreams streams;

    EventResource(Engine engine, RunSources runs, OpenStreams streams) {
        this.engine = engine;
        this.runs = runs;
        this.streams = streams;
    }

    List<Route> routes() {
        return List.of(Route.get("/api/v3/workflows/{id}/instances/{n}/runs/{r}/events", this::follow)
                .producing(Sse.TYPE));
    }

    private Answer follow(Call call) {
        String after = call.header("last-event-id").orElse("");
        if (!after.isEmpty() && !EVENT_ID.matcher(after).matches())
            throw MaestroException.badRequest("Last-Event-ID must be the id of an event of this stream");
        RunRow row = runs.row(call.path("id"), call.number("n"), Optional.of(call.number("r")));
        streams.admit();
        return new Answer.Stream(Sse.TYPE, new RunEvents(engine, runs, row, after));
    }
}
