package maestro.server.ui;

import static maestro.server.http.Steps.noop;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import maestro.server.http.Http;
import maestro.server.http.Running;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** What an editor needs: sources, problems with their places, the language, over HTTP. */
class EditorTest {
    private static final String W = "/api/v3/workflows/";
    private static final String CHECK = W + "actions/check";

    @AutoClose
    private static final Running server = new Running();

    private static Http.Reply yaml(String method, String path, String text) {
        return server.http.call(method, path, "user: amy;;content-type: application/yaml", text);
    }

    private static Http.Reply json(String path, String text) {
        return server.http.call("PUT", path, "user: amy;;content-type: application/json", text);
    }

    @Test
    void aSourceComesBackWithItsComments() {
        String text = "# my \u5929\u6c14\nworkflow:\n  id: ed.yaml # here\n  owner: amy\n  jobs:\n    - job: {id: a, type: noop}\n";
        assertThat(yaml("POST", W + "yaml", text).status()).isEqualTo(200);
        var source = server.http.get(W + "ed.yaml/versions/latest/source").json();
        assertThat(source.path("text").asString()).isEqualTo(text);
        assertThat(source.path("media_type").asString()).isEqualTo("application/yaml");
        assertThat(source.path("generated").asBoolean(true)).isFalse();
        assertThat(server.http.get(W + "ed.yaml/versions/2/source").status()).isEqualTo(404);
        assertThat(server.http.get(W + "none/versions/1/source").status()).isEqualTo(404);
    }

    @Test
    void aTextTooLongToBeKeptIsWrittenAnewAndCanBePushed() {
        String text = "#" + "x".repeat(270_000)
                + "\nworkflow:\n  id: ed.long\n  owner: amy\n  jobs:\n    - job: {id: a, type: noop}\n";
        assertThat(yaml("POST", W + "yaml", text).status()).isEqualTo(200);
        var source = server.http.get(W + "ed.long/versions/1/source").json();
        assertThat(source.path("generated").asBoolean()).isTrue();
        var again = server.post("/api/v3/workflows", source.path("text").asString());
        assertThat(again.status()).as(again.text()).isEqualTo(200);
        assertThat(server.http.get(W + "ed.long/versions/2/source").json().path("text").asString())
                .isEqualTo(source.path("text").asString());
    }

    @Test
    void theGraphAndTheFormOfADraftAreThereThoughItHasProblems() {
        String text = """
                workflow:
                  id: ed.jobs
                  owner: amy
                  day: 20261130
                  jobs:
                    - job: {id: load, type: shell, script: "echo ${nope}", transition: [after]}
                    - job: {id: after, type: noop}
                """;
        var reply = yaml("PUT", CHECK + "/yaml?with=dag,form", text);
        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        var answer = reply.json();
        assertThat(answer.path("problems").toString()).contains("nope");
        assertThat(answer.at("/dag/0/id").asString()).isEqualTo("load");
        assertThat(answer.at("/dag/0/successors").has("after")).isTrue();
        assertThat(answer.at("/form/0/name").asString()).isEqualTo("day");
    }

    @Test
    void aTextThatCannotBeReadHasNeither() {
        var answer = yaml("PUT", CHECK + "/yaml?with=dag,form", "workflow:\n  id: [a\n  owner: b\n").json();
        assertThat(answer.path("valid").asBoolean(true)).isFalse();
        assertThat(answer.path("problems")).isNotEmpty();
        assertThat(answer.has("dag") || answer.has("form")).isFalse();
    }

    @Test
    void aValidDraftOfThreeHundredStepsIsDrawnAndNotStored() {
        String text = "{\"properties\": {\"owner\": \"amy\"}, \"workflow\": {\"id\": \"ed.ok\", \"steps\": ["
                + IntStream.range(0, 300).mapToObj(i -> noop("s" + i)).collect(Collectors.joining(",")) + "]}}";
        var reply = json(CHECK + "?with=dag,form", text);
        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        assertThat(reply.json().path("problems")).isEmpty();
        assertThat(reply.json().path("dag")).hasSize(300);
        assertThat(server.http.get(W + "ed.ok/versions/latest").status()).isEqualTo(404);
    }

    @Test
    void whatIsWrongIsRefusedByName() {
        String text = "{\"properties\": {\"owner\": \"amy\"}, \"workflow\": {\"id\": \"ed.q\", \"steps\": [" + noop("a") + "]}}";
        for (String with : new String[] {"odd", "dag,", ",", "dag,form,x"}) {
            var reply = json(CHECK + "?with=" + with, text);
            assertThat(reply.status()).isEqualTo(400);
            assertThat(reply.text()).contains("must name dag, form or both");
        }
        assertThat(json(CHECK + "?with=dag", "[".repeat(100_000)).json().path("valid").asBoolean(true)).isFalse();
    }

    @Test
    void theLanguageIsKnownByItsTag() {
        var reply = server.http.get("/api/v3/language");
        assertThat(reply.json().path("functions").toString()).contains("getFromStep(step_id, name)");
        assertThat(reply.json().path("step_types").toString()).contains("Shell");
        assertThat(reply.json().at("/keys/Workflow/properties").has("steps")).isTrue();
        String tag = reply.raw().headers().firstValue("etag").orElseThrow();
        assertThat(server.http.call("GET", "/api/v3/language", "if-none-match: " + tag, "").status()).isEqualTo(304);
        assertThat(reply.text().length()).isLessThan(100_000);
    }
}
