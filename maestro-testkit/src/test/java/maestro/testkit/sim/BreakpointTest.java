package maestro.testkit.sim;

import static maestro.core.rule.Report.Failure.FATAL;
import static maestro.testkit.build.Workflows.workflow;
import static org.assertj.core.api.Assertions.assertThat;

import maestro.core.row.Ending;
import maestro.core.rule.Answer;
import maestro.core.rule.Command;
import maestro.model.Code;
import maestro.model.run.InstanceStatus;
import maestro.testkit.sim.Driver.Run;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Breakpoints for future and running instances (execution.md §5.9, scenario 17). */
class BreakpointTest {
    private static Run paused(Driver driver) {
        driver.publish(workflow("w").noop("a").step("b", "a").noop("c", "b"));
        driver.breakAt("w", "b");
        var run = driver.start("w");
        assertThat(driver.statuses(run)).isEqualTo("a=SUCCEEDED b=PAUSED");
        return run;
    }

    @Test
    void anAttemptRestsUntilTheBreakpointIsDeleted() {
        var driver = new Driver();
        var run = paused(driver);
        driver.advanceSeconds(1_000);
        assertThat(driver.statuses(run)).isEqualTo("a=SUCCEEDED b=PAUSED");
        var deleted = (Answer.BreakpointDeleted) driver.deleteBreakpoint("w", "b", true);
        assertThat(deleted.resumed()).isEqualTo(1);
        driver.done(run, "b");
        assertThat(driver.status(run)).isEqualTo(InstanceStatus.SUCCEEDED);
        assertThat(driver.detail(run, "b").times().pause()).isPositive();
    }

    @Test
    void newAttemptsRestOnlyWhileTheBreakpointExists() {
        var driver = new Driver();
        var run = paused(driver);
        driver.resume(run, "b");
        driver.report(run, "b", Reports.failed(FATAL));
        driver.restart(run, "b");
        assertThat(driver.attempts(run, "b")).isEqualTo("PAUSED");
        driver.deleteBreakpoint("w", "b", false);
        assertThat(driver.attempts(run, "b")).isEqualTo("PAUSED");
        driver.resume(run, "b");
        driver.report(run, "b", Reports.failed(FATAL));
        driver.restart(run, "b");
        assertThat(driver.attempts(run, "b")).isEqualTo("RUNNING");
    }

    @ParameterizedTest
    @CsvSource({"STOP, STOPPED, STOPPED", "KILL, FATALLY_FAILED, FAILED", "SKIP, SKIPPED, SUCCEEDED"})
    void anAttemptThatRestsCanBeEnded(Ending ending, String step, String status) {
        var driver = new Driver();
        var run = paused(driver);
        driver.endStep(run, "b", ending);
        assertThat(driver.attempts(run, "b")).isEqualTo(step);
        assertThat(driver.status(run)).hasToString(status);
        assertThat(resting(driver, "b")).isZero();
    }

    private static int resting(Driver driver, String stepId) {
        return ((Answer.Paused) driver.ask(new Command.ListPaused("w", stepId))).attempts().size();
    }

    @Test
    void breakpointsAndWhatRestsAtThemOutliveATakeOver() {
        var driver = new Driver();
        var run = paused(driver);
        driver.takeOver();
        assertThat(resting(driver, "b")).isEqualTo(1);
        var second = driver.start("w");
        driver.end(run, Ending.STOP);
        assertThat(driver.statuses(second)).isEqualTo("a=SUCCEEDED b=PAUSED");
    }

    @Test
    void stepsInsideLoopsRestInEveryIteration() {
        var driver = new Driver();
        driver.publish(workflow("w").foreach("f", 3, workflow("body").step("x")));
        driver.breakAt("w", "x");
        var run = driver.start("w");
        assertThat(resting(driver, "x")).isEqualTo(3);
        driver.deleteBreakpoint("w", "x", true);
        assertThat(resting(driver, "x")).isZero();
        assertThat(driver.statuses(run)).isEqualTo("f=RUNNING");
    }

    @Test
    void whatDoesNotRestIsNotResumedAndWhatIsNotThereIsNotDeleted() {
        var driver = new Driver();
        var run = driver.run(workflow("w").step("a"));
        assertThat(code(driver.resume(run, "a"))).isEqualTo(Code.NOT_FOUND);
        assertThat(code(driver.deleteBreakpoint("w", "a", true))).isEqualTo(Code.NOT_FOUND);
        assertThat(code(driver.breakAt("none", "a"))).isEqualTo(Code.NOT_FOUND);
    }

    private static Code code(Answer answer) {
        return ((Answer.Refused) answer).why().code();
    }

    @ParameterizedTest
    @EnumSource(value = Ending.class, names = {"STOP", "KILL"})
    void anEndOfTheWholeRunTakesAttemptsThatRest(Ending ending) {
        var driver = new Driver();
        var run = paused(driver);
        driver.end(run, ending);
        assertThat(driver.status(run)).isEqualTo(ending.instance());
    }
}
