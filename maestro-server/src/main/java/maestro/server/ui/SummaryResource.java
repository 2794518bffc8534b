package maestro.server.ui;

import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import maestro.core.row.RunLabels;
import maestro.model.MaestroException;
import maestro.runtime.store.Visible;
import maestro.server.http.Answer;
import maestro.server.http.Call;
import maestro.server.http.Route;
import maestro.server.http.RunSources;
import tools.jackson.databind.node.ObjectNode;

/** What needs somebody: counts, what fails, what waits. Callers within five seconds share one answer. */
final class SummaryResource {
    private static final Pattern WINDOW = Pattern.compile("(\\d{1,3})([hd])");
    private static final long HOUR = 3_600_000;
    private static final long WINDOW_MAX = 14 * 24 * HOUR;
    private static final long SHARED_MILLIS = 5_000;
    private static final int KEPT = 64;

    /** @param visible the workflows that the caller may see */
    record Asked(long window, Optional<String> owner, Optional<String> tag, Visible visible) {}

    private record Known(long atMillis, ObjectNode view) {}

    private final SummaryReads reads;
    private final InstantSource clock;
    private final Map<Asked, Known> known = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Asked, Known> eldest) {
            return size() > KEPT;
        }
    };

    SummaryResource(RunSources runs, InstantSource clock) {
        this.reads = new SummaryReads(runs);
        this.clock = clock;
    }

    List<Route> routes() {
        return List.of(Route.get("/api/v3/summary", this::summary));
    }

    private Answer summary(Call call) {
        var asked = new Asked(window(call), label(call, "owner"), label(call, "tag"), call.visible());
        long now = clock.millis();
        synchronized (known) {
            Known one = known.get(asked);
            if (one != null && now - one.atMillis() < SHARED_MILLIS) return Answer.json(one.view());
        }
        ObjectNode view = reads.view(now - asked.window(), now, asked);
        synchronized (known) {
            known.put(asked, new Known(now, view));
        }
        return Answer.json(view);
    }

    private static Optional<String> label(Call call, String name) {
        return call.query(name).filter(text -> !text.isEmpty()).map(RunLabels::brief);
    }

    private static long window(Call call) {
        String text = call.query("window").filter(said -> !said.isEmpty()).orElse("24h");
        var parts = WINDOW.matcher(text);
        long millis = parts.matches()
                ? Long.parseLong(parts.group(1)) * (parts.group(2).equals("h") ? HOUR : 24 * HOUR)
                : 0;
        if (millis < HOUR || millis > WINDOW_MAX)
            throw MaestroException.badRequest("'window' must be from 1h to 14d, such as 24h, not '"
                    + (text.length() > 20 ? text.substring(0, 20) + "…" : text) + "'");
        return millis;
    }
}
