package maestro.core.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.SplittableRandom;
import maestro.core.check.Finding.Severity;
import maestro.core.param.Clocked;
import maestro.core.param.ParamCatalogue;
import maestro.core.rule.RuleConfig;
import maestro.core.start.DryRun;
import maestro.model.MaestroException;
import maestro.model.User;
import maestro.model.definition.CreateRequest;
import maestro.model.definition.Definitions;
import maestro.model.json.Json;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Findings outside of params: signals, triggers, retry policies, timeouts, http steps, subworkflows. */
class AttributeChecksTest {
    private static final String STEP = "workflow.steps[1].";

    private static CreateRequest request(String triggers, String step) {
        return Definitions.fromJson(Json.parse("""
                {'properties': {'owner': 'ann'}, 'workflow': {'id': 'w', 'params': {
                    'n': {'type': 'LONG', 'value': 3}, 'flag': {'type': 'BOOLEAN', 'value': true},
                    'many': {'type': 'LONG', 'value': 100, 'mode': 'CONSTANT'},
                    'soon': {'type': 'STRING', 'value': 'soon', 'mode': 'CONSTANT'}}, %s
                  'steps': [
                    {'step': {'id': 'a', 'type': 'NoOp', 'transition': {'successors': {'b': 'true'}},
                        'params': {'out': {'type': 'LONG', 'value': 1}}}}, %s]}}"""
                .formatted(triggers, step).replace('\'', '"').replace('`', '\'')));
    }

    private static void check(CreateRequest request, String path, String kind, int column, String message) {
        new DryRun(RuleConfig.DEFAULT).check(
                request, User.of("ann"), new Clocked(1_700_000_000_000L, new SplittableRandom(1)));
        var found = StaticChecks.check(request.workflow(), ParamCatalogue.STANDARD, AttributeChecksTest::known);
        if (kind == null) {
            assertThat(found).isEmpty();
            return;
        }
        assertThat(found).singleElement().satisfies(only -> {
            assertThat(only.severity()).isEqualTo(Severity.WARNING);
            assertThat(only.path()).isEqualTo(path);
            assertThat(only.kind().name()).isEqualTo(kind);
            assertThat(only.column()).isEqualTo(column);
            assertThat(only.text()).contains(message);
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', useHeadersInDisplayName = true, textBlock = """
            attribute                                                     | at                                       | kind         | column | message
            'retry_policy': {'error_retry_limit': '${n}'}                 |                                          |              | 0 |
            'retry_policy': {'error_retry_limit': '${m}'}                 | retry_policy.error_retry_limit           | UNKNOWN_NAME | 1 | unknown name [m]
            'retry_policy': {'platform_retry_limit': '1${nn}'}            | retry_policy.platform_retry_limit        | UNKNOWN_NAME | 2 | did you mean n
            'retry_policy': {'error_retry_limit': '${own}'}               | retry_policy.error_retry_limit           | UNKNOWN_NAME | 1 | unknown name [own]
            'retry_policy': {'error_retry_limit': '${flag}'}              | retry_policy.error_retry_limit           | WRONG_TYPE   | 1 | is a BOOLEAN
            'retry_policy': {'timeout_retry_limit': '$many'}              | retry_policy.timeout_retry_limit         | WRONG_TYPE   | 1 | always 100
            'retry_policy': {'backoff': {'type': 'FIXED_BACKOFF', 'error_retry_backoff_in_secs': '$soon'}}     | retry_policy.backoff.error_retry_backoff_in_secs | WRONG_TYPE | 1 | always soon
            'retry_policy': {'backoff': {'type': 'FIXED_BACKOFF', 'error_retry_backoff_in_secs': '$many'}}     |  |  | 0 |
            'retry_policy': {'backoff': {'type': 'EXPONENTIAL_BACKOFF', 'error_retry_exponent': '$nobody'}}    | retry_policy.backoff.error_retry_exponent | UNKNOWN_NAME | 1 | nobody
            'timeout': '${n} min'                                         |                                          |              | 0 |
            'timeout': '${own} min'                                       | timeout                                  | UNKNOWN_NAME | 1 | unknown name [own]
            'timeout': '$soon'                                            | timeout                                  | WRONG_TYPE   | 1 | always soon
            'signal_dependencies': [{'name': 's', 'match_params': {'d': {'param': {'type': 'LONG', 'expression': 'n + a__out'}, 'operator': '='}}}]    |  |  | 0 |
            'signal_dependencies': [{'name': 's', 'match_params': {'d': {'param': {'type': 'LONG', 'expression': '1 + own'}, 'operator': '='}}}]       | signal_dependencies[s].match_params.d.expression | UNKNOWN_NAME | 5 | unknown name [own]
            'signal_dependencies': [{'name': 's', 'match_params': {'d': {'param': {'type': 'LONG', 'expression': 'a__aut'}, 'operator': '='}}}]        | signal_dependencies[s].match_params.d.expression | UNKNOWN_PARAM | 1 | did you mean out
            'signal_dependencies': [{'name': 's', 'match_params': {'d': {'param': {'type': 'LONG', 'expression': 'params.nextUniqueId()'}, 'operator': '='}}}] | signal_dependencies[s].match_params.d.expression | UNKNOWN_FUNCTION | 8 | functions cannot be used here
            'signal_dependencies': [{'name': 's${nn}'}]                   | signal_dependencies[s${nn}].name         | UNKNOWN_NAME | 2 | did you mean n
            'signal_outputs': [{'name': 's_${own}', 'params': {'d': {'type': 'LONG', 'expression': 'own + n + a__out'}}}]   |  |  | 0 |
            'signal_outputs': [{'name': 's_${oan}'}]                      | signal_outputs[s_${oan}].name            | UNKNOWN_NAME | 3 | did you mean own
            'signal_outputs': [{'name': 's', 'payload': {'d': {'type': 'LONG', 'expression': '1 +'}}}]                      | signal_outputs[s].payload.d.expression | PARSE_ERROR | 4 | found
            """)
    void ofALeaf(String attribute, String at, String kind, int column, String message) {
        var step = "{'step': {'id': 'b', 'type': 'NoOp', 'params': {'own': {'type': 'LONG', 'value': 1}}, "
                + attribute + "}}";
        check(request("", step), STEP + "step." + at, kind, column, message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', useHeadersInDisplayName = true, textBlock = """
            state_expr                                         | kind         | column | message
            status_code == 404 ? `DONE` : `USER_ERROR`         |              | 0 |
            response_body.contains(`x`) ? `DONE` : `CONTINUE`  |              | 0 |
            n > 1 && own > 0 ? `DONE` : `STOPPED`              |              | 0 |
            status_cod == 404 ? `DONE` : `USER_ERROR`          | UNKNOWN_NAME | 1 | did you mean status_code
            status_code ==                                     | PARSE_ERROR  | 15 | found
            new Map()                                          | WRONG_TYPE   | 1 | gives a MAP
            params.getFromStep(`step_id`) == `` ? `DONE` : `X` | UNKNOWN_FUNCTION | 8 | functions cannot be used here
            """)
    void ofAnHttpStep(String expression, String kind, int column, String message) {
        var step = "{'step': {'id': 'b', 'type': 'Http', 'params': {'own': {'type': 'LONG', 'value': 1}, 'http': {"
                + "'type': 'MAP', 'value': {'url': {'type': 'STRING', 'value': 'http://h'}}}, 'state_expr': {"
                + "'type': 'STRING', 'value': '" + expression + "'}}}}";
        check(request("", step), STEP + "step.params.state_expr.value", kind, column, message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', useHeadersInDisplayName = true, textBlock = """
            trigger                                                                  | at            | kind         | column | message
            'params': {'mode': {'type': 'STRING', 'value': 'delta'}}                 |               |              | 0 |
            'params': {'mode': {'type': 'STRING', 'value': '$n'}}                    | params.mode.value      | UNKNOWN_NAME | 1 | unknown name [n]
            'params': {'mode': {'type': 'LONG', 'expression': '1 + x'}}              | params.mode.expression | UNKNOWN_NAME | 5 | unknown name [x]
            'params': {'x': {'type': 'LONG', 'expression': 'y'}, 'y': {'type': 'LONG', 'expression': 'x'}} | params.x | CYCLE | 0 | circle
            'condition': '1 < 2'                                                     |               |              | 0 |
            'condition': '1 > 2'                                                     | condition     | ALWAYS_FALSE | 1 | never starts a run
            'condition': '1 + 2'                                                     | condition     | NOT_BOOLEAN  | 1 | not a LONG
            'condition': 'RUN_TS > 0'                                                | condition     | UNKNOWN_NAME | 1 | unknown name [RUN_TS]
            'dedup_expr': 'return `once`;'                                           |               |              | 0 |
            'dedup_expr': 'nam'                                                      | dedup_expr    | UNKNOWN_NAME | 1 | unknown name [nam]
            """)
    void ofASignalTrigger(String trigger, String at, String kind, int column, String message) {
        var triggers = "'signal_triggers': [{'definitions': {'sig': {}}, " + trigger + "}],";
        var request = request(triggers, "{'step': {'id': 'b', 'type': 'NoOp'}}");
        check(request, "workflow.signal_triggers[0]." + at, kind, column, message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            'signal_triggers': [{'definitions': {'sig': {}}, 'condition': '1 <'}], | {'step': {'id': 'b', 'type': 'NoOp'}}
            "" | {'step': {'id': 'b', 'type': 'NoOp', 'transition': {'successors': {'c': 'n >'}}}}, {'step': {'id': 'c', 'type': 'NoOp'}}
            "" | {'while': {'id': 'b', 'condition': 'i <', 'params': {'loop_params': {'type': 'MAP', 'value': {'i': {'type': 'LONG', 'value': 0}}}}, 'steps': [{'step': {'id': 'c', 'type': 'NoOp', 'params': {'i': {'type': 'LONG', 'expression': 'i + 1'}}}}]}}
            "" | {'step': {'id': 'b', 'type': 'Sleep', 'params': {'sleep_seconds': {'type': 'STRING', 'value': 'ten'}}}}
            "" | {'step': {'id': 'b', 'type': 'Sleep', 'params': {'sleep_seconds': {'type': 'LONG', 'value': 9223372036854775807}}}}
            "" | {'step': {'id': 'b', 'type': 'Shell', 'params': {'script': {'type': 'STRING', 'value': 'x'}, 'args': {'type': 'LONG', 'value': 7}}}}
            """)
    void whatNoRunCanEscapeIsAnErrorAndRefused(String triggers, String step) {
        var request = request(triggers, step);
        assertThat(StaticChecks.check(request.workflow())).extracting(Finding::severity).contains(Severity.ERROR);
        assertThatThrownBy(() -> new DryRun(RuleConfig.DEFAULT).check(
                request, User.of("ann"), new Clocked(1_700_000_000_000L, new SplittableRandom(1))))
                .isInstanceOf(MaestroException.class).hasMessageContaining("workflow.s");
    }

    private static Children.Known known(String id, String version) {
        if (!id.equals("child")) return new Children.NoWorkflow();
        if (version.equals("7")) return new Children.NoVersion();
        return new Children.Found(Definitions.fromJson(Json.parse("""
                {'workflow': {'id': 'child', 'params': {'region': {'type': 'STRING', 'value': 'eu'},
                    'rows': {'type': 'LONG', 'value': 1}, 'fixed': {'type': 'LONG', 'value': 1, 'mode': 'CONSTANT'}},
                  'steps': [{'step': {'id': 'x', 'type': 'NoOp'}}]}}""".replace('\'', '"'))).workflow());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', useHeadersInDisplayName = true, textBlock = """
            child        | version | param                                        | at                         | kind             | message
            child        | active  | 'region': {'type': 'STRING', 'value': 'us'}  |                            |                  |
            child        | 1       | 'other': {'type': 'STRING', 'value': 'us'}   |                            |                  |
            ${n}         | active  | 'regoin': {'type': 'STRING', 'value': 'us'}  |                            |                  |
            chilt        | active  | 'region': {'type': 'STRING', 'value': 'us'}  | subworkflow_id.value       | UNKNOWN_WORKFLOW | no workflow [chilt]
            child        | 7       | 'region': {'type': 'STRING', 'value': 'us'}  | subworkflow_version.value  | UNKNOWN_WORKFLOW | no version [7]
            child        | active  | 'regoin': {'type': 'STRING', 'value': 'us'}  | regoin                     | UNKNOWN_PARAM    | did you mean region
            child        | active  | 'rows': {'type': 'STRING', 'value': 'us'}    | rows                       | MERGE_REFUSED    | wrong type
            child        | active  | 'rows': {'type': 'STRING', 'value': '${n}'}  |                            |                  |
            child        | active  | 'fixed': {'type': 'LONG', 'value': 2}        | fixed                      | MERGE_REFUSED    | CONSTANT
            child        | active  | 'fixed': {'type': 'LONG', 'value': 1}        |                            |                  |
            """)
    void ofASubworkflow(String child, String version, String param, String at, String kind, String message) {
        var step = "{'subworkflow': {'id': 'b', 'params': {'subworkflow_id': {'type': 'STRING', 'value': '" + child
                + "'}, 'subworkflow_version': {'type': 'STRING', 'value': '" + version + "'}, " + param + "}}}";
        check(request("", step), STEP + "subworkflow.params." + at, kind, 0, message);
    }
}
