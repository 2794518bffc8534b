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
        routes.addAll(new SessionResource(backend.guard().gate().mode(), backend.clock()).routes());
        routes.addAll(new LogPagesResource(runs, backend.logs().pages()).routes());
        routes.addAll(new LiveResource(backend.engine(), runs, backend.cluster().node(), streams).routes());
        routes.addAll(new GridResource(backend.engine(), runs).routes());
        routes.addAll(new LoopResource(backend.engine(), runs).routes());
        routes.addAll(new ErrorsResource(runs).routes());
        routes.addAll(new SummaryResource(runs, backend.clock()).routes());
        routes.addAll(new SearchResource(backend.engine(), runs).routes());
        routes.addAll(new FormResource(backend.engine()).routes());
        routes.addAll(new SourceResource(backend.engine(), backend.sources()).routes());
        routes.addAll(new LanguageResource().routes());
        routes.addAll(new TriggerResource(backend.engine(), runs, backend.clock()).routes());
        routes.addAll(new EvaluateResource(runs, backend.clock()).routes());
        return routes;
    }
}
