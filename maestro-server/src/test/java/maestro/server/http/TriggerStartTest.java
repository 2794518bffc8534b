package maestro.server.http;

import static maestro.server.http.Steps.noop;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import maestro.model.definition.Definitions;
import maestro.model.definition.TriggerSet;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Starts that are said to come from triggers (rest-api.md §5.1), over HTTP. */
class TriggerStartTest {
    private static final String WORKFLOWS = "/api/v3/workflows";
    private static final String TRIGGERS = """
            "time_triggers": [{"type": "CRON", "cron": "0 1 * * *", "timezone": "UTC"}],
            "signal_triggers": [{"definitions": {"one": {}}}, {"definitions": {"two": {}}}],""";

    @AutoClose
    private static final Running server = new Running();
    private static Map<String, String> uuids;

    @BeforeAll
    static void start() {
        server.push("trig", "", noop("old"));
        var pushed = TriggerSet.of(Definitions.fromJson(
                server.push("trig", TRIGGERS, noop("a")).json().path("workflow_definition")).workflow());
        var signals = List.copyOf(pushed.signalByUuid().keySet());
        uuids = Map.of(
                "TIME", pushed.timeUuid().orElseThrow(),
                "ONE", signals.getFirst(),
                "TWO", signals.getLast(),
                "OTHER", "7e55967f-22cc-3f10-a0a9-79056481978e");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            initiator | trigger | version | disabled | status
            time      | TIME    | active  |          | 200
            time      | TIME    | latest  |          | 200
            time      | TIME    | 2       |          | 200
            time      | TIME    | 1       |          | 400
            time      | OTHER   | active  |          | 409
            time      | ONE     | active  |          | 409
            time      |         | active  |          | 409
            time      | TIME    | active  | time     | 422
            time      | TIME    | active  | signal   | 200
            signal    | ONE     | active  |          | 200
            signal    | TWO     | active  |          | 200
            signal    | ONE     | 1       |          | 400
            signal    | TIME    | active  |          | 409
            signal    | OTHER   | active  |          | 409
            signal    |         | active  |          | 409
            signal    | ONE     | active  | signal   | 422
            signal    | ONE     | active  | time     | 200
            manual    |         | 1       | time     | 200
            """)
    void startsOfTriggers(String initiator, String trigger, String version, String disabled, int status) {
        server.post(WORKFLOWS + "/trig/properties", "{\"time_trigger_disabled\": %s, \"signal_trigger_disabled\": %s}"
                .formatted("time".equals(disabled), "signal".equals(disabled)));
        String uuid = trigger == null ? "" : ", \"trigger_uuid\": \"" + uuids.get(trigger) + "\"";
        String more = initiator.equals("time") ? ", \"timezone\": \"UTC\"" : "";
        var reply = server.post(WORKFLOWS + "/trig/versions/" + version + "/actions/start",
                "{\"initiator\": {\"type\": \"" + initiator + "\"" + uuid + more + "}}");
        assertThat(reply.status()).as(reply.text()).isEqualTo(status);
        String code = switch (status) {
            case 400 -> "BAD_REQUEST";
            case 409 -> "CONFLICT";
            case 422 -> "UNPROCESSABLE_ENTITY";
            default -> "CREATED";
        };
        assertThat(reply.json().path("status").asString()).isEqualTo(code);
    }

    @ParameterizedTest
    @CsvSource({"time", "signal"})
    void withoutAnActiveVersionNothingIsThereToBeStarted(String initiator) {
        server.push("trig." + initiator, TRIGGERS, noop("a"));
        server.put(WORKFLOWS + "/trig." + initiator + "/actions/deactivate");
        String body = "{\"initiator\": {\"type\": \"" + initiator + "\", \"timezone\": \"UTC\"}}"
                .replace(initiator.equals("signal") ? ", \"timezone\": \"UTC\"" : "~", "");
        assertThat(server.post(WORKFLOWS + "/trig." + initiator + "/versions/active/actions/start", body).status())
                .isEqualTo(404);
        assertThat(server.post(WORKFLOWS + "/trig." + initiator + "/versions/latest/actions/start", body).status())
                .isEqualTo(400);
    }
}
