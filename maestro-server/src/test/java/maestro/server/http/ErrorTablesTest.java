package maestro.server.http;

import static maestro.server.http.Steps.noop;
import static maestro.server.http.Steps.shell;
import static maestro.server.http.Steps.sleep;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** The error tables of definition.md (§2, §3, §11, §12, §14) and rest-api.md §2, over HTTP. */
class ErrorTablesTest {
    private static final String WORKFLOWS = "/api/v3/workflows";
    private static final String STEP = "{'step': {'id': 'a', 'type': 'NoOp' %s}}";

    @AutoClose
    private static final Running server = new Running();

    private static String text(String quoted) {
        return quoted.replace('\'', '"').replace("TEXT20K", "x".repeat(20_000)).replace("ID129", "i".repeat(129))
                .replace("ID128", "i".repeat(128)).replace("NAME257", "n".repeat(257)).replace("HUGE", "x".repeat(263_000))
                .replace("STEPS301", IntStream.range(0, 301)
                        .mapToObj(i -> "{\"step\": {\"id\": \"s" + i + "\", \"type\": \"NoOp\"}}")
                        .collect(Collectors.joining(",")));
    }

    private static void refused(String body, String expected) {
        for (var reply : new Http.Reply[] {
            server.http.call("PUT", WORKFLOWS + "/actions/validate", "user: amy;;content-type: application/json", body),
            server.post(WORKFLOWS, body)}) {
            assertThat(reply.status()).as(reply.text()).isEqualTo(400);
            assertThat(reply.json().path("status").asString()).isEqualTo("BAD_REQUEST");
            assertThat(reply.json().path("message").asString()).isNotEmpty();
            var errors = reply.json().path("errors");
            if (expected == null) assertThat(errors.isMissingNode()).as(reply.text()).isTrue();
            else assertThat(errors.valueStream().map(JsonNode::asString).toList())
                    .anyMatch(error -> error.startsWith(expected + " "));
        }
    }

    /** The path in {@code errors}, as the table of §12 says. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', useHeadersInDisplayName = true, textBlock = """
            body                                                                                     | path
            {}                                                                                       | workflow
            {'workflow': {'steps': [S]}}                                                             | workflow.id
            {'workflow': {'id': 'ID129', 'steps': [S]}}                                              | workflow.id
            {'workflow': {'id': 'e', 'name': 'NAME257', 'steps': [S]}}                               | workflow.name
            {'workflow': {'id': 'e', 'description': 'TEXT20K', 'steps': [S]}}                           | workflow.description
            {'workflow': {'id': 'e', 'steps': []}}                                                   | workflow.steps
            {'workflow': {'id': 'e', 'steps': [STEPS301]}}                                           | workflow.steps
            {'workflow': {'id': 'e', 'steps': [S, S]}}                                               | workflow.steps
            {'workflow': {'id': 'e', 'steps': [S(, 'transition': {'successors': {'zz': 'true'}})]}}  | workflow.steps
            {'workflow': {'id': 'e', 'steps': [S(, 'transition': {'predecessors': ['zz']})]}}        | workflow.steps
            {'workflow': {'id': 'e', 'tags': [' '], 'steps': [S]}}                                   | workflow.tags.tags[0].name
            {'workflow': {'id': 'e', 'steps': [S(, 'tags': ['ok', ' '])]}}                           | workflow.steps[0].tags.tags[1].name
            {'workflow': {'id': 'e', 'steps': [S(, 'tags': ['t', 't'])]}}                            | workflow.steps[0].tags
            {'workflow': {'id': 'e', 'timeout': '121 days', 'steps': [S]}}                           | workflow.timeout
            {'workflow': {'id': 'e', 'steps': [S(, 'timeout': '0')]}}                                | workflow.steps[0].timeout
            {'workflow': {'id': 'e', 'instance_step_concurrency': 1000, 'steps': [S]}}               | workflow.instanceStepConcurrency
            {'workflow': {'id': 'e', 'params': {'a__b': {'type': 'LONG', 'value': 1}}, 'steps': [S]}} | workflow.params[a__b].name
            {'workflow': {'id': 'e', 'steps': [S(, 'params': {'a b': {'type': 'LONG', 'value': 1}})]}} | workflow.steps[0].params[a b].name
            {'workflow': {'id': 'e', 'steps': [{'step': {'id': '1', 'type': 'NoOp'}}]}}              | workflow.steps[0].id
            {'workflow': {'id': 'e', 'steps': [{'step': {'id': 'ID129', 'type': 'NoOp'}}]}}          | workflow.steps[0].id
            {'workflow': {'id': 'e', 'steps': [{'step': {'id': 'a'}}]}}                              | workflow.steps[0].type
            {'workflow': {'id': 'e', 'steps': [{'step': {'id': 'a', 'type': 'foreach'}}]}}           | workflow.steps[0].type
            {'workflow': {'id': 'e', 'steps': [S(, 'name': 'NAME257')]}}                             | workflow.steps[0].name
            {'workflow': {'id': 'e', 'steps': [S(, 'retry_policy': {'error_retry_limit': 100})]}}    | workflow.steps[0].retryPolicy
            {'workflow': {'id': 'e', 'steps': [S(, 'signal_dependencies': [])]}}                     | workflow.steps[0].signalDependencies
            {'workflow': {'id': 'e', 'steps': [S(, 'signal_outputs': [])]}}                          | workflow.steps[0].signalOutputs
            {'workflow': {'id': 'e', 'steps': [FOREACH('concurrency': 501,S)]}}                      | workflow.steps[0].concurrency
            {'workflow': {'id': 'e', 'steps': [WHILE( ,S)]}}                                         | workflow.steps[0].condition
            {'workflow': {'id': 'e', 'steps': [WHILE(1 < 2,S(, 'timeout': 'x'))]}}                   | workflow.steps[0].steps[0].timeout
            {'workflow': {'id': 'e', 'time_triggers': [{'type': 'CRON', 'cron': 'x'}], 'steps': [S]}} | workflow.timeTriggers[0].cron
            {'workflow': {'id': 'e', 'time_triggers': [{'type': 'CRON', 'cron': '* * * * *'}], 'steps': [S]}} | workflow.timeTriggers[0]
            {'workflow': {'id': 'e', 'time_triggers': [{'type': 'INTERVAL'}], 'steps': [S]}}         | workflow.timeTriggers[0]
            {'workflow': {'id': 'e', 'signal_triggers': [{'definitions': {'a': {'join_keys': ['k']}, 'b': {}}}], 'steps': [S]}} | workflow.signalTriggers[0]
            {'workflow': {'id': 'e', 'steps': [S]}, 'properties': {'step_concurrency': 1001}}        | properties.stepConcurrency
            {'workflow': {'id': 'e', 'steps': [S]}, 'properties': {'run_strategy': 0}}               | properties.runStrategy.workflowConcurrency
            {'workflow': {'id': 'e', 'steps': [S]}, 'properties': {'alerting': {'tct': {'tz': 'UTC'}}}} | properties.alerting.tct
            {'workflow': {'id': 'e', 'steps': [S]}, 'properties': {'description': 'TEXT20K'}}           | properties.description
            """)
    void aFieldThatBreaksARuleIsNamed(String body, String path) {
        refused(text(steps(body)), path);
    }

    /** {@code S}, {@code S(more)}: a step; {@code WHILE(condition,step)}, {@code FOREACH(more,step)}: loops. */
    private static String steps(String body) {
        return body
                .replaceAll("WHILE\\(([^,]*),(S(\\(.*\\))?)\\)]", "{'while': {'id': 'w', 'condition': '$1', 'params':"
                        + " {'loop_params': {'type': 'MAP', 'value': {}}}, 'steps': [$2]}}]")
                .replaceAll("FOREACH\\(([^,]*),S\\)", "{'foreach': {'id': 'f', $1, 'params': {'loop_params': {'type':"
                        + " 'MAP', 'value': {'i': {'type': 'LONG_ARRAY', 'value': [1]}}}}, 'steps': [S]}}")
                .replaceAll("\\[S\\((.*)\\)]", "[" + STEP.replace("%s", "$1") + "]")
                .replaceAll("(?<=[\\[ ])S(?=[],])", STEP.replace("%s", ""));
    }

    /** Syntax, types and unknown keys (§12.1), the size (§2): a message, no list. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {'workflow':
            {'workflow': {'id': 'e', 'steps': [S], 'dag': {}}}
            {'workflow': {'id': 'e', 'steps': [S], 'timeout': true}}
            {'workflow': {'id': 'e', 'steps': [S], 'criticality': 'huge'}}
            {'workflow': {'id': 'e', 'steps': [S], 'tags': ['t', 't']}}
            {'workflow': {'id': 'e', 'steps': [S], 'params': {'p': 5}}}
            {'workflow': {'id': 'e', 'steps': [S], 'params': {'p': null}}}
            {'workflow': {'id': 'e', 'steps': [S], 'params': {'p': {'type': 'LONG', 'value': 1, 'expression': '1'}}}}
            {'workflow': {'id': 'e', 'steps': [{'step': {'id': 'a', 'type': 'nop'}}]}}
            {'workflow': {'id': 'e', 'steps': [{'job': {'id': 'a'}}]}}
            {'workflow': {'id': 'e', 'steps': [{'id': 'a', 'type': 'NoOp'}]}}
            {'workflow': {'id': 'e', 'steps': [S(, 'transition': null)]}}
            {'workflow': {'id': 'e', 'steps': [S(, 'retry_policy': {'error_retry_limit': -1})]}}
            {'workflow': {'id': 'e', 'steps': [S(, 'retry_policy': {'backoff': {}})]}}
            {'workflow': {'id': 'e', 'steps': [S]}, 'properties': {'more': 1}}
            {'workflow': {'id': 'e', 'steps': [S]}, 'properties': {'owner': {}}}
            {'workflow': {'id': 'e', 'steps': [S]}, 'properties': {'run_strategy': {'rule': 'SEQUENTIAL', 'workflow_concurrency': 2}}}
            {'workflow': {'id': 'e', 'steps': [S]}, 'is_active': null}
            {'workflow': {'id': 'e', 'steps': [S]}, 'git_info': {'more': 1}}
            {'workflow': {'id': 'e', 'steps': [S(, 'params': {'p': {'type': 'STRING', 'value': 'HUGE'}})]}}
            """)
    void whatCannotBeReadHasAMessageOnly(String body) {
        refused(text(steps(body)), null);
    }

    /** §12.5: what only a create looks at. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            'workflow_id': 'x'
            'workflow_version_id': 1
            'version_author': 'x'
            'create_time': 1
            'extra_info': {'git_info': {}}
            'properties': {'owner': 'amy', 'tags': ['t']}
            'properties': {'step_concurrency': 1}
            'is_active': true
            """)
    void whatACreateRefusesAValidationTakes(String more) {
        String body = text(steps("{'workflow': {'id': 'create.only', 'steps': [S]}, " + more + "}"));
        var validated = server.http.call(
                "PUT", WORKFLOWS + "/actions/validate", "user: amy;;content-type: application/json", body);
        assertThat(validated.status()).as(validated.text()).isEqualTo(200);
        assertThat(server.post(WORKFLOWS, body).status()).isEqualTo(400);
    }

    /** §3: a switch of the run strategy that has to wait; by a push and by an update of the properties. */
    @ParameterizedTest
    @CsvSource({
        "FIRST_ONLY, 2, 412", "LAST_ONLY, 2, 412", "FIRST_ONLY, 1, 200", "SEQUENTIAL, 2, 200",
        "SERIAL_LATEST_ONLY, 2, 200", "STRICT_SEQUENTIAL, 0, 412", "STRICT_SEQUENTIAL, 2, 200"})
    void aSwitchOfTheStrategyMayHaveToWait(String rule, int running, int status) {
        String id = "switch." + rule.toLowerCase(java.util.Locale.ROOT) + running;
        server.push(id, "", running == 0 ? shell("a", "fail") : sleep("a", 600));
        for (int i = 0; i < running; i++) server.start(id);
        if (running == 0) server.awaitEnd(id, server.start(id));
        String properties = "{\"owner\": \"amy\", \"run_strategy\": \"" + rule + "\"}";
        var updated = server.post(WORKFLOWS + "/" + id + "/properties", properties);
        assertThat(updated.status()).as(updated.text()).isEqualTo(status);
        var pushed = server.post(WORKFLOWS, "{\"properties\": %s, \"workflow\": {\"id\": \"%s\", \"steps\": [%s]}}"
                .formatted(properties, id, noop("a")));
        assertThat(pushed.status()).as(pushed.text()).isEqualTo(status);
        if (status == 412) assertThat(pushed.json().path("status").asString()).isEqualTo("PRECONDITION_FAILED");
        server.put(WORKFLOWS + "/" + id + "/actions/kill");
    }

    /** §14: updates of properties. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', useHeadersInDisplayName = true, textBlock = """
            update                                                                  | status
            {}                                                                      | 200
            {'reset_run_strategy_rule': true}                                       | 200
            {'reset_run_strategy_rule': true, 'run_strategy': 'PARALLEL'}           | 400
            {'reset_step_concurrency': true, 'step_concurrency': 3}                 | 400
            {'reset_workflow_concurrency': true, 'run_strategy': {'rule': 'PARALLEL', 'workflow_concurrency': 3}} | 400
            {'step_concurrency': 0}                                                 | 400
            {'step_concurrency': 1001}                                              | 400
            {'tags': ['t']}                                                         | 400
            {'properties': {}}                                                      | 400
            {'more': 1}                                                             | 400
            {'owner': {'team': 'x'}}                                                | 400
            {'description': 'TEXT20K'}                                                 | 400
            {'alerting': {'tct': {'tz': 'UTC'}}}                                    | 400
            """)
    void updatesOfProperties(String update, int status) {
        server.push("update", "", noop("a"));
        var reply = server.post(WORKFLOWS + "/update/properties", text(update));
        assertThat(reply.status()).as(reply.text()).isEqualTo(status);
    }

    /** §2 of rest-api.md: 408, and 409 for an action while one is pending. */
    @Test
    void anActionThatIsNotConfirmedInTimeStaysInForce() {
        server.push("deaf", "", shell("d", "deaf"));
        String step = WORKFLOWS + "/deaf/instances/" + server.start("deaf") + "/steps/d";
        while (!server.http.get(step).text().contains("\"RUNNING\"")) Thread.onSpinWait();
        var late = server.put(step + "/actions/stop");
        assertThat(late.status()).as(late.text()).isEqualTo(408);
        assertThat(late.json().path("status").asString()).isEqualTo("REQUEST_TIMEOUT");
        for (String action : new String[] {"stop", "kill", "skip"}) {
            var second = server.put(step + "/actions/" + action + "?blocking=false");
            assertThat(second.status()).as(second.text()).isEqualTo(409);
            assertThat(second.json().path("status").asString()).isEqualTo("CONFLICT");
        }
        server.hear();
        server.awaitEnd("deaf", 1);
        assertThat(server.http.get(step).json().at("/runtime_state/status").asString()).isEqualTo("STOPPED");
    }
}
