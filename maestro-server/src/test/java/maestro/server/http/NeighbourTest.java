package maestro.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Expressions that take all they can get must not keep the server, or another workflow, from its work. */
class NeighbourTest {
    private static final String WORKFLOWS = "/api/v3/workflows";
    private static final String ENDLESS =
            "x = 0; for (i = 0; i < 25000; i += 1) { for (j = 0; j < 25000; j += 1) { x += 1; } } return x;";

    private static String step(String expression) {
        return "{\"step\": {\"id\": \"a\", \"type\": \"NoOp\", \"params\": {\"p\": {\"type\": \"LONG\", \"expression\": \""
                + expression + "\"}}}}";
    }

    @Test
    void runsOfANeighbourEndWhileHostileOnesStillCompute() {
        try (var server = new Running()) {
            server.push("hostile", "", step(ENDLESS));
            server.push("neighbour", "", step("x = 0; for (i = 0; i < 9000; i += 1) { x += 1; } return x;"));
            var hostile = LongStream.range(0, 10).mapToObj(_ -> server.start("hostile")).toList();
            for (int i = 0; i < 3; i++) {
                long instance = server.start("neighbour");
                server.awaitEnd("neighbour", instance);
                var run = server.http.get(WORKFLOWS + "/neighbour/instances/" + instance).json();
                assertThat(run.path("status").asString()).isEqualTo("SUCCEEDED");
            }
            assertThat(hostile).anySatisfy(instance -> assertThat(
                            server.http.get(WORKFLOWS + "/hostile/instances/" + instance).json().path("status").asString())
                    .isEqualTo("IN_PROGRESS"));
        }
    }
}
