package maestro.core.param;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import maestro.model.MaestroException;
import maestro.model.definition.StepType;
import maestro.model.param.InternalMode;
import maestro.model.param.Param;
import maestro.model.param.ParamBody;
import maestro.model.param.ParamDefinition;
import maestro.model.param.ParamMode;
import maestro.model.param.ParamSource;
import maestro.model.param.ParamType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The tables of parameters.md §13, and that computing natively gives what SEL gives. */
final class CatalogueTest {
    private static final MergeContext LAUNCH = new MergeContext(ParamSource.LAUNCH, false, false);

    private static Map<String, Object> run(long millis, Map<String, ParamDefinition> definition) {
        return Params.results(evaluated(millis, definition));
    }

    private static Map<String, Param> evaluated(long millis, Map<String, ParamDefinition> definition) {
        var merged = WorkflowParams.merged(ParamCatalogue.STANDARD, definition, Map.of(), LAUNCH);
        return WorkflowParams.evaluate(
                merged, Params.instance(), new Clocked(millis, new SplittableRandom(1)), Params.BUDGET);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            zone                | date     | hour | local
            UTC                 | 20210101 | 01   | 20210101
            America/Los_Angeles | 20201231 | 17   | 20201231
            Asia/Tokyo          | 20210101 | 10   | 20210101
            """)
    void theExampleDates(String zone, String date, String hour, String local) {
        assertThat(run(1609464600000L, Map.of("DSL_DEFAULT_TZ", Params.text(zone))))
                .containsEntry("WORKFLOW_CRON_TIMEZONE", zone)
                .containsEntry("RUN_TS", 1609464600000L)
                .containsEntry("TARGET_RUN_DATE", date)
                .containsEntry("TARGET_RUN_HOUR", hour)
                .containsEntry("LOCAL_RUN_DATE", local)
                .containsEntry("DERIVED_RUN_TS", 1609462800000L)
                .containsEntry("DERIVED_RUN_DATE_US_PACIFIC", "20201231")
                .containsEntry("DERIVED_RUN_DATE_US_PACIFIC_MINUS_ONE", "20201230")
                .containsEntry("DERIVED_RUN_HOUR_UTC", "01")
                .containsEntry("DERIVED_RUN_HOUR_UTC_MINUS_ONE_HOUR", "00")
                .containsEntry("DERIVED_RUN_HOUR_UTC_PLUS_ONE_HOUR", "02")
                .containsEntry("RUN_DATE", "20210101")
                .containsEntry("RUN_DATE_MINUS_1", "20201231")
                .containsEntry("RUN_DATE_MINUS_7", "20201225")
                .containsEntry("owner", "ann")
                .containsEntry("workflow_id", "w1")
                .doesNotContainKey("job_template_version");
    }

    @Test
    void overridesMoveWhatDerivesFromThem() {
        var moved = run(Params.NOW, Map.of(
                "TARGET_RUN_DATE", Params.text("20240229"), "TARGET_RUN_HOUR", Params.text("23")));
        assertThat(moved)
                .containsEntry("DERIVED_RUN_DATE_UTC", "20240229")
                .containsEntry("DERIVED_RUN_DATE_UTC_PLUS_ONE_HOUR", "20240301")
                .containsEntry("RUN_DATE", "20210101");
        assertThat(run(Params.NOW, Map.of("RUN_TS", Params.number(0)))).containsEntry("RUN_DATE_MINUS_1", "19691231");
        assertThatThrownBy(() -> run(Params.NOW, Map.of("owner", Params.text("me"))))
                .isInstanceOf(MaestroException.class);
        assertThatThrownBy(() -> run(Params.NOW, Map.of("TARGET_RUN_HOUR", Params.text("xx"))))
                .hasMessageContaining("DERIVED_RUN_TS");
    }

    /** The same definitions, with a comment in each expression that the native rules do not know. */
    private static Map<String, ParamDefinition> forSel(Map<String, ParamDefinition> merged) {
        var changed = new LinkedHashMap<String, ParamDefinition>();
        merged.forEach((name, definition) -> changed.put(
                name,
                definition.body() instanceof ParamBody.Expression(var text)
                        ? definition.withBody(new ParamBody.Expression("/* sel */ " + text))
                        : definition));
        return changed;
    }

    @Test
    void nativeResultsEqualThoseOfSel() {
        var random = new SplittableRandom(42);
        var zones = new ArrayList<>(ZoneId.getAvailableZoneIds().stream().sorted().toList());
        zones.removeIf(zone -> zone.startsWith("SystemV/"));
        zones.addAll(List.of("+05:30", "EST"));
        long from = Instant.parse("1969-12-30T00:00:00Z").toEpochMilli();
        long to = Instant.parse("2200-01-10T00:00:00Z").toEpochMilli();
        var differing = new ArrayList<String>();
        for (int i = 0; i < 3000; i++) {
            var zone = zones.get(random.nextInt(zones.size()));
            long millis = random.nextLong(from, to);
            var merged = WorkflowParams.merged(
                    ParamCatalogue.STANDARD, Map.of("DSL_DEFAULT_TZ", Params.text(zone)), Map.of(), LAUNCH);
            var now = new Clocked(millis, new SplittableRandom(1));
            var natively = outcome(merged, now);
            var bySel = outcome(forSel(merged), now);
            if (!natively.equals(bySel)) differing.add(zone + " at " + Instant.ofEpochMilli(millis));
        }
        assertThat(differing).isEmpty();
    }

    private static Object outcome(Map<String, ParamDefinition> merged, Clocked now) {
        try {
            return Params.results(WorkflowParams.evaluate(merged, Params.instance(), now, Params.BUDGET));
        } catch (MaestroException _) {
            return "refused";
        }
    }

    @Test
    void nativeStepResultsEqualThoseOfSel() {
        var run = new Params.Run();
        var merged = StepParams.shared(ParamCatalogue.STANDARD, Params.step("me", StepType.NOOP, Map.of()));
        assertThat(run.evaluate(merged))
                .isEqualTo(run.evaluate(forSel(merged)))
                .isEqualTo(Map.of(
                        "workflow_instance_id", 12L,
                        "step_instance_uuid", "uuid-me",
                        "step_attempt_id", 2L,
                        "step_id", "me"));
        assertThat(merged.get("step_id").source()).contains(ParamSource.SYSTEM_DEFAULT);
        assertThat(merged.get("step_id").mode()).contains(ParamMode.CONSTANT);
        assertThat(merged.get("step_id").internalMode()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            type        | param               | of         | mode
            FOREACH     | loop_params         | MAP        | REQUIRED
            FOREACH     | loop_index          | LONG       | RESERVED
            WHILE       | loop_params         | MAP        | REQUIRED
            WHILE       | condition           | BOOLEAN    | RESERVED
            SUBWORKFLOW | subworkflow_id      | STRING     | REQUIRED
            SUBWORKFLOW | subworkflow_version | STRING     | PROVIDED
            KUBERNETES  | kubernetes          | MAP        | REQUIRED
            NOTEBOOK    | kubernetes          | MAP        | PROVIDED
            NOTEBOOK    | notebook            | MAP        | REQUIRED
            HTTP        | http                | MAP        | REQUIRED
            HTTP        | status_code         | LONG       | OPTIONAL
            HTTP        | state_expr          | STRING     | PROVIDED
            SHELL       | script              | STRING     | REQUIRED
            SHELL       | interpreter         | STRING     | OPTIONAL
            SHELL       | env                 | STRING_MAP | PROVIDED
            SHELL       | working_dir         | STRING     | OPTIONAL
            """)
    void stepTypesHaveTheirParams(StepType type, String name, ParamType of, InternalMode mode) {
        var param = ParamCatalogue.STANDARD.byType(type).get(name);
        assertThat(param.type()).isEqualTo(of);
        assertThat(param.internalMode()).contains(mode);
    }

    @Test
    void aNotebookGetsItsPathsAndIds() {
        var step = Params.step("me", StepType.NOTEBOOK, Params.params("""
                {'notebook':{'type':'MAP','value':{'input_path':{'type':'STRING','value':'in'}}},
                 'kubernetes':{'type':'MAP','value':{'image':{'type':'STRING','value':'img'}}}}"""));
        var run = new Params.Run().workflow(Map.of("RUN_TS", Params.NOW));
        var results = run.evaluate(StepParams.shared(ParamCatalogue.STANDARD, step));
        assertThat((Map<?, ?>) results.get("notebook"))
                .isEqualTo(Map.of(
                        "init_command", "",
                        "input_path", "in",
                        "output_path", "maestro-output_20210101013000__12_4_uuid-me.ipynb",
                        "run_id", "w1_12_3_me_2"));
        assertThat((Map<?, ?>) results.get("kubernetes"))
                .isEqualTo(Map.of("app_name", "maestro-job", "image", "img", "env", Map.of()));
    }

    @ParameterizedTest
    @CsvSource({"199, USER_ERROR", "200, DONE", "299, DONE", "300, USER_ERROR", "400, FATAL_ERROR", "499, FATAL_ERROR",
        "500, USER_ERROR"})
    void theDefaultHttpState(long status, String state) {
        var text = (ParamBody.Literal) ParamCatalogue.STANDARD.byType(StepType.HTTP).get("state_expr").body();
        var scope = ParamScope.ownOnly(Params.evaluatedParams(Map.of("status_code", status)), new Params.Run(), 0);
        assertThat(scope.expression((String) text.value(), "state_expr", Params.BUDGET)).isEqualTo(state);
    }

    @Test
    void aServerMayReplaceAndAddEntries() {
        var catalogue = ParamCatalogue.STANDARD.with(
                Map.of("DSL_DEFAULT_TZ", Params.text("Asia/Tokyo"), "extra", Params.number(1)),
                Map.of(),
                Map.of(),
                Map.of(StepType.NOOP, Map.of("own", Params.number(2))));
        assertThat(catalogue.workflow()).hasSize(ParamCatalogue.STANDARD.workflow().size() + 1);
        var merged = WorkflowParams.merged(catalogue, Map.of(), Map.of(), LAUNCH);
        assertThat(Params.results(WorkflowParams.evaluate(merged, Params.instance(), Params.now(), Params.BUDGET)))
                .containsEntry("TARGET_RUN_HOUR", "10")
                .containsEntry("extra", 1L);
        assertThat(StepParams.shared(catalogue, Params.step("s", StepType.NOOP, Map.of()))).containsKey("own");
    }
}
