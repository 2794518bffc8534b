package maestro.server.metrics;

import java.util.Set;

/** What is counted of HTTP calls. Thread-safe. */
public final class HttpMetrics {
    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "DELETE");

    private final Metrics metrics;

    public HttpMetrics(Metrics metrics) {
        this.metrics = metrics;
    }

    /** @param template the route's path with its variables as names, so that the number of series stays small */
    public void served(String method, String template, int status, long nanos) {
        String known = METHODS.contains(method) ? method : "OTHER";
        metrics.count("maestro_http_requests_total", "HTTP requests served.",
                "method", known, "route", template, "status", Integer.toString(status));
        metrics.time("maestro_http_request_seconds", "Time to serve an HTTP request, streams included.", nanos,
                "method", known, "route", template);
    }
}
