package maestro.steps.http;

import static maestro.steps.http.LoopbackServer.SILENCE;
import static maestro.steps.http.LoopbackServer.answering;
import static maestro.steps.http.LoopbackServer.response;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import maestro.core.param.OutputParams;
import maestro.runtime.step.StepResult;
import maestro.runtime.step.StepResult.Cancelled;
import maestro.runtime.step.StepResult.Done;
import maestro.runtime.step.StepResult.Failed;
import maestro.runtime.step.StepResult.Failure;
import maestro.runtime.store.StoreUnavailable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class HttpRuntimeTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            200 | DONE
            201 | DONE
            204 | DONE
            299 | DONE
            301 | USER
            304 | USER
            307 | USER
            400 | FATAL
            401 | FATAL
            404 | FATAL
            429 | FATAL
            499 | FATAL
            500 | USER
            503 | USER
            599 | USER
            """)
    void theStatusDecides(int status, String end) throws Exception {
        String headers = "Location: /elsewhere\r\n";
        boolean bodiless = status == 204 || status == 304;
        try (var server = answering(_ -> bodiless
                ? "HTTP/1.1 " + status + " Because\r\n\r\n"
                : response(status, headers, "said"))) {
            var result = HttpStep.calling(server.url("/a?b=c")).run();
            assertThat(end(result)).isEqualTo(end);
            assertThat(http(result))
                    .containsEntry("type", "HTTP")
                    .containsEntry("status", end.equals("DONE") ? "SUCCESS" : "FAILED")
                    .containsEntry("status_code", (long) status)
                    .containsEntry("body", bodiless ? "" : "said");
            assertThat(server.requests()).hasSize(1);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            'DONE'                                                              | DONE
            status_code == 404 ? "DONE" : "USER_ERROR"                          | DONE
            'done'                                                              | DONE
            'USER_ERROR'                                                        | USER
            'PLATFORM_ERROR'                                                    | PLATFORM
            'FATAL_ERROR'                                                       | FATAL
            'STOPPED'                                                           | STOPPED
            'TIMED_OUT'                                                         | TIMED_OUT
            response_body.contains('not') ? 'PLATFORM_ERROR' : 'DONE'           | PLATFORM
            response_body == wanted ? 'DONE' : 'USER_ERROR'                     | DONE
            job-1__wanted                                                       | FATAL
            of_run == 'x' ? 'DONE' : 'USER_ERROR'                               | DONE
            'SUCCEEDED'                                                         | FATAL
            status_code                                                         | FATAL
            unknown_name                                                        | FATAL
            1 +                                                                 | FATAL
            while (true) { }                                                    | FATAL
            """)
    void theExpressionDecides(String expression, String end) throws Exception {
        try (var server = answering(_ -> response(404, "not here"))) {
            var result = HttpStep.calling(server.url("/"))
                    .state(expression)
                    .with("wanted", "not here")
                    .workflow("of_run", "x")
                    .workflow("status_code", "the run's own")
                    .run();
            assertThat(end(result)).isEqualTo(end);
            assertThat(http(result)).containsEntry("status_code", 404L).containsEntry("body", "not here")
                    .containsEntry("status", end.equals("DONE") || end.equals("STOPPED") ? "SUCCESS" : "FAILED");
            var outputs = result instanceof Failed failed ? failed.outputs() : ((Done) result).outputs();
            assertThat(outputs.get("status_code").result()).isEqualTo(404L);
            assertThat(outputs.get("response_body").result()).isEqualTo("not here");
        }
    }

    @Test
    void theRunsParamsAreReadOnlyWhenTheExpressionNamesOne() throws Exception {
        var reads = new AtomicInteger();
        try (var server = answering(_ -> response(200, "x"))) {
            var step = HttpStep.calling(server.url("/")).workflow(() -> {
                reads.incrementAndGet();
                throw new StoreUnavailable("the database is away", null);
            });
            assertThat(end(step.run())).isEqualTo("DONE");
            assertThat(reads).hasValue(0);
            assertThat(end(step.state("of_run == 'x' ? 'DONE' : 'USER_ERROR'").run())).isEqualTo("PLATFORM");
            assertThat(reads).hasValue(1);
        }
    }

    @Test
    void whatTheExpressionGotWrongIsTold() throws Exception {
        try (var server = answering(_ -> response(200, "x"))) {
            var failed = (Failed) HttpStep.calling(server.url("/")).state("'SUCCEEDED'").run();
            assertThat(failed.message()).contains("state_expr", "'SUCCEEDED'", "CONTINUE");
        }
    }

    @Test
    void aDoneStepHasTheResponseAsOutputs() throws Exception {
        try (var server = answering(_ -> response(201, "gr\u00fc\u00df dich"))) {
            var step = HttpStep.calling(server.url("/a?token=secret"));
            var done = (Done) step.run();
            assertThat(done.outputs().get("status_code").result()).isEqualTo(201L);
            assertThat(done.outputs().get("response_body").result()).isEqualTo("gr\u00fc\u00df dich");
            assertThat(done.outputs().get("response_body").evaluatedMillis()).isEqualTo(HttpStep.NOW);
            assertThat(step.notes)
                    .containsExactly(
                            "Request: GET " + server.url("/a?…"), "Response status code: 201", "Resulting state: DONE");
        }
    }

    @Test
    void theRequestIsSentAsTheParamsSay() throws Exception {
        try (var server = answering(_ -> response(200, ""))) {
            var step = HttpStep.calling(server.url("/p/%C3%A9//x?q=1%202#part"))
                    .http("method", "post")
                    .http("body", "{\"n\":\"\u00e9\"}")
                    .http("headers", Map.of("Content-Type", "text/plain", "X-Key", "k"));
            var result = step.run();
            var request = server.requests().getFirst();
            assertThat(request.line()).isEqualTo("POST /p/%C3%A9//x?q=1%202 HTTP/1.1");
            assertThat(request.body()).isEqualTo("{\"n\":\"\u00e9\"}");
            assertThat(request.headers())
                    .containsEntry("host", "127.0.0.1:" + server.port())
                    .containsEntry("content-type", "text/plain")
                    .containsEntry("x-key", "k")
                    .containsEntry("maestro-step-uuid", HttpStep.UUID_OF_STEP.toString())
                    .containsEntry("maestro-attempt-key", HttpStep.UUID_OF_STEP + "-9")
                    .containsEntry("idempotency-key", HttpStep.UUID_OF_STEP.toString())
                    .doesNotContainKeys("upgrade", "accept-encoding", "cookie", "authorization");
            assertThat(http(result).get("request")).isEqualTo(Map.of(
                    "url", server.url("/p/%C3%A9//x?q=1%202"),
                    "method", "POST",
                    "headers", Map.of("Content-Type", "text/plain", "X-Key", "k"),
                    "body", "{\"n\":\"\u00e9\"}"));
        }
    }

    @ParameterizedTest
    @CsvSource({"//two/slashes, //two/slashes", "'', /", "?q, /?q", "/a/../b, /a/../b", "/a;b=c, /a;b=c"})
    void aPathIsSentAsItIsWritten(String path, String sent) throws Exception {
        try (var server = answering(_ -> response(200, ""))) {
            assertThat(HttpStep.calling(server.url(path)).run()).isInstanceOf(Done.class);
            assertThat(server.requests().getFirst().line()).isEqualTo("GET " + sent + " HTTP/1.1");
        }
    }

    @Test
    void aBodyInPiecesAndOneThatEndsWithTheConnectionAreReadWhole() throws Exception {
        try (var server = answering(request -> request.line().contains("/chunks")
                ? "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2;x=y\r\nde\r\n0\r\nT: r\r\n\r\n"
                : "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.0 200 OK\r\n\r\nto the end")) {
            assertThat(http(HttpStep.calling(server.url("/chunks")).run())).containsEntry("body", "abcde");
            assertThat(http(HttpStep.calling(server.url("/close")).run())).containsEntry("body", "to the end");
        }
    }

    @Test
    void continueRepeatsTheRequestAfterTheDelayUntilTheExpressionHasEnough() throws Exception {
        var replies = new AtomicInteger();
        try (var server = answering(_ -> response(200, replies.incrementAndGet() < 4 ? "running" : "ended"))) {
            var step = HttpStep.calling(server.url("/job"))
                    .state("response_body == 'ended' ? 'DONE' : 'CONTINUE'");
            var done = (Done) step.run();
            assertThat(done.outputs().get("response_body").result()).isEqualTo("ended");
            assertThat(step.pauses()).containsExactly(
                    Duration.ofSeconds(3), Duration.ofSeconds(3), Duration.ofSeconds(3));
            assertThat(server.requests())
                    .extracting(request -> request.headers().get("idempotency-key").substring(36))
                    .containsExactly("", "-2", "-3", "-4");
            assertThat(step.lines).hasSize(4);
            assertThat(step.notes)
                    .containsExactly(
                            "Request: GET " + server.url("/job"),
                            "Response status code: 200",
                            "Resulting state: CONTINUE",
                            "Response status code: 200",
                            "Resulting state: DONE");
        }
    }

    @ParameterizedTest
    @CsvSource({"100, 100, DONE", "101, 100, FATAL", "5000000, 100, FATAL", "2000000, 1048576, FATAL"})
    void aResponseOverTheLimitIsFatal(int length, int max, String end) throws Exception {
        String body = "b".repeat(length);
        try (var server = answering(request -> request.line().contains("/length")
                ? response(200, body)
                : "HTTP/1.0 200 OK\r\n\r\n" + body)) {
            for (String path : new String[] {"/length", "/open-end"}) {
                var result = HttpStep.calling(server.url(path)).responseBytesMax(max).run();
                assertThat(end(result)).as(path).isEqualTo(end);
                if (result instanceof Failed failed) {
                    assertThat(failed.message()).contains("longer than the " + max + " bytes");
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"0x62, 1000000", "0x22, 500000", "0x01, 170000", "0x1f600, 250000"})
    void aBodyTooLongForAParamIsCutThereAndWholeInTheArtifact(String codePoint, int times) throws Exception {
        String body = Character.toString(Integer.decode(codePoint)).repeat(times);
        try (var server = answering(_ -> response(200, body))) {
            var step = HttpStep.calling(server.url("/")).state("response_body.length() > 100000 ? 'DONE' : 'CONTINUE'");
            var done = (Done) step.run();
            assertThat(http(done).get("body")).isEqualTo(body);
            String kept = (String) done.outputs().get("response_body").result();
            assertThat(body).startsWith(kept);
            assertThat(kept).hasSizeGreaterThan(50_000);
            assertThat(Character.isHighSurrogate(kept.charAt(kept.length() - 1))).isFalse();
            assertThat(OutputParams.merge(step.params(), done.outputs())).containsKey("http");
            assertThat(step.notes).anyMatch(note -> note.contains("first " + kept.length() + " of " + body.length()));
        }
    }

    @Test
    void aServerThatSaysNothingOrAlmostNothingIsAPlatformError() throws Exception {
        try (var silent = answering(_ -> SILENCE);
                var slow = answering(_ -> "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n12345");
                var rude = answering(_ -> "220 smtp ready\r\n")) {
            for (var server : new LoopbackServer[] {silent, slow, rude}) {
                var result = HttpStep.calling(server.url("/")).patience(Duration.ofMillis(200)).run();
                assertThat(end(result)).isEqualTo("PLATFORM");
                assertThat(http(result)).containsEntry("status", "FAILED").doesNotContainKey("status_code");
            }
            assertThat(silent.awaitHangUp()).isTrue();
        }
    }

    @Test
    void nobodyListeningAndAnUnknownNameArePlatformErrors() throws Exception {
        int port;
        try (var server = answering(_ -> SILENCE)) {
            port = server.port();
        }
        assertThat(end(HttpStep.calling("http://127.0.0.1:" + port + "/").run())).isEqualTo("PLATFORM");
        var unknown = (Failed) HttpStep.calling("http://nowhere.test/").allow("nowhere.test").run();
        assertThat(unknown.failure()).isEqualTo(Failure.PLATFORM);
        assertThat(unknown.message()).contains("'nowhere.test' is unknown to the name service");
    }

    @Test
    void aCancelEndsTheCallAtOnce() throws Exception {
        try (var server = answering(_ -> SILENCE)) {
            var step = HttpStep.calling(server.url("/"));
            var result = step.start();
            assertThat(server.awaitRequest()).isTrue();
            step.cancel();
            assertThat(result.get(5, TimeUnit.SECONDS)).isInstanceOf(Cancelled.class);
            assertThat(server.awaitHangUp()).isTrue();
        }
    }

    @Test
    void aCancelEndsTheWaitBetweenTwoPolls() throws Exception {
        var waiting = new CountDownLatch(1);
        try (var server = answering(_ -> response(200, ""))) {
            var step = HttpStep.calling(server.url("/")).state("'CONTINUE'").pausing(_ -> {
                waiting.countDown();
                new CountDownLatch(1).await();
            });
            var result = step.start();
            assertThat(waiting.await(20, TimeUnit.SECONDS)).isTrue();
            step.cancel();
            assertThat(result.get(5, TimeUnit.SECONDS)).isInstanceOf(Cancelled.class);
        }
    }

    @Test
    void aShutdownIsNoEndOfTheAttempt() throws Exception {
        try (var server = answering(_ -> SILENCE)) {
            var step = HttpStep.calling(server.url("/"));
            var result = step.start();
            assertThat(server.awaitRequest()).isTrue();
            step.interrupt();
            assertThatThrownBy(() -> result.get(5, TimeUnit.SECONDS)).hasCauseInstanceOf(InterruptedException.class);
        }
    }

    static String end(StepResult result) {
        return switch (result) {
            case Done _ -> "DONE";
            case Failed failed -> failed.failure().name();
            case Cancelled _ -> "CANCELLED";
        };
    }

    static Map<String, Object> http(StepResult result) {
        return result.artifacts().get("maestro_http");
    }
}
