package maestro.core.param;

import static maestro.core.param.Params.params;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import maestro.model.MaestroException;
import maestro.model.definition.StepType;
import maestro.model.param.Param;
import maestro.model.param.ParamBody;
import maestro.model.param.ParamDefinition;
import maestro.model.param.ParamJson;
import maestro.model.param.ParamMode;
import maestro.model.param.ParamSource;
import maestro.model.param.ParamType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Merge orders, restarts, handing down and outputs (parameters.md §6, §7, §12, §14, §16). */
final class RunParamsTest {
    private static final MergeContext LAUNCH = new MergeContext(ParamSource.LAUNCH, false, false);
    private static final MergeContext RESTART = new MergeContext(ParamSource.RESTART, false, true);
    private static final MergeContext FOREACH = new MergeContext(ParamSource.FOREACH, true, false);

    private static Map<String, Param> evaluate(Map<String, ParamDefinition> merged) {
        return WorkflowParams.evaluate(merged, Params.instance(), Params.now(), Params.BUDGET);
    }

    @Test
    void aRestartKeepsValuesAndOrderButEvaluatesImmutableParamsAgain() {
        var first = evaluate(params("""
                {'z':{'type':'STRING','value':'cost $$a','mode':'CONSTANT','source':'DEFINITION'},
                 'now':{'type':'LONG','expression':'System.currentTimeMillis()','source':'DEFINITION'},
                 'fresh':{'type':'LONG','expression':'now + 1','mode':'IMMUTABLE','source':'DEFINITION'},
                 'm':{'type':'MAP','value':{'l':{'type':'LONG_ARRAY','value':[1]},'s':{'type':'STRING_MAP','value':{'$z':'v'}}}},
                 'params':{'type':'STRING','value':'reserved'}}"""));
        var merged = WorkflowParams.restarted(first, Map.of(), Map.of("now", Params.number(5)), RESTART);
        assertThat(merged.keySet()).containsExactly("z", "now", "fresh", "m");
        assertThat(merged.get("z").source()).contains(ParamSource.DEFINITION);
        assertThat(merged.get("now").source()).contains(ParamSource.RESTART);
        assertThat(merged.get("fresh").body()).isEqualTo(new ParamBody.Expression("now + 1"));
        var second = Params.results(evaluate(merged));
        assertThat(second).containsEntry("z", "cost $a").containsEntry("now", 5L).containsEntry("fresh", 6L);
        assertThat((Map<?, ?>) second.get("m")).hasSize(2);
        assertThat(((Map<?, ?>) second.get("m")).get("s")).isEqualTo(Map.of("cost $a", "v"));
        assertThatThrownBy(() -> WorkflowParams.restarted(first, Map.of(), Map.of("z", Params.text("y")), RESTART))
                .hasMessageContaining("CONSTANT");
    }

    @Test
    void aStepMergesItsRowsInOrder() {
        var step = Params.step("s", StepType.SLEEP, params("""
                {'sleep_seconds':{'type':'LONG','expression':'extra'},'sql':{'type':'STRING','value':'mine'}}"""));
        var template = params("{'sql':{'type':'STRING','internal_mode':'REQUIRED'},"
                + "'queue':{'type':'STRING','value':'q'}}");
        var run = new StepRunParams(
                params("{'extra':{'type':'LONG','value':3},'sql':{'type':'STRING','value':'run'}}"),
                params("{'extra':{'type':'LONG','value':4},'late':{'type':'LONG','value':5}}"),
                LAUNCH);
        var workflow = Params.evaluatedParams(Map.of("queue", "fast", "other", "x"));
        var merged = StepParams.merged(ParamCatalogue.STANDARD, step, template, workflow, run);
        assertThat(merged.keySet())
                .containsExactly(
                        "workflow_instance_id", "step_instance_uuid", "step_attempt_id", "step_id",
                        "sql", "queue", "extra", "late", "sleep_seconds");
        assertThat(new Params.Run().evaluate(merged))
                .containsEntry("sql", "run")
                .containsEntry("queue", "fast")
                .containsEntry("sleep_seconds", 4L);
        assertThat(merged.get("sql").source()).contains(ParamSource.LAUNCH);
        assertThatThrownBy(() -> StepParams.shared(
                        ParamCatalogue.STANDARD, Params.step("s", StepType.NOOP, Map.of("step_id", Params.text("x")))))
                .hasMessageContaining("[step_id]");
        assertThatThrownBy(() -> StepParams.shared(
                        ParamCatalogue.STANDARD, Params.step("s", StepType.SHELL, Map.of())))
                .hasMessageContaining("Required param [script]");
    }

    @Test
    void aRestartsInjectedReservedParamsAreCopiedAsTheyAre() {
        var run = new StepRunParams(
                params("{'AUTH_BLOB':{'type':'STRING','value':'t','mode':'CONSTANT','source':'SYSTEM_INJECTED'}}"),
                Map.of(),
                RESTART);
        var step = Params.step("s", StepType.NOOP, Map.of());
        var merged = StepParams.merged(ParamCatalogue.STANDARD, step, Map.of(), Map.of(), run);
        assertThat(merged.get("AUTH_BLOB").source()).contains(ParamSource.RESTART);
        assertThat(merged.get("AUTH_BLOB").mode()).contains(ParamMode.CONSTANT);
    }

    @Test
    void loopsHandDownWorkflowThenWrittenThenLoopParams() {
        var definition = Map.of("a", Params.number(1));
        var parent = evaluate(WorkflowParams.merged(ParamCatalogue.STANDARD, definition, Map.of(), LAUNCH));
        var step = Params.evaluatedParams(Map.of("a", 2L, "loop_params", Map.of("i", new long[] {7, 8}), "hidden", 1L));
        var loop = HandDown.loop(parent, step, List.of("a", "loop_params"));
        assertThat(loop).containsKey("RUN_TS").doesNotContainKeys("loop_params", "hidden");
        var child = evaluate(WorkflowParams.merged(
                ParamCatalogue.STANDARD, Map.of(), HandDown.foreach(loop, 1, Map.of("i", 8L)), FOREACH));
        assertThat(Params.results(child))
                .containsEntry("a", 2L)
                .containsEntry("i", 8L)
                .containsEntry("loop_index", 1L)
                .containsEntry("owner", "ann");
        assertThat(child.get("RUN_TS").definition().source()).contains(ParamSource.FOREACH);
        assertThat(child.get("RUN_TS").definition().mode()).contains(ParamMode.MUTABLE_ON_START);
        assertThat(HandDown.whileLoop(loop, 0, Map.of("i", 1L)).get("condition").body())
                .isEqualTo(new ParamBody.Literal(true));
    }

    @Test
    void whatWouldTakeLongInEachIterationIsTheParentsValue() {
        var slow = Params.sel(ParamType.LONG, "w * 2").withMode(ParamMode.IMMUTABLE);
        var merged = Map.of("slow", slow, "own", Params.sel(ParamType.LONG, "1 + 1"), "w", Params.number(1));
        var valued = HandDown.valued(merged, Map.of("slow", Params.evaluated(slow, 8L)), Map.of());
        assertThat(valued.get("slow").body()).isEqualTo(new ParamBody.Literal(8L));
        assertThat(valued.get("slow").mode()).contains(ParamMode.IMMUTABLE);
        assertThat(valued.get("own")).isSameAs(merged.get("own"));
        assertThat(valued.get("w")).isSameAs(merged.get("w"));
    }

    @Test
    void subworkflowsGetAllOrOnlyWhatIsExplicit() {
        var parent = Params.evaluatedParams(Map.of("a", 1L, "b", 2L));
        var step = Params.evaluatedParams(Map.of("subworkflow_id", "child", "c", 3L));
        var written = List.of("subworkflow_id", "c");
        assertThat(HandDown.subworkflow(parent, step, written, HandDown.Passed.ALL)).containsOnlyKeys("a", "b", "c");
        assertThat(HandDown.subworkflow(parent, step, written, new HandDown.Passed.Only(List.of("b"))))
                .containsOnlyKeys("b", "c");
    }

    @Test
    void aParentsDefinitionParamCannotOverrideAConstantOfTheChild() {
        var parent = Params.evaluatedParams(Map.of("a", 1L));
        var down = new LinkedHashMap<String, ParamDefinition>();
        down.put("a", HandDown.carried(parent.get("a")).withSource(ParamSource.DEFINITION));
        var child = Map.of("a", Params.number(2).withMode(ParamMode.CONSTANT));
        assertThatThrownBy(() -> WorkflowParams.merged(ParamCatalogue.STANDARD, child, down, FOREACH))
                .isInstanceOf(MaestroException.class);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', useHeadersInDisplayName = true, textBlock = """
            existing                              | output                                                       | result
            {'type':'LONG','value':1}             | {'type':'STRING','evaluated_result':'5'}                     | 5
            {'type':'LONG','expression':'1'}      | {'type':'LONG','value':9,'evaluated_result':5}               | 5
            {'type':'DOUBLE','value':1}           | {'type':'LONG','evaluated_result':5}                         | 5.0
            {'type':'MAP','value':{'a':{'type':'LONG','value':1}}} | {'type':'MAP','evaluated_result':{'b':'y'}} | {'a':1,'b':'y'}
            {'type':'STRING_MAP','value':{'a':'1'}} | {'type':'STRING_MAP','evaluated_result':{'b':'$a'}}        | {'a':'1','b':'$a'}
            {'type':'STRING_ARRAY','value':['a']} | {'type':'STRING_ARRAY','value':['PARAM_VALUE_IDENTICAL_TO_EVALUATED_RESULT'],'evaluated_result':['b']} | ['b']
            {'type':'LONG','value':1,'mode':'MUTABLE_ON_START_RESTART'} | {'type':'LONG','evaluated_result':2}   | error
            {'type':'LONG','value':1,'mode':'CONSTANT'} | {'type':'LONG','evaluated_result':1}                   | 1
            {'type':'LONG','value':1}             | {'type':'STRING','evaluated_result':'x'}                     | error
            {'type':'STRING_MAP','value':{}}      | {'type':'MAP','evaluated_result':{'b':'y'}}                  | error
            """)
    void outputsMerge(String existing, String output, String result) {
        var before = evaluate(Map.of("p", ParamJson.definition(Params.parse(existing), "p")));
        var report = ParamJson.param(
                Params.parse(output.replaceFirst("}$", ",'evaluated_time':77,'source':'DEFINITION'}")));
        if (result.equals("error")) {
            assertThatThrownBy(() -> OutputParams.merge(before, Map.of("p", report)))
                    .isInstanceOf(MaestroException.class)
                    .hasMessageContaining("[p");
            return;
        }
        var merged = OutputParams.merge(before, Map.of("p", report)).get("p");
        assertThat(ValueJson.json(merged.result()).replace('"', '\'')).isEqualTo(result);
        assertThat(merged.evaluatedMillis()).isEqualTo(77);
        assertThat(merged.definition().source()).contains(ParamSource.OUTPUT_PARAMETER);
        assertThat(merged.definition().type()).isEqualTo(before.get("p").definition().type());
        if (output.contains("'5'")) assertThat(merged.note().orElseThrow().warning()).isTrue();
        assertThatThrownBy(() -> OutputParams.merge(before, Map.of("q", report))).hasMessageContaining("[q]");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ok-1.x_y  | true
            _x        | true
            9a        | false
            a__b      | false
            Maestro_a | false
            a_maestro | true
            a b       | false
            """)
    void namesOfDefinitionsAreChecked(String name, boolean good) {
        var definition = Map.of("m", ParamDefinition.literal(ParamType.MAP, Map.of(name, Params.number(1))));
        if (good) ParamNames.checkDefinition(definition);
        else assertThatThrownBy(() -> ParamNames.checkDefinition(definition)).hasMessageContaining("[" + name + "]");
        assertThat(ParamNames.reserved(name)).isFalse();
    }

    @Test
    void requestsAreChecked() {
        assertThatThrownBy(() -> ParamNames.checkRequest(Map.of("AUTH_DATA", Params.number(1))))
                .hasMessageContaining("reserved");
        assertThatThrownBy(() -> ParamNames.checkRequest(Map.of("a", Params.number(1).withSource(ParamSource.LAUNCH))))
                .hasMessageContaining("source");
        var many = new LinkedHashMap<String, ParamDefinition>();
        for (int i = 0; i < 128; i++) many.put("p" + i, Params.number(i));
        ParamNames.checkRequest(many);
        many.put("more", Params.number(1));
        assertThatThrownBy(() -> ParamNames.checkRequest(many)).hasMessageContaining("128");
    }

    @Test
    void targetCompletionTimes() {
        var workflow = Params.evaluatedParams(Map.of(
                "TARGET_RUN_DATE", "20210101", "WORKFLOW_CRON_TIMEZONE", "UTC", "RUN_TS", Params.NOW));
        assertThat(TargetCompletion.byHour(6, Optional.empty(), workflow)).isEqualTo(1609480799000L);
        assertThat(TargetCompletion.byHour(6, Optional.of("Asia/Tokyo"), workflow)).isEqualTo(1609448399000L);
        assertThat(TargetCompletion.afterMinutes(10, workflow)).isEqualTo(Params.NOW + 600_000);
        assertThatThrownBy(() -> TargetCompletion.byHour(6, Optional.of("Nowhere"), workflow))
                .isInstanceOf(MaestroException.class);
    }
}
