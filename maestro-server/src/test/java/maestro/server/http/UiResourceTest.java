package maestro.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import maestro.server.auth.Gate;
import maestro.server.config.ServerConfig;
import maestro.server.http.UiFiles.UiFile;
import maestro.server.metrics.Metrics;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What browsers get below {@code /ui}, and what must never leave it. */
class UiResourceTest {
    private static final String PAGE =
            "<html><meta name=\"maestro-base\" content=\"__BASE__\"><script nonce=\"__NONCE__\" src=\"./assets/a.js\"></script>";
    private static final byte[] SCRIPT = "let a = 1".getBytes();
    private static final Pattern NONCE = Pattern.compile("nonce-([A-Za-z0-9+/=]{24})'");

    @AutoClose
    private final HttpFront front = front("/tools/maestro");

    private final Http http = new Http(front.address());

    private static HttpFront front(String base) {
        var files = new UiFiles(PAGE, Map.of("assets/a.js", packed(), "icon.svg", plain()), "built");
        var config = new ServerConfig.Http(
                "127.0.0.1", 0, List.of(), base, 1 << 20, 100, Duration.ofSeconds(30), Duration.ZERO, Optional.empty());
        var front = HttpFront.start(config, List.of(), Gate.open(), new OpenStreams(), new Metrics());
        front.serve(new UiResource(files, base).routes(), Gate.open(), Forwarding.NONE);
        return front;
    }

    private static UiFile packed() {
        var gzip = Compression.of(new Answer.Whole(200, "text/javascript", padded(), Map.of()), List.of("gzip")).body();
        return new UiFile(Optional.empty(), Optional.of(gzip), Optional.of(SCRIPT));
    }

    private static byte[] padded() {
        return ("let a = 1;" + " ".repeat(4000)).getBytes();
    }

    private static UiFile plain() {
        return new UiFile(Optional.of("<svg/>".getBytes()), Optional.empty(), Optional.empty());
    }

    private static String header(Http.Reply reply, String name) {
        return reply.raw().headers().firstValue(name).orElse("");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/ui/", "/ui/workflows", "/ui/runs/a%20b/1/2", "/tools/maestro/ui/workflows/x"})
    void everyAddressOfTheUiIsThePageWithItsLinksBelowTheBase(String path) {
        var reply = http.get(path);
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.type()).isEqualTo("text/html;charset=utf-8");
        assertThat(reply.text())
                .contains("src=\"/tools/maestro/ui/assets/a.js\"", "content=\"/tools/maestro\"")
                .doesNotContain("__NONCE__", "__BASE__");
        assertThat(header(reply, "cache-control")).isEqualTo("no-store");
        assertThat(header(reply, "x-content-type-options")).isEqualTo("nosniff");
    }

    @Test
    void thePolicyLetsOnlyWhatHasTheNonceOfThisAnswerRun() {
        var first = http.get("/ui/");
        var policy = header(first, "content-security-policy");
        assertThat(policy)
                .contains("default-src 'none'", "base-uri 'none'", "frame-ancestors 'none'")
                .contains("require-trusted-types-for 'script'")
                .doesNotContain("unsafe");
        var nonce = NONCE.matcher(policy);
        assertThat(nonce.find()).isTrue();
        assertThat(first.text()).contains("nonce=\"" + nonce.group(1) + "\"");
        assertThat(header(http.get("/ui/"), "content-security-policy")).isNotEqualTo(policy);
    }

    @Test
    void assetsAreSentAsTheCallerTakesThem() {
        var brotli = http.call("GET", "/ui/assets/a.js", "accept-encoding: gzip, br", "");
        assertThat(header(brotli, "content-encoding")).isEqualTo("br");
        assertThat(header(http.call("GET", "/ui/assets/a.js", "accept-encoding: br;q=0, gzip", ""), "content-encoding"))
                .isEqualTo("gzip");
        var identity = http.get("/ui/assets/a.js");
        assertThat(identity.text()).startsWith("let a = 1;");
        assertThat(header(identity, "content-encoding")).isEmpty();
        assertThat(header(identity, "cache-control")).contains("immutable");
        assertThat(header(identity, "vary")).contains("Accept-Encoding");
        assertThat(identity.type()).startsWith("text/javascript");
    }

    @Test
    void aFileThatIsNotThereIsNoPage() {
        assertThat(http.get("/ui/assets/of-an-older-version.js").status()).isEqualTo(404);
        assertThat(http.get("/ui/icon.svg").text()).isEqualTo("<svg/>");
        assertThat(http.get("/ui/..%2f..%2fversion.properties").status()).isEqualTo(400);
    }

    @Test
    void browsersAreLedFromTheRootToTheUiAndProgramsAreNot() {
        var browser = http.call("GET", "/", "accept: text/html,application/xhtml+xml,*/*;q=0.8", "");
        assertThat(browser.status()).isEqualTo(302);
        assertThat(header(browser, "location")).isEqualTo("/tools/maestro/ui/");
        assertThat(header(http.call("GET", "/tools/maestro/ui", "accept: text/html", ""), "location"))
                .isEqualTo("/tools/maestro/ui/");
        assertThat(http.get("/").status()).isEqualTo(404);
    }

    @Test
    void otherMethodsAndPathsStayErrors() {
        assertThat(http.call("POST", "/ui/workflows", "content-type: application/json", "{}").status()).isEqualTo(405);
        assertThat(http.get("/tools/maestro/nowhere").status()).isEqualTo(404);
    }

    @Test
    void theProgramHasFilesOnItsClassPath() {
        var files = UiFiles.ofProgram();
        assertThat(files.page()).contains("<html");
        assertThat(files.kind()).isIn("built", "prebuilt", "none");
        files.assets().forEach((name, file) -> assertThat(file.identity()).as(name).isNotEmpty());
    }
}
