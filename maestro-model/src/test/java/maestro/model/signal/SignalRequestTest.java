package maestro.model.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import maestro.model.MaestroException;
import maestro.model.json.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignalRequestTest {
    private static SignalRequest read(String json) {
        return SignalRequest.fromJson(Json.parse(json));
    }

    @Test
    void anIdIsAHashOfNameAndParamsInAnyOrder() {
        assertThat(read("""
                {"name":"orders_ready","params":{"env":"prod","day":20260105},"request_time":7}""").instanceId())
                .isEqualTo("a2ff4224-4120-3baf-8a3d-fbe85baad64a");
        assertThat(read("{\"name\":\"go\"}").instanceId()).isEqualTo("d696a9ec-deea-3d61-8fb2-638cfd77f0d8");
        assertThat(read("{\"name\":\"go\",\"request_id\":\"mine\"}").instanceId()).isEqualTo("mine");
    }

    @Test
    void unknownKeysJoinThePayload() {
        var request = read("""
                {"name":"go","rows":17,"payload":{"a":1},"who":"amy","params":{"day":1.0}}""");
        assertThat(request.payload()).isEqualTo(new TreeMap<>(Map.of("a", 1L, "rows", 17L, "who", "amy")));
        assertThat(request.params()).isEqualTo(Map.of("day", 1L));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "[]",
        "{\"name\":\"go\",\"params\":{\"a\":1.7}}",
        "{\"name\":\"go\",\"params\":{\"a\":true}}",
        "{\"name\":\"go\",\"params\":{\"a\":null}}",
        "{\"name\":\"go\",\"params\":{\"a\":[]}}",
        "{\"name\":\"go\",\"params\":{\"a\":9223372036854775808}}",
        "{\"name\":\"go\",\"params\":{\"a\":\"\\u0000\"}}",
        "{\"name\":\"go\",\"params\":{\"\":1}}",
        "{\"name\":\"go\",\"params\":[1]}",
        "{\"name\":\"go\",\"payload\":7}",
        "{\"name\":\"go\",\"request_id\":\"a\\u0000\"}",
        "{\"name\":\"a\\u0000\"}",
        "{\"name\":\" \"}",
        "{\"name\":\"a;b\"}"
    })
    void whatIsHostileOrNoSignalIsRefused(String json) {
        assertThatThrownBy(() -> read(json)).isInstanceOf(MaestroException.class);
    }

    @Test
    void eachMissingOrOversizedFieldIsNamed() {
        var big = "x".repeat(1_025);
        assertThatThrownBy(() -> read("{\"params\":{\"a\":\"" + big + "\"},\"request_id\":\"" + big + "\"}"))
                .isInstanceOfSatisfying(MaestroException.class, refused -> assertThat(refused.errors())
                        .hasSize(3)
                        .anyMatch(error -> error.startsWith("name "))
                        .anyMatch(error -> error.startsWith("params[a] "))
                        .anyMatch(error -> error.startsWith("requestId ")));
    }

    @Test
    void textsAreComparedByCodePointAndNeverWithNumbers() {
        var smile = new SignalCondition("p", SignalCondition.Operator.ABOVE, "\uFFFF");
        assertThat(smile.holds(Map.of("p", "\uD83D\uDE00"))).isTrue();
        assertThat(new SignalCondition("p", SignalCondition.Operator.FROM, 20250101L).holds(Map.of("p", "20260101")))
                .isFalse();
        assertThat(SignalCondition.all(List.of(), Map.of())).isTrue();
    }
}
