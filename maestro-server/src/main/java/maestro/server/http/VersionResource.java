package maestro.server.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Properties;
import maestro.model.json.Json;

/** What runs here: version, and the commit it was built from when it was built in a checkout. */
final class VersionResource {
    private VersionResource() {}

    static List<Route> routes() {
        var built = built();
        var body = Json.object();
        body.put("name", "maestro").put("version", built.getProperty("version"));
        String commit = built.getProperty("commit", "");
        if (commit.matches("[0-9a-f]{40,64}")) body.put("commit", commit);
        body.put("java", Runtime.version().toString());
        return List.of(Route.get("/version", _ -> Answer.json(body)));
    }

    /** Of this program. */
    static String version() {
        return built().getProperty("version");
    }

    /** The build fills it in. */
    private static Properties built() {
        try (var in = VersionResource.class.getResourceAsStream("version.properties")) {
            var built = new Properties();
            built.load(in);
            return built;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
