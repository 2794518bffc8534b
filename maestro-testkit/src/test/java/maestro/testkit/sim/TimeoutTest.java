package maestro.testkit.sim;

import static maestro.testkit.build.Workflows.workflow;
import static org.assertj.core.api.Assertions.assertThat;

import maestro.core.row.Ending;
import maestro.core.rule.Report.Failure;
import maestro.core.rule.RuleConfig;
import maestro.model.run.InstanceStatus;
import org.junit.jupiter.api.Test;

/** Timeouts of steps and workflows (execution.md §5.6, §5.8 and scenario 18), and runtimes that ignore them. */
class TimeoutTest {
    private static final long GRACE_SECONDS = RuleConfig.DEFAULT.cancelGrace().toSeconds();

    private final Driver driver = new Driver();

    @Test
    void aStepPastItsTimeoutIsToldToEndAndTimesOut() {
        var run = driver.run(workflow("w").step("a").timeout("60").noop("b", "a"));
        driver.advanceSeconds(59);
        assertThat(driver.cancelled(run, "a")).isFalse();
        driver.advanceSeconds(1);
        assertThat(driver.cancelled(run, "a")).isTrue();
        driver.report(run, "a", Reports.cancelled());
        assertThat(driver.statuses(run)).isEqualTo("a=TIMED_OUT");
        assertThat(driver.status(run)).isEqualTo(InstanceStatus.TIMED_OUT);
        assertThat(driver.timeline(run, "a")).contains("Step instance is timed out.");
    }

    @Test
    void theEngineGoesOnWithoutARuntimeThatIgnoresItsCancel() {
        var run = driver.run(workflow("w").step("a").timeout("60"));
        driver.advanceSeconds(60 + GRACE_SECONDS - 1);
        assertThat(driver.statuses(run)).isEqualTo("a=RUNNING");
        driver.advanceSeconds(1);
        assertThat(driver.statuses(run)).isEqualTo("a=TIMED_OUT");
        var before = driver.step(run, "a");
        driver.done(run, "a");
        assertThat(driver.step(run, "a")).usingRecursiveComparison().isEqualTo(before);
    }

    @Test
    void aTimeoutIsRetriedWhileRetriesAreLeft() {
        var run = driver.run(workflow("w").step("a").timeout("60").retries(0, 0, 1).fixedBackoff(10));
        driver.advanceSeconds(60).report(run, "a", Reports.cancelled());
        assertThat(driver.attempts(run, "a")).isEqualTo("TIMEOUT_FAILED");
        driver.advanceSeconds(10);
        assertThat(driver.attempts(run, "a")).isEqualTo("TIMEOUT_FAILED RUNNING");
        driver.advanceSeconds(60).report(run, "a", Reports.cancelled());
        assertThat(driver.attempts(run, "a")).isEqualTo("TIMEOUT_FAILED TIMED_OUT");
    }

    @Test
    void aSleepLongerThanItsTimeoutTimesOutOnTime() {
        var run = driver.run(workflow("w").sleep("nap", 3_600).timeout("60"));
        driver.advanceSeconds(60);
        assertThat(driver.statuses(run)).isEqualTo("nap=TIMED_OUT");
        assertThat(driver.step(run, "nap").endMillis()).isEqualTo(VirtualClock.START + 60_000);
    }

    @Test
    void waitingForAPermitDoesNotCount() {
        driver.publish(workflow("w").stepConcurrency(1).step("a").step("b").timeout("60"));
        var run = driver.start("w");
        driver.advanceSeconds(1_000).done(run, "a").advanceSeconds(59);
        assertThat(driver.statuses(run)).isEqualTo("a=SUCCEEDED b=RUNNING");
        driver.advanceSeconds(1).report(run, "b", Reports.cancelled());
        assertThat(driver.statuses(run)).isEqualTo("a=SUCCEEDED b=TIMED_OUT");
    }

    @Test
    void aWorkflowTimeoutEndsWhatIsUnderWay() {
        var run = driver.run(workflow("w").workflowTimeout("60").sleep("nap", 3_600).step("a").noop("b", "a"));
        driver.advanceSeconds(60);
        assertThat(driver.statuses(run)).isEqualTo("nap=TIMED_OUT a=RUNNING");
        driver.report(run, "a", Reports.cancelled());
        assertThat(driver.statuses(run)).isEqualTo("nap=TIMED_OUT a=TIMED_OUT");
        assertThat(driver.status(run)).isEqualTo(InstanceStatus.TIMED_OUT);
    }

    @Test
    void aFailedStepOutweighsTheWorkflowTimeout() {
        var run = driver.run(workflow("w").workflowTimeout("60").sleep("nap", 3_600).step("a"));
        driver.report(run, "a", Reports.failed(Failure.FATAL)).advanceSeconds(60);
        assertThat(driver.statuses(run)).isEqualTo("nap=TIMED_OUT a=FATALLY_FAILED");
        assertThat(driver.status(run)).isEqualTo(InstanceStatus.FAILED);
    }

    @Test
    void aWorkflowTimeoutFiresPendingRetriesAndEndsThem() {
        var run = driver.run(workflow("w").workflowTimeout("60").step("a").retries(9, 9, 9).fixedBackoff(600));
        driver.report(run, "a", Reports.failed(Failure.USER)).advanceSeconds(60);
        assertThat(driver.attempts(run, "a")).isEqualTo("USER_FAILED TIMED_OUT");
        assertThat(driver.status(run)).isEqualTo(InstanceStatus.TIMED_OUT);
    }

    @Test
    void timeInTheQueueDoesNotCountForTheWorkflowTimeout() {
        driver.publish(workflow("w").workflowTimeout("60").step("a"));
        var first = driver.start("w");
        var second = driver.start("w");
        driver.advanceSeconds(50).done(first, "a").advanceSeconds(59);
        assertThat(driver.status(second)).isEqualTo(InstanceStatus.IN_PROGRESS);
        driver.advanceSeconds(1 + GRACE_SECONDS);
        assertThat(driver.status(second)).isEqualTo(InstanceStatus.TIMED_OUT);
    }

    @Test
    void askingAgainDoesNotPutTheDeadlineOff() {
        var run = driver.run(workflow("w").step("a"));
        driver.end(run, Ending.STOP);
        driver.advanceSeconds(GRACE_SECONDS - 1).end(run, Ending.STOP);
        assertThat(driver.status(run)).isEqualTo(InstanceStatus.IN_PROGRESS);
        driver.advanceSeconds(1);
        assertThat(driver.status(run)).isEqualTo(InstanceStatus.STOPPED);
    }

    @Test
    void aKillAfterTheWorkflowTimeoutStands() {
        var run = driver.run(workflow("w").workflowTimeout("60").step("a"));
        driver.advanceSeconds(60).end(run, Ending.KILL);
        driver.advanceSeconds(1);
        assertThat(driver.status(run)).isEqualTo(InstanceStatus.IN_PROGRESS);
        driver.report(run, "a", Reports.cancelled());
        assertThat(driver.statuses(run)).isEqualTo("a=FATALLY_FAILED");
        assertThat(driver.status(run)).isEqualTo(InstanceStatus.FAILED);
    }

    @Test
    void timeoutsSurviveATakeOver() {
        var run = driver.run(workflow("w").workflowTimeout("100").sleep("nap", 3_600).timeout("60"));
        driver.advanceSeconds(30).takeOver().advanceSeconds(30);
        assertThat(driver.statuses(run)).isEqualTo("nap=TIMED_OUT");
        assertThat(driver.step(run, "nap").endMillis()).isEqualTo(VirtualClock.START + 60_000);
    }
}
