package maestro.server.auth;

import static maestro.model.auth.Verb.AUDIT;
import static maestro.model.auth.Verb.CLUSTER;
import static maestro.model.auth.Verb.CONTROL;
import static maestro.model.auth.Verb.LOG;
import static maestro.model.auth.Verb.PERMIT;
import static maestro.model.auth.Verb.READ;
import static maestro.model.auth.Verb.SIGNAL;
import static maestro.model.auth.Verb.START;
import static maestro.model.auth.Verb.TEMPLATE;
import static maestro.model.auth.Verb.TOKEN;
import static maestro.model.auth.Verb.WRITE;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import maestro.model.auth.Verb;
import maestro.server.auth.Need.Everywhere;
import maestro.server.auth.Need.Known;
import maestro.server.auth.Need.Named;
import maestro.server.auth.Need.Node;
import maestro.server.auth.Need.NodeOr;
import maestro.server.auth.Need.Open;
import maestro.server.auth.Need.OpenIf;
import maestro.server.auth.Need.Somewhere;

/** What each route of the server wants of its caller: one table, so that a reviewer reads it from top to bottom. */
public final class Permissions {
    /** For a route that has no row; a test says so before anybody meets it. */
    static final Need UNKNOWN = new Everywhere(Verb.TOKEN);

    private record Row(String method, String template, Need need) {}

    private static final List<Row> ROWS = List.of(
            row("GET", "/health/live", new Open()),
            row("GET", "/health/started", new Open()),
            row("GET", "/health/ready", new Open()),
            row("GET", "/actuator/health", new Open()),
            row("GET", "/version", new Open()),
            row("GET", "/", new Open()),
            row("GET", "/ui", new Open()),
            row("GET", "/ui/{path...}", new Open()),
            row("GET", "/metrics", new OpenIf("metrics")),
            row("GET", "/openapi.json", new OpenIf("docs")),
            row("GET", "/api/docs", new OpenIf("docs")),
            row("GET", "/docs", new OpenIf("docs")),
            row("GET", "/docs/{path...}", new OpenIf("docs")),
            row("GET", "/api/v3/session", new Open()),
            row("POST", "/auth/session", new Open()),
            row("DELETE", "/auth/session", new Open()),
            row("GET", "/api/v3/language", new Known()),
            row("GET", "/api/v3/workflows/instances/action-map", new Known()),
            row("GET", "/api/v3/workflows/steps/instances/action-map", new Known()),
            row("PUT", "/api/v3/workflows/actions/validate", new Known()),
            row("PUT", "/api/v3/workflows/actions/validate/yaml", new Known()),
            row("PUT", "/api/v3/workflows/actions/check", new Known()),
            row("PUT", "/api/v3/workflows/actions/check/yaml", new Known()),
            row("GET", "/api/v3/summary", new Somewhere(READ)),
            row("GET", "/api/v3/search", new Somewhere(READ)),
            row("GET", "/api/v3/events", new Somewhere(READ)),
            row("GET", "/api/v3/instances", new Somewhere(READ)),
            row("GET", "/api/v3/workflows", new Somewhere(READ)),
            row("GET", "/api/v3/schedules", new Somewhere(READ)),
            row("POST", "/api/v3/schedules/preview", new Known()),
            row("GET", "/api/v3/signals", new Somewhere(READ)),
            row("GET", "/api/v3/tag-permits", new Somewhere(READ)),
            row("GET", "/api/v3/job-templates", new Somewhere(READ)),
            row("GET", "/api/v3/workflows/steps/breakpoints", new Somewhere(READ)),
            row("GET", "/api/v3/workflows/steps/breakpoints/paused-step-attempts", new Somewhere(READ)),
            row("GET", "/api/v3/workflows/instances/inline-workflow-id", new Somewhere(READ)),
            row("GET", "/api/v3/set-aside", new Somewhere(READ)),
            row("GET", "/api/v3/workflows/{id}/versions/pagination", new Named(READ, "id")),
            row("GET", "/api/v3/workflows/{id}/versions/{v}", new Named(READ, "id")),
            row("GET", "/api/v3/workflows/{id}/versions/{v}/source", new Named(READ, "id")),
            row("GET", "/api/v3/workflows/{id}/versions/{v}/form", new Named(READ, "id")),
            row("GET", "/api/v3/workflows/{id}/versions/{a}/diff/{b}", new Named(READ, "id")),
            row("GET", "/api/v3/workflows/{id}/overview", new Named(READ, "id")),
            row("GET", "/api/v3/workflows/{id}/timeline", new Named(READ, "id")),
            row("GET", "/api/v3/workflows/{id}/properties-snapshot/{snapshot}", new Named(READ, "id")),
            row("GET", "/api/v3/workflows/{id}/triggers", new Named(READ, "id")),
            row("GET", "/api/v3/workflows/{id}/triggers/firings", new Named(READ, "id")),
            row("GET", "/api/v3/workflows/{id}/grid", new Named(READ, "id")),
            row("GET", "/api/v3/workflows/{id}/errors", new Named(READ, "id")),
            row("GET", "/api/v3/workflows/{id}/instances", new Named(READ, "id")),
            row("GET", "/api/v3/workflows/{id}/instances/{n}", new Named(READ, "id")),
            row("GET", "/api/v3/workflows/{id}/instances/{n}/runs", new Named(READ, "id")),
            row("GET", "/api/v3/workflows/{id}/instances/{n}/runs/{r}", new Named(READ, "id")),
            row("GET", "/api/v3/workflows/{id}/instances/{n}/inline-path", new Named(READ, "id")),
            row("GET", "/api/v3/workflows/{id}/instances/{n}/why", new Named(READ, "id")),
            row("GET", "/api/v3/workflows/{id}/instances/{n}/runs/{r}/hooks", new Named(READ, "id")),
            row("GET", "/api/v3/workflows/{id}/instances/{n}/runs/{r}/why", new Named(READ, "id")),
            row("GET", "/api/v3/workflows/{id}/instances/{n}/steps/{s}/why", new Named(READ, "id")),
            row("GET", "/api/v3/workflows/{id}/instances/{n}/runs/{r}/steps/{s}/why", new Named(READ, "id")),
            row("GET", "/api/v3/workflows/{id}/instances/{n}/steps", new Named(READ, "id")),
            row("GET", "/api/v3/workflows/{id}/instances/{n}/steps/{s}", new Named(READ, "id")),
            row("GET", "/api/v3/workflows/{id}/instances/{n}/runs/{r}/steps", new Named(READ, "id")),
            row("GET", "/api/v3/workflows/{id}/instances/{n}/runs/{r}/steps/{s}/attempts/{a}", new Named(READ, "id")),
            row("GET", "/api/v3/workflows/{id}/instances/{n}/runs/{r}/events", new Named(READ, "id")),
            row("GET", "/api/v3/workflows/{id}/instances/{n}/runs/{r}/steps/{s}/map", new Named(READ, "id")),
            row("GET", "/api/v3/workflows/{id}/instances/{n}/runs/{r}/steps/{s}/errors", new Named(READ, "id")),
            row("GET", "/api/v3/views/flatten/workflows/{id}/instances/{n}/runs/{r}/steps/{s}",
                    new Named(READ, "id")),
            row("GET", "/api/v3/views/flatten/workflows/{id}/instances/{n}/runs/{r}/steps/{s}/iterations/{iteration}",
                    new Named(READ, "id")),
            row("GET", "/api/v3/views/flatten/workflows/{id}/instances/{n}/runs/{r}/steps/{s}/summary",
                    new Named(READ, "id")),
            row("POST", "/api/v3/workflows/{id}/instances/{n}/runs/{r}/evaluate", new Named(READ, "id")),
            row("POST", "/api/v3/workflows/{id}/instances/{n}/runs/{r}/steps/{s}/attempts/{a}/evaluate",
                    new Named(READ, "id")),
            row("GET", "/api/v3/workflows/{id}/instances/{n}/runs/{r}/steps/{s}/attempts/{a}/logs",
                    new Named(LOG, "id")),
            row("GET", "/api/v3/workflows/{id}/instances/{n}/runs/{r}/steps/{s}/attempts/{a}/logs/outline",
                    new Named(LOG, "id")),
            row("GET", "/api/v3/workflows/{id}/instances/{n}/runs/{r}/steps/{s}/attempts/{a}/logs/lines",
                    new Named(LOG, "id")),
            row("GET", "/api/v3/workflows/{id}/instances/{n}/runs/{r}/steps/{s}/attempts/{a}/logs/search",
                    new Named(LOG, "id")),
            row("POST", "/api/v3/workflows", new Somewhere(WRITE)),
            row("POST", "/api/v3/workflows/yaml", new Somewhere(WRITE)),
            row("DELETE", "/api/v3/workflows/{id}", new Named(WRITE, "id")),
            row("POST", "/api/v3/workflows/{id}/properties", new Named(WRITE, "id")),
            row("POST", "/api/v3/workflows/{id}/properties/tag", new Named(WRITE, "id")),
            row("DELETE", "/api/v3/workflows/{id}/properties/tag/{name}", new Named(WRITE, "id")),
            row("PUT", "/api/v3/workflows/{id}/versions/{v}/actions/activate", new Named(WRITE, "id")),
            row("PUT", "/api/v3/workflows/{id}/actions/deactivate", new Named(WRITE, "id")),
            row("POST", "/api/v3/workflows/{id}/versions/{v}/actions/start", new Named(START, "id")),
            row("PUT", "/api/v3/workflows/{id}/actions/stop", new Named(CONTROL, "id")),
            row("PUT", "/api/v3/workflows/{id}/instances/{n}/actions/stop", new Named(CONTROL, "id")),
            row("PUT", "/api/v3/workflows/{id}/instances/{n}/runs/{r}/actions/stop", new Named(CONTROL, "id")),
            row("PUT", "/api/v3/workflows/{id}/actions/kill", new Named(CONTROL, "id")),
            row("PUT", "/api/v3/workflows/{id}/instances/{n}/actions/kill", new Named(CONTROL, "id")),
            row("PUT", "/api/v3/workflows/{id}/instances/{n}/runs/{r}/actions/kill", new Named(CONTROL, "id")),
            row("PUT", "/api/v3/workflows/{id}/actions/unblock", new Named(CONTROL, "id")),
            row("PUT", "/api/v3/workflows/{id}/instances/{n}/actions/unblock", new Named(CONTROL, "id")),
            row("PUT", "/api/v3/workflows/{id}/instances/{n}/runs/{r}/actions/unblock", new Named(CONTROL, "id")),
            row("PUT", "/api/v3/workflows/{id}/instances/{n}/actions/release", new Named(CONTROL, "id")),
            row("POST", "/api/v3/workflows/{id}/instances/{n}/actions/restart", new Named(CONTROL, "id")),
            row("POST", "/api/v3/workflows/{id}/instances/{n}/steps/{s}/actions/restart", new Named(CONTROL, "id")),
            row("PUT", "/api/v3/workflows/{id}/instances/{n}/steps/{s}/actions/stop", new Named(CONTROL, "id")),
            row("PUT", "/api/v3/workflows/{id}/instances/{n}/steps/{s}/actions/kill", new Named(CONTROL, "id")),
            row("PUT", "/api/v3/workflows/{id}/instances/{n}/steps/{s}/actions/skip", new Named(CONTROL, "id")),
            row("PUT", "/api/v3/workflows/{id}/instances/{n}/steps/{s}/actions/bypass", new Named(CONTROL, "id")),
            row("POST", "/api/v3/workflows/steps/breakpoints", new Somewhere(CONTROL)),
            row("DELETE", "/api/v3/workflows/steps/breakpoints", new Somewhere(CONTROL)),
            row("PUT", "/api/v3/workflows/steps/breakpoints/{wf}/instances/{n}/runs/{r}/steps/{s}/attempts/{a}/actions/resume",
                    new Named(CONTROL, "wf")),
            row("PUT", "/api/v3/output-data", new Everywhere(CONTROL)),
            row("POST", "/api/v3/signals", new Somewhere(SIGNAL)),
            row("GET", "/api/v3/signals/{name}/instances", new Named(READ, "name")),
            row("GET", "/api/v3/signals/{name}/instances/{seq}", new Named(READ, "name")),
            row("GET", "/api/v3/signals/{name}/listeners", new Named(READ, "name")),
            row("POST", "/api/v3/tag-permits", new Somewhere(PERMIT)),
            row("DELETE", "/api/v3/tag-permits/{tag}", new Named(PERMIT, "tag")),
            row("GET", "/api/v3/tag-permits/{tag}", new Named(READ, "tag")),
            row("GET", "/api/v3/tag-permits/{tag}/claims", new Named(READ, "tag")),
            row("POST", "/api/v3/job-templates", new Somewhere(TEMPLATE)),
            row("POST", "/api/v3/job-templates/yaml", new Somewhere(TEMPLATE)),
            row("GET", "/api/v3/job-templates/{type}", new Known()),
            row("DELETE", "/api/v3/job-templates/{type}", new Named(TEMPLATE, "type")),
            row("GET", "/api/v3/cluster", new Everywhere(CLUSTER)),
            row("GET", "/api/v3/cluster/node", new NodeOr(CLUSTER)),
            row("POST", "/cluster/nudge", new Node()),
            row("GET", "/api/v3/auth/whoami", new Known()),
            row("GET", "/api/v3/auth/check", new Known()),
            row("GET", "/api/v3/auth/tokens", new Known()),
            row("POST", "/api/v3/auth/tokens", new Known()),
            row("DELETE", "/api/v3/auth/tokens/{token}", new Known()),
            row("GET", "/api/v3/auth/grants", new Somewhere(TOKEN)),
            row("POST", "/api/v3/auth/grants", new Somewhere(TOKEN)),
            row("DELETE", "/api/v3/auth/grants", new Somewhere(TOKEN)),
            row("GET", "/api/v3/auth/audit", new Everywhere(AUDIT)));

    private static final Map<String, Need> NEEDS = ROWS.stream()
            .collect(Collectors.toMap(row -> row.method() + " " + row.template(), Row::need));

    private Permissions() {}

    private static Row row(String method, String template, Need need) {
        return new Row(method, template, need);
    }

    public static Need of(String method, String template) {
        return NEEDS.getOrDefault(method + " " + template, UNKNOWN);
    }

    /** By method and template, such as {@code GET /version}. */
    public static Map<String, Need> all() {
        return Collections.unmodifiableMap(NEEDS);
    }
}
