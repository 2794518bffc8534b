package maestro.core.param;

import static maestro.core.param.Params.params;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import maestro.model.MaestroException;
import maestro.model.definition.StepType;
import maestro.model.param.InternalMode;
import maestro.model.param.Param;
import maestro.model.param.ParamBody;
import maestro.model.param.ParamDefinition;
import maestro.model.param.ParamMode;
import maestro.model.param.ParamSource;
import maestro.model.param.ParamType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The tables of stages: §6, §7 and §14 of parameters.md, row by row. */
class StagesTest {
    private static final MergeContext LAUNCH = new MergeContext(ParamSource.LAUNCH, false, false);
    private static final MergeContext RESTART = new MergeContext(ParamSource.RESTART, false, true);

    private static ParamCatalogue catalogue(Map<String, ParamDefinition> workflow, Map<String, ParamDefinition> step,
            Map<String, ParamDefinition> noop) {
        return ParamCatalogue.STANDARD.with(workflow, step, Map.of(), Map.of(StepType.NOOP, noop));
    }

    private static Map<String, ParamDefinition> p(boolean given, long value) {
        return given ? Map.of("p", Params.number(value)) : Map.of();
    }

    /** The param {@code p} is given by the rows up to the last one; that one decides. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            run           | rows    | value | source
            fresh         | 1       | 1     | SYSTEM_DEFAULT
            fresh         | 1 2     | 2     | DEFINITION
            fresh         | 2       | 2     | DEFINITION
            fresh         | 1 2 3   | 3     | LAUNCH
            fresh         | 3       | 3     | LAUNCH
            SUBWORKFLOW   | 1 2 3   | 3     | SUBWORKFLOW
            FOREACH       | 1 2 3   | 3     | FOREACH
            WHILE         | 1 2 3   | 3     | WHILE
            TEMPLATE      | 1 2 3   | 3     | TEMPLATE
            restart       | 2'      | 20    | DEFINITION
            restart       | 2' 4    | 4     | RESTART
            restart child | 2' 3    | 3     | SUBWORKFLOW
            restart child | 2' 3 4  | 4     | SUBWORKFLOW
            """)
    void rowsOfAWorkflowRun(String run, String given, long value, ParamSource source) {
        var rows = List.of(given.split(" "));
        Map<String, ParamDefinition> merged;
        if (run.startsWith("restart")) {
            var earlier = WorkflowParams.evaluate(
                    WorkflowParams.merged(ParamCatalogue.STANDARD, p(true, 20), Map.of(), LAUNCH),
                    Params.instance(), Params.now(), Params.BUDGET);
            var context = run.equals("restart") ? RESTART : new MergeContext(ParamSource.SUBWORKFLOW, true, true);
            merged = WorkflowParams.restarted(earlier, p(rows.contains("3"), 3), p(rows.contains("4"), 4), context);
        } else {
            var context = run.equals("fresh") ? LAUNCH : new MergeContext(ParamSource.valueOf(run), true, false);
            var defaults = catalogue(p(rows.contains("1"), 1), Map.of(), Map.of());
            merged = WorkflowParams.merged(defaults, p(rows.contains("2"), 2), p(rows.contains("3"), 3), context);
        }
        assertThat(merged.get("p").body()).isEqualTo(new ParamBody.Literal(value));
        assertThat(merged.get("p").source()).contains(source);
        assertThat(merged.get("p").internalMode()).isEmpty();
    }

    /** Row 5 of a run, row 10 of a step. */
    @ParameterizedTest
    @CsvSource({"OPTIONAL, removed", "PROVIDED, refused", "REQUIRED, refused"})
    void cleanupIsLast(InternalMode mode, String outcome) {
        var unset = Map.of("p", ParamDefinition.of(ParamType.LONG, ParamBody.UNSET).withInternalMode(mode));
        var step = Params.step("s", StepType.NOOP, Map.of());
        var forRun = catalogue(unset, Map.of(), Map.of());
        var forStep = catalogue(Map.of(), unset, Map.of());
        if (outcome.equals("removed")) {
            assertThat(WorkflowParams.merged(forRun, Map.of(), Map.of(), LAUNCH)).doesNotContainKey("p");
            assertThat(StepParams.merged(forStep, step, Map.of(), Map.of(), StepRunParams.NONE)).doesNotContainKey("p");
        } else {
            assertThatThrownBy(() -> WorkflowParams.merged(forRun, Map.of(), Map.of(), LAUNCH))
                    .hasMessageContaining("Required param [p]");
            assertThatThrownBy(() -> StepParams.merged(forStep, step, Map.of(), Map.of(), StepRunParams.NONE))
                    .hasMessageContaining("Required param [p]");
        }
        assertThat(WorkflowParams.merged(forRun, p(true, 2), Map.of(), LAUNCH).get("p").internalMode()).isEmpty();
    }

    /** As above; row 4, a hook of the server, gives nothing, 5 is what is not written in the definition. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            run     | rows          | value | source             | position
            fresh   | 1             | 1     | SYSTEM_DEFAULT     | default
            fresh   | 1 2           | 2     | SYSTEM_DEFAULT     | default
            fresh   | 2             | 2     | SYSTEM_DEFAULT     | type
            fresh   | 1 2 3         | 3     | TEMPLATE_SCHEMA    | default
            fresh   | 3             | 3     | TEMPLATE_SCHEMA    | template
            fresh   | 3 w           | 30    | WORKFLOW_PARAMETER | template
            fresh   | 3 w 6         | 6     | DEFINITION         | template
            fresh   | 1 2 3 6       | 6     | DEFINITION         | default
            fresh   | 5             | 7     | LAUNCH             | before
            fresh   | 6             | 6     | DEFINITION         | after
            fresh   | 1 6 7         | 7     | LAUNCH             | default
            fresh   | 6 7           | 7     | LAUNCH             | after
            restart | 6 7           | 7     | RESTART            | after
            restart | 6 7 8         | 8     | RESTART            | after
            restart | 5 8           | 8     | RESTART            | before
            restart | 6 8           | 8     | RESTART            | after
            """)
    void rowsOfAStep(String run, String given, long value, ParamSource source, String position) {
        var rows = List.of(given.split(" "));
        var defaults = catalogue(Map.of(), p(rows.contains("1"), 1),
                with(p(rows.contains("2"), 2), "kind", Params.number(0)));
        var written = with(p(rows.contains("6"), 6), "first", Params.number(0));
        var step = Params.step("s", StepType.NOOP, written);
        var template = with(p(rows.contains("3"), 3), "schema", Params.number(0));
        var workflow = rows.contains("w") ? Params.evaluatedParams(Map.of("p", 30L)) : Map.<String, Param>of();
        var asked = new StepRunParams(
                p(rows.contains("7") || rows.contains("5"), 7), p(rows.contains("8"), 8),
                run.equals("fresh") ? LAUNCH : RESTART);
        var merged = StepParams.merged(defaults, step, template, workflow, asked);
        assertThat(merged.get("p").body()).isEqualTo(new ParamBody.Literal(value));
        assertThat(merged.get("p").source()).contains(source);
        var order = List.copyOf(merged.keySet());
        int at = order.indexOf("p");
        assertThat(switch (position) {
            case "default" -> at < order.indexOf("kind");
            case "type" -> at < order.indexOf("schema");
            case "template" -> at < order.indexOf("first");
            case "before" -> at > order.indexOf("schema") && at < order.indexOf("first");
            default -> at > order.indexOf("schema");
        }).as("%s in %s", position, order).isTrue();
    }

    private static Map<String, ParamDefinition> with(Map<String, ParamDefinition> some, String name, ParamDefinition more) {
        var all = new LinkedHashMap<>(some);
        all.put(name, more);
        return all;
    }

    /** Row 9. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            run     | name      | mode     | source          | copied
            restart | AUTH_BLOB | CONSTANT | SYSTEM_INJECTED | yes
            fresh   | AUTH_BLOB | CONSTANT | SYSTEM_INJECTED | no
            restart | other     | CONSTANT | SYSTEM_INJECTED | no
            restart | AUTH_BLOB | MUTABLE  | SYSTEM_INJECTED | no
            restart | AUTH_BLOB | CONSTANT | LAUNCH          | no
            """)
    void injectedParamsOfARestart(String run, String name, ParamMode mode, ParamSource source, String copied) {
        var given = Map.of(name, Params.text("t").withMode(mode).withSource(source));
        var asked = new StepRunParams(given, Map.of(), run.equals("fresh") ? LAUNCH : RESTART);
        assertThat(asked.verbatim().containsKey(name)).isEqualTo(copied.equals("yes"));
        assertThat(asked.mergeable().containsKey(name)).isEqualTo(copied.equals("no"));
        asked.verbatim().values().forEach(param -> {
            assertThat(param.source()).contains(ParamSource.RESTART);
            assertThat(param.mode()).contains(mode);
        });
    }

    /** {@code -}: not handed down. The source is the one the child sees in what it is handed. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            parent step          | name                | value  | source
            subworkflow          | plain               | 1      | DEFINITION
            subworkflow          | both                | 20     | DEFINITION
            subworkflow          | written             | 5      | DEFINITION
            subworkflow          | default             | -      |
            subworkflow          | subworkflow_id      | -      |
            subworkflow          | subworkflow_version | -      |
            subworkflow explicit | plain               | -      |
            subworkflow explicit | always              | 9      | DEFINITION
            subworkflow explicit | both                | 20     | DEFINITION
            subworkflow explicit | written             | 5      | DEFINITION
            foreach              | plain               | 1      | DEFINITION
            foreach              | both                | 20     | DEFINITION
            foreach              | written             | 5      | DEFINITION
            foreach              | default             | -      |
            foreach              | loop_params         | -      |
            foreach              | loop_index          | 2      | none
            foreach              | item                | c      | none
            foreach              | condition           | -      |
            while                | plain               | 1      | DEFINITION
            while                | both                | 20     | DEFINITION
            while                | loop_params         | -      |
            while                | loop_index          | 2      | none
            while                | item                | c      | none
            while                | condition           | true   | none
            """)
    void whatAChildIsHanded(String parent, String name, String value, String source) {
        var workflow = evaluated("{'plain':{'type':'LONG','expression':'1'},'both':{'type':'LONG','value':2},"
                + "'always':{'type':'LONG','value':9},'item':{'type':'STRING','value':'hidden'}}");
        var step = evaluated("{'both':{'type':'LONG','value':20},'written':{'type':'LONG','value':5},"
                + "'default':{'type':'LONG','value':0},'subworkflow_id':{'type':'STRING','value':'w'},"
                + "'subworkflow_version':{'type':'STRING','value':'1'},'loop_params':{'type':'MAP','value':{}}}");
        var written = List.of("both", "written", "subworkflow_id", "subworkflow_version", "loop_params");
        var handed = switch (parent) {
            case "subworkflow" -> HandDown.subworkflow(workflow, step, written, HandDown.Passed.ALL);
            case "subworkflow explicit" ->
                HandDown.subworkflow(workflow, step, written, new HandDown.Passed.Only(List.of("always")));
            case "foreach" -> HandDown.foreach(HandDown.loop(workflow, step, written), 2, Map.of("item", "c"));
            default -> HandDown.whileLoop(HandDown.loop(workflow, step, written), 2, Map.of("item", "c"));
        };
        if (value.equals("-")) {
            assertThat(handed).doesNotContainKey(name);
            return;
        }
        assertThat(handed.get(name).body()).isInstanceOfSatisfying(ParamBody.Literal.class, literal ->
                assertThat(literal.value()).hasToString(value));
        assertThat(handed.get(name).source().map(Enum::name).orElse("none")).isEqualTo(source);
    }

    private static Map<String, Param> evaluated(String definitions) {
        var merged = ParamMerge.merge(Map.of(), params(definitions), MergeContext.DEFINITION);
        return WorkflowParams.evaluate(merged, Params.instance(), Params.now(), Params.BUDGET);
    }

    /** What is said below the table of §14. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            mode in the parent | handed down | source          | mode in the child | value there
            MUTABLE            | value       | LAUNCH          | MUTABLE           | 2
            IMMUTABLE          | expression  | LAUNCH          | MUTABLE           | 2
            MUTABLE            | value       | DEFINITION      | CONSTANT          | refused
            MUTABLE            | value       | DEFINITION      | IMMUTABLE         | refused
            MUTABLE            | value       | LAUNCH          | CONSTANT          | 2
            MUTABLE            | value       | SYSTEM_DEFAULT  | CONSTANT          | 2
            MUTABLE_ON_START   | value       | DEFINITION      | MUTABLE_ON_START  | 2
            """)
    void aParentsParamMeetsTheChilds(
            ParamMode mode, String form, ParamSource source, ParamMode own, String outcome) {
        var param = evaluated("{'p':{'type':'LONG','expression':'1 + 1','mode':'" + mode + "'}}").get("p");
        var carried = HandDown.carried(param).withSource(source);
        assertThat(carried.body() instanceof ParamBody.Expression).isEqualTo(form.equals("expression"));
        var child = Map.of("p", Params.number(7).withMode(own));
        var upstream = new MergeContext(ParamSource.SUBWORKFLOW, true, false);
        if (outcome.equals("refused")) {
            assertThatThrownBy(() ->
                    WorkflowParams.merged(ParamCatalogue.STANDARD, child, Map.of("p", carried), upstream))
                    .isInstanceOf(MaestroException.class);
            return;
        }
        var merged = WorkflowParams.merged(ParamCatalogue.STANDARD, child, Map.of("p", carried), upstream);
        var result = WorkflowParams.evaluate(merged, Params.instance(), Params.now(), Params.BUDGET).get("p");
        assertThat(result.result()).hasToString(outcome);
        assertThat(result.definition().mode().orElseThrow().stricterThan(own)).isEqualTo(mode.stricterThan(own));
    }
}
