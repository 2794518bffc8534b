package maestro.core.param;

import static maestro.core.param.Params.params;
import static maestro.core.param.Params.sel;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.Map;
import maestro.model.MaestroException;
import maestro.model.param.InternalMode;
import maestro.model.param.ParamBody;
import maestro.model.param.ParamDefinition;
import maestro.model.param.ParamMode;
import maestro.model.param.ParamSource;
import maestro.model.param.ParamType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Those tables of parameters.md that have no place in another test: §3, §11, §16, and quirks of §18. */
class TablesTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            mode                     | on restart without override
            MUTABLE                  | carried over
            MUTABLE_ON_START_RESTART | carried over
            MUTABLE_ON_START         | carried over
            IMMUTABLE                | evaluated again
            CONSTANT                 | carried over
            """)
    void modesOnARestart(ParamMode mode, String outcome) {
        var written = new LinkedHashMap<String, ParamDefinition>();
        written.put("input", Params.number(1));
        written.put("p", sel(ParamType.LONG, "input * 10").withMode(mode));
        var launch = new MergeContext(ParamSource.LAUNCH, false, false);
        var first = WorkflowParams.evaluate(
                WorkflowParams.merged(ParamCatalogue.STANDARD, written, Map.of(), launch),
                Params.instance(), Params.now(), Params.BUDGET);
        var restart = new MergeContext(ParamSource.RESTART, false, true);
        var second = WorkflowParams.evaluate(
                WorkflowParams.restarted(first, Map.of(), Map.of("input", Params.number(2)), restart),
                Params.instance(), Params.now(), Params.BUDGET);
        assertThat(second.get("p").result()).isEqualTo(outcome.equals("carried over") ? 10L : 20L);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            internal mode | implied mode | unset at cleanup | may a definition set it
            REQUIRED      | MUTABLE      | refused          | yes
            PROVIDED      | MUTABLE      | refused          | yes
            OPTIONAL      | MUTABLE      | removed          | yes
            RESERVED      | CONSTANT     | refused          | no
            """)
    void internalModes(InternalMode internal, ParamMode implied, String unset, String settable) {
        var bare = ParamDefinition.of(ParamType.LONG, ParamBody.UNSET).withInternalMode(internal);
        var base = ParamMerge.merge(Map.of(), Map.of("p", bare), MergeContext.SYSTEM_DEFAULT);
        assertThat(base.get("p").mode()).contains(implied);
        if (unset.equals("removed")) assertThat(ParamMerge.cleanup(base)).isEmpty();
        else assertThatThrownBy(() -> ParamMerge.cleanup(base)).hasMessageContaining("Required param [p]");
        var set = Map.of("p", Params.number(1));
        if (settable.equals("yes")) {
            var merged = ParamMerge.cleanup(ParamMerge.merge(base, set, MergeContext.DEFINITION));
            assertThat(merged.get("p").internalMode()).isEmpty();
        } else {
            assertThatThrownBy(() -> ParamMerge.merge(base, set, MergeContext.DEFINITION))
                    .isInstanceOf(MaestroException.class);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            source             | system stage
            SYSTEM             | true
            SYSTEM_DEFAULT     | true
            TEMPLATE_SCHEMA    | true
            SYSTEM_INJECTED    | true
            DEFINITION         | false
            LAUNCH             | false
            RESTART            | false
            SUBWORKFLOW        | false
            FOREACH            | false
            WHILE              | false
            TEMPLATE           | false
            OUTPUT_PARAMETER   | false
            WORKFLOW_PARAMETER | false
            SIGNAL             | false
            TIME_TRIGGER       | false
            """)
    void sources(ParamSource source, boolean system) {
        assertThat(source.system()).isEqualTo(system);
    }

    /** {@code -}: an error. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            call                                             | workflow param          | step param
            getFromInstance('INITIATOR_TYPE')                | MANUAL                  | MANUAL
            getFromInstance('INITIATOR_TIMEZONE')            | ''                      | ''
            getFromInstance('INITIATOR_RUNNER_NAME')         | bob                     | bob
            getFromInstance('RUN_POLICY')                    | START_FRESH_NEW_RUN     | START_FRESH_NEW_RUN
            getFromInstance('workflow_id')                   | w1                      | w1
            getFromInstance('workflow_instance_id')          | ''                      | 12
            getFromInstance('workflow_run_id')               | ''                      | 3
            getFromInstance('owner')                         | ann                     | -
            getFromInstance('FIRST_TIME_TRIGGER_TIMEZONE')   | ''                      | -
            getFromInstance('other')                         | -                       | -
            getFromStep('step_id')                           | -                       | me
            getFromStep('step_instance_uuid')                | -                       | uuid-me
            getFromStep('step_instance_id')                  | -                       | 4
            getFromStep('step_attempt_id')                   | -                       | 2
            getFromStep('step_type_info')                    | -                       | NoOp
            getFromStep('MAESTRO_STEP_ERROR_RETRIES')        | -                       | 1
            getFromStep('other')                             | -                       | -
            getFromStep('up', 'x')                           | -                       | 7
            getFromStep('up', 'none')                        | -                       | -
            getFromStep('up', 'MAESTRO_STEP_STATUS')         | -                       | SUCCEEDED
            getFromStep('up', 'MAESTRO_STEP_END_TIME')       | -                       | 1609464599000
            getFromStep('down', 'x')                         | -                       | -
            getFromSignal('p')                               | -                       | -
            getFromSignalOrDefault('sig', 'p', 'd')          | d                       | d
            getExecutionEnvironment()                        | test                    | test
            nothingSuch()                                    | -                       | -
            """, quoteCharacter = '`')
    void functions(String call, String workflow, String step) {
        var definition = Map.of("p", sel(ParamType.STRING, "'' + params." + call));
        var run = new Params.Run().with(Params.completed("up", Map.of("x", 7L)));
        check(workflow, () -> Params.workflow(definition).get("p"));
        check(step, () -> run.evaluate(definition).get("p"));
    }

    private static void check(String expected, java.util.function.Supplier<Object> evaluation) {
        if (expected.equals("-")) assertThatThrownBy(evaluation::get).isInstanceOf(MaestroException.class);
        else assertThat(evaluation.get()).isEqualTo(expected.equals("''") ? "" : expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            context            | functions | other steps | own params | workflow params
            transition         | yes       | yes         | yes        | yes
            signal dependency  | yes       | yes         | no         | yes
            signal output      | yes       | yes         | yes        | yes
            while, http        | no        | no          | yes        | yes
            timeout, retry     | no        | no          | no         | yes
            signal trigger     | no        | no          | no         | no
            """)
    void availability(String context, String functions, String steps, String own, String workflow) {
        var run = new Params.Run().workflow(Map.of("w", 1L)).with(Params.completed("up", Map.of("x", 7L)));
        var params = Params.evaluatedParams(Map.of("o", 2L));
        var scope = switch (context) {
            case "transition" -> ParamScope.transition(params, run, Params.NOW);
            case "signal dependency" -> ParamScope.signals(Map.of(), run, Params.NOW);
            case "signal output" -> ParamScope.signals(params, run, Params.NOW);
            case "while, http" -> ParamScope.ownOnly(params, run, Params.NOW);
            case "timeout, retry" -> ParamScope.workflow(run.workflowParams(), Params.now());
            default -> ParamScope.workflow(Map.of(), Params.now());
        };
        assertThat(works(scope, "params.getFromInstance('workflow_id')")).isEqualTo(functions);
        assertThat(works(scope, "up__x")).isEqualTo(steps);
        assertThat(works(scope, "o")).isEqualTo(own);
        assertThat(works(scope, "w")).isEqualTo(workflow);
    }

    private static String works(ParamScope scope, String expression) {
        try {
            scope.expression(expression, "it", Params.BUDGET);
            return "yes";
        } catch (MaestroException _) {
            return "no";
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "maestro", "Maestro", "MAESTRO", "scheduler", "Scheduler", "SCHEDULER", "util", "Util", "UTIL", "params",
        "Params", "PARAMS", "AUTH_BLOB", "AUTH_DATA", "AUTH_ACTING_ON_BEHALF_OF_BLOB",
        "AUTH_TRIGGERING_ON_BEHALF_OF_BLOB", "AUTHORIZED_MANAGERS"})
    void namesThatRequestsMayNotUse(String name) {
        assertThat(ParamNames.reserved(name)).isTrue();
        assertThatThrownBy(() -> ParamNames.checkRequest(Map.of(name, Params.number(1))))
                .hasMessageContaining("reserved");
    }

    /** {@code -}: refused. The last column is the recommendation that the row stands for. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, quoteCharacter = '`', textBlock = """
            quirk | workflow params                                                                                      | p
            P3    | {'x':{'type':'LONG','value':4},'p':{'type':'LONG','expression':'params.get(~x~)'}}                   | 4
            P4    | {'p':{'type':'MAP','value':{'m':{'type':'LONG','expression':'~1~'}}}}                                | {m=1}
            P5    | {'p':{'type':'STRING_MAP','expression':'m = new Map(); m.put(~a~, 1); return m;'}}                   | {a=1}
            P9    | {'p':{'type':'STRING','value':'$$$$a'}}                                                              | $$a
            P10   | {'_x':{'type':'LONG','value':4},'p':{'type':'STRING','value':'$_x'}}                                 | $_x
            P14   | {'p':{'type':'LONG','value':4,'validator':'p > 9'}}                                                  | 4
            P17   | {'p':{'type':'STRING','expression':'String s; return s;'}}                                           | -
            P19   | {'Map':{'type':'LONG','value':4},'p':{'type':'LONG','expression':'params[~Map~]'}}                   | 4
            P20   | {'a':{'type':'LONG','value':4},'p':{'type':'LONG','expression':'a += 1; return a;'}}                 | 5
            """)
    void quirks(String quirk, String definitions, String expected) {
        var given = params(definitions.replace("~", "\\u0027"));
        if (expected.equals("-")) {
            assertThatThrownBy(() -> Params.workflow(given)).isInstanceOf(MaestroException.class);
        } else {
            assertThat(Params.workflow(given).get("p")).hasToString(expected);
        }
    }
}
