package maestro.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import maestro.model.Code;
import maestro.model.MaestroException;
import maestro.model.json.Json;
import maestro.runtime.store.StoreUnavailable;
import maestro.server.auth.Gate;
import maestro.server.config.ServerConfig;
import maestro.server.metrics.Metrics;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DispatcherTest {
    private static final int LIMIT = 2048;
    private static final CountDownLatch STREAM_ENDED = new CountDownLatch(1);
    private static final Metrics METRICS = new Metrics();
    private static HttpFront front;
    private static Http http;

    @BeforeAll
    static void listen() {
        var config = new ServerConfig.Http(
                "127.0.0.1", 0, List.of(), "", LIMIT, 100, Duration.ofSeconds(30), Duration.ZERO, Optional.empty());
        front = HttpFront.start(config, List.of(), Gate.open(), new OpenStreams(), METRICS);
        front.serve(routes(), Gate.open(), Forwarding.NONE);
        http = new Http(front.address());
    }

    @AfterAll
    static void close() {
        front.close();
    }

    private static List<Route> routes() {
        return List.of(
                Route.get("/t/{id}", call -> Answer.json(Json.object().put("id", call.path("id")))),
                Route.get("/t/fixed", _ -> Answer.json(Json.object().put("fixed", true))),
                Route.get("/t/{id}/n/{n}", call -> Answer.json(Json.object()
                        .put("n", call.number("n")).put("flag", call.flag("flag", true)))),
                Route.get("/t/{id}/r/{r}", call -> Answer.json(Json.object()
                        .put("r", call.numberOrLatest("r").orElse(-1L)))),
                Route.get("/page", call -> Answer.json(Json.object().put("size", Paging.window(call).size()))),
                Route.post("/echo", call -> Answer.json(call.json())),
                Route.post("/yaml", call -> Answer.text("text/plain", new String(call.body())))
                        .taking(Route.Body.YAML),
                Route.put("/act", call -> Answer.json(Json.object().put("by", call.user().name()))),
                Route.get("/stream", _ -> new Answer.Stream("text/event-stream", out -> {
                    try {
                        out.write(": hello\n\n".getBytes());
                        out.flush();
                        new CountDownLatch(1).await();
                    } finally {
                        STREAM_ENDED.countDown();
                    }
                })).producing("text/event-stream"),
                Route.get("/short-stream", _ -> new Answer.Stream(
                        "text/event-stream", out -> out.write(": all of it\n\n".getBytes())))
                        .producing("text/event-stream"),
                Route.get("/fail/{how}", call -> {
                    throw switch (call.path("how")) {
                        case "conflict" -> new MaestroException(Code.CONFLICT, "twice", List.of("a is b"));
                        case "store" -> new StoreUnavailable("down", new RuntimeException("secret"));
                        default -> new IllegalStateException("secret");
                    };
                }));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            GET    | /nowhere           |                                | 404 | Not Found
            GET    | /t                 |                                | 404 | Not Found
            GET    | /t/                |                                | 404 | Not Found
            GET    | /t/a/              |                                | 404 | Not Found
            DELETE | /t/a               |                                | 405 | Method Not Allowed
            GET    | /echo              |                                | 405 | Method Not Allowed
            GET    | /t/a               | accept: text/html              | 406 | Not Acceptable
            GET    | /t/a               | accept: nonsense               | 406 | Not Acceptable
            POST   | /echo              |                                | 415 | Unsupported Media Type
            POST   | /echo              | content-type: text/plain       | 415 | Unsupported Media Type
            POST   | /yaml              | content-type: application/json | 415 | Unsupported Media Type
            GET    | /t/a/n/abc         |                                | 400 | Bad Request
            GET    | /t/a/n/99999999999999999999 |                       | 400 | Bad Request
            GET    | /t/a/n/1?flag=maybe |                               | 400 | Bad Request
            GET    | /t/a%2Fb           |                                | 400 | Bad Request
            GET    | /t/a%00b           |                                | 400 | Bad Request
            GET    | /page?first=1&cursor=%00 |                          | 400 | Bad Request
            GET    | /page?first=abc    |                                | 400 | Bad Request
            """)
    void aCallOfTheWrongFormGetsAProblem(String method, String path, String headers, int status, String title) {
        var reply = http.call(method, path, headers == null ? "" : headers, "");
        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.type()).isEqualTo("application/problem+json");
        assertThat(reply.json().path("title").asString()).isEqualTo(title);
        assertThat(reply.json().path("status").intValue()).isEqualTo(status);
        assertThat(reply.json().path("type").asString()).isEqualTo("about:blank");
        assertThat(reply.json().path("instance").asString()).isEqualTo(path.replaceAll("\\?.*", ""));
        assertThat(reply.json().path("detail").asString()).isNotEmpty();
        assertThat(reply.json().has("properties")).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            GET  | /fail/conflict    |                                | ''    | 409 | CONFLICT            | false
            GET  | /fail/store       |                                | ''    | 503 | SERVICE_UNAVAILABLE | true
            GET  | /fail/bug         |                                | ''    | 500 | INTERNAL_ERROR      | false
            PUT  | /act              |                                | ''    | 400 | BAD_REQUEST         | false
            POST | /echo             | content-type: application/json | ''    | 400 | BAD_REQUEST         | false
            POST | /echo             | content-type: application/json | '{a'  | 400 | BAD_REQUEST         | false
            POST | /echo             | content-type: application/json | '{"a":1,"a":2}' | 400 | BAD_REQUEST | false
            GET  | /t/a/r/first      |                                | ''    | 400 | BAD_REQUEST         | false
            GET  | /page             |                                | ''    | 400 | BAD_REQUEST         | false
            GET  | /page?first=1&last=1 |                             | ''    | 400 | BAD_REQUEST         | false
            GET  | /page?first=0     |                                | ''    | 400 | BAD_REQUEST         | false
            GET  | /page?last=201    |                                | ''    | 400 | BAD_REQUEST         | false
            GET  | /page?first=1&cursor=x |                           | ''    | 400 | BAD_REQUEST         | false
            """)
    void aRefusalHasTheNativeBody(
            String method, String path, String headers, String body, int status, String code, boolean retryable) {
        var reply = http.call(method, path, headers == null ? "" : headers, body);
        assertThat(reply.status()).isEqualTo(status);
        assertThat(reply.type()).isEqualTo("application/json");
        assertThat(reply.json().path("status").asString()).isEqualTo(code);
        assertThat(reply.json().path("message").asString()).isNotEmpty().doesNotContain("secret", "Exception");
        assertThat(reply.json().path("retryable").asBoolean(false)).isEqualTo(retryable);
        assertThat(reply.raw().headers().firstValue("retry-after").isPresent()).isEqualTo(retryable);
        assertThat(reply.json().has("errors")).isEqualTo(code.equals("CONFLICT"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            GET  | /t/a.b-c            |                                         | {"id":"a.b-c"}
            GET  | /t/a%20b+c          |                                         | {"id":"a b+c"}
            GET  | /t/fixed            |                                         | {"fixed":true}
            GET  | /t/a/n/7            | content-type: text/plain                | {"n":7,"flag":true}
            GET  | /t/a/n/7?flag=False |                                         | {"n":7,"flag":false}
            GET  | /t/a/n/7?flag=ON    |                                         | {"n":7,"flag":true}
            GET  | /t/a/n/7?flag=no    |                                         | {"n":7,"flag":false}
            GET  | /t/a/r/LATEST       | accept: application/*;q=0.5             | {"r":-1}
            GET  | /t/a/r/3            | accept: text/html, */*                  | {"r":3}
            GET  | /page?first=200&cursor=5 |                                    | {"size":200}
            POST | /echo               | content-type: application/json; charset=utf-8 | {"x":1.50}
            PUT  | /act                | user: amy;;content-type: application/json | {"by":"amy"}
            """)
    void aGoodCallIsServed(String method, String path, String headers, String body) {
        var reply = http.call(method, path, headers == null ? "" : headers, method.equals("POST") ? body : "");
        assertThat(reply.text()).isEqualTo(body);
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.type()).isEqualTo("application/json");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            HEAD | /t/a          | end of head
            GET  | /t/a          | {"id":"a"}
            GET  | /nothing      | "instance":"/nothing","properties":null}
            HEAD | /short-stream | end of head
            GET  | /short-stream | : all of it\\n\\n\\r\\n0\\r\\n\\r\\n
            """)
    void aConnectionIsClosedAfterTheWholeAnswerForOneWhoAsksForIt(String method, String path, String end)
            throws Exception {
        try (var socket = new Socket("127.0.0.1", http.port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(
                    (method + " " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").getBytes());
            String answer = new String(socket.getInputStream().readAllBytes());
            assertThat(answer).startsWith("HTTP/1.1 ").contains("Connection: close")
                    .endsWith(end.equals("end of head") ? "\r\n\r\n" : end.translateEscapes());
        }
    }

    @Test
    void aCallerWhoLeavesInTheMiddleOfABodyIsNoDefectOfTheServer() throws Exception {
        try (var socket = new Socket("127.0.0.1", http.port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(("POST /echo HTTP/1.1\r\nHost: localhost\r\n"
                    + "Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{\"a\":").getBytes());
            socket.shutdownOutput();
            assertThat(new String(socket.getInputStream().readAllBytes())).doesNotContain("500");
        }
    }

    @Test
    void headIsGetWithoutABody() {
        var reply = http.call("HEAD", "/t/a", "", "");
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.text()).isEmpty();
    }

    @Test
    void theMethodsOfAPathAreTold() {
        assertThat(http.call("PUT", "/t/a", "", "").raw().headers().firstValue("allow")).contains("GET, HEAD");
    }

    @ParameterizedTest
    @CsvSource({LIMIT + ",200", (LIMIT + 1) + ",413", (LIMIT * 40) + ",413"})
    void aBodyBeyondTheLimitIsRefusedClearly(int bytes, int status) {
        String body = '"' + "x".repeat(bytes - 2) + '"';
        var reply = http.call("POST", "/echo", "content-type: application/json", body);
        assertThat(reply.status()).isEqualTo(status);
        if (status == 413) assertThat(reply.json().path("message").asString()).contains("server.body-limit");
    }

    @Test
    void deepJsonIsRefused() {
        var reply = http.call("POST", "/echo", "content-type: application/json", "[".repeat(1000) + "]".repeat(1000));
        assertThat(reply.status()).isEqualTo(400);
    }

    @Test
    void everyCallIsCountedUnderItsRoute() {
        http.get("/t/one");
        http.get("/t/two"); // over the same connection, so the first one has been counted
        assertThat(METRICS.text())
                .contains("maestro_http_requests_total{method=\"GET\",route=\"/t/{id}\",status=\"200\"}")
                .contains("maestro_http_request_seconds_bucket{method=\"GET\",route=\"/t/{id}\",le=\"+Inf\"}");
    }

    @Test
    void aStoppingServerEndsItsStreams() throws Exception {
        var config = new ServerConfig.Http(
                "127.0.0.1", 0, List.of(), "", LIMIT, 100, Duration.ofSeconds(30), Duration.ofSeconds(5), Optional.empty());
        var other = HttpFront.start(config, routes(), Gate.open(), new OpenStreams(), new Metrics());
        var uri = other.address().resolve("/stream").toURL();
        try (var in = uri.openStream()) {
            assertThat(new String(in.readNBytes(9))).isEqualTo(": hello\n\n");
            other.close();
            assertThat(STREAM_ENDED.await(5, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void aStartingServerAnswersItsFirstRoutesAnd503ToTheRest() {
        var config = new ServerConfig.Http(
                "127.0.0.1", 0, List.of(), "", LIMIT, 100, Duration.ofSeconds(30), Duration.ZERO, Optional.empty());
        try (var api = Api.open(config, Running.WITHOUT_LOG_IN, new Metrics())) {
            var early = new Http(api.address());
            assertThat(early.get("/health/live").status()).isEqualTo(200);
            assertThat(early.get("/version").json().path("version").asString()).matches("\\d+\\.\\d+\\.\\d+.*");
            assertThat(early.get("/version").json().path("commit").asString("0".repeat(40))).matches("[0-9a-f]{40,64}");
            assertThat(early.get("/health/ready").status()).isEqualTo(503);
            assertThat(early.get("/health/started").json().path("status").asString()).isEqualTo("DOWN");
            assertThat(early.get("/api/v3/workflows").status()).isEqualTo(503);
            assertThat(early.get("/api/v3/workflows").json().path("retryable").asBoolean()).isTrue();
        }
    }

    @Test
    void aTakenPortIsToldByItsName() {
        int port = front.address().getPort();
        var config = new ServerConfig.Http(
                "127.0.0.1", port, List.of(), "", LIMIT, 100, Duration.ofSeconds(30), Duration.ZERO, Optional.empty());
        assertThat(org.assertj.core.api.Assertions.catchThrowable(
                        () -> HttpFront.start(config, List.of(), Gate.open(), new OpenStreams(), new Metrics())))
                .hasMessageContaining("127.0.0.1:" + port).hasMessageContaining("server.port");
    }
}
