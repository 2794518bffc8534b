package maestro.server.ui;

import static maestro.server.http.Steps.noop;
import static maestro.server.http.Steps.shell;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import maestro.server.http.Http;
import maestro.server.http.Running;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Logs by number of line, over HTTP. */
class LogPagesTest {
    private static final int LINES = 3_000;
    private static final String LOGS = "/api/v3/workflows/logged/instances/1/runs/1/steps/%s/attempts/latest/logs/";

    @AutoClose
    private static final Running server = new Running();

    @BeforeAll
    static void write() {
        String lines = IntStream.rangeClosed(1, LINES)
                .mapToObj(i -> "line " + i + (i % 1_000 == 7 ? " <Needle> " : "")).collect(Collectors.joining("\\n"));
        server.push("logged", "", shell("many", lines), shell("none", ""), noop("silent"),
                shell("hostile", "<script>alert(1)</script>\\n\\u001b[31mred\\u001b[0m\\n\\u202eevil\\n" + "a".repeat(200)));
        long n = server.start("logged");
        server.awaitEnd("logged", n);
    }

    private static Http.Reply reply(String step, String call) {
        return server.http.get(LOGS.formatted(step) + call);
    }

    private static JsonNode get(String step, String call) {
        var reply = reply(step, call);
        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        return reply.json();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Test
    void theOutlineTellsWhatThereIs() {
        var launch = get("many", "outline").at("/launches/0");
        assertThat(launch.path("first").asInt()).isEqualTo(1);
        assertThat(launch.path("last").asInt()).isEqualTo(LINES);
        assertThat(launch.path("bytes").asInt()).isPositive();
        assertThat(launch.path("dropped")).isEmpty();
        assertThat(launch.path("to_time").asLong()).isGreaterThanOrEqualTo(launch.path("from_time").asLong());
        assertThat(get("silent", "outline").path("launches")).isEmpty();
    }

    @Test
    void linesAreReadFromAnyNumber() {
        String launch = get("many", "outline").at("/launches/0/launch").asString();
        var page = get("many", "lines?from=1500&count=3&launch=" + encoded(launch));
        assertThat(page.path("lines")).hasSize(3);
        assertThat(page.at("/lines/0/n").asInt()).isEqualTo(1500);
        assertThat(page.at("/lines/0/text").asString()).isEqualTo("line 1500");
        assertThat(page.at("/lines/0/s").asString()).isEqualTo("out");
        assertThat(get("many", "lines?from=" + LINES).path("lines")).hasSize(1);
        assertThat(get("many", "lines?from=" + (LINES + 1)).path("lines")).isEmpty();
        assertThat(get("many", "lines?from=" + Long.MAX_VALUE).path("lines")).isEmpty();
        assertThat(get("many", "lines?launch=unheard-of").path("lines")).isEmpty();
        assertThat(get("silent", "lines").path("lines")).isEmpty();
    }

    @Test
    void anAnswerHasAtMostTwoThousandLines() {
        var page = get("many", "lines?from=2&count=2000");
        assertThat(page.path("lines")).hasSize(2_000);
        assertThat(page.at("/lines/1999/n").asInt()).isEqualTo(2_001);
        assertThat(page.path("complete").asBoolean()).isTrue();
    }

    /** All hits: a call may end early, by time, and says where to go on. */
    private static List<JsonNode> hits(String step, String query) {
        var hits = new ArrayList<JsonNode>();
        String on = "";
        while (true) {
            var page = get(step, "search?" + query + on);
            page.path("hits").forEach(hits::add);
            if (!page.has("next")) return hits;
            on = "&from=" + page.at("/next/n").asInt() + "&launch=" + encoded(page.at("/next/launch").asString());
        }
    }

    @Test
    void aTextIsFoundAndTheSearchGoesOn() {
        assertThat(get("many", "search?q=needle&max=1").path("next").has("launch")).isTrue();
        var found = hits("many", "q=needle&max=1");
        assertThat(found).extracting(hit -> hit.path("n").asInt()).containsExactly(7, 1_007, 2_007);
        assertThat(found.getFirst().path("from").asInt()).isEqualTo("line 7 <".length());
        assertThat(found.getFirst().path("to").asInt()).isEqualTo("line 7 <Needle".length());
        assertThat(hits("many", "q=needle&case=true")).isEmpty();
        assertThat(hits("many", "q=.*")).isEmpty();
        assertThat(hits("silent", "q=a")).isEmpty();
    }

    @Test
    void aHostilePatternTakesNoLongerThanTheTextIsLong() {
        assertThat(hits("hostile", "regex=true&q=" + encoded("^(a+)+$"))).hasSize(1);
        assertThat(hits("hostile", "regex=true&q=" + encoded("(x*)*"))).isEmpty();
        assertThat(hits("many", "regex=true&max=1000&q=" + encoded("line \\d+7$"))).hasSizeBetween(290, 300);
    }

    @Test
    void hostileLinesArriveAsTheyWereWritten() {
        var lines = get("hostile", "lines").path("lines");
        assertThat(lines.get(0).path("text").asString()).isEqualTo("<script>alert(1)</script>");
        assertThat(lines.get(1).path("text").asString()).isEqualTo("\u001b[31mred\u001b[0m");
        assertThat(lines.get(2).path("text").asString()).isEqualTo("\u202eevil");
        assertThat(reply("hostile", "lines").type()).startsWith("application/json");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            lines?from=0                       | 'from' must be from 1 to
            lines?from=-5                      | 'from' must be from 1 to
            lines?from=1e9                     | from must be a number
            lines?from=99999999999999999999    | from must be a number
            lines?count=0                      | 'count' must be from 1 to 2000
            lines?count=2001                   | 'count' must be from 1 to 2000
            lines?launch=%00                   | launch may not hold NUL
            search                             | 'q' must say what to look for
            search?q=                          | 'q' must say what to look for
            search?q=a&max=0                   | 'max' must be from 1 to 1000
            search?q=a&max=1001                | 'max' must be from 1 to 1000
            search?q=a&from=5                  | name it with 'launch'
            search?q=(&regex=true              | 'q' is no regular expression of RE2
            search?q=(?%3Da)b&regex=true       | 'q' is no regular expression of RE2
            search?q=a&regex=maybe             | regex must be true or false
            """)
    void whatIsWrongIsRefusedByName(String call, String said) {
        var reply = reply("many", call);
        assertThat(reply.status()).as(reply.text()).isEqualTo(400);
        assertThat(reply.text().replace("\\u0027", "'")).contains(said);
    }

    @Test
    void aLongTextIsRefusedAndWhatIsNotThereIsNotFound() {
        assertThat(reply("many", "search?q=" + "x".repeat(1_001)).status()).isEqualTo(400);
        for (String call : new String[] {"outline", "lines", "search?q=a"})
            assertThat(reply("nobody", call).status()).isEqualTo(404);
    }
}
