package maestro.testkit.sim;

import static maestro.testkit.build.Workflows.workflow;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.stream.LongStream;
import maestro.core.row.IterationHead;
import maestro.core.row.RunHead;
import maestro.core.row.RunRow;
import maestro.core.row.RunTail;
import maestro.core.row.StepDetail;
import maestro.core.row.StepRow;
import maestro.model.param.ParamType;
import maestro.model.run.InstanceStatus;
import maestro.model.run.StepStatus;
import maestro.testkit.build.Workflows;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An iteration's rows hold little more than its own values, and tell all that a run's do. */
class IterationRowTest {
    private static final int HEAD_BYTES_MAX = 60;
    private static final int DETAIL_BYTES_MAX = 10;

    private final Driver driver = new Driver();
    private String inlineId;

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            type          | values of the loop             | as params tell them
            LONG_ARRAY    | return new long[]{5, 6, 7};    | 5 6 7
            DOUBLE_ARRAY  | return new double[]{0.5, 1.0, 2500.0}; | 0.5 1.0 2500.0
            BOOLEAN_ARRAY | return new boolean[]{true, false, true}; | true false true
            STRING_ARRAY  | return new String[]{'a$b', '$x', 'u-"-'}; | a$b $x u-"-
            """)
    void everyIterationHasItsOwnValuesAndWhatItsRunHas(ParamType type, String expression, String values) {
        loop(workflow("w").param("p", 1).foreach("f", 3, workflow("inner").noop("x")).loopExpression(type, expression));
        var heads = heads(3);
        assertThat(heads.stream().map(head -> head.params().get("i").result().toString()))
                .containsExactly(values.split(" "));
        assertThat(heads.stream().map(head -> head.params().get("loop_index").result())).containsExactly(0L, 1L, 2L);
        assertThat(heads.stream().map(head -> head.params().get("p").result())).containsOnly(1L);
        assertThat(heads).extracting(RunHead::initiator).containsOnly(heads.getFirst().initiator());
    }

    @Test
    void theDifferenceToTheFirstIterationIsSmall_andTellsAll() {
        loop(workflow("w").param("p", 1).foreach("f", 3, workflow("inner").noop("x")));
        var heads = heads(3);
        var model = heads.getFirst();
        for (var head : heads.subList(1, 3)) {
            var difference = IterationHead.difference(model, head).orElseThrow();
            assertThat(difference).hasSizeLessThan(HEAD_BYTES_MAX);
            assertThat(RunHead.read(IterationHead.joined(model.write(), difference))).isEqualTo(head);
        }
    }

    @Test
    void aStepThatWaitedForNothingIsToldByItsColumns() {
        loop(workflow("w").foreach("f", 2, workflow("inner").noop("x")));
        var row = driver.reads().steps(iterations(2).getLast().runKey()).getFirst();
        assertThat(row.detail()).hasSizeLessThan(DETAIL_BYTES_MAX);
        var detail = StepDetail.read(row);
        assertThat(detail.times().end()).isEqualTo(row.endMillis());
        assertThat(detail.times().execute()).isEqualTo(row.startMillis());
        assertThat(detail.times().pause()).isZero();
        assertThat(detail.satisfied()).contains(true);
        assertThat(detail.params().get("workflow_instance_id").result()).isEqualTo(2L);
        assertThat(detail.params().get("step_instance_uuid").result()).isEqualTo(row.uuid().toString());
    }

    @Test
    void rowsOfEarlierReleasesAreStillRead() {
        var uuid = UUID.fromString("c9f6dc11-bada-4d44-bb84-ba636ec196cc");
        var text = """
                {"t":[1795377404750,0,-1,0,0,0,0,0,0,2,2],"sat":true}
                [1795377404750,{"workflow_instance_id":[3],"step_instance_uuid":["%s"],"step_attempt_id":[1],\
                "step_id":["job"]}]""".formatted(uuid);
        var detail = StepDetail.read(new StepRow(
                7, "job", 1, 1, uuid, StepStatus.SUCCEEDED, 1795377404750L, 1795377404750L, 1795377404752L, bytes(text)));
        assertThat(detail.times().end()).isEqualTo(1795377404752L);
        assertThat(detail.satisfied()).contains(true);
        assertThat(detail.params().get("workflow_instance_id").result()).isEqualTo(3L);
        assertThat(RunTail.read(bytes("{\"on\":true}"))).isEqualTo(RunTail.read(new byte[0]));
    }

    private void loop(Workflows workflow) {
        var run = driver.run(workflow);
        assertThat(driver.status(run)).as("%s", driver.timeline(run, "f")).isEqualTo(InstanceStatus.SUCCEEDED);
        inlineId = driver.detail(run, "f").artifacts().get("maestro_foreach").get("foreach_workflow_id").toString();
    }

    private List<RunRow> iterations(int count) {
        return LongStream.rangeClosed(1, count)
                .mapToObj(number -> driver.reads().run(inlineId, number, 1).orElseThrow())
                .toList();
    }

    private List<RunHead> heads(int count) {
        return iterations(count).stream().map(row -> RunHead.read(row.head())).toList();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
