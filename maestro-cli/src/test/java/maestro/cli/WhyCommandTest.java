package maestro.cli;

import static maestro.cli.Called.maestro;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WhyCommandTest {
    private static final String REASONS = """
            [{"code": "STEP_WAITS_FOR_STEP", "message": "Step [b] waits for [a].", "subject": {}, "children": [
              {"code": "STEP_SLEEPING", "message": "Step [a] sleeps.", "subject": {}, "since": 0, "until": 60000,
               "children": []}]}]""";

    private final FakeServer server = new FakeServer();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void reasonsAreATreeWithTimes() {
        server.on("GET /api/v3/workflows/daily/instances/3/why", 200, REASONS);
        var called = maestro("instance", "why", "daily", "3", "--server", server.url());
        assertThat(called.exit()).isZero();
        assertThat(called.out()).matches("(?s)Step \\[b] waits for \\[a]\\.\n"
                + "  Step \\[a] sleeps\\. \\(since \\d{4}-[^,]+, until \\d{4}-[^)]+\\)\n");
    }

    @Test
    void theLatestInstanceAndAStepOfARunMayBeMeant() {
        server.on("GET /api/v3/workflows/daily/overview", 200, "{\"latest_instance_id\": 8}");
        server.on("GET /api/v3/workflows/daily/instances/8/runs/2/steps/a%20b/why", 200, REASONS);
        var called = maestro(
                "instance", "why", "daily", "latest", "a b", "--run", "2", "-o", "json", "--server", server.url());
        assertThat(called.exit()).as(called.err()).isZero();
        assertThat(Json.parse(called.out())).isEqualTo(Json.parse(REASONS));
    }
}
