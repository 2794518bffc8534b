package maestro.server.http;

import java.util.List;
import maestro.model.json.Json;

/** What runs here. */
final class VersionResource {
    private VersionResource() {}

    static List<Route> routes() {
        String version = java.util.Optional.ofNullable(VersionResource.class.getPackage().getImplementationVersion())
                .orElse("development");
        var body = Json.object();
        body.put("name", "maestro").put("version", version).put("java", Runtime.version().toString());
        return List.of(Route.get("/version", _ -> Answer.json(body)));
    }
}
