package maestro.server.http;

import static maestro.server.http.Steps.noop;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class DatabaseAwayTest {
    @Test
    void readsAnswer503WithRetryAfterAndComeBackWithTheDatabase() {
        try (var server = new Running()) {
            server.push("away", "", noop("a"));
            long n = server.start("away");
            server.awaitEnd("away", n);
            String path = "/api/v3/workflows/away/instances/" + n;
            server.databaseAway = true;
            var reply = server.http.get(path);
            assertThat(reply.status()).isEqualTo(503);
            assertThat(reply.json().path("status").asString()).isEqualTo("SERVICE_UNAVAILABLE");
            assertThat(reply.json().path("retryable").asBoolean()).isTrue();
            assertThat(reply.raw().headers().firstValue("retry-after")).isPresent();
            assertThat(server.http.get("/health/live").status()).isEqualTo(200);
            server.databaseAway = false;
            assertThat(server.http.get(path).json().path("status").asString()).isEqualTo("SUCCEEDED");
        }
    }

    @Test
    void readinessTellsThatTheDatabaseIsAwayAndThatItIsBack() {
        try (var server = new Running()) {
            assertThat(await(server, 200).path("status").asString()).isEqualTo("UP");
            server.databaseAway = true;
            assertThat(await(server, 503).path("detail").asString()).contains("database");
            assertThat(server.http.get("/health/live").status()).isEqualTo(200);
            assertThat(server.http.get("/health/started").status()).isEqualTo(200);
            server.databaseAway = false;
            assertThat(await(server, 200).path("status").asString()).isEqualTo("UP");
        }
    }

    private static JsonNode await(Running server, int status) {
        for (long until = System.nanoTime() + 10_000_000_000L; System.nanoTime() < until; ) {
            var reply = server.http.get("/health/ready");
            if (reply.status() == status) return reply.json();
        }
        throw new AssertionError("/health/ready did not answer " + status + " within 10 s");
    }
}
