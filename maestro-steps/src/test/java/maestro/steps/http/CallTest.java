package maestro.steps.http;

import static maestro.steps.http.HttpRuntimeTest.end;
import static maestro.steps.http.LoopbackServer.answering;
import static maestro.steps.http.LoopbackServer.response;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import maestro.runtime.step.StepResult.Failed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class CallTest {
    @ParameterizedTest
    @ValueSource(strings = {
        "", " ", "ftp://127.0.0.1/", "file:///etc/passwd", "127.0.0.1/", "//127.0.0.1/", "http:/x", "http://", "http:x",
        "http://127.0.0.1:99999/", "http://127.0.0.1:0/", "http://127.0.0.1/a b", "http://127.0.0.1/\r\nX: y",
        "http://user:pw@127.0.0.1/", "http://127.0.0.1@elsewhere.test/", "http://127.1/", "http://2130706433/",
        "http://127.0.0.1\\@elsewhere.test/", "http://[fe80::1%25lo]/", "http://\u0661.0.0.1/"
    })
    void aUrlThatCannotBeCalledIsFatal(String url) throws Exception {
        assertThat(end(HttpStep.calling(url).run())).isEqualTo("FATAL");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            X-Key            | a\\r\\nX-Other: b  | line break
            X-Key            | a\\nb              | line break
            X-Key            | \\u00e4            | outside of ASCII
            X-Key            | \\u0000            | control character
            X\\r\\nY         | a                  | cannot be the name
            X Y              | a                  | cannot be the name
            X:               | a                  | cannot be the name
            Host             | elsewhere.test     | set by the server itself
            Content-Length   | 0                  | set by the server itself
            transfer-encoding| chunked            | set by the server itself
            Connection       | X-Key              | set by the server itself
            Upgrade          | h2c                | set by the server itself
            """)
    void aHeaderThatCouldSmuggleAnotherIsFatal(String name, String value, String why) throws Exception {
        try (var server = answering(_ -> response(200, ""))) {
            var headers = Map.of(name.translateEscapes(), decoded(value));
            var failed = (Failed) HttpStep.calling(server.url("/")).http("headers", headers).run();
            assertThat(end(failed)).isEqualTo("FATAL");
            assertThat(failed.message()).contains(why);
            assertThat(server.requests()).isEmpty();
        }
    }

    private static String decoded(String text) {
        return text.replace("\\u00e4", "\u00e4").replace("\\u0000", "\0").translateEscapes();
    }

    @ParameterizedTest
    @CsvSource({"get, GET", "Post, POST", "DELETE, DELETE", "patch, PATCH", "Purge, Purge", "options, OPTIONS"})
    void knownMethodsAreSentInUpperCaseOthersAsTheyAre(String method, String sent) throws Exception {
        try (var server = answering(_ -> response(200, ""))) {
            HttpStep.calling(server.url("/")).http("method", method).run();
            assertThat(server.requests().getFirst().line()).isEqualTo(sent + " / HTTP/1.1");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "CONNECT", "GET /x", "GET\r\n", "G\u00c9T"})
    void whatIsNoMethodIsFatal(String method) throws Exception {
        assertThat(end(HttpStep.calling("http://127.0.0.1:1/").http("method", method).run())).isEqualTo("FATAL");
    }

    @Test
    void theAuthorsSpellingOfADefaultHeaderReplacesIt() throws Exception {
        try (var server = answering(_ -> response(200, ""))) {
            var headers = new LinkedHashMap<String, String>();
            headers.put("Accept", "application/json");
            headers.put("accept", "text/csv");
            headers.put("idempotency-key", "mine");
            HttpStep.calling(server.url("/")).http("headers", headers).run();
            assertThat(server.requests().getFirst().headers())
                    .containsEntry("accept", "text/csv")
                    .containsEntry("idempotency-key", "mine");
        }
    }

    @ParameterizedTest
    @CsvSource({"GET, '', ", "POST, '', 0", "POST, x, 1", "GET, x, 1", "DELETE, x, 1"})
    void anEmptyBodySendsNone(String method, String body, String length) throws Exception {
        try (var server = answering(_ -> response(200, ""))) {
            HttpStep.calling(server.url("/")).http("method", method).http("body", body).run();
            var request = server.requests().getFirst();
            assertThat(request.body()).isEqualTo(body);
            assertThat(request.headers().get("content-length")).isEqualTo(length);
        }
    }

    @Test
    void membersOfAnotherTypeAreToldByName() throws Exception {
        var failed = (Failed) HttpStep.calling("http://127.0.0.1:1/").http("body", Map.of("a", "b")).run();
        assertThat(failed.message()).contains("'body'", "must hold text");
    }
}
