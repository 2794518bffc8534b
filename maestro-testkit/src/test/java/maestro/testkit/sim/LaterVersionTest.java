package maestro.testkit.sim;

import static java.nio.charset.StandardCharsets.UTF_8;
import static maestro.testkit.build.Workflows.workflow;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Pattern;
import maestro.core.row.Changes;
import maestro.core.row.RunRow;
import maestro.core.row.StepRow;
import maestro.core.row.WorkflowRow;
import maestro.core.rule.Report.Failure;
import maestro.model.run.InstanceStatus;
import maestro.runtime.store.Store.Outcome;
import maestro.testkit.sim.Driver.Run;
import maestro.testkit.store.Rows;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A shard whose rows a later version wrote comes back to this one (fault 24): it goes on with them, and what it writes
 * still has the fields that it does not know.
 */
class LaterVersionTest {
    private static final String LATER = "{\"of_later\":[1,{\"deep\":\"\"}],\"";
    private static final String KEPT = LATER.substring(1, LATER.length() - 2);

    private final Driver driver = new Driver();
    private Run run;

    @BeforeEach
    void aLaterVersionWritesAllThatIsLive() {
        driver.publish(workflow("w").parallel(2).step("a").step("b", "a"));
        run = driver.start("w");
        var head = driver.store.head(0);
        var step = driver.step(run, "a");
        var batch = Rows.batch(0, head.epoch(), head.sequence(), new Changes(
                List.of(later(stored())), List.of(), List.of(), List.of(), List.of(later(driver.row(run))),
                List.of(later(step))));
        assertThat(driver.store.commit(batch)).isEqualTo(Outcome.COMMITTED);
        driver.takeOver();
    }

    private WorkflowRow stored() {
        return driver.reads().workflow("w").orElseThrow();
    }

    private static WorkflowRow later(WorkflowRow row) {
        String detail = row.detail().replace("\"props\":{\"", "\"props\":" + LATER).replaceFirst("^\\{\"", LATER);
        return new WorkflowRow(
                row.workflowId(), row.shard(), row.internalId(), row.latestVersion(), row.activeVersion(),
                row.lastInstanceId(), row.deleted(), row.modifyMillis(), detail);
    }

    private static RunRow later(RunRow row) {
        assertThat(row.tail()).as("the usual tail, which is nothing").isEmpty();
        return row.withTail((LATER + "on\":true}").getBytes(UTF_8));
    }

    private static StepRow later(StepRow row) {
        String detail = new String(row.detail(), UTF_8).replaceFirst("^\\{\"", LATER);
        return new StepRow(
                row.runKey(), row.stepId(), row.attempt(), row.seq(), row.uuid(), row.status(), row.createMillis(),
                row.startMillis(), row.endMillis(), detail.getBytes(UTF_8));
    }

    private String detail(String stepId) {
        return new String(driver.step(run, stepId).detail(), UTF_8);
    }

    @Test
    void rowsKeepTheFieldsOfALaterVersionWhenTheyAreWrittenAnew() {
        driver.done(run, "a", "b");
        assertThat(driver.status(run)).isEqualTo(InstanceStatus.SUCCEEDED);
        assertThat(detail("a")).containsOnlyOnce(KEPT);
        assertThat(driver.statuses(run)).isEqualTo("a=SUCCEEDED b=SUCCEEDED");
        assertThat(new String(driver.row(run).tail(), UTF_8)).containsOnlyOnce(KEPT);
        driver.start("w");
        assertThat(stored().lastInstanceId()).isEqualTo(2);
        assertThat(stored().detail().split(Pattern.quote(KEPT), -1)).hasSize(3);
        assertThat(stored().detail()).contains("\"props\":{").startsWith("{");
    }

    @Test
    void theyAreStillThereAfterAnotherTakeOver() {
        driver.takeOver().takeOver().done(run, "a", "b");
        assertThat(detail("a")).containsOnlyOnce(KEPT);
        assertThat(new String(driver.row(run).tail(), UTF_8)).containsOnlyOnce(KEPT);
    }

    @Test
    void aFieldOfOneAttemptIsNotThatOfTheNext() {
        driver.report(run, "a", Reports.failed(Failure.USER)).advanceSeconds(3_600);
        assertThat(driver.attempts(run, "a")).isEqualTo("USER_FAILED RUNNING");
        assertThat(detail("a")).doesNotContain(KEPT);
    }

    @Test
    void whatIsKnownIsReadAsEver() {
        assertThat(driver.attempts(run, "a")).isEqualTo("RUNNING");
        assertThat(driver.state().workflow("w").orElseThrow().snapshot()).isPresent();
        assertThat(driver.launches(run)).hasSize(1);
    }
}
