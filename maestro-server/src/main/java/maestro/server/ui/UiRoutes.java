package maestro.server.ui;

import java.util.ArrayList;
import java.util.List;
import maestro.server.http.Api;
import maestro.server.http.OpenStreams;
import maestro.server.http.Route;
import maestro.server.http.RunSources;

/** All routes of this package. */
public final class UiRoutes {
    private UiRoutes() {}

    public static List<Route> of(Api.Backend backend, RunSources runs, OpenStreams streams) {
        var routes = new ArrayList<Route>();
        routes.addAll(new SessionResource(backend.clock()).routes());
        return routes;
    }
}
