package maestro.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A validation with {@code push=true} answers what the push would, and stores nothing. */
class RehearsalTest {
    private static final String WORKFLOWS = "/api/v3/workflows";
    private static final String STEP = "{\"step\": {\"id\": \"a\", \"type\": \"NoOp\"}}";

    @AutoClose
    private static final Running server = new Running();

    static List<String> refused() {
        return List.of(
                request("{\"owner\": \"amy\"}", "", "{\"step\": {\"id\": \"a\", \"type\": \"NoOp\","
                        + " \"transition\": {\"successors\": {\"a\": \"true\"}}}}"),
                request("{\"owner\": \"amy\"}", "", "{\"step\": {\"id\": \"a\", \"type\": \"NoOp\","
                        + " \"transition\": {\"successors\": {\"b\": \"true\"}}}}"),
                request("{\"owner\": \"amy\"}", "", STEP + "," + STEP),
                request("{\"owner\": \"amy\"}", "\"params\": {\"x\": {\"type\": \"LONG\", \"expression\": \"1 +\"}},", STEP),
                request("{\"owner\": \"amy\", \"tags\": [\"t\"]}", "", STEP),
                request("{}", "", STEP),
                request("{\"owner\": \"amy\"}", "", STEP).replace("rehearsed", "é"),
                request("{\"owner\": \"amy\"}", "", STEP).replaceFirst("\\{", "{\"workflow_version_id\": 3, "));
    }

    private static String request(String properties, String fields, String steps) {
        return "{\"properties\": %s, \"workflow\": {\"id\": \"rehearsed\", %s \"steps\": [%s]}}"
                .formatted(properties, fields, steps);
    }

    private static Http.Reply call(String method, String path, String body) {
        return server.http.call(method, WORKFLOWS + path, "user: amy;;content-type: application/json", body);
    }

    @ParameterizedTest
    @MethodSource("refused")
    void itRefusesLikeThePush(String body) {
        var rehearsal = call("PUT", "/actions/validate?push=true", body);
        var push = call("POST", "", body);
        assertThat(rehearsal.status()).as(rehearsal.text()).isEqualTo(400).isEqualTo(push.status());
        assertThat(rehearsal.json().path("message")).isEqualTo(push.json().path("message"));
        assertThat(rehearsal.json().path("errors")).isEqualTo(push.json().path("errors"));
    }

    @Test
    void anAcceptedOneStoresNothing() {
        var body = request("{\"owner\": \"amy\"}", "", STEP).replace("rehearsed", "accepted");
        assertThat(call("PUT", "/actions/validate?push=true", body).status()).isEqualTo(200);
        assertThat(server.http.get(WORKFLOWS + "/accepted/versions/latest").status()).isEqualTo(404);
        assertThat(call("POST", "", body).status()).isEqualTo(200);
        var later = request("{}", "", STEP).replace("rehearsed", "accepted");
        assertThat(call("PUT", "/actions/validate?push=true", later).status()).as("its owner is known").isEqualTo(200);
    }
}
