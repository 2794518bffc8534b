package maestro.testkit.sim;

import static java.nio.charset.StandardCharsets.UTF_8;
import static maestro.testkit.build.Workflows.workflow;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import maestro.core.row.Changes;
import maestro.core.row.Ending;
import maestro.core.row.StepRow;
import maestro.core.rule.Report.Failure;
import maestro.model.definition.FailureMode;
import maestro.runtime.store.Store.Outcome;
import maestro.testkit.sim.Driver.Run;
import maestro.testkit.store.Rows;
import org.junit.jupiter.api.Test;

/**
 * Attempts whose conditions were being evaluated when an earlier version was stopped, which did not write what they were
 * going to end as (fault 24).
 */
class EarlierVersionTest {
    private static final String LONG_YES = "s = 0; while (s < 20000) { s += 1; } return s > 0;";

    private final Driver driver = new Driver().computing(false);

    private void asWrittenByAnEarlierVersion(Run run, String... replaced) {
        var row = driver.step(run, "a");
        String detail = new String(row.detail(), UTF_8);
        for (int i = 0; i < replaced.length; i += 2) {
            assertThat(detail).containsPattern(replaced[i]);
            detail = detail.replaceAll(replaced[i], replaced[i + 1]);
        }
        var earlier = new StepRow(
                row.runKey(), row.stepId(), row.attempt(), row.seq(), row.uuid(), row.status(), row.createMillis(),
                row.startMillis(), row.endMillis(), detail.getBytes(UTF_8));
        var head = driver.store.head(0);
        var batch = Rows.batch(0, head.epoch(), head.sequence(), new Changes(
                List.of(), List.of(), List.of(), List.of(), List.of(), List.of(earlier)));
        assertThat(driver.store.commit(batch)).isEqualTo(Outcome.COMMITTED);
        driver.takeOver().computing(true);
    }

    @Test
    void aStepWhoseWorkIsDoneEnds() {
        var run = driver.run(workflow("w").step("a").noop("b").edge("a", "b", LONG_YES));
        driver.done(run, "a");
        asWrittenByAnEarlierVersion(run, ",\"end\":\"SUCCEEDED\"", "");
        assertThat(driver.statuses(run)).isEqualTo("a=SUCCEEDED b=SUCCEEDED");
    }

    @Test
    void aCallWhoseRunHasEndedEnds() {
        driver.publish(workflow("child").step("x"));
        var run = driver.run(workflow("w")
                .subworkflow("a", "child").failureMode(FailureMode.IGNORE_FAILURE).noop("b").edge("a", "b", LONG_YES));
        driver.report(new Run("child", 1), "x", Reports.failed(Failure.FATAL));
        asWrittenByAnEarlierVersion(run, ",\"end\":\"COMPLETED_WITH_ERROR\"", "");
        assertThat(driver.statuses(run)).isEqualTo("a=COMPLETED_WITH_ERROR b=SUCCEEDED");
    }

    @Test
    void aSkippedCallThatWasRefusedEnds() {
        var run = driver.run(workflow("w")
                .subworkflow("a", "nobody").failureMode(FailureMode.IGNORE_FAILURE).noop("b").edge("a", "b", LONG_YES));
        driver.endStep(run, "a", Ending.SKIP);
        asWrittenByAnEarlierVersion(run, ",\"end\":\"SKIPPED\"", "", "\"until\":\\d+", "\"until\":0");
        assertThat(driver.statuses(run)).isEqualTo("a=SKIPPED b=SUCCEEDED");
    }
}
