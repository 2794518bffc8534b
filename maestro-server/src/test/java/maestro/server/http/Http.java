package maestro.server.http;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import maestro.model.json.Json;
import tools.jackson.databind.JsonNode;

/** A small client: {@code http.call("PUT", "/path", "user: amy", "content-type: application/json", body)}. */
public final class Http {
    public record Reply(int status, String type, HttpResponse<String> raw) {
        public JsonNode json() {
            return Json.parse(raw.body());
        }

        public String text() {
            return raw.body();
        }
    }

    private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI base;

    public Http(URI base) {
        this.base = base;
    }

    public int port() {
        return base.getPort();
    }

    public URI base() {
        return base;
    }

    public Reply get(String path) {
        return call("GET", path, "", "");
    }

    /** @param headers {@code name: value} joined by {@code ;;} */
    public Reply call(String method, String path, String headers, String body) {
        var request = HttpRequest.newBuilder(URI.create(base + path)).timeout(Duration.ofSeconds(20))
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        for (String header : headers.split(";;")) {
            int colon = header.indexOf(':');
            if (colon > 0) request.header(header.substring(0, colon), header.substring(colon + 1).strip());
        }
        try {
            var response = client.send(request.build(), BodyHandlers.ofString());
            return new Reply(response.statusCode(), response.headers().firstValue("content-type").orElse(""), response);
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
