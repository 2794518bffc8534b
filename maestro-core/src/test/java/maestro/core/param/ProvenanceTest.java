package maestro.core.param;

import static maestro.core.param.Params.NOW;
import static maestro.core.param.Params.number;
import static maestro.core.param.Params.sel;
import static maestro.core.param.Params.step;
import static maestro.core.param.Params.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import maestro.core.param.Provenance.Explained;
import maestro.core.param.Provenance.Input;
import maestro.core.param.Provenance.Meaning;
import maestro.core.param.Provenance.Origin;
import maestro.model.MaestroException;
import maestro.model.definition.StepType;
import maestro.model.param.Param;
import maestro.model.param.ParamBody;
import maestro.model.param.ParamDefinition;
import maestro.model.param.ParamMode;
import maestro.model.param.ParamSource;
import maestro.model.param.ParamType;
import maestro.model.run.Initiator;
import org.junit.jupiter.api.Test;

/** Origins and inputs are derived from what is stored anyway: proven against real merges and evaluations. */
class ProvenanceTest {
    private static final ParamCatalogue CATALOGUE = ParamCatalogue.STANDARD;
    private static final MergeContext LAUNCH = new MergeContext(ParamSource.LAUNCH, false, false);

    private static Input input(String name, Meaning meaning) {
        return new Input(name, meaning, Optional.empty());
    }

    private static Map<String, Param> evaluated(Map<String, ParamDefinition> merged) {
        return WorkflowParams.evaluate(merged, Params.instance(), Params.now(), Params.BUDGET);
    }

    private static Map<String, ParamDefinition> definition() {
        var definition = new LinkedHashMap<String, ParamDefinition>();
        definition.put("plain", number(1));
        definition.put("given", number(1));
        definition.put("sum", sel(ParamType.LONG, "plain + given"));
        definition.put("label", text("$sum of ${TARGET_RUN_DATE}"));
        definition.put("who", sel(ParamType.STRING, "params.getFromInstance('INITIATOR_TYPE') + params.get('plain')"));
        return definition;
    }

    @Test
    void workflowParamsOfAFreshRun() {
        var given = Map.of("given", number(5), "extra", text("e"));
        var params = evaluated(WorkflowParams.merged(CATALOGUE, definition(), given, LAUNCH));
        var all = Provenance.ofWorkflow(CATALOGUE, definition(), params, new Provenance.Request(given, true));

        assertThat(all.keySet()).containsExactlyElementsOf(params.keySet());
        assertThat(all.get("RUN_TS").origin()).isEqualTo(Origin.SYSTEM_DEFAULT);
        assertThat(all.get("TARGET_RUN_DATE").inputs()).containsExactly(
                input("RUN_TS", Meaning.WORKFLOW_PARAM), input("WORKFLOW_CRON_TIMEZONE", Meaning.WORKFLOW_PARAM));
        assertThat(all.get("plain")).isEqualTo(
                new Explained(Origin.DEFINITION, ParamSource.DEFINITION, false, Optional.empty(), List.of()));
        assertThat(all.get("given").origin()).isEqualTo(Origin.RUN_PARAMS);
        assertThat(all.get("extra").origin()).isEqualTo(Origin.RUN_PARAMS);
        assertThat(all.get("sum").inputs()).containsExactly(
                input("plain", Meaning.WORKFLOW_PARAM), input("given", Meaning.WORKFLOW_PARAM));
        assertThat(all.get("label").inputs()).extracting(Input::name).containsExactly("sum", "TARGET_RUN_DATE");
        assertThat(all.get("who").inputs()).containsExactly(
                input("plain", Meaning.WORKFLOW_PARAM),
                input("getFromInstance('INITIATOR_TYPE')", Meaning.FUNCTION));
    }

    @Test
    void aRestartKeepsValuesAndStillTellsWhatTheyWereMadeOf() {
        var written = definition();
        written.put("again", sel(ParamType.LONG, "plain + 1").withMode(ParamMode.IMMUTABLE));
        var first = evaluated(WorkflowParams.merged(CATALOGUE, written, Map.of("given", number(5)), LAUNCH));
        var restart = new MergeContext(ParamSource.RESTART, false, true);
        var asked = Map.of("plain", number(7));
        var second = evaluated(WorkflowParams.restarted(first, Map.of(), asked, restart));
        var all = Provenance.ofWorkflow(CATALOGUE, written, second, new Provenance.Request(asked, false));

        assertThat(all.get("plain").origin()).isEqualTo(Origin.RESTART_PARAMS);
        assertThat(all.get("plain").carried()).isFalse();
        assertThat(all.get("given").origin()).isEqualTo(Origin.RUN_PARAMS);
        assertThat(all.get("given").carried()).isTrue();
        assertThat(second.get("sum").result()).as("the value of the first run").isEqualTo(6L);
        assertThat(all.get("sum")).isEqualTo(new Explained(
                Origin.DEFINITION,
                ParamSource.DEFINITION,
                true,
                Optional.of(new ParamBody.Expression("plain + given")),
                List.of(input("plain", Meaning.WORKFLOW_PARAM), input("given", Meaning.WORKFLOW_PARAM))));
        assertThat(second.get("again").result()).as("evaluated again").isEqualTo(8L);
        assertThat(all.get("again").carried()).isFalse();
        assertThat(all.get("RUN_TS").carried()).isTrue();
        assertThat(all.get("RUN_TS").written()).isPresent();
    }

    @Test
    void loopsAndSubworkflowsSayThatTheirParentGaveTheValue() {
        var parent = evaluated(WorkflowParams.merged(CATALOGUE, definition(), Map.of(), LAUNCH));
        var handed = HandDown.foreach(HandDown.loop(parent, Map.of(), List.of()), 0, Map.of("item", 9L));
        var context = new MergeContext(ParamSource.FOREACH, true, false);
        var params = evaluated(WorkflowParams.merged(CATALOGUE, Map.of(), handed, context));
        var all = Provenance.ofWorkflow(CATALOGUE, Map.of(), params, new Provenance.Request(Map.of(), true));

        for (var name : List.of("item", "loop_index", "sum", "plain", "RUN_TS", "workflow_id")) {
            assertThat(all.get(name).origin()).as(name).isEqualTo(Origin.PARENT_STEP);
            assertThat(all.get(name).inputs()).as(name).isEmpty();
        }
    }

    @Test
    void stepParamsAndOutputs() {
        var written = new LinkedHashMap<String, ParamDefinition>();
        written.put("first", sel(ParamType.LONG, "up__x + wf"));
        written.put("out", sel(ParamType.LONG, "first * 2"));
        written.put("given", number(1));
        written.put("last", sel(ParamType.STRING, "out + me__given + params.getFromStep('up', 'x')"));
        var step = step("me", StepType.NOOP, written);
        var given = Map.of("given", number(4));
        var run = new Params.Run().workflow(Map.of("wf", 10L)).with(Params.completed("up", Map.of("x", 5L)));
        var merged = StepParams.merged(
                CATALOGUE, step, Map.of(), run.workflowParams(), new StepRunParams(given, Map.of(), LAUNCH));
        var params = StepParams.evaluate(merged, run, NOW, Params.BUDGET);
        var done = OutputParams.merge(params, Map.of("out", Param.of(number(77), 77L, NOW + 5)));
        var all = Provenance.ofStep(
                CATALOGUE, step, done, new Provenance.Request(given, true), run.workflowParams().keySet());

        assertThat(all.get("step_id").origin()).isEqualTo(Origin.SYSTEM_DEFAULT);
        assertThat(all.get("step_id").inputs()).containsExactly(input("getFromStep('step_id')", Meaning.FUNCTION));
        assertThat(all.get("first").inputs()).containsExactly(
                new Input("up__x", Meaning.STEP_PARAM, Optional.of("up")), input("wf", Meaning.WORKFLOW_PARAM));
        assertThat(all.get("out").origin()).isEqualTo(Origin.STEP_OUTPUT);
        assertThat(all.get("out").inputs()).as("the job made it").isEmpty();
        assertThat(all.get("given").origin()).isEqualTo(Origin.RUN_PARAMS);
        assertThat(all.get("last").inputs()).containsExactly(
                input("out", Meaning.OWN_PARAM),
                input("me__given", Meaning.OWN_PARAM),
                input("getFromStep('up', 'x')", Meaning.FUNCTION));
    }

    @Test
    void whatARestartGaveToAStepOfAnIterationDoesNotComeFromTheLoop() {
        var step = step("me", StepType.NOOP, Map.of("p", number(1)));
        var given = Map.of("p", number(4));
        var context = MergeContext.of(Initiator.Type.FOREACH, true);
        var run = new Params.Run();
        var params = StepParams.evaluate(
                StepParams.merged(CATALOGUE, step, Map.of(), Map.of(), new StepRunParams(given, Map.of(), context)),
                run, NOW, Params.BUDGET);
        var all = Provenance.ofStep(CATALOGUE, step, params, new Provenance.Request(given, true), List.of());

        assertThat(params.get("p").definition().source()).contains(ParamSource.FOREACH);
        assertThat(all.get("p").origin()).isEqualTo(Origin.RESTART_PARAMS);
    }

    /** Which of two params of one name was meant depends on the order of evaluation (P1): derived as it happened. */
    @Test
    void derivedMeaningsGiveTheEvaluatedResults() {
        var random = new Random(3);
        int compared = 0;
        for (int i = 0; i < 3_000; i++) {
            var names = List.of("a", "b", "c", "d", "e");
            var workflow = new LinkedHashMap<String, Object>();
            names.forEach(name -> {
                if (random.nextInt(3) == 0) workflow.put(name, "W" + name);
            });
            var written = new LinkedHashMap<String, ParamDefinition>();
            for (int k = 0; k < 4; k++) {
                written.put(names.get(random.nextInt(5)), reading(random, names));
            }
            var run = new Params.Run().workflow(workflow);
            Map<String, Param> params;
            try {
                params = StepParams.evaluate(written, run, NOW, Params.BUDGET);
            } catch (MaestroException cycleOrUnknown) {
                continue;
            }
            var all = Provenance.ofStep(CATALOGUE, step("me", StepType.NOOP, written), params,
                    new Provenance.Request(Map.of(), true), workflow.keySet());
            params.forEach((name, param) -> assertThat(param.result())
                    .as(written + " over " + workflow)
                    .isEqualTo(remade(all.get(name), params, workflow)));
            compared++;
        }
        assertThat(compared).isGreaterThan(300);
    }

    private static ParamDefinition reading(Random random, List<String> names) {
        var one = (random.nextInt(4) == 0 ? "me__" : "") + names.get(random.nextInt(5));
        var other = names.get(random.nextInt(5));
        return switch (random.nextInt(3)) {
            case 0 -> text("x");
            case 1 -> sel(ParamType.STRING, one + ".equals(" + other + ") ? " + one + " + '.' : " + one + " + '.' + "
                    + other + " + '.'");
            default -> text("${" + one + "}.");
        };
    }

    /** The value once more: the inputs, as derived, each with a point behind it. */
    private static String remade(Explained explained, Map<String, Param> params, Map<String, Object> workflow) {
        if (explained.inputs().isEmpty()) return "x";
        var text = new StringBuilder();
        for (var input : explained.inputs()) {
            var name = input.name().replace("me__", "");
            Object value = input.meaning() == Meaning.OWN_PARAM ? params.get(name).result() : workflow.get(name);
            if (!text.toString().equals(value + ".")) text.append(value).append('.');
        }
        return text.toString();
    }
}
