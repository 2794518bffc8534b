package maestro.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import maestro.server.auth.Gate;
import maestro.server.config.ServerConfig;
import maestro.server.docs.DocsPage;
import maestro.server.docs.DocsSite;
import maestro.server.metrics.Metrics;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The documentation that the server shows. */
class ManualTest {
    private static final Path ROOT = Path.of("..");
    private static final Pattern LINK = Pattern.compile("(?:href|src)=\"([^\"]*)\"");
    private static final Pattern ANCHOR = Pattern.compile(" id=\"([^\"]*)\"");

    @AutoClose
    private final HttpFront front = front("/tools");

    private final Http http = new Http(front.address());

    private static HttpFront front(String base) {
        var config = new ServerConfig.Http(
                "127.0.0.1", 0, List.of(), base, 1 << 20, 100, Duration.ofSeconds(30), Duration.ZERO, Optional.empty());
        var front = HttpFront.start(config, List.of(), Gate.open(), new OpenStreams(), new Metrics());
        front.serve(new ManualResource(base).routes(), Gate.open(), Forwarding.NONE);
        return front;
    }

    /** As the sources have it, so that a link which is wrong there is found as well. */
    private static DocsSite sources() {
        return new DocsSite(path -> {
            try {
                var file = ROOT.resolve(path);
                return Files.isRegularFile(file) ? Optional.of(Files.readAllBytes(file)) : Optional.empty();
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
    }

    @Test
    void everyPageIsReachedFromTheStart() throws IOException {
        var written = new TreeSet<String>();
        try (var files = Files.walk(ROOT.resolve("docs"))) {
            files.filter(file -> file.toString().endsWith(".md"))
                    .forEach(file -> written.add(ROOT.relativize(file).toString()));
        }
        assertThat(sources().pages()).extracting(DocsPage::path).containsAll(written);
    }

    @Test
    void everyLinkLeadsToAPageAndAPlaceThatIsThere() throws IOException {
        var site = sources();
        var broken = new TreeSet<String>();
        for (var page : site.pages()) {
            var links = LINK.matcher(page.body());
            while (links.find()) {
                String link = links.group(1);
                if (link.contains(":") || link.isEmpty()) continue;
                String place = link.contains("#") ? link.substring(link.indexOf('#') + 1) : "";
                String file = link.replaceFirst("#.*", "");
                var here = Path.of(page.path());
                var target = file.isEmpty() ? here : here.resolveSibling(file).normalize();
                boolean there = Files.exists(ROOT.resolve(target));
                boolean anchored = place.isEmpty() || site.page(target.toString())
                        .map(other -> ANCHOR.matcher(other.body()).results().anyMatch(id -> id.group(1).equals(place)))
                        .orElse(true);
                if (!there || !anchored) broken.add(page.path() + ": " + link);
            }
        }
        assertThat(broken).isEmpty();
        assertThat(site.missing()).isEmpty();
    }

    @Test
    void theStartIsFoundBelowTheBaseAndNothingComesFromElsewhere() {
        var start = http.get("/tools/docs");
        assertThat(start.status()).isEqualTo(302);
        assertThat(start.raw().headers().firstValue("Location")).contains("/tools/docs/docs/README.md");
        var page = http.get("/tools/docs/docs/README.md");
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.raw().headers().firstValue("Content-Security-Policy").orElse(""))
                .contains("default-src 'none'").doesNotContain("unsafe");
        assertThat(page.text()).contains("href=\"tutorial.md\"").doesNotContain("<script");
    }

    @ParameterizedTest
    @CsvSource({
        "docs/how-to/alarms.md, text/html", "examples/alarms/alarms.yaml, text/plain", "style.css, text/css",
        "schema/short-form.schema.json, application/json"
    })
    void filesHaveTheirTypes(String path, String type) {
        var reply = http.get("/docs/" + path);
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.type()).startsWith(type);
    }

    @Test
    void aSearchFindsPagesWithAllWordsTheBestFirst() {
        String found = http.get("/docs?q=idempotency+webhook").text();
        assertThat(found).contains("docs/how-to/alarms.md");
        assertThat(http.get("/docs?q=zzxyqq").text()).contains("No page has all of these words");
        assertThat(http.get("/docs?q=").status()).isEqualTo(200);
        assertThat(sources().search("time limit").getFirst().path()).isEqualTo("docs/how-to/time-limits.md");
    }

    @Test
    void whatIsSearchedForIsShownAsText() {
        assertThat(http.get("/docs?q=%22%3E%3Cscript%3Ealert(1)").text())
                .doesNotContain("<script>").contains("&quot;&gt;&lt;script&gt;");
    }

    @ParameterizedTest
    @ValueSource(strings = {"docs/nothing.md", "docs/%2e%2e/%2e%2e/secret", "pom.xml", "docs/", "%00"})
    void thereIsNothingElse(String path) {
        assertThat(http.get("/docs/" + path).status()).isBetween(400, 404);
    }
}
