package maestro.steps.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static maestro.steps.http.HttpRuntimeTest.end;
import static maestro.steps.http.HttpRuntimeTest.http;
import static maestro.steps.http.LoopbackServer.answering;
import static maestro.steps.http.LoopbackServer.response;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import maestro.runtime.step.StepResult.Failed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Responses that are compressed, in another charset, redirect beyond ASCII, ask to wait, or never came. */
@Timeout(60)
class ResponseBodyTest {
    private static final String TEXT = "{\"größe\": 42}";

    private interface Packing {
        OutputStream over(OutputStream out) throws IOException;
    }

    private static byte[] packed(byte[] plain, Packing packing) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var out = packing.over(bytes)) {
            out.write(plain);
        }
        return bytes.toByteArray();
    }

    private static byte[] encoded(String encoding, byte[] plain) throws IOException {
        return switch (encoding) {
            case "gzip", "X-GZIP" -> packed(plain, GZIPOutputStream::new);
            case "deflate" -> packed(plain, DeflaterOutputStream::new);
            case "raw deflate" -> packed(plain, out -> new DeflaterOutputStream(out, new Deflater(9, true)));
            default -> plain;
        };
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            gzip           | gzip
            X-GZIP         | X-GZIP
            deflate        | deflate
            raw deflate    | deflate
            identity       | identity
            deflate, gzip  | deflate , gzip
            """)
    void compressedResponsesAreRead(String encodings, String header) throws Exception {
        byte[] body = TEXT.getBytes(UTF_8);
        for (String encoding : encodings.split(", ")) {
            body = encoded(encoding, body);
        }
        try (var server = answering("Content-Encoding: " + header + "\r\n", body)) {
            var result = HttpStep.calling(server.url("/")).run();
            assertThat(end(result)).isEqualTo("DONE");
            assertThat(http(result)).containsEntry("body", TEXT);
        }
    }

    @ParameterizedTest
    @CsvSource({"br", "zstd", "compress", "'gzip, br'", "'gzip, gzip, gzip, gzip'"})
    void anotherEncodingIsAnErrorThatNamesIt(String encoding) throws Exception {
        try (var server = answering("Content-Encoding: " + encoding + "\r\n", new byte[] {1, 2, 3})) {
            var failed = (Failed) HttpStep.calling(server.url("/")).run();
            assertThat(end(failed)).isEqualTo("FATAL");
            assertThat(failed.message()).containsAnyOf("'" + encoding.substring(encoding.length() - 2), encoding, "4 times");
            assertThat(failed.outputs().get("status_code").result()).isEqualTo(200L);
        }
    }

    @Test
    void theLimitCountsWhatIsLeftAfterDecompression() throws Exception {
        byte[] zeros = packed(new byte[50_000_000], GZIPOutputStream::new);
        try (var server = answering("Content-Encoding: gzip\r\n", zeros)) {
            var failed = (Failed) HttpStep.calling(server.url("/")).run();
            assertThat(end(failed)).isEqualTo("FATAL");
            assertThat(failed.message()).contains("longer than the 1048576 bytes");
        }
    }

    @Test
    void aDamagedResponseIsThePlatformsErrorAndAnEmptyOneIsEmpty() throws Exception {
        byte[] whole = packed(TEXT.getBytes(UTF_8), GZIPOutputStream::new);
        for (byte[] body : new byte[][] {Arrays.copyOf(whole, 15), "plain text".getBytes(UTF_8)}) {
            try (var server = answering("Content-Encoding: gzip\r\n", body)) {
                var failed = (Failed) HttpStep.calling(server.url("/")).run();
                assertThat(end(failed)).isEqualTo("PLATFORM");
                assertThat(failed.message()).contains("no valid gzip");
            }
        }
        try (var server = answering("Content-Encoding: gzip\r\n", new byte[0])) {
            assertThat(http(HttpStep.calling(server.url("/")).run())).containsEntry("body", "");
        }
    }

    @ParameterizedTest
    @CsvSource({"text/plain; charset=ISO-8859-1, ISO-8859-1", "text/plain; charset=\"utf-16\", UTF-16",
        "application/json, UTF-8", "text/plain; charset=nobody-knows, UTF-8", "garbage, UTF-8"})
    void theCharsetOfTheResponseCounts(String type, String charset) throws Exception {
        try (var server = answering("Content-Type: " + type + "\r\n", TEXT.getBytes(charset))) {
            assertThat(http(HttpStep.calling(server.url("/")).run())).containsEntry("body", TEXT);
        }
    }

    @Test
    void aRedirectBeyondAsciiIsFollowedByItsBytes() throws Exception {
        try (var server = answering(request -> request.line().startsWith("GET /from")
                ? LoopbackServer.redirect(302, "/caf\u00e9?q=\u4e2d")
                : response(200, "there"))) {
            var result = HttpStep.calling(server.url("/from")).http("follow_redirects", true).run();
            assertThat(http(result)).containsEntry("body", "there");
            assertThat(server.requests().getLast().line()).isEqualTo("GET /caf%C3%A9?q=%E4%B8%AD HTTP/1.1");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            http://127.0.0.1:1/x     | PLATFORM
            http://10.0.0.1/         | FATAL
            ftp://127.0.0.1/         | FATAL
            http://127.0.0.1:99999/  | FATAL
            """)
    void withoutAResponseTheStatusCodeIsNoSuccess(String url, String end) throws Exception {
        var failed = (Failed) HttpStep.calling(url).run();
        assertThat(end(failed)).isEqualTo(end);
        assertThat(failed.outputs().get("status_code").result()).isEqualTo(0L);
        assertThat(failed.outputs().get("response_body").result()).isEqualTo("");
    }

    @Test
    void aPollThatGetsNoResponseDoesNotTellOfTheOneBefore() throws Exception {
        try (var server = answering(request -> request.headers().get("idempotency-key").endsWith("-2")
                ? LoopbackServer.SILENCE
                : response(202, "wait"))) {
            var step = HttpStep.calling(server.url("/")).state("'CONTINUE'").patience(Duration.ofMillis(200));
            assertThat(((Failed) step.run()).outputs().get("status_code").result()).isEqualTo(0L);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            30                            | PT30S
            1                             | PT3S
            99999999999                   | PT1H
            Mon, 05 Jan 2026 08:00:20 GMT | PT20S
            Mon, 05 Jan 2015 08:00:20 GMT | PT3S
            soon                          | PT3S
            -5                            | PT3S
            """)
    void aPollerWaitsAsLongAsTheServerAsks(String asked, String waited) throws Exception {
        try (var server = answering(request -> request.headers().get("idempotency-key").endsWith("-2")
                ? response(200, "")
                : response(429, "Retry-After: " + asked + "\r\n", ""))) {
            var step = HttpStep.calling(server.url("/")).state("status_code == 429 ? 'CONTINUE' : 'DONE'");
            assertThat(end(step.run())).isEqualTo("DONE");
            assertThat(step.pauses()).containsExactly(Duration.parse(waited));
        }
    }

    @Test
    void aFailureTellsOfTheTimeThatTheServerAsksFor() throws Exception {
        try (var server = answering(_ -> response(429, "Retry-After: 7\r\n", ""))) {
            assertThat(((Failed) HttpStep.calling(server.url("/")).run()).message()).contains("after 7 s", "CONTINUE");
        }
    }
}
