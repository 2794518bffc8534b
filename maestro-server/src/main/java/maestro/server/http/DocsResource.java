package maestro.server.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import maestro.model.json.Json;
import tools.jackson.databind.JsonNode;

/** The description of all routes, for programs and for people. A test holds it against the routes. */
public final class DocsResource {
    private static final String HTML = "text/html";

    private DocsResource() {}

    static List<Route> routes() {
        byte[] description = resource("openapi.json");
        byte[] page = resource("docs.html");
        return List.of(
                Route.get("/openapi.json", _ -> new Answer.Whole(200, Route.JSON, description, Map.of())),
                Route.get("/api/docs", _ -> new Answer.Whole(200, HTML + ";charset=utf-8", page, Map.of()))
                        .producing(HTML));
    }

    /** The description of the API. */
    public static JsonNode description() {
        return Json.parse(resource("openapi.json"));
    }

    private static byte[] resource(String name) {
        try (InputStream in = DocsResource.class.getResourceAsStream("/maestro/server/" + name)) {
            if (in == null) throw new IllegalStateException(name + " is missing from the program");
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
