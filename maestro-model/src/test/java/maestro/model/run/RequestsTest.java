package maestro.model.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import maestro.model.MaestroException;
import maestro.model.Tag;
import maestro.model.User;
import maestro.model.definition.PropertiesChange;
import maestro.model.json.Json;
import maestro.model.param.ParamType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** Bodies of start, restart and update calls, initiators and timelines (rest-api.md §5, §6, §9, §12, §18). */
class RequestsTest {
    private static JsonNode json(String text) {
        return Json.parse(text.replace('\'', '"'));
    }

    @Test
    void readsAStart() {
        var request = StartRequest.fromJson(json("""
                {'initiator':{'type':'manual','user':'amy'},'request_id':'6f1f0c7e-5d0a-4b39-9d53-3f6a1d8b9c00',
                 'request_time':'5','run_params':{'region':{'type':'STRING','value':'us'}},'runtime_tags':['adhoc'],
                 'artifacts':{'a':{'x':1}},'persist_failed_run':true}"""));
        assertThat(request.initiator()).isEqualTo(new Initiator.Manual(Optional.of(User.of("amy"))));
        assertThat(request.requestId()).contains(UUID.fromString("6f1f0c7e-5d0a-4b39-9d53-3f6a1d8b9c00"));
        assertThat(request.requestTime()).contains(5L);
        assertThat(request.runParams().get("region").type()).isEqualTo(ParamType.STRING);
        assertThat(request.runtimeTags()).containsExactly(Tag.of("adhoc"));
        assertThat(request.artifacts()).isEqualTo(Map.of("a", Map.of("x", 1L)));
        assertThat(request.persistFailedRun()).isTrue();
        assertThat(StartRequest.fromJson(json("{'initiator':{'type':'manual'}}"))).isEqualTo(StartRequest.manual());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {}                                                     | initiator
            {'initiator':{'type':'time'}}                          | initiator.timezone
            {'initiator':{'type':'validation'}}                    | initiator
            {'initiator':{'type':'manual'},'request_id':'abc'}     | requestId
            {'initiator':{'type':'manual'},'request_id':'1-1-1-1-1'} | requestId
            {'initiator':{'type':'manual'},'run_params':{'Util':{'type':'LONG','value':1}}} | runParams
            {'initiator':{'type':'manual'},'run_params':{'p':{'type':'LONG','value':1,'source':'LAUNCH'}}} | runParams
            {'initiator':{'type':'manual'},'run_params':{'1':{'type':'LONG','value':1}}} | runParams[1].name
            {'initiator':{'type':'manual'},'runtime_tags':['maestro_x']} | runtimeTags.tags[0].name
            """)
    void listsTheRulesAStartBreaks(String body, String path) {
        assertThatThrownBy(() -> StartRequest.fromJson(json(body)))
                .isInstanceOfSatisfying(MaestroException.class, e ->
                        assertThat(e.errors()).singleElement().asString().startsWith(path + " "));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {'initiator':{'type':'manual'},'x':1}
            {'initiator':{'type':'robot'}}
            {'initiator':{'type':'manual','x':1}}
            {'initiator':{'type':'manual'},'run_params':{'p':5}}
            {'initiator':{'type':'manual'},'artifacts':{'a':5}}
            """)
    void refusesAStartThatIsNotOne(String body) {
        assertThatThrownBy(() -> StartRequest.fromJson(json(body)))
                .isInstanceOfSatisfying(MaestroException.class, e -> assertThat(e.errors()).isEmpty());
    }

    @Test
    void allows128Params() {
        assertThat(StartRequest.fromJson(json(withParams(128))).runParams()).hasSize(128);
        assertThatThrownBy(() -> StartRequest.fromJson(json(withParams(129)))).isInstanceOf(MaestroException.class);
    }

    private static String withParams(int count) {
        return "{'initiator':{'type':'manual'},'run_params':{"
                + IntStream.range(0, count)
                        .mapToObj(i -> "'p" + i + "':{'type':'LONG','value':1}")
                        .collect(Collectors.joining(","))
                + "}}";
    }

    @Test
    void readsRestarts() {
        assertThat(RestartRequest.fromJson(json("{'restart_policy':'RESTART_FROM_BEGINNING'}")).policy())
                .isEqualTo(RunPolicy.RESTART_FROM_BEGINNING);
        var step = StepRestartRequest.fromJson(json("{'restart_policy':'RESTART_FROM_INCOMPLETE',"
                + "'upstream_restart_mode':'RESTART_FROM_INLINE_ROOT','step_run_params':{'p':"
                + "{'type':'LONG','value':1}}}"));
        assertThat(step.upstreamRestartMode()).isEqualTo(UpstreamRestartMode.RESTART_FROM_INLINE_ROOT);
        assertThat(step.stepRunParams()).containsOnlyKeys("p");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {}                                            | restartPolicy
            {'restart_policy':'restart_from_beginning'}   | restartPolicy
            {'restart_policy':'RESTART_FROM_SPECIFIC'}    | restartPolicy
            {'restart_policy':'RESTART_FROM_BEGINNING','upstream_restart_mode':'restart_from_step'} | \
            upstreamRestartMode
            """)
    void readsPoliciesToTheLetter(String body, String path) {
        assertThatThrownBy(() -> StepRestartRequest.fromJson(json(body)))
                .isInstanceOfSatisfying(MaestroException.class, e ->
                        assertThat(e.errors()).singleElement().asString().startsWith(path + " "));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"user":"amy","depth":0,"type":"MANUAL"}
            {"trigger_uuid":"u","trigger_time":5,"timezone":"UTC","depth":0,"type":"TIME"}
            {"trigger_uuid":"u","signal_id_map":{"s":3},"params":{"k":{"value":1,"type":"LONG",\
            "evaluated_result":1,"evaluated_time":5}},"depth":0,"type":"SIGNAL"}
            {"trigger_uuid":"u","depth":0,"type":"SIGNAL"}
            {"ancestors":[{"workflow_id":"w","instance_id":1,"run_id":2,"step_id":"s","step_attempt_id":3,\
            "sync":true}],"depth":1,"type":"FOREACH"}
            {"depth":0,"type":"VALIDATION"}
            """)
    void writesAndReadsInitiators(String text) {
        var initiator = Initiator.fromJson(Json.parse(text));
        assertThat(Json.text(initiator.toJson())).isEqualTo(text);
        assertThat(Initiator.fromJson(initiator.toJson())).isEqualTo(initiator);
    }

    static List<TimelineEvent> events() {
        return List.of(
                TimelineEvent.info(1, "hello"),
                TimelineEvent.warn(1, "careful"),
                TimelineEvent.status(1, "RUNNING"),
                TimelineEvent.action(1, "STOP", User.of("amy"), "stopped"),
                TimelineEvent.details(1, "USER_ERROR", "broken", List.of("a", "b")),
                new TimelineEvent.Milestone(1, "S", "CMB_JOB", Optional.of("x"), Optional.of("y".repeat(2000))));
    }

    @ParameterizedTest
    @MethodSource("events")
    void writesAndReadsTimelineEvents(TimelineEvent event) {
        assertThat(TimelineEvent.fromJson(Json.parse(Json.bytes(event.toJson())))).isEqualTo(event);
        assertThat(event.sameButTime(event.at(9))).isTrue();
        assertThat(event.sameButTime(TimelineEvent.info(1, "other"))).isFalse();
    }

    @Test
    void writesTimelineEventsInOrder() {
        assertThat(Json.text(events().get(3).toJson()))
                .isEqualTo("{\"timestamp\":1,\"type\":\"ACTION\",\"action\":\"STOP\","
                        + "\"author\":\"amy\",\"message\":\"stopped\"}");
        assertThat(Json.text(events().get(4).toJson()))
                .isEqualTo("{\"timestamp\":1,\"type\":\"DETAILS\",\"status\":\"USER_ERROR\",\"message\":\"broken\","
                        + "\"errors\":[\"a\",\"b\"],\"retryable\":false}");
    }

    @Test
    void readsPropertiesChanges() {
        var change = PropertiesChange.fromJson(json("{'description':'d','reset_step_concurrency':true}"));
        assertThat(change.properties().description()).contains("d");
        assertThat(change.resetStepConcurrency()).isTrue();
        assertThat(change.resetRunStrategyRule()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {'step_concurrency':3,'reset_step_concurrency':true}
            {'run_strategy':'PARALLEL','reset_run_strategy_rule':true}
            {'run_strategy':5,'reset_workflow_concurrency':true}
            {'step_concurrency':0}
            {'tags':['t']}
            {'properties':{}}
            """)
    void refusesPropertiesChanges(String body) {
        assertThatThrownBy(() -> PropertiesChange.fromJson(json(body))).isInstanceOf(MaestroException.class);
    }
}
