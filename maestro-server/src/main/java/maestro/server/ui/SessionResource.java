package maestro.server.ui;

import java.time.InstantSource;
import java.util.List;
import maestro.model.User;
import maestro.model.json.Json;
import maestro.server.http.Answer;
import maestro.server.http.Api;
import maestro.server.http.Call;
import maestro.server.http.Route;

/** Who calls, and what this server can do: the first thing that a page asks. Nothing is read for it. */
final class SessionResource {
    private final String mode;
    private final InstantSource clock;

    /** @param mode of the gate */
    SessionResource(String mode, InstantSource clock) {
        this.mode = mode;
        this.clock = clock;
    }

    List<Route> routes() {
        return List.of(Route.get("/api/v3/session", this::session));
    }

    private Answer session(Call call) {
        var view = Json.object();
        call.anyUser().map(User::name).filter(name -> !name.isEmpty()).ifPresent(name -> view.put("user", name));
        view.put("auth", mode.equals("none") ? "header" : mode); // header: it is believed, there is no log-in
        view.put("version", Api.version());
        view.put("now", clock.millis());
        var features = view.putObject("features");
        for (Feature feature : Feature.values()) features.put(feature.text(), true);
        return Answer.json(view);
    }
}
