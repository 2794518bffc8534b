package maestro.steps.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import maestro.model.json.Json;
import maestro.model.param.Param;
import maestro.model.param.ParamBody;
import maestro.model.param.ParamDefinition;
import maestro.model.param.ParamJson;
import maestro.model.param.ParamType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutputFileTest {
    private static final Map<String, Param> DECLARED = declared();

    /** One param of each type, named after it. */
    private static Map<String, Param> declared() {
        var params = new LinkedHashMap<String, Param>();
        for (var type : ParamType.values()) {
            params.put(type.name().toLowerCase(Locale.ROOT), Param.of(ParamDefinition.literal(type, ""), "", 0));
        }
        return params;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            string=                            | {"string":""}
            string=a=b                         | {"string":"a=b"}
            string= kept                       | {"string":" kept"}
            string=1;string=2                  | {"string":"2"}
            ;string=x;;                        | {"string":"x"}
            string<<END;a;;b=c;END;long=1      | {"string":"a\\n\\nb=c","long":1}
            string<<E;E                        | {"string":""}
            long=42                            | {"long":42}
            long=-9223372036854775808          | {"long":-9223372036854775808}
            double=1.5                         | {"double":1.5}
            double=3                           | {"double":3.0}
            boolean=TRUE                       | {"boolean":true}
            string_array=["a","b"]             | {"string_array":["a","b"]}
            string_array=[]                    | {"string_array":[]}
            long_array=[1,2]                   | {"long_array":[1,2]}
            double_array=[1,2.5]               | {"double_array":[1.0,2.5]}
            boolean_array=[true]               | {"boolean_array":[true]}
            string_map={"a":"b","c":1}         | {"string_map":{"a":"b","c":"1"}}
            map<<X;{"a":1,;"b":{"c":[1.5]}};X  | {"map":{"a":1,"b":{"c":[1.5]}}}
            map={"s":"x","b":true,"e":[]}      | {"map":{"s":"x","b":true,"e":[]}}
            {"long":7,"string":"x"}            | {"long":7,"string":"x"}
            ; {;"string":5};                   | {"string":"5"}
            {}                                 | {}
            ~~                                 | {}
            """)
    void readsValuesOfTheDeclaredTypes(String file, String expected) throws AuthorError {
        var outputs = OutputFile.read(file.replace(';', '\n'), DECLARED, 99);
        var results = Json.object();
        outputs.forEach((name, param) -> results.set(name, Json.node(param.result())));
        assertThat(Json.text(results)).isEqualTo(expected);
        outputs.forEach((name, param) -> {
            assertThat(param.evaluatedMillis()).isEqualTo(99);
            assertThat(param.definition().type()).isEqualTo(DECLARED.get(name).definition().type());
            assertThat(param.definition().body()).isInstanceOf(ParamBody.Literal.class);
            // what is stored must be readable again
            assertThat(ParamJson.toJson(ParamJson.param(ParamJson.toJson(param)))).isEqualTo(ParamJson.toJson(param));
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            long=abc               | declared LONG: expected an integer, found 'abc'
            long=1.5               | declared LONG
            long=9223372036854775808 | at most 64 bits
            double=NaN             | declared DOUBLE
            double=1e999           | too large
            boolean=yes            | declared BOOLEAN: expected true or false, found 'yes'
            long_array=1,2         | 'long_array' is not the JSON
            long_array=["x"]       | declared LONG_ARRAY
            string_map=[1]         | declared STRING_MAP
            map=[1]                | declared MAP: expected an object
            map={"a":null}         | member 'a' has no value
            map={"a":[{}]}         | list of objects
            nosuch=1               | names 'nosuch', which is no param of the step
            no equals sign         | line 1 is neither name=value nor name<<END
            string=a;junk          | line 2 is neither
            string<<END;a          | no later line is END
            {"long":1              | not one JSON object
            {"long":1} x           | not one JSON object
            {"nosuch":1}           | names 'nosuch'
            {"long":null}          | declared LONG
            {"long":1,"long":2}    | not one JSON object
            """)
    void saysInOneSentenceWhatIsWrong(String file, String sentence) {
        assertThatThrownBy(() -> OutputFile.read(file.replace(';', '\n'), DECLARED, 99))
                .isInstanceOf(AuthorError.class)
                .hasMessageContaining(sentence);
    }

    @Test
    void windowsLineEndsDoNotBecomePartOfAValue() throws AuthorError {
        var outputs = OutputFile.read("string=a\r\nlong=1\r\n", DECLARED, 0);
        assertThat(outputs.get("string").result()).isEqualTo("a");
        assertThat(outputs.get("long").result()).isEqualTo(1L);
    }
}
