package maestro.server.http;

import static maestro.server.http.Steps.noop;
import static org.assertj.core.api.Assertions.assertThat;

import maestro.model.json.Json;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Attributes that accept params, and errors of params, over HTTP (parameters.md §15, §17), row by row. */
class ParamTablesTest {
    private static final String WORKFLOWS = "/api/v3/workflows";

    @AutoClose
    private static final Running server = new Running();
    private static int count;

    /** What is found at a path of the run's or of the step's view once the run has ended. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', useHeadersInDisplayName = true, textBlock = """
            attribute           | written                                      | at                                        | found
            workflow timeout    | ${w} minutes                                 | run /timeout_in_millis                    | 420000
            workflow timeout    | $w                                           | run /timeout_in_millis                    | 7000
            alerting            | $name@example.com                            | run /run_properties/alerting/emails/0     | jo@example.com
            alerting            | $nobody@example.com                          | run /run_properties/alerting/emails/0     | $nobody@example.com
            step timeout        | ${w} seconds                                 | step /timeout_in_millis                   | 7000
            step timeout        | ${own} seconds                               | step /runtime_state/status                | INTERNALLY_FAILED
            step timeout        | ${up__x} seconds                             | step /runtime_state/status                | INTERNALLY_FAILED
            retry               | ${w}                                         | step /step_retry/error_retry_limit        | 7
            retry               | ${own}                                       | step /step_retry/error_retry_limit        | 2
            retry               | ${up__x}                                     | step /step_retry/error_retry_limit        | 2
            condition           | own == 3 && w == 7 && up__x == 4             | step /transition/successors/next/evaluated_result | true
            condition           | params.getFromStep(~up~, ~x~) == 4           | step /transition/successors/next/evaluated_result | true
            condition           | params.getFromInstance(~workflow_id~) == ~~  | step /transition/successors/next/evaluated_result | false
            condition           | next__step_id == ~next~                      | step /runtime_state/status                | INTERNALLY_FAILED
            while               | i < 1 && own == 3 && w == 7                  | step /runtime_state/status                | SUCCEEDED
            while               | i < 1 && me__own == 3                        | step /runtime_state/status                | SUCCEEDED
            while               | i < 1 && up__x == 4                          | step /runtime_state/status                | FATALLY_FAILED
            while               | i < 1 && params.getFromStep(~step_id~) != ~~ | step /runtime_state/status                | FATALLY_FAILED
            """)
    void attributesThatAcceptParams(String attribute, String written, String at, String found) {
        String id = "attribute." + count++;
        String text = written.replace('~', '\'');
        String params = "\"params\": {\"w\": {\"type\": \"LONG\", \"value\": 7},"
                + "\"name\": {\"type\": \"STRING\", \"value\": \"jo\"}},";
        String workflow = attribute.equals("workflow timeout") ? "\"timeout\": \"" + text + "\"," : "";
        String alerting = attribute.equals("alerting") ? ", \"alerting\": {\"emails\": [\"" + text + "\"]}" : "";
        String own = "\"own\": {\"type\": \"LONG\", \"value\": 3}";
        String more = switch (attribute) {
            case "step timeout" -> "\"timeout\": \"" + text + "\",";
            case "retry" -> "\"retry_policy\": {\"error_retry_limit\": \"" + text + "\"},";
            default -> "";
        };
        String condition = attribute.equals("condition") ? text : "true";
        String me = attribute.equals("while")
                ? """
                  {"while": {"id": "me", "condition": "%s", "params": {%s, "loop_params": {"type": "MAP", "value": {
                      "i": {"type": "LONG", "value": 0}}}},
                    "transition": {"successors": {"next": "true"}}, "steps": [{"step": {"id": "in", "type": "NoOp",
                      "params": {"i": {"type": "LONG", "expression": "i + 1"}}}}]}}""".formatted(text, own)
                : """
                  {"step": {"id": "me", "type": "NoOp", %s "params": {%s},
                    "transition": {"successors": {"next": "%s"}}}}""".formatted(more, own, condition);
        String up = """
                {"step": {"id": "up", "type": "NoOp", "params": {"x": {"type": "LONG", "value": 4}},
                  "transition": {"successors": {"me": "true"}}}}""";
        var pushed = server.post(WORKFLOWS, """
                {"properties": {"owner": "amy" %s}, "workflow": {"id": "%s", %s %s "steps": [%s, %s, %s]}}"""
                .formatted(alerting, id, params, workflow, up, me, noop("next")));
        assertThat(pushed.status()).as(pushed.text()).isEqualTo(200);
        long n = server.start(id);
        server.awaitEnd(id, n);
        String run = WORKFLOWS + "/" + id + "/instances/" + n;
        JsonNode view = server.http.get(at.startsWith("run") ? run : run + "/steps/me").json();
        assertThat(view.at(at.substring(at.indexOf('/'))).asString()).as(view.toString()).isEqualTo(found);
    }

    private static final String START = "{\"initiator\": {\"type\": \"manual\"}, \"run_params\": {%s}}";

    /** A definition's params, pushed. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', useHeadersInDisplayName = true, textBlock = """
            situation                     | params                                                                    | message
            malformed definition          | 'p': 5                                                                    | p
            malformed definition          | 'p': {'value': 5}                                                         | p
            malformed definition          | 'p': {'type': 'NUMBER', 'value': 5}                                       | p
            bad name                      | 'a b': {'type': 'LONG', 'value': 5}                                       | a b
            bad name                      | 'a__b': {'type': 'LONG', 'value': 5}                                      | a__b
            reserved name                 | 'maestro_x': {'type': 'LONG', 'value': 5}                                 | maestro_x
            merge permission              | 'owner': {'type': 'STRING', 'value': 'x'}                                 | owner
            merge permission              | 'p': {'type': 'LONG', 'value': 5, 'internal_mode': 'RESERVED'}            | p
            type mismatch                 | 'RUN_TS': {'type': 'STRING', 'value': 'x'}                                | RUN_TS
            unknown workflow-level name   | 'p': {'type': 'LONG', 'expression': 'nobody + 1'}                         | nobody
            unknown name in a text        | 'p': {'type': 'STRING', 'value': '$nobody'}                               | nobody
            neither value nor expression  | 'p': {'type': 'LONG'}                                                     | p
            both value and expression     | 'p': {'type': 'LONG', 'value': 1, 'expression': '2'}                      | p
            cycle                         | 'p': {'type': 'LONG', 'expression': 'q'}, 'q': {'type': 'LONG', 'expression': 'p'} | cyclic
            wrong result type             | 'p': {'type': 'LONG', 'expression': '1.5'}                                | p
            size limit                    | 'p': {'type': 'STRING_ARRAY', 'expression': 'LONG_TEXTS'}                 | 750000
            SEL parse error               | 'p': {'type': 'LONG', 'expression': '1 +'}                                | [1 +]
            SEL run-time error            | 'p': {'type': 'LONG', 'expression': '1 / 0'}                              | [1 / 0]
            SEL limit                     | 'p': {'type': 'LONG', 'expression': 'while (true) { 1; } return 1;'}      | while (true)
            SEL throw                     | 'p': {'type': 'LONG', 'expression': 'throw ~told you~;'}                  | told you
            null result                   | 'p': {'type': 'STRING', 'expression': 'String s; return s;'}              | String s
            """)
    void errorsOfADefinition(String situation, String params, String message) {
        var reply = server.push("errors.push", "\"params\": {" + text(params) + "},", noop("a"));
        refused(reply, 400, message);
        assertThat(server.http.get(WORKFLOWS + "/errors.push/versions/latest").status()).isEqualTo(404);
    }

    private static String text(String row) {
        return row.replace('\'', '"').replace('~', '\'').replace("LONG_TEXTS",
                "a = new String[400]; s = 'x'; for (i = 0; i < 11; i += 1) { s += s; }"
                        + " for (i = 0; i < 400; i += 1) { a[i] = s; } return a;");
    }

    private static void refused(Http.Reply reply, int status, String message) {
        assertThat(reply.status()).as(reply.text()).isEqualTo(status);
        assertThat(reply.json().path("message").asString() + reply.json().path("errors")).contains(message);
    }

    /** A start's run params. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', useHeadersInDisplayName = true, textBlock = """
            situation                     | run params                                                         | status | message
            malformed                     | 'p': 5                                                             | 400    | p
            reserved name                 | 'params': {'type': 'LONG', 'value': 5}                             | 400    | params
            source                        | 'p': {'type': 'LONG', 'value': 5, 'source': 'LAUNCH'}              | 400    | source
            too many                      | MANY                                                               | 400    | 128
            merge permission              | 'fixed': {'type': 'LONG', 'value': 5}                              | 400    | fixed
            merge permission, same value  | 'fixed': {'type': 'LONG', 'value': 1}                              | 200    |
            type mismatch                 | 'n': {'type': 'STRING', 'value': 'x'}                              | 400    | n
            unknown workflow-level name   | 'n': {'type': 'LONG', 'expression': 'nobody'}                      | 400    | nobody
            cycle                         | 'n': {'type': 'LONG', 'expression': 'n2'}                          | 400    | cyclic
            neither value nor expression  | 'p': {'type': 'LONG'}                                              | 400    | p
            SEL run-time error            | 'n': {'type': 'LONG', 'expression': '1 / 0'}                       | 400    | [1 / 0]
            SEL throw                     | 'n': {'type': 'LONG', 'expression': 'throw ~told you~;'}           | 400    | told you
            workflow timeout              | 't': {'type': 'STRING', 'value': 'soon'}                           | 422    | timeout
            """)
    void errorsOfAStart(String situation, String params, int status, String message) {
        server.push("errors.start", """
                "timeout": "$t", "params": {"n": {"type": "LONG", "value": 1},
                    "n2": {"type": "LONG", "expression": "n + 1"}, "t": {"type": "STRING", "value": "1 hour"},
                    "fixed": {"type": "LONG", "value": 1, "mode": "CONSTANT"}},""", noop("a"));
        var many = new StringBuilder();
        for (int i = 0; i < 129; i++) many.append(i == 0 ? "" : ",").append("'p" + i + "': {'type': 'LONG', 'value': 1}");
        var reply = server.post(WORKFLOWS + "/errors.start/versions/latest/actions/start",
                START.formatted(text(params.replace("MANY", many))));
        if (status == 200) assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        else refused(reply, status, message);
    }

    /** While a step is evaluated. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', useHeadersInDisplayName = true, textBlock = """
            situation                     | param of the step                                                  | in its timeline
            unknown step-level reference  | {'type': 'LONG', 'expression': 'nobody'}                           | nobody
            unknown name in a text        | {'type': 'STRING', 'value': '$nobody'}                             | nobody
            unknown step                  | {'type': 'LONG', 'expression': 'nostep__x'}                        | check for a typo
            step without that param       | {'type': 'LONG', 'expression': 'up__y'}                            | [y]
            cycle                         | {'type': 'LONG', 'expression': 'me__p'}                            | cyclic
            wrong result type             | {'type': 'LONG', 'expression': '1.5'}                              | p
            SEL parse error               | {'type': 'LONG', 'expression': '1 +'}                              | [1 +]
            SEL run-time error            | {'type': 'LONG', 'expression': '1 / 0'}                            | [1 / 0]
            SEL limit                     | {'type': 'LONG', 'expression': 'while (true) { 1; } return 1;'}    | while (true)
            SEL throw                     | {'type': 'LONG', 'expression': 'throw ~told you~;'}                | told you
            """)
    void errorsOfAStep(String situation, String param, String told) {
        String id = "errors.step." + count++;
        var pushed = server.push(id, "", noop("up", "me"),
                "{\"step\": {\"id\": \"me\", \"type\": \"NoOp\", \"params\": {\"p\": " + text(param) + "}}}");
        assertThat(pushed.status()).as(pushed.text()).isEqualTo(200);
        long n = server.start(id);
        server.awaitEnd(id, n);
        var step = server.http.get(WORKFLOWS + "/" + id + "/instances/" + n + "/steps/me").json();
        assertThat(step.at("/runtime_state/status").asString()).isEqualTo("INTERNALLY_FAILED");
        assertThat(Json.text(step.path("timeline"))).contains(told);
    }

    /** While a child is started. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', useHeadersInDisplayName = true, textBlock = """
            situation         | param of the child                                          | param of the parent's step       | told
            merge permission  | {'type': 'LONG', 'value': 1, 'mode': 'CONSTANT'}            | {'type': 'LONG', 'value': 2}     | CONSTANT
            type mismatch     | {'type': 'LONG', 'value': 1}                                | {'type': 'STRING', 'value': 'x'} | p
            """)
    void errorsOfAChildsStart(String situation, String own, String given, String told) {
        String id = "errors.child." + count++;
        server.push(id, "\"params\": {\"p\": " + text(own) + "},", noop("a"));
        var pushed = server.push(id + ".parent", "", """
                {"subworkflow": {"id": "me", "params": {"p": %s,
                    "subworkflow_id": {"type": "STRING", "value": "%s"}}}}""".formatted(text(given), id));
        assertThat(pushed.status()).as(pushed.text()).isEqualTo(200);
        long n = server.start(id + ".parent");
        server.awaitEnd(id + ".parent", n);
        var step = server.http.get(WORKFLOWS + "/" + id + ".parent/instances/" + n + "/steps/me").json();
        assertThat(step.at("/runtime_state/status").asString()).isEqualTo("FATALLY_FAILED");
        assertThat(Json.text(step.path("timeline"))).contains(told);
    }
}
