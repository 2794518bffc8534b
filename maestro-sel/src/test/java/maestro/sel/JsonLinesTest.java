package maestro.sel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonLinesTest {
    private static String run(String lines) throws Exception {
        var out = new StringWriter();
        JsonLines.run(new StringReader(lines), out);
        return out.toString();
    }

    @Test
    void eachLineHasItsAnswerWhateverStandsBeforeIt() throws Exception {
        assertThat(run("""
                {"expr": "x + 1", "params": {"x": 1}}
                {"expr": "while (true) {}", "limits": {"visit": 1000}}
                not JSON
                {"expr": "'a"}

                {"expr": "m", "params": {"m": {"d": [1, 2.5], "e": [], "s": "\\u00e9\\n"}}, "area": "ignored"}
                """)).isEqualTo("""
                {"result":2,"type":"LONG"}
                {"error":"limit","message":"more than 1000 node visits","line":1,"column":1}
                {"error":"argument","message":"JSON: found 'n' at character 1; expected a value","line":0,"column":0}
                {"error":"parse","message":"a string begins here and has no end; expected '","line":1,"column":1}
                {"result":{"d":[1.0,2.5],"e":[],"s":"é\\n"},"type":"MAP"}
                """);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{}", "{\"expr\":1}", "{\"expr\":\"1\",\"params\":[]}", "{\"expr\":\"1\"} x",
        "{\"expr\":\"1\",\"limits\":{\"lop\":1}}", "{\"expr\":\"1\",\"limits\":{\"loop\":-1}}", "{\"expr\":\"\\ud800\"",
        "{\"expr\":\"1\",\"params\":{\"a\":[1,\"b\"]}}", "{\"expr\":\"1\",\"params\":{\"a\":99999999999999999999}}"})
    void aLineThatIsNoRequestIsAnErrorOfItsOwn(String line) {
        assertThat(JsonLines.answer(line)).startsWith("{\"error\":\"").endsWith("}");
    }

    @Test
    void aHundredThousandLinesGoThroughOneProcess() throws Exception {
        String answers = run("{\"expr\":\"params.x * 2 + 'a'.length()\",\"params\":{\"x\":20}}\n".repeat(100_000));
        assertThat(answers).isEqualTo("{\"result\":41,\"type\":\"LONG\"}\n".repeat(100_000));
    }

    @Test
    void jsonIsReadStrictly() throws Exception {
        assertThat(JsonReader.read(" [1, -2.5e1, true, null, \"\\u0041\\/\"] ").toString())
                .isEqualTo("[1, -25.0, true, NULL, A/]");
        for (String bad : new String[] {"01", "1.", "+1", "[1,]", "{\"a\":1,}", "{a:1}", "'a'", "\"\t\"", "\"\\x\"",
                "nul", "1 2",
            "[".repeat(1_000), "\"\\u12g4\"", "-", "\""})
            assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> JsonReader.read(bad))).as(bad)
                    .isInstanceOf(JsonReader.Malformed.class);
    }
}
