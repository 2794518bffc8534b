package maestro.server.http;

import static maestro.server.http.Steps.noop;
import static maestro.server.http.Steps.shell;
import static maestro.server.http.Steps.sleep;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import maestro.model.definition.Definitions;
import maestro.model.json.Json;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The description of the API says what the API does: its routes, and the form of real answers. */
class OpenApiTest {
    private static final String W = "/api/v3/workflows";
    private static final String MANUAL = "{\"initiator\":{\"type\":\"manual\"}}";

    @AutoClose
    private static final Running server = new Running();
    private static JsonNode api;
    private static Schemas schemas;

    @BeforeAll
    static void start() {
        api = server.http.get("/openapi.json").json();
        schemas = new Schemas(api);
    }

    private static Map<String, JsonNode> operations() {
        var operations = new HashMap<String, JsonNode>();
        api.path("paths").properties().forEach(path -> path.getValue().properties().forEach(method ->
                operations.put(method.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey(), method.getValue())));
        return operations;
    }

    @Test
    void theDescriptionHasEveryRouteAndNoOther() {
        var routes = new TreeSet<String>();
        server.routes.forEach(route -> routes.add(route.method() + " " + route.template()));
        assertThat(new TreeSet<>(operations().keySet())).isEqualTo(routes);
    }

    @Test
    void bodiesAndAnswersHaveTheMediaTypesOfTheirRoutes() {
        for (Route route : server.routes) {
            JsonNode operation = operations().get(route.method() + " " + route.template());
            String name = route.method() + " " + route.template();
            JsonNode body = operation.at("/requestBody/content");
            if (route.body() == Route.Body.NONE) assertThat(body.isMissingNode()).as(name).isTrue();
            else assertThat(body.propertyNames()).as(name).containsExactly(route.body().type);
            assertThat(success(operation).path("content").propertyNames()).as(name)
                    .containsExactlyInAnyOrderElementsOf(route.produces());
        }
    }

    private static JsonNode success(JsonNode operation) {
        JsonNode usual = operation.at("/responses/200");
        return usual.isMissingNode() ? operation.at("/responses/202") : usual;
    }

    @Test
    void everyOperationHasANameASummaryItsPathVariablesAndAnError() {
        var names = new TreeSet<String>();
        operations().forEach((name, operation) -> {
            assertThat(names.add(operation.path("operationId").asString())).as(name).isTrue();
            assertThat(operation.path("summary").asString()).as(name).isNotBlank();
            assertThat(operation.at("/responses/default/$ref").asString()).as(name).isNotEmpty();
            var variables = new ArrayList<String>();
            operation.path("parameters").forEach(parameter -> {
                if (parameter.path("in").asString().equals("path")) variables.add(parameter.path("name").asString());
            });
            assertThat(variables).as(name).containsExactlyElementsOf(RouteTable.segments(name.substring(name.indexOf('/')))
                    .stream().filter(part -> part.startsWith("{")).map(part -> part.substring(1, part.length() - 1)).toList());
        });
    }

    @Test
    void examplesOfBodiesFitTheirSchemas() {
        operations().forEach((name, operation) -> operation.at("/requestBody/content").properties().forEach(media -> {
            JsonNode example = media.getValue().path("example");
            assertThat(example.isMissingNode()).as(name).isFalse();
            assertThat(schemas.problems(media.getValue().get("schema"), example)).as(name).isEmpty();
        }));
        var push = operations().get("POST " + W).at("/requestBody/content/application~1json/example");
        assertThat(Definitions.violations(Definitions.fromJson(push))).isEmpty();
    }

    /** All that answer JSON have an example: a real answer, shortened ({@code target/answers.json} has whole ones). */
    @Test
    void examplesOfAnswersFitTheirSchemas() {
        operations().forEach((name, operation) -> {
            JsonNode media = success(operation).at("/content/application~1json");
            if (media.isMissingNode()) return;
            assertThat(media.has("example")).as(name).isTrue();
            assertThat(schemas.problems(media.get("schema"), media.get("example"))).as(name).isEmpty();
        });
    }

    /** Calls a route and holds its answer against the description. */
    private static final class Caller {
        private final TreeSet<String> called = new TreeSet<>();
        private final ObjectNode answers = Json.object();

        JsonNode call(String method, String template, String body, String... variables) {
            String path = template;
            for (String variable : variables)
                path = path.replaceFirst("\\{\\w+}", java.util.regex.Matcher.quoteReplacement(variable));
            JsonNode operation = operations().get(method + " " + template.replaceAll("\\?.*", ""));
            assertThat(operation).as(method + " " + template).isNotNull();
            String type = operation.at("/requestBody/content").propertyNames().stream().findFirst().orElse("application/json");
            var reply = server.http.call(method, path, "user: amy;;content-type: " + type, body);
            assertThat(operation.path("responses").has("" + reply.status())).as(path + " " + reply.text()).isTrue();
            JsonNode schema = success(operation).at("/content/application~1json/schema");
            called.add(method + " " + template.replaceAll("\\?.*", ""));
            boolean bare = reply.text().isEmpty() || method.equals("DELETE") && template.contains("job-templates");
            if (schema.isMissingNode() || bare) return schema;
            assertThat(schemas.problems(schema, reply.json())).as(method + " " + path).isEmpty();
            if (!template.contains("explain"))
                answers.set(method + " " + template.replaceAll("\\?.*", ""), reply.json());
            return reply.json();
        }
    }

    @Test
    void realAnswersFitTheirSchemas() throws IOException {
        var api = new Caller();
        String push = """
                {"properties": {"owner": {"name": "amy", "team": "t"}, "run_strategy": 5, "alerting": {"emails": ["a"]}},
                 "git_info": {"branch": "b"}, "more": 1,
                 "workflow": {"id": "oa", "tags": ["t"], "timeout": "1 h", "params": {"x": {"type": "LONG", "value": 1}},
                   "time_triggers": [{"type": "CRON", "cron": "0 1 * * *"}],
                   "steps": [%s, %s, %s]}}""".formatted(noop("a", "b:x > 0"), shell("b", "said"), noop("c"));
        String yaml = "workflow:\n  id: oa.yaml\n  owner: amy\n  jobs:\n    - job: {id: a, type: noop}\n";
        api.call("POST", W, push);
        api.call("POST", W + "/yaml", yaml);
        api.call("PUT", W + "/actions/validate", push);
        api.call("PUT", W + "/actions/validate/yaml", yaml);
        api.call("PUT", W + "/actions/check", push);
        api.call("PUT", W + "/actions/check/yaml", yaml);
        api.call("POST", W, push);
        api.call("GET", W, "");
        api.call("GET", W + "/{id}/versions/{v}?enriched=true", "", "oa", "latest");
        api.call("GET", W + "/{id}/versions/pagination?first=5", "", "oa");
        api.call("GET", W + "/{id}/versions/{a}/diff/{b}", "", "oa", "1", "2");
        api.call("PUT", W + "/{id}/versions/{v}/actions/activate", "", "oa", "1");
        api.call("PUT", W + "/{id}/actions/deactivate", "", "oa");
        api.call("POST", W + "/{id}/properties", "{\"description\": \"d\"}", "oa");
        api.call("POST", W + "/{id}/properties/tag", "{\"name\": \"p\", \"k\": 1}", "oa");
        api.call("DELETE", W + "/{id}/properties/tag/{name}", "", "oa", "p");
        api.call("GET", W + "/{id}/properties-snapshot/{snapshot}", "", "oa", "latest");
        String n = "" + api.call("POST", W + "/{id}/versions/{v}/actions/start", MANUAL, "oa", "1")
                .path("workflow_instance_id").asLong();
        server.awaitEnd("oa", Long.parseLong(n));
        api.call("GET", W + "/{id}/overview", "", "oa");
        api.call("GET", W + "/{id}/timeline", "", "oa");
        api.call("GET", W + "/{id}/instances?first=5&aggregated=true", "", "oa");
        api.call("GET", W + "/{id}/instances?first=5&status=SUCCEEDED", "", "oa");
        api.call("GET", "/api/v3/instances?first=5&tag=t", "");
        for (String query : List.of("", "?enriched=false", "?explain=params"))
            api.call("GET", W + "/{id}/instances/{n}" + query, "", "oa", n);
        api.call("GET", W + "/{id}/instances/{n}/runs?last=5", "", "oa", n);
        api.call("GET", W + "/{id}/instances/{n}/runs/{r}", "", "oa", n, "latest");
        api.call("GET", W + "/{id}/instances/{n}/steps", "", "oa", n);
        api.call("GET", W + "/{id}/instances/{n}/runs/{r}/steps", "", "oa", n, "1");
        api.call("GET", W + "/{id}/instances/{n}/steps/{s}", "", "oa", n, "a");
        api.call("GET", W + "/{id}/instances/{n}/runs/{r}/steps/{s}/attempts/{a}", "", "oa", n, "1", "b", "latest");
        api.call("GET", W + "/{id}/instances/{n}/runs/{r}/steps/{s}/attempts/{a}/logs", "", "oa", n, "1", "b", "1");
        api.call("GET", W + "/{id}/instances/{n}/runs/{r}/events", "", "oa", n, "1");
        api.call("GET", W + "/instances/action-map", "");
        api.call("GET", W + "/steps/instances/action-map", "");
        api.call("GET", W + "/{id}/instances/{n}/why", "", "oa", n);
        api.call("GET", W + "/{id}/instances/{n}/runs/{r}/why", "", "oa", n, "1");
        api.call("GET", W + "/{id}/instances/{n}/runs/{r}/hooks", "", "oa", n, "1");
        api.call("GET", W + "/{id}/instances/{n}/steps/{s}/why", "", "oa", n, "c");
        api.call("GET", W + "/{id}/instances/{n}/runs/{r}/steps/{s}/why", "", "oa", n, "1", "c");
        ours(api, n);
        loops(api);
        actions(api);
        breakpoints(api);
        templates(api);
        signals(api);
        permits(api);
        api.call("DELETE", W + "/{id}", "", "oa");
        for (String path : List.of("/actuator/health", "/health/live", "/health/ready", "/health/started", "/version",
                "/metrics", "/openapi.json", "/api/docs", "/api/v3/cluster", "/api/v3/cluster/node", "/api/v3/set-aside"))
            api.call("GET", path, "");
        // needs a run that was set aside: see NodeTest
        api.called.add("PUT /api/v3/workflows/{id}/instances/{n}/actions/release");
        api.call("GET", "/api/v3/auth/whoami", "");
        api.call("GET", "/api/v3/auth/check?verb=start&name=oa", "");
        operations().keySet().stream().filter(name -> name.contains("/auth/")).forEach(api.called::add); // see AccessTest
        api.called.add("POST /cluster/nudge"); // needs the signature of a node: see ClusterTest
        assertThat(api.called).isEqualTo(new TreeSet<>(operations().keySet()));
        Files.writeString(Path.of("target", "answers.json"), Json.text(api.answers));
    }

    /** What pages read that show much at once. */
    private static void ours(Caller api, String n) {
        api.call("GET", "/api/v3/session", "");
        api.call("GET", "/api/v3/instances?first=5&view=brief", "");
        api.call("GET", W + "/{id}/instances?first=5&view=brief", "", "oa");
        api.call("GET", W + "/{id}/instances/{n}/runs?first=5&view=brief", "", "oa", n);
        api.call("GET", W + "/{id}/instances/{n}/runs/{r}/steps?view=brief", "", "oa", n, "latest");
        api.call("GET", W + "?view=status&q=o", "");
        String logs = W + "/{id}/instances/{n}/runs/{r}/steps/{s}/attempts/{a}/logs/";
        for (String call : List.of("outline", "lines", "search?q=said"))
            api.call("GET", logs + call, "", "oa", n, "1", "b", "1");
        api.call("GET", "/api/v3/events?topics=run:oa/" + n + "/1", "");
        api.call("GET", W + "/{id}/grid?times=true", "", "oa");
        api.call("GET", W + "/{id}/errors", "", "oa");
        api.call("GET", "/api/v3/summary", "");
        api.call("GET", "/api/v3/search?q=oa%20" + n, "");
        api.call("GET", W + "/{id}/versions/{v}/form", "", "oa", "latest");
        api.call("GET", W + "/{id}/versions/{v}/source", "", "oa", "latest");
        api.call("GET", "/api/v3/language", "");
        String triggers = "/api/v3/schedules/preview";
        api.call("GET", "/api/v3/schedules", "");
        api.call("POST", triggers, Json.text(operations().get("POST " + triggers)
                .at("/requestBody/content/application~1json/example")));
        api.call("GET", W + "/{id}/triggers", "", "oa");
        api.call("GET", W + "/{id}/triggers/firings", "", "oa");
        String run = W + "/{id}/instances/{n}/runs/{r}";
        api.call("POST", run + "/evaluate", "{\"expression\": \"x + 1\"}", "oa", n, "1");
        api.call("POST", run + "/steps/{s}/attempts/{a}/evaluate", "{\"expression\": \"x\"}", "oa", n, "1", "b", "1");
        api.call("POST", W + "/{id}/versions/{v}/actions/start", "{\"initiator\":{\"type\":\"manual\"},\"dry_run\":true}",
                "oa", "1");
    }

    private static void loops(Caller api) {
        server.push("oa.loop", "", Steps.foreach("loop", "", 2, noop("leaf")));
        server.awaitEnd("oa.loop", server.start("oa.loop"));
        String inline = server.http.get(W + "/oa.loop/instances/1/steps/loop").json()
                .at("/artifacts/maestro_foreach/foreach_workflow_id").asString();
        api.call("GET", W + "/{id}/instances/{n}/inline-path", "", inline, "2");
        api.call("GET", W + "/instances/inline-workflow-id", "[{\"workflow_id\": \"oa.loop\", \"instance_id\": 1},"
                + " {\"instance_id\": 1, \"step_id\": \"leaf\"}]");
        api.call("GET", W + "/{id}/instances/{n}/runs/{r}/steps/{s}/map", "", "oa.loop", "1", "1", "loop");
        api.call("GET", W + "/{id}/instances/{n}/runs/{r}/steps/{s}/errors", "", "oa.loop", "1", "1", "loop");
        String flat = "/api/v3/views/flatten/workflows/{id}/instances/{n}/runs/{r}/steps/{s}";
        api.call("GET", flat + "?first=5", "", "oa.loop", "1", "1", "leaf");
        api.call("GET", flat + "?first=5&view=brief&at=1", "", "oa.loop", "1", "1", "leaf");
        api.call("GET", flat + "/iterations/{iteration}", "", "oa.loop", "1", "1", "leaf", "2");
        api.call("GET", flat + "/summary?statusCount=true", "", "oa.loop", "1", "1", "leaf");
    }

    private static void breakpoints(Caller api) {
        String base = W + "/steps/breakpoints";
        server.push("oa.break", "", sleep("a", 60));
        api.call("POST", base, "{\"workflow_id\": \"oa.break\", \"step_id\": \"a\"}");
        long n = server.start("oa.break");
        api.call("GET", base + "?workflowId=oa.break&stepId=a", "");
        api.call("GET", base + "/paused-step-attempts?workflowId=oa.break&stepId=a", "");
        api.call("PUT", base + "/{wf}/instances/{n}/runs/{r}/steps/{s}/attempts/{a}/actions/resume", "",
                "oa.break", "" + n, "1", "a", "1");
        api.call("DELETE", base + "?workflowId=oa.break&stepId=a", "");
    }

    private static void actions(Caller api) {
        server.push("oa.act", "", sleep("a", 60), noop("b"));
        String restart = "{\"restart_policy\": \"RESTART_FROM_BEGINNING\"%s}";
        String instance = W + "/{id}/instances/{n}/actions/";
        for (String action : List.of("stop", "kill")) {
            String n = running();
            api.call("PUT", instance + action, "", "oa.act", n);
            String m = running();
            api.call("PUT", W + "/{id}/instances/{n}/runs/{r}/actions/" + action, "", "oa.act", m, "1");
            running();
            api.call("PUT", W + "/{id}/actions/" + action, "", "oa.act");
        }
        String failed = running();
        api.call("PUT", instance + "kill", "", "oa.act", failed);
        server.awaitEnd("oa.act", Long.parseLong(failed));
        api.call("PUT", instance + "unblock", "", "oa.act", failed);
        api.call("PUT", W + "/{id}/instances/{n}/runs/{r}/actions/unblock", "", "oa.act", failed, "1");
        api.call("PUT", W + "/{id}/actions/unblock", "", "oa.act");
        api.call("POST", instance + "restart", restart.formatted(", \"dry_run\": true"), "oa.act", failed);
        api.call("POST", instance + "restart", restart.formatted(""), "oa.act", failed);
        String step = W + "/{id}/instances/{n}/steps/{s}/actions/";
        for (String action : List.of("stop", "kill", "skip"))
            api.call("PUT", step + action, "", "oa.act", running(), "a");
        String ended = running();
        api.call("PUT", step + "stop", "", "oa.act", ended, "a");
        server.awaitEnd("oa.act", Long.parseLong(ended));
        api.call("POST", step + "restart", restart.formatted(""), "oa.act", ended, "a");
        api.call("PUT", W + "/{id}/actions/kill", "", "oa.act");
    }

    private static void permits(Caller api) {
        String permits = "/api/v3/tag-permits";
        api.call("POST", permits, Json.text(operations().get("POST " + permits)
                .at("/requestBody/content/application~1json/example")));
        api.call("GET", permits, "");
        api.call("GET", permits + "/{tag}", "", "gpu");
        api.call("GET", permits + "/{tag}/claims", "", "gpu");
        api.call("DELETE", permits + "/{tag}", "", "gpu");
    }

    private static void signals(Caller api) {
        String signals = "/api/v3/signals";
        api.call("POST", signals, Json.text(operations().get("POST " + signals)
                .at("/requestBody/content/application~1json/example")));
        api.call("GET", signals, "");
        api.call("GET", signals + "/{name}/instances", "", "orders_landed");
        api.call("GET", signals + "/{name}/instances/{seq}", "", "orders_landed", "1");
        server.push("oa.signal", "", noop("a").replaceFirst(
                "\"transition\"", "\"signal_dependencies\": [{\"name\": \"oa never\"}], \"transition\""));
        String instance = "" + server.start("oa.signal");
        while (api.call("GET", signals + "/{name}/listeners", "", "oa%20never").isEmpty()) Thread.onSpinWait();
        api.call("PUT", W + "/{id}/instances/{n}/steps/{s}/actions/bypass", "", "oa.signal", instance, "a");
    }

    private static String running() {
        return "" + server.start("oa.act");
    }

    private static void templates(Caller api) {
        String json = Json.text(operations().get("POST /api/v3/job-templates")
                .at("/requestBody/content/application~1json/example"));
        String yaml = operations().get("POST /api/v3/job-templates/yaml")
                .at("/requestBody/content/application~1yaml/example").asString();
        api.call("PUT", "/api/v3/output-data", Json.text(operations().get("PUT /api/v3/output-data")
                .at("/requestBody/content/application~1json/example")));
        api.call("POST", "/api/v3/job-templates", json);
        api.call("POST", "/api/v3/job-templates/yaml", yaml);
        api.call("GET", "/api/v3/job-templates", "");
        api.call("GET", "/api/v3/job-templates/{type}", "", "SparkSql");
        api.call("DELETE", "/api/v3/job-templates/{type}", "", "SparkSql");
    }

    @Test
    void errorsFitTheirSchemasInBothForms() {
        JsonNode media = api.at("/components/responses/Error/content");
        for (String path : List.of("/none", W + "/none/versions/1", W + "/x/instances/1/runs/1?enriched=odd", W + "?size=0")) {
            var given = server.http.get(path);
            assertThat(schemas.problems(media.path(given.type()).get("schema"), given.json())).as(path).isEmpty();
            var asked = server.http.call("GET", path, "accept: application/json, application/problem+json", "");
            assertThat(asked.type()).isEqualTo("application/problem+json");
            assertThat(schemas.problems(media.path(asked.type()).get("schema"), asked.json())).as(path).isEmpty();
        }
    }

    @Test
    void thePageLoadsNothingFromElsewhere() {
        String page = server.http.get("/api/docs").text();
        assertThat(page).contains("/openapi.json").doesNotContain("http:", "https:", "//cdn", "@import");
    }
}
