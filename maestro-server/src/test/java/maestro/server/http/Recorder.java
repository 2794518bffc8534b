package maestro.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * Calls a server and holds every answer against the description of the API, which allows no member that it does not
 * name, and against the rules about members that are there only at times ({@link Presence}).
 */
final class Recorder {
    private record Known(String method, String template, Pattern pattern, JsonNode operation) {
        boolean takes(String calledMethod, String path) {
            return method.equals(calledMethod) && pattern.matcher(path).matches();
        }
    }

    private final Running server;
    private final Schemas schemas;
    private final List<Known> known = new ArrayList<>();
    private final Set<String> kinds = new TreeSet<>();

    Recorder(Running server) {
        this.server = server;
        JsonNode api = server.http.get("/openapi.json").json();
        schemas = new Schemas(api);
        api.path("paths").properties().forEach(path -> path.getValue().properties().forEach(operation -> known.add(
                new Known(operation.getKey().toUpperCase(Locale.ROOT), path.getKey(),
                        Pattern.compile(path.getKey().replaceAll("\\{\\w+}", "[^/]+")), operation.getValue()))));
        known.sort(Comparator.comparingInt(operation -> operation.template().split("\\{").length));
    }

    /** The kinds of nodes that the rules of presence were asked about. */
    Set<String> kinds() {
        return kinds;
    }

    JsonNode get(String path) {
        return call("GET", path, "");
    }

    JsonNode put(String path) {
        return call("PUT", path, "");
    }

    JsonNode delete(String path) {
        return call("DELETE", path, "");
    }

    JsonNode post(String path, String body) {
        return call("POST", path, body);
    }

    private JsonNode call(String method, String path, String body) {
        String bare = path.replaceAll("\\?.*", "");
        var operation = known.stream()
                .filter(each -> each.takes(method, bare))
                .findFirst()
                .orElseThrow(() -> new AssertionError("the API does not describe " + method + " " + bare))
                .operation();
        var reply = server.http.call(method, path, "user: amy;;content-type: application/json", body);
        String told = method + " " + path + " " + body;
        var described = operation.path("responses").path("" + reply.status());
        assertThat(described.isMissingNode()).as(told + " answers " + reply.text()).isFalse();
        if (reply.text().isEmpty()) return MissingNode.getInstance();
        JsonNode answer = reply.json();
        JsonNode schema = described.at("/content/application~1json/schema");
        assertThat(schemas.problems(schema, answer)).as(told + " answers " + answer).isEmpty();
        assertThat(Presence.problems(answer, kinds)).as(told + " answers " + answer).isEmpty();
        return answer;
    }

    /** A call that is refused, and how. */
    JsonNode refused(String method, String path, String body, int status) {
        var reply = server.http.call(method, path, "user: amy;;content-type: application/json", body);
        assertThat(reply.status()).as(method + " " + path + " " + reply.text()).isEqualTo(status);
        var error = reply.json();
        assertThat(error.propertyNames()).as(reply.text())
                .isSubsetOf("status", "message", "errors", "retryable").contains("status", "message");
        assertThat(error.has("errors") && error.path("errors").isEmpty()).as(reply.text()).isFalse();
        return error;
    }
}
