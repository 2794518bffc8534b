package maestro.steps.http;

import static maestro.steps.http.HttpRuntimeTest.end;
import static maestro.steps.http.HttpRuntimeTest.http;
import static maestro.steps.http.LoopbackServer.answering;
import static maestro.steps.http.LoopbackServer.redirect;
import static maestro.steps.http.LoopbackServer.response;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import maestro.runtime.step.StepResult.Failed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class RedirectTest {
    private static final Map<String, String> HEADERS =
            Map.of("Authorization", "Bearer s", "X-Api-Key", "k", "Cookie", "c=1", "Accept", "text/plain");

    private static HttpStep following(LoopbackServer server, String path) {
        return HttpStep.calling(server.url(path)).http("follow_redirects", true).http("headers", HEADERS);
    }

    /** What is asked next; headers: all, or the harmless ones. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            301 | GET    |   | https://a.test/x | /y                  | GET https://a.test/y         | all
            301 | POST   | b | https://a.test/x | /y                  | GET https://a.test/y         | all
            302 | POST   | b | https://a.test/x | y?q=1               | GET https://a.test/y?q=1     | all
            302 | PUT    | b | https://a.test/x | /y                  | PUT https://a.test/y b       | all
            303 | PUT    | b | https://a.test/x | /y                  | GET https://a.test/y         | all
            303 | HEAD   |   | https://a.test/x | /y                  | HEAD https://a.test/y        | all
            307 | POST   | b | https://a.test/x | /y                  | POST https://a.test/y b      | all
            308 | POST   | b | https://a.test/x | /y                  | POST https://a.test/y b      | all
            304 | GET    |   | https://a.test/x | /y                  | final                        |
            300 | GET    |   | https://a.test/x | /y                  | final                        |
            200 | GET    |   | https://a.test/x | /y                  | final                        |
            301 | GET    |   | https://a.test/x |                     | final                        |
            301 | GET    |   | https://a.test/x | https://b.test/y    | GET https://b.test/y         | few
            301 | GET    |   | https://a.test/x | //b.test/y          | GET https://b.test/y         | few
            301 | GET    |   | https://a.test/x | https://a.test:444/ | GET https://a.test:444/      | few
            303 | POST   | b | https://a.test/x | https://b.test/y    | GET https://b.test/y         | few
            307 | POST   | b | https://a.test/x | https://b.test/y    | refused                      |
            307 | POST   | b | http://a.test/x  | https://a.test/x    | POST https://a.test/x b      | all
            301 | GET    |   | http://a.test:81/| https://a.test/x    | GET https://a.test/x         | few
            301 | GET    |   | https://a.test/x | http://a.test/x     | refused                      |
            301 | GET    |   | https://a.test/x | file:///etc/passwd  | refused                      |
            301 | GET    |   | https://a.test/x | https://u:p@a.test/ | refused                      |
            301 | GET    |   | https://a.test/x | https://[/          | refused                      |
            """)
    void leadsTo(int status, String method, String body, String from, String to, String next, String headers)
            throws Exception {
        var call = new Call(method, Target.of(from), HEADERS, body == null ? "" : body, true);
        String found;
        try {
            found = Redirect.next(call, reply(status, Optional.ofNullable(to)))
                    .map(hop -> (hop.method() + " " + hop.target().uri() + " " + hop.body()).strip())
                    .orElse("final");
            if (headers != null) {
                var hop = Redirect.next(call, reply(status, Optional.of(to))).orElseThrow();
                assertThat(hop.headers())
                        .isEqualTo(headers.equals("all") ? HEADERS : Map.of("Accept", "text/plain"));
            }
        } catch (Refusal e) {
            found = "refused";
        }
        assertThat(found).isEqualTo(next);
    }

    @Test
    void unlessTheStepSaysSoARedirectIsAResponseLikeAnyOther() throws Exception {
        try (var server = answering(_ -> redirect(302, "/there"))) {
            var result = HttpStep.calling(server.url("/")).state("status_code == 302 ? 'DONE' : 'USER_ERROR'").run();
            assertThat(end(result)).isEqualTo("DONE");
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    void aRedirectToAHostThatIsNotListedIsRefusedBeforeItIsCalled() throws Exception {
        try (var inner = answering(_ -> response(200, "secret"));
                var server = answering(_ -> redirect(302, "http://localhost:" + inner.port() + "/"))) {
            var failed = (Failed) following(server, "/").run();
            assertThat(end(failed)).isEqualTo("FATAL");
            assertThat(failed.message()).contains("'localhost'", "steps.http.allow");
            assertThat(inner.requests()).isEmpty();
        }
    }

    @Test
    void theAddressOfEachHopIsChecked() throws Exception {
        try (var inner = answering(_ -> response(200, "secret"));
                var server = answering(_ -> redirect(302, "http://b.test:" + inner.port() + "/"))) {
            var failed = (Failed) following(server, "/")
                    .names(Map.of("b.test", "127.0.0.2"))
                    .allow("127.0.0.1", "b.test")
                    .run();
            assertThat(failed.message()).contains("'b.test' leads to 127.0.0.2");
            assertThat(inner.requests()).isEmpty();
        }
    }

    @Test
    void whatIsMeantForOneServerDoesNotReachTheNext() throws Exception {
        try (var second = answering(_ -> response(200, "here"));
                var first = answering(_ -> redirect(302, second.url("/b")))) {
            var result = following(first, "/a").run();
            assertThat(http(result)).containsEntry("body", "here").containsEntry("status_code", 200L);
            assertThat(first.requests().getFirst().headers()).containsKeys("authorization", "x-api-key", "cookie");
            assertThat(second.requests().getFirst().headers())
                    .containsEntry("accept", "text/plain")
                    .containsKey("maestro-step-uuid")
                    .doesNotContainKeys("authorization", "x-api-key", "cookie", "referer");
        }
    }

    @ParameterizedTest
    @CsvSource({"5, DONE", "6, FATAL"})
    void atMostFiveAreFollowed(int redirects, String end) throws Exception {
        try (var server = answering(request -> {
            int at = Integer.parseInt(request.line().split(" ")[1].substring(1));
            return at < redirects ? redirect(301, "/" + (at + 1)) : response(200, "");
        })) {
            assertThat(end(following(server, "/0").run())).isEqualTo(end);
            assertThat(server.requests()).hasSize(6);
        }
    }

    private static Reply reply(int status, Optional<String> location) {
        return new Reply(status, "", location, Optional.empty());
    }
}
