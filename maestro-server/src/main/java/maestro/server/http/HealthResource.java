package maestro.server.http;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import maestro.model.json.Json;
import maestro.runtime.engine.Health;

/**
 * Whether the process lives, takes work, has finished starting; 503 when not. A node that takes work but for a shard that
 * fails again and again is DEGRADED, and says which. {@code /actuator/health} is the name that
 * existing clients know.
 */
final class HealthResource {
    private final Supplier<Health> health;

    HealthResource(Supplier<Health> health) {
        this.health = health;
    }

    List<Route> routes() {
        return List.of(
                Route.get("/health/live", _ -> answer(true, "")),
                Route.get("/health/started", _ -> answer(health.get().started(), started(health.get()))),
                Route.get("/health/ready", _ -> answer(health.get().ready(), health.get().detail())),
                Route.get("/actuator/health", _ -> answer(health.get().ready(), health.get().detail())));
    }

    private static String started(Health health) {
        return health.started() ? "" : health.detail();
    }

    private static Answer answer(boolean up, String detail) {
        var body = Json.object();
        body.put("status", !up ? "DOWN" : detail.isEmpty() ? "UP" : "DEGRADED");
        if (!detail.isEmpty()) body.put("detail", detail);
        Map<String, String> headers = up ? Map.of() : Map.of("Retry-After", "1");
        return new Answer.Whole(up ? 200 : 503, Route.JSON, Json.bytes(body), headers);
    }
}
