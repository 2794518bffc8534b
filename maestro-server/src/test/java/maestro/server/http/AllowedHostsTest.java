package maestro.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import maestro.model.Code;
import maestro.model.MaestroException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AllowedHostsTest {
    private static final AllowedHosts ALLOWED = new AllowedHosts("Node7", List.of("maestro.example.com"));

    @ParameterizedTest
    @CsvSource({
        "localhost:8080,", "LOCALHOST,", "127.0.0.1:8080,", "[::1]:8080,", "10.1.2.3,", "node7:80,",
        "maestro.example.com,", "maestro.example.com.:443,", "app.localhost:8080,", ",",
        "localhost:8080,http://localhost:8080", "127.0.0.1:8080,http://127.0.0.1:8080",
        "maestro.example.com,https://maestro.example.com"
    })
    void ownNamesAndPagesAreServed(String host, String origin) {
        assertThatCode(() -> ALLOWED.check(Optional.ofNullable(host), Optional.ofNullable(origin)))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({
        "evil.example,,server.allowed-hosts", "evil.example:8080,,server.allowed-hosts",
        "localhost.evil.example,,server.allowed-hosts", "evil.example:8080,http://evil.example:8080,allowed-hosts",
        "127.0.0.1.evil.example,,server.allowed-hosts", "localhost@evil.example,,server.allowed-hosts",
        "'',,server.allowed-hosts", "localhost:8080,http://evil.example,other sites",
        "localhost:8080,null,other sites", "localhost:8080,http://localhost:3000,other sites",
        "localhost:8080,'',other sites", ",http://localhost:8080,other sites"
    })
    void otherNamesAndPagesAreRefusedWithTheReason(String host, String origin, String said) {
        var refusal = catchThrowableOfType(MaestroException.class,
                () -> ALLOWED.check(Optional.ofNullable(host), Optional.ofNullable(origin)));
        assertThat(refusal.code()).isEqualTo(Code.FORBIDDEN);
        assertThat(refusal).hasMessageContaining(said);
    }

    @Test
    void aStarAllowsAnyHostButNoOtherPage() {
        var any = new AllowedHosts("0.0.0.0", List.of("*"));
        assertThatCode(() -> any.check(Optional.of("x.example"), Optional.empty())).doesNotThrowAnyException();
        assertThatCode(() -> any.check(Optional.of("x.example"), Optional.of("http://y.example")))
                .isInstanceOf(MaestroException.class);
    }

    @ParameterizedTest
    @CsvSource({"evil.example,", "127.0.0.1,http://evil.example"})
    void aServerRefusesSuchACall(String host, String origin) throws IOException {
        try (var server = new Running();
                var socket = new Socket("127.0.0.1", server.http.port())) {
            OutputStream out = socket.getOutputStream();
            out.write(("PUT /api/v3/workflows/w/actions/stop HTTP/1.1\r\nHost: " + host + "\r\nuser: amy\r\n"
                    + (origin == null ? "" : "Origin: " + origin + "\r\n") + "Connection: close\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(answer).startsWith("HTTP/1.1 403").contains("\"status\":\"FORBIDDEN\"");
        }
    }
}
