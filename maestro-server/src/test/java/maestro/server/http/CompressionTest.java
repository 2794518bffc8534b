package maestro.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Answers are packed for those who take them so. */
class CompressionTest {
    @AutoClose
    private static final Running server = new Running();
    @AutoClose
    private static final HttpClient client = HttpClient.newHttpClient();

    private static HttpResponse<byte[]> get(String path, String accepted) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(server.http.base() + path));
        if (!accepted.isEmpty()) request.header("Accept-Encoding", accepted);
        return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private static String encoding(HttpResponse<byte[]> response) {
        return response.headers().firstValue("content-encoding").orElse("");
    }

    @Test
    void aPackedAnswerIsTheSameAnswer() throws Exception {
        var plain = get("/openapi.json", "");
        var packed = get("/openapi.json", "gzip, deflate, br");
        assertThat(encoding(plain)).isEmpty();
        assertThat(encoding(packed)).isEqualTo("gzip");
        assertThat(packed.body().length).isLessThan(plain.body().length / 4);
        assertThat(new GZIPInputStream(new ByteArrayInputStream(packed.body())).readAllBytes()).isEqualTo(plain.body());
        for (var response : new HttpResponse<?>[] {plain, packed})
            assertThat(response.headers().firstValue("vary")).contains("Accept-Encoding");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            gzip             | gzip
            GZIP;q=0.5       | gzip
            br, *            | gzip
            *;q=0            | ''
            gzip;q=0, *      | ''
            gzip;q=0.0       | ''
            identity         | ''
            br               | ''
            ,;,q=            | ''
            """)
    void theHeaderDecides(String accepted, String encoding) throws Exception {
        assertThat(encoding(get("/openapi.json", accepted))).isEqualTo(encoding);
    }

    @Test
    void whatIsSmallIsLeftAsItIs() throws Exception {
        var response = get("/version", "gzip");
        assertThat(encoding(response)).isEmpty();
        assertThat(response.headers().firstValue("vary")).isEmpty();
    }

    @Test
    void streamsAreNotPacked() throws Exception {
        server.push("packed", "", Steps.noop("a"));
        server.start("packed");
        assertThat(encoding(get("/api/v3/workflows/packed/instances/1/runs/1/events", "gzip"))).isEmpty();
    }
}
