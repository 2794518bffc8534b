package maestro.core.param;

import static maestro.core.param.Params.params;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import maestro.model.Code;
import maestro.model.MaestroException;
import maestro.model.json.Json;
import maestro.model.param.ParamDefinition;
import maestro.model.param.ParamType;
import maestro.model.run.StepStatus;
import maestro.sel.Budget;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** parameters.md §8, §9 and the evaluations of §19. */
final class EvaluationTest {
    private static String json(Map<String, Object> results) {
        return Json.text(Json.node(results)).replace('"', '\'');
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {'a':{'type':'LONG','expression':'b + 1'},'b':{'type':'LONG','expression':'c * 2'},'c':{'type':'LONG','value':5},'s':{'type':'STRING','value':'a=$a b=${b}'}} | {'a':11,'b':10,'c':5,'s':'a=11 b=10'}
            {'m':{'type':'MAP','value':{'x':{'type':'LONG','expression':'a + 1'},'y':{'type':'STRING','value':'v$a'},'n':{'type':'MAP','value':{'z':{'type':'STRING_ARRAY','value':['$a','b']}}}}},'a':{'type':'LONG','value':1},'v':{'type':'STRING','value':'$m'}} | {'m':{'x':2,'y':'v1','n':{'z':['1','b']}},'a':1,'v':'{\\'x\\':2,\\'y\\':\\'v1\\',\\'n\\':{\\'z\\':[\\'1\\',\\'b\\']}}'}
            {'k':{'type':'STRING','value':'key'},'m':{'type':'STRING_MAP','value':{'$k':'${k}!'}}} | {'k':'key','m':{'key':'key!'}}
            {'d':{'type':'DOUBLE','value':1.50},'e':{'type':'DOUBLE_ARRAY','value':[1.5,2]}} | {'d':1.5,'e':[1.5,2.0]}
            {'a':{'type':'LONG','expression':'params.get(\\u0027b\\u0027) + 1'},'b':{'type':'LONG','value':5}} | {'a':6,'b':5}
            {'t':{'type':'LONG','expression':'System.currentTimeMillis()'}} | {'t':1609464600000}
            {'a':{'type':'STRING','expression':'params.getFromInstance(\\u0027INITIATOR_TYPE\\u0027) + params.getFromInstance(\\u0027workflow_run_id\\u0027) + params.getFromInstance(\\u0027owner\\u0027) + params.getExecutionEnvironment()'}} | {'a':'MANUALanntest'}
            """)
    void evaluatesWorkflowParams(String definitions, String results) {
        assertThat(json(Params.workflow(params(definitions)))).isEqualTo(results.replace("\\\\", "\\"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {'a':{'type':'LONG','expression':'b'},'b':{'type':'LONG','expression':'a'}} | Param [a] of workflow [w1] is in a cyclic reference chain: a -> b -> a
            {'a':{'type':'STRING','value':'$b'},'b':{'type':'STRING','value':'${a}'}} | a -> b -> a
            {'a':{'type':'LONG','expression':'a + 1'}} | a -> a
            {'x':{'type':'LONG','expression':'b'},'b':{'type':'LONG','expression':'c'},'c':{'type':'LONG','expression':'b'}} | b -> c -> b
            {'m':{'type':'MAP','value':{'x':{'type':'LONG','value':1},'y':{'type':'LONG','expression':'x + 1'}}}} | param [m] of workflow [w1]: unknown param [x]
            {'s':{'type':'STRING','value':'$ab'}} | param [s] of workflow [w1]: unknown param [ab]
            {'s':{'type':'STRING','value':'$sig__x'}} | param [s] of workflow [w1]: the run was not started by a signal [sig]
            {'s':{'type':'STRING','expression':'1 +'}} | Expression [1 +] of param [s] of workflow [w1] failed
            {'s':{'type':'STRING','expression':'throw \\u0027no luck\\u0027'}} | no luck
            {'s':{'type':'STRING','expression':'String x; return x'}} | Expression [String x; return x]
            {'s':{'type':'LONG','expression':'params.getFromStep(\\u0027a\\u0027, \\u0027b\\u0027)'}} | step data cannot be had
            {'s':{'type':'LONG','expression':'params.getFromInstance(\\u0027nonsense\\u0027)'}} | nonsense
            """)
    void refusesWorkflowParams(String definitions, String message) {
        assertThatThrownBy(() -> Params.workflow(params(definitions)))
                .isInstanceOfSatisfying(MaestroException.class, failure ->
                        assertThat(failure.code()).isEqualTo(Code.BAD_REQUEST))
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', useHeadersInDisplayName = true, textBlock = """
            type         | expression                | result            | note
            STRING       | 1.5                       | '1.5'             | info
            STRING       | 7                         | '7'               | info
            STRING       | true                      | 'true'            | info
            STRING       | 'x'                       | 'x'               |
            LONG         | '12'                      | 12                | warn
            LONG         | 12                        | 12                |
            BOOLEAN      | 'TRUE'                    | true              | warn
            DOUBLE       | 1                         | 1.0               |
            DOUBLE       | '2.5'                     | 2.5               |
            STRING_ARRAY | new int[]{1,2};           | ['1','2']         | info
            STRING_ARRAY | new double[]{1.0};        | ['1.0']           | info
            STRING_ARRAY | new boolean[]{true};      | ['true']          | info
            LONG_ARRAY   | new long[]{1};            | [1]               |
            MAP          | m = new Map(); m.put('a', 1); return m; | {'a':1} |
            STRING_MAP   | m = new Map(); m.put('a', 1); return m; | {'a':'1'} |
            LONG         | 1.5                       | error             |
            LONG         | 'abc'                     | error             |
            BOOLEAN      | 1                         | error             |
            BOOLEAN      | 'yes'                     | error             |
            STRING       | new int[]{1};             | error             |
            DOUBLE       | 0.0/0                     | error             |
            DOUBLE       | true                      | error             |
            LONG_ARRAY   | new double[]{1.0};        | error             |
            DOUBLE_ARRAY | new int[]{1};             | error             |
            BOOLEAN_ARRAY| new int[]{1};             | error             |
            MAP          | 1                         | error             |
            STRING_MAP   | m = new Map(); m.put('a', new int[]{1}); return m; | error |
            """)
    void convertsResults(ParamType type, String expression, String result, String note) {
        var definitions = Map.of("p", Params.sel(type, expression));
        if (result.equals("error")) {
            assertThatThrownBy(() -> Params.workflow(definitions))
                    .hasMessageContaining("[p]")
                    .hasMessageContaining("wrong type");
            return;
        }
        var param = WorkflowParams.evaluate(definitions, Params.instance(), Params.now(), Params.BUDGET).get("p");
        assertThat(Json.text(Json.node(param.result())).replace('"', '\'')).isEqualTo(result);
        assertThat(param.note().map(told -> told.warning() ? "warn" : "info").orElse(null)).isEqualTo(note);
        assertThat(param.evaluatedMillis()).isEqualTo(Params.NOW);
    }

    @Test
    void aStepParamShadowsTheWorkflowsForThoseEvaluatedLater() {
        var run = new Params.Run().workflow(Map.of("foo", 1L, "bar", 6L));
        var forward = params("{'foo':{'type':'LONG','expression':'bar + 1'},"
                + "'bar':{'type':'LONG','expression':'foo + 1'}}");
        assertThat(json(run.evaluate(forward))).isEqualTo("{'foo':7,'bar':8}");
        var backward = params("{'bar':{'type':'LONG','expression':'foo + 1'},"
                + "'foo':{'type':'LONG','expression':'bar + 1'}}");
        assertThat(json(run.evaluate(backward))).isEqualTo("{'bar':2,'foo':3}");
        assertThat(json(run.evaluate(params("{'foo':{'type':'LONG','expression':'foo + 1'}}")))).isEqualTo("{'foo':2}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {'c':{'type':'STRING','expression':'me__same'},'same':{'type':'STRING','value':'s'}} | {'c':'s','same':'s'}
            {'c':{'type':'LONG','expression':'params.containsKey(\\u0027c\\u0027) ? 1 : 2'}} | {'c':2}
            {'c':{'type':'STRING','expression':'same'},'same':{'type':'STRING','value':'s'}} | {'c':'w','same':'s'}
            {'c':{'type':'LONG','expression':'s1__x * 2'},'t':{'type':'STRING','value':'$s1__x'}} | {'c':14,'t':'7'}
            {'c':{'type':'LONG','expression':'params.getFromStep(\\u0027s1\\u0027, \\u0027x\\u0027)'}} | {'c':7}
            {'c':{'type':'STRING','expression':'params.getFromStep(\\u0027s1\\u0027, \\u0027MAESTRO_STEP_STATUS\\u0027)'}} | {'c':'SUCCEEDED'}
            {'c':{'type':'LONG','expression':'params.getFromStep(\\u0027s1\\u0027, \\u0027MAESTRO_STEP_END_TIME\\u0027)'}} | {'c':1609464599000}
            {'c':{'type':'STRING','expression':'params.getFromStep(\\u0027step_id\\u0027) + params.getFromStep(\\u0027step_attempt_id\\u0027) + params.getFromStep(\\u0027step_instance_id\\u0027) + params.getFromStep(\\u0027MAESTRO_STEP_ERROR_RETRIES\\u0027)'}} | {'c':'me241'}
            {'c':{'type':'STRING','expression':'params.getFromInstance(\\u0027workflow_instance_id\\u0027) + \\u0027/\\u0027 + params.getFromInstance(\\u0027workflow_run_id\\u0027)'}} | {'c':'12/3'}
            {'c':{'type':'LONG_ARRAY','expression':'params.getFromForeach(\\u0027s1\\u0027, \\u0027i\\u0027, \\u0027p\\u0027)'}} | {'c':[1,2,3]}
            {'c':{'type':'STRING','expression':'params.getFromSignalOrDefault(\\u0027a\\u0027, \\u0027i\\u0027, \\u0027p\\u0027)'}} | {'c':'p'}
            {'c':{'type':'STRING','expression':'k = \\u0027sa\\u0027; return params.get(k + \\u0027me\\u0027)'}} | {'c':'w'}
            {'a':{'type':'STRING','value':'s'},'same':{'type':'STRING','value':'$a!'},'c':{'type':'STRING','expression':'same + params.get(\\u0027same\\u0027)'}} | {'a':'s','same':'s!','c':'s!s!'}
            """)
    void evaluatesStepParams(String definitions, String results) {
        var run = new Params.Run()
                .workflow(Map.of("same", "w"))
                .with(Params.completed("s1", Map.of("x", 7L)));
        assertThat(json(run.evaluate(params(definitions)))).isEqualTo(results);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            maestro_step_satisfied                                                          | true
            me__maestro_step_satisfied                                                      | true
            params.getFromStep(\\u0027me\\u0027, \\u0027maestro_step_satisfied\\u0027)       | true
            s1__maestro_step_satisfied                                                      | true
            s2__maestro_step_satisfied                                                      | false
            params.getFromStep(\\u0027s2\\u0027, \\u0027maestro_step_satisfied\\u0027)       | false
            """)
    void whetherAStepWasReachedIsAParamOfIt(String expression, boolean reached) {
        var run = new Params.Run()
                .with(Params.completed("s1", Map.of()))
                .with(Params.completed("s2", StepStatus.UNSATISFIED, Map.of()));
        var definition = params("{'c':{'type':'BOOLEAN','expression':'" + expression + "'}}");
        assertThat(run.evaluate(definition)).containsEntry("c", reached);
    }

    @Test
    void threeUnderscoresPreferTheKnownStep() {
        var definition = params("{'c':{'type':'LONG','expression':'s1___x'}}");
        var plain = Params.completed("s1", Map.of("_x", 1L));
        var underscored = Params.completed("s1_", Map.of("x", 2L));
        assertThat(new Params.Run().with(plain).evaluate(definition)).containsEntry("c", 1L);
        assertThat(new Params.Run().with(underscored).evaluate(definition)).containsEntry("c", 2L);
        assertThatThrownBy(() -> new Params.Run().with(plain).with(underscored).evaluate(definition))
                .hasMessageContaining("ambiguous");
        assertThatThrownBy(() -> new Params.Run().evaluate(definition)).hasMessageContaining("check for a typo");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {'c':{'type':'LONG','expression':'nobody'}} | INTERNAL_ERROR | unknown param [nobody]
            {'c':{'type':'STRING','value':'$nobody'}} | INTERNAL_ERROR | unknown param [nobody]
            {'c':{'type':'LONG','expression':'s1__y'}} | BAD_REQUEST | step [s1] has no evaluated param [y]
            {'c':{'type':'LONG','expression':'s2__y'}} | BAD_REQUEST | check for a typo
            {'c':{'type':'LONG','expression':'s2__y__z'}} | BAD_REQUEST | check for a typo
            {'c':{'type':'LONG','expression':'me__d'},'d':{'type':'LONG','expression':'me__c'}} | BAD_REQUEST | c -> d -> c
            {'c':{'type':'LONG','expression':'params.getFromStep(\\u0027s2\\u0027, \\u0027x\\u0027)'}} | BAD_REQUEST | step [s2] is not a completed step
            """)
    void refusesStepParams(String definitions, Code code, String message) {
        var run = new Params.Run().with(Params.completed("s1", Map.of("x", 7L)));
        assertThatThrownBy(() -> run.evaluate(params(definitions)))
                .isInstanceOfSatisfying(MaestroException.class, failure -> assertThat(failure.code()).isEqualTo(code))
                .hasMessageContaining(message);
    }

    @Test
    void signalsAnswerStepsAndWorkflows() {
        var signals = new SignalFacts() {
            @Override
            public Object ofSignal(String signal, String name) {
                return signal + "." + name;
            }

            @Override
            public Object ofTrigger(String name) {
                return "trigger." + name;
            }

            @Override
            public Object ofDependency(int index, String name) {
                return 5L + index;
            }
        };
        var definitions = params("""
                {'a':{'type':'STRING','expression':'sig__day'},
                 'b':{'type':'STRING','value':'${sig__day}'},
                 'c':{'type':'STRING','expression':'params.getFromSignal(\\u0027p\\u0027)'},
                 'd':{'type':'STRING','expression':'params.getFromSignal(\\u0027s\\u0027,\\u0027p\\u0027)'},
                 'e':{'type':'LONG','expression':'params.getFromSignalDependency(\\u00272\\u0027,\\u0027p\\u0027)'}}""");
        var expected = "{'a':'sig.day','b':'sig.day','c':'trigger.p','d':'s.p','e':7}";
        var workflow = WorkflowParams.evaluate(
                definitions, Params.instance("w", signals), Params.now(), Params.BUDGET);
        assertThat(json(Params.results(workflow))).isEqualTo(expected);
        assertThat(json(new Params.Run().signals(signals).evaluate(definitions))).isEqualTo(expected);
    }

    @Test
    void aChainOfAnyLengthIsEvaluated() {
        var definitions = new LinkedHashMap<String, ParamDefinition>();
        for (int i = 0; i < 3000; i++) definitions.put("p" + i, Params.text("$p" + (i + 1)));
        definitions.put("p3000", Params.text("end"));
        assertThat(Params.workflow(definitions)).containsEntry("p0", "end");
        assertThat(List.copyOf(Params.workflow(definitions).keySet())).startsWith("p0", "p1").endsWith("p3000");
    }

    @Test
    void theInlineBudgetSignalsInsteadOfFailing() {
        var definitions = Map.of(
                "p", Params.sel(ParamType.LONG, "x = 0; for (i = 0; i < 9000; i += 1) x += i; return x;"));
        assertThatThrownBy(() -> WorkflowParams.evaluate(definitions, Params.instance(), Params.now(), Budget.inline()))
                .isInstanceOf(BudgetExceeded.class);
        assertThat(Params.workflow(definitions)).containsEntry("p", 40495500L);
        var endless = Map.of("p", Params.sel(ParamType.LONG, "while (true) { 1; } return 1;"));
        assertThatThrownBy(() -> WorkflowParams.evaluate(
                        endless, Params.instance(), Params.now(), Budget.defaults().withVisits(10_000)))
                .isInstanceOf(MaestroException.class);
    }

    @Test
    void aLookupsOwnSignalPassesThroughExpressions() {
        var elsewhere = new IllegalStateException("evaluate elsewhere");
        var run = new Params.Run() {
            @Override
            public Object fromSubworkflow(String subworkflowStep, String innerStep, String name) {
                throw elsewhere;
            }
        };
        var definition = Map.of("c", Params.sel(ParamType.LONG, "params.getFromSubworkflow('a', 'b', 'c')"));
        assertThatThrownBy(() -> StepParams.evaluate(definition, run, Params.NOW, Params.BUDGET)).isSameAs(elsewhere);
    }

    @Test
    void tooMuchJsonIsRefused() {
        var big = "x".repeat(370_000);
        assertThat(Params.workflow(Map.of("a", Params.text(big)))).hasSize(1);
        assertThatThrownBy(() -> Params.workflow(Map.of("a", Params.text(big + "x".repeat(10_000)))))
                .hasMessageContaining("750000");
    }
}
