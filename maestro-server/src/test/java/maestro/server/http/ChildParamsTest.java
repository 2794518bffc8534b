package maestro.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import maestro.model.json.Json;
import maestro.server.http.Story.Run;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code getFromForeach} and {@code getFromSubworkflow} (parameters.md §11): params of steps below composite steps. */
class ChildParamsTest {
    private static final String AFTER = """
            {"step": {"id": "after", "type": "NoOp", "params": {"g": {"type": "%s", "expression": "return %s;"}},
             "transition": {"successors": {"next": "g.length >= 0"}}}}""";

    @AutoClose
    private static final Running server = new Running();
    private static final Story story = new Story(server);
    private static int count;

    /** Iterations that take another way have null, 0, 0.0 or false. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', useHeadersInDisplayName = true, textBlock = """
            x     | way   | type         | expression | asked        | found
            1,2,3 | true  | STRING       | 'v' + x    | leaf, p      | ["v1","v2","v3"]
            1,2,3 | true  | LONG         | x * 2      | leaf, p      | [2,4,6]
            1,2   | true  | DOUBLE       | x * 1.5    | leaf, p      | [1.5,3.0]
            1,2   | true  | BOOLEAN      | x > 1      | leaf, p      | [false,true]
            1,2,3 | x > 1 | STRING       | 'v' + x    | leaf, p      | [null,"v2","v3"]
            1,2,3 | x > 1 | LONG         | x * 2      | leaf, p      | [0,4,6]
            1,2   | x > 1 | DOUBLE       | x * 1.5    | leaf, p      | [0.0,3.0]
            1,2   | x < 2 | BOOLEAN      | x > 0      | leaf, p      | [true,false]
            1,2   | false | LONG         | x          | leaf, p      | [0,0]
                  | true  | STRING       | 'v' + x    | leaf, p      | []
            1     | true  | STRING_ARRAY | return new String[]{'v'}; | leaf, p      | INTERNALLY_FAILED
            1     | true  | LONG         | x          | leaf, absent | INTERNALLY_FAILED
            1     | true  | LONG         | x          | absent, p    | INTERNALLY_FAILED
            """)
    void iterationsGiveAnArray(String x, String way, String type, String expression, String asked, String found) {
        String loop = """
                {"foreach": {"id": "loop", "transition": {"successors": {"after": "true"}},
                 "params": {"loop_params": {"type": "MAP", "value": {"x": {"type": "LONG_ARRAY", "value": [%s]}}}},
                 "steps": [{"step": {"id": "fork", "type": "NoOp", "transition": {"successors": {"leaf": "%s"}}}},
                  {"step": {"id": "leaf", "type": "NoOp", "params": {"p": {"type": "%s", "expression": "%s"}}}}]}}"""
                .formatted(x == null ? "" : x, way, type, expression);
        String step = asked.substring(0, asked.indexOf(','));
        String param = asked.substring(asked.indexOf(' ') + 1);
        String call = "params.getFromForeach('loop', '" + step + "', '" + param + "')";
        String wanted = type.endsWith("ARRAY") ? type : type + "_ARRAY";
        var run = story.run("below." + count++, loop, AFTER.formatted(wanted, call), Steps.noop("next"));
        story.end(run);
        assertThat(outcome(run, "after")).isEqualTo(found);
    }

    private static String outcome(Run run, String step) {
        var view = story.get(run.path() + "/steps/" + step);
        String status = view.at("/runtime_state/status").stringValue();
        return status.equals("SUCCEEDED") ? Json.text(view.at("/params/g/evaluated_result")) : status;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', useHeadersInDisplayName = true, textBlock = """
            type   | asked                | found
            LONG   | 'call', 'inner', 'r' | 12
            STRING | 'call', 'inner', 's' | "from inner"
            LONG   | 'call', 'inner', 'z' | INTERNALLY_FAILED
            LONG   | 'call', 'none', 'r'  | INTERNALLY_FAILED
            LONG   | 'after', 'inner', 'r' | INTERNALLY_FAILED
            """)
    void aSubworkflowGivesTheParamOfItsStep(String type, String asked, String found) {
        server.push("below.child", "\"params\": {\"n\": {\"type\": \"LONG\", \"value\": 1}},", """
                {"step": {"id": "inner", "type": "NoOp", "params": {
                 "r": {"type": "LONG", "expression": "n * 4"}, "s": {"type": "STRING", "value": "from $step_id"}}}}""");
        String call = """
                {"subworkflow": {"id": "%s", "transition": {"successors": {%s}},
                 "params": {"subworkflow_id": {"type": "STRING", "value": "below.child"},
                  "n": {"type": "LONG", "value": 3}}}}""";
        String after = AFTER.formatted(type, "params.getFromSubworkflow(" + asked + ")").replace("g.length >= 0", "true");
        var run = story.run("below." + count++,
                call.formatted("call", "\"after\": \"params.getFromSubworkflow('call', 'inner', 'r') == 12\""), after,
                Steps.noop("next"));
        story.end(run);
        assertThat(outcome(run, "after")).isEqualTo(found);
    }

    @Test
    void nullsInAnArrayOfTextsAreKeptWhereverItGoes() {
        String array = "\"params\": {\"a\": {\"type\": \"STRING_ARRAY\", \"expression\": \"return new String[2];\"}},";
        server.push("below.nulls", array, Steps.noop("x"));
        var run = story.start("below.nulls");
        story.end(run);
        assertThat(Json.text(story.view(run).at("/params/a/evaluated_result"))).isEqualTo("[null,null]");
        story.restart(run, "", "{\"restart_policy\": \"RESTART_FROM_BEGINNING\"}");
        story.end(run);
        assertThat(Json.text(story.view(run).at("/params/a/evaluated_result"))).isEqualTo("[null,null]");
    }
}
