package maestro.server.http;

import java.util.List;
import maestro.server.metrics.Metrics;

/** The metrics in the Prometheus text format. */
final class MetricsResource {
    private static final String TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final Metrics metrics;

    MetricsResource(Metrics metrics) {
        this.metrics = metrics;
    }

    List<Route> routes() {
        return List.of(Route.get("/metrics", _ -> Answer.text(TYPE, metrics.text()))
                .producing("text/plain", "application/openmetrics-text"));
    }
}
