package maestro.model.param;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import maestro.model.MaestroException;
import maestro.model.json.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ParamJsonTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"type":"string","value":5}                         | {"value":"5","type":"STRING"}
            {"type":"STRING","value":true}                      | {"value":"true","type":"STRING"}
            {"type":"LONG","value":"12"}                        | {"value":12,"type":"LONG"}
            {"type":"LONG","value":2.0}                         | {"value":2,"type":"LONG"}
            {"type":"DOUBLE","value":1.50}                      | {"value":1.50,"type":"DOUBLE"}
            {"type":"DOUBLE","value":"0.10"}                    | {"value":0.10,"type":"DOUBLE"}
            {"type":"BOOLEAN","value":"TRUE"}                   | {"value":true,"type":"BOOLEAN"}
            {"type":"STRING_MAP","value":{"k":1,"n":null}}      | {"value":{"k":"1"},"type":"STRING_MAP"}
            {"type":"STRING_ARRAY","value":["a",1]}             | {"value":["a","1"],"type":"STRING_ARRAY"}
            {"type":"Long_array","value":[1,"2"]}               | {"value":[1,2],"type":"LONG_ARRAY"}
            {"type":"DOUBLE_ARRAY","value":[1.10,2]}            | {"value":[1.10,2],"type":"DOUBLE_ARRAY"}
            {"type":"BOOLEAN_ARRAY","value":[true,"false"]}     | {"value":[true,false],"type":"BOOLEAN_ARRAY"}
            {"type":"MAP","value":{"a":{"type":"LONG","expression":"1"}}} | {"value":{"a":{"expression":"1",\
            "type":"LONG"}},"type":"MAP"}
            {"type":"LONG","expression":"1","mode":"constant","validator":"v","tags":["t"],"x":[1],"meta":{"y":2}} | \
            {"expression":"1","type":"LONG","validator":"v","tags":[{"name":"t"}],"mode":"CONSTANT","x":[1],"y":2}
            """)
    void isWrittenInItsCanonicalForm(String given, String written) {
        var param = ParamJson.definition(Json.parse(given), "p");
        assertThat(Json.text(ParamJson.toJson(param))).isEqualTo(written);
        assertThat(Json.text(ParamJson.toJson(ParamJson.definition(Json.parse(written), "p")))).isEqualTo(written);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            5                                              | long form
            {"value":5}                                    | 'type' is missing
            {"type":"INT","value":5}                       | STRING, LONG
            {"type":"LONG","value":1.5}                    | without a fraction
            {"type":"LONG","value":99999999999999999999}   | 64 bits
            {"type":"LONG","value":"x"}                    | integer
            {"type":"LONG","value":1,"expression":"1"}     | both
            {"type":"LONG"}                                | neither
            {"type":"LONG","value":null}                   | neither
            {"type":"BOOLEAN","value":1}                   | true or false
            {"type":"LONG_ARRAY","value":[1,null]}         | null
            {"type":"MAP","value":{"a":5}}                 | params[p].value[a]
            {"type":"MAP","value":{"a":{"type":"LONG","value":1,"expression":"1"}}} | both
            {"type":"LONG","value":1,"mode":"SOFT"}        | MUTABLE
            null                                           | null
            """)
    void isRefusedWithItsName(String given, String why) {
        var map = Json.parse("{\"p\":" + given + "}");
        assertThatThrownBy(() -> ParamJson.definitions(map, "params"))
                .isInstanceOf(MaestroException.class)
                .hasMessageContaining("p")
                .hasMessageContaining(why);
    }

    @Test
    void mayLackAValueInASchema() {
        var schema = ParamJson.schema(
                Json.parse("{\"image\":{\"type\":\"STRING\",\"internal_mode\":\"required\"}}"), "params");
        assertThat(schema.get("image").body()).isEqualTo(ParamBody.UNSET);
        assertThat(schema.get("image").internalMode()).contains(InternalMode.REQUIRED);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"expression":"n + 1","type":"LONG","tags":[],"mode":"MUTABLE","evaluated_result":4,\
            "evaluated_time":1700000000000,"source":"DEFINITION"}
            {"value":1.50,"type":"DOUBLE","evaluated_result":1.5,"evaluated_time":1,"source":"LAUNCH","warn":"parsed"}
            {"value":[1.0],"type":"DOUBLE_ARRAY","evaluated_result":[1.0],"evaluated_time":1,"info":"text"}
            {"value":{"a":{"expression":"x","type":"LONG_ARRAY"}},"type":"MAP","evaluated_result":{"a":[],"b":[1],\
            "c":[1.5],"d":[true],"e":{"f":"g"},"h":[]},"evaluated_time":1}
            {"value":{"k":"v"},"type":"STRING_MAP","evaluated_result":{"k":"v"},"evaluated_time":1}
            """)
    void survivesOnceEvaluated(String json) {
        assertThat(Json.text(ParamJson.toJson(ParamJson.param(Json.parse(json))))).isEqualTo(json);
    }

    @Test
    void givesTheMembersOfAStoredMapTheirArrays() {
        var param = ParamJson.param(Json.parse("""
                {"type":"MAP","value":{"a":{"type":"LONG_ARRAY","expression":"x"}},"evaluated_time":1,
                 "evaluated_result":{"a":[],"b":[],"c":[1],"d":[1.5]}}"""));
        assertThat(param.result()).isInstanceOfSatisfying(Map.class, map -> {
            assertThat(map.get("a")).isInstanceOf(long[].class);
            assertThat(map.get("b")).isInstanceOf(String[].class);
            assertThat(map.get("c")).isEqualTo(new long[] {1});
            assertThat(map.get("d")).isEqualTo(new double[] {1.5});
        });
    }
}
