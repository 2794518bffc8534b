package maestro.testkit.sim;

import static maestro.core.row.Ending.KILL;
import static maestro.core.row.Ending.STOP;
import static maestro.testkit.build.Workflows.workflow;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.function.Function;
import maestro.core.row.Ending;
import maestro.core.rule.Answer;
import maestro.core.rule.Report.Failure;
import maestro.model.definition.FailureMode;
import maestro.model.param.ParamType;
import maestro.model.run.InstanceStatus;
import maestro.testkit.sim.Driver.Run;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Stop and kill at every moment of a run's life (execution.md §7.4, §7.5 and scenario 6). */
class EndingTest {
    private static final String LOOP = "s = 0; while (s < 20000) { s += 1; } return s;";
    private static final String LONG_YES = "s = 0; while (s < 20000) { s += 1; } return s > 0;";

    /** Each brings a fresh driver to a moment; the step in question is always {@code a}, {@code b} comes after it. */
    private static final Map<String, Function<Driver, Run>> MOMENTS = Map.of(
            "queued", driver -> {
                driver.run(workflow("w").step("a").noop("b", "a"));
                return driver.start("w");
            },
            "evaluating", driver -> {
                driver.computing(false);
                return driver.run(workflow("w").step("a").stepExpression("x", ParamType.LONG, LOOP).noop("b", "a"));
            },
            "waiting for permit", driver -> {
                driver.publish(workflow("w").parallel(2).stepConcurrency(1).step("a").noop("b", "a"));
                driver.start("w");
                return driver.start("w");
            },
            "running", driver -> driver.run(workflow("w").step("a").noop("b", "a")),
            "sleeping", driver -> driver.run(workflow("w").sleep("a", 100).noop("b", "a")),
            "in backoff", driver -> {
                var run = driver.run(workflow("w").step("a").noop("b", "a"));
                driver.report(run, "a", Reports.failed(Failure.USER));
                return run;
            },
            "finishing", driver -> {
                driver.computing(false);
                var run = driver.run(workflow("w").step("a").noop("b").edge("a", "b", LONG_YES));
                driver.done(run, "a");
                return run;
            });

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            moment             | before              | ending | attempts of a              | run     | told
            queued             |                     | STOP   |                            | STOPPED | false
            queued             |                     | KILL   |                            | FAILED  | false
            evaluating         | EVALUATING_PARAMS   | STOP   | STOPPED                    | STOPPED | false
            evaluating         | EVALUATING_PARAMS   | KILL   | FATALLY_FAILED             | FAILED  | false
            waiting for permit | WAITING_FOR_PERMITS | STOP   | STOPPED                    | STOPPED | false
            waiting for permit | WAITING_FOR_PERMITS | KILL   | FATALLY_FAILED             | FAILED  | false
            running            | RUNNING             | STOP   | STOPPED                    | STOPPED | true
            running            | RUNNING             | KILL   | FATALLY_FAILED             | FAILED  | true
            sleeping           | RUNNING             | STOP   | STOPPED                    | STOPPED | false
            sleeping           | RUNNING             | KILL   | FATALLY_FAILED             | FAILED  | false
            in backoff         | USER_FAILED         | STOP   | USER_FAILED STOPPED        | STOPPED | false
            in backoff         | USER_FAILED         | KILL   | USER_FAILED FATALLY_FAILED | FAILED  | false
            finishing          | FINISHING           | STOP   | STOPPED                    | STOPPED | false
            finishing          | FINISHING           | KILL   | FATALLY_FAILED             | FAILED  | false
            """)
    void anOrderEndsTheRunWhateverItIsDoing(
            String moment, String before, Ending ending, String attempts, String status, boolean told) {
        var driver = new Driver();
        var run = MOMENTS.get(moment).apply(driver);
        assertThat(driver.attempts(run, "a")).isEqualTo(before == null ? "" : before);
        var answer = (Answer.InstanceEnded) driver.end(run, ending);
        assertThat(answer.completed()).isEqualTo(moment.equals("queued"));
        if (told) {
            assertThat(driver.cancelled(run, "a")).isTrue();
        }
        if (moment.equals("running")) {
            driver.report(run, "a", Reports.cancelled());
        }
        driver.advanceSeconds(15);
        assertThat(driver.attempts(run, "a")).isEqualTo(attempts == null ? "" : attempts);
        assertThat(driver.status(run)).hasToString(status);
        assertThat(driver.statuses(run)).doesNotContain("b=");
        driver.computing(true);
        assertThat(driver.status(run)).hasToString(status);
    }

    @Test
    void whatIsComputedAfterAnOrderComesTooLate() {
        var driver = new Driver();
        var run = MOMENTS.get("finishing").apply(driver);
        driver.end(run, STOP);
        driver.computing(true);
        assertThat(driver.statuses(run)).isEqualTo("a=STOPPED");
        assertThat(driver.status(run)).isEqualTo(InstanceStatus.STOPPED);
    }

    @Test
    void aStopDoesNotWaitForWhatASkipHasComputed() {
        var driver = new Driver();
        var run = driver.run(workflow("w").step("a").noop("b").edge("a", "b", LONG_YES));
        driver.endStep(run, "a", Ending.SKIP);
        driver.computing(false);
        driver.report(run, "a", Reports.cancelled());
        driver.end(run, STOP);
        assertThat(driver.status(run)).isEqualTo(InstanceStatus.STOPPED);
        driver.computing(true);
        assertThat(driver.statuses(run)).isEqualTo("a=STOPPED");
    }

    @Test
    void aStoppedQueuedRunNeverStarted() {
        var driver = new Driver();
        var run = MOMENTS.get("queued").apply(driver);
        driver.end(run, STOP);
        assertThat(driver.row(run).startMillis()).isZero();
        assertThat(driver.row(run).endMillis()).isEqualTo(driver.now());
        assertThat(driver.timeline(run)).containsExactly("Workflow instance status becomes [STOPPED] due to reason"
                + " [User [amy] take an action to STOP the running workflow instance run]");
    }

    @ParameterizedTest
    @EnumSource(FailureMode.class)
    void aKillOfTheRunBypassesTheFailureMode(FailureMode mode) {
        var driver = new Driver();
        var run = driver.run(workflow("w").step("a").failureMode(mode).noop("b", "a"));
        driver.end(run, KILL);
        driver.report(run, "a", Reports.cancelled());
        assertThat(driver.statuses(run)).isEqualTo("a=FATALLY_FAILED");
        assertThat(driver.status(run)).isEqualTo(InstanceStatus.FAILED);
    }

    @ParameterizedTest
    @CsvSource({"STOP, KILL, FATALLY_FAILED, FAILED", "KILL, STOP, STOPPED, STOPPED", "STOP, STOP, STOPPED, STOPPED"})
    void theLastOrderForARunWinsWhileItIsUnderWay(Ending first, Ending second, String step, String status) {
        var driver = new Driver();
        var run = driver.run(workflow("w").step("a"));
        driver.end(run, first);
        driver.end(run, second);
        driver.report(run, "a", Reports.done());
        assertThat(driver.statuses(run)).isEqualTo("a=" + step);
        assertThat(driver.status(run)).hasToString(status);
    }

    @Test
    void stepsThatEndedBeforeKeepTheirStatus() {
        var driver = new Driver();
        var run = driver.run(workflow("w").noop("x").step("a").noop("b", "a"));
        driver.end(run, STOP);
        driver.report(run, "a", Reports.cancelled());
        assertThat(driver.statuses(run)).isEqualTo("x=SUCCEEDED a=STOPPED");
    }

    @Test
    void anOrderStandsAfterATakeOver() {
        var driver = new Driver();
        var run = driver.run(workflow("w").step("a"));
        driver.end(run, STOP);
        driver.takeOver();
        assertThat(driver.status(run)).isEqualTo(InstanceStatus.STOPPED);
    }

    @Test
    void endingAllTakesTheQueueAndWhatRuns() {
        var driver = new Driver();
        driver.publish(workflow("w").parallel(2).step("a"));
        var runs = new Run[] {driver.start("w"), driver.start("w"), driver.start("w"), driver.start("w")};
        var answer = (Answer.AllEnded) driver.endAll("w", STOP);
        assertThat(answer.queued()).isEqualTo(2);
        assertThat(answer.running()).isEqualTo(2);
        driver.report(runs[0], "a", Reports.cancelled()).report(runs[1], "a", Reports.cancelled());
        assertThat(driver.runs("w")).isEqualTo("STOPPED STOPPED STOPPED STOPPED");
        assertThat(driver.row(runs[2]).startMillis()).isZero();
    }

    @Test
    void aRunThatEndedIsNotEndedAgain() {
        var driver = new Driver();
        var run = driver.run(workflow("w").noop("a"));
        var answer = (Answer.InstanceEnded) driver.end(run, STOP);
        assertThat(answer.found()).isEmpty();
        assertThat(driver.status(run)).isEqualTo(InstanceStatus.SUCCEEDED);
    }
}
