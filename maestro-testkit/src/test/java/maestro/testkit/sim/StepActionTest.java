package maestro.testkit.sim;

import static maestro.core.rule.Report.Failure.FATAL;
import static maestro.core.rule.Report.Failure.USER;
import static maestro.testkit.build.Workflows.workflow;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.function.Function;
import maestro.core.row.Ending;
import maestro.core.rule.Answer;
import maestro.model.definition.FailureMode;
import maestro.model.param.ParamType;
import maestro.model.run.InstanceStatus;
import maestro.testkit.sim.Driver.Run;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Stop, kill and skip of one step (execution.md §7.3, scenario 6). */
class StepActionTest {
    private static final String LOOP = "s = 0; while (s < 20000) { s += 1; } return s;";

    private static final Map<String, Function<Driver, Run>> MOMENTS = Map.of(
            "evaluating", driver -> {
                driver.computing(false);
                return driver.run(
                        workflow("w").step("a").stepExpression("x", ParamType.LONG, LOOP).noop("b", "a").step("q"));
            },
            "running", driver -> driver.run(workflow("w").step("a").noop("b", "a").step("q")),
            "in backoff", driver -> {
                var run = driver.run(workflow("w").step("a").noop("b", "a").step("q"));
                driver.report(run, "a", Reports.failed(USER));
                return run;
            });

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            moment     | ending | ended at once | a              | b         | run
            evaluating | STOP   | true          | STOPPED        |           | STOPPED
            evaluating | KILL   | true          | FATALLY_FAILED |           | FAILED
            evaluating | SKIP   | true          | SKIPPED        | SUCCEEDED | SUCCEEDED
            running    | STOP   | false         | STOPPED        |           | STOPPED
            running    | KILL   | false         | FATALLY_FAILED |           | FAILED
            running    | SKIP   | false         | SKIPPED        | SUCCEEDED | SUCCEEDED
            in backoff | STOP   | true          | USER_FAILED STOPPED        |           | STOPPED
            in backoff | KILL   | true          | USER_FAILED FATALLY_FAILED |           | FAILED
            in backoff | SKIP   | true          | USER_FAILED SKIPPED        | SUCCEEDED | SUCCEEDED
            """)
    void theStepEndsAndTheRestOfTheRunGoesOn(
            String moment, Ending ending, boolean atOnce, String a, String b, String run) {
        var driver = new Driver();
        var instance = MOMENTS.get(moment).apply(driver);
        var taken = (Answer.StepTaken) driver.endStep(instance, "a", ending);
        assertThat(taken.ended()).isEqualTo(atOnce);
        if (!atOnce) {
            assertThat(driver.cancelled(instance, "a")).isTrue();
            driver.report(instance, "a", Reports.cancelled());
        }
        assertThat(driver.attempts(instance, "a")).isEqualTo(a);
        assertThat(driver.attempts(instance, "b")).isEqualTo(b == null ? "" : b);
        assertThat(driver.status(instance)).isEqualTo(InstanceStatus.IN_PROGRESS);
        driver.done(instance, "q");
        assertThat(driver.status(instance)).hasToString(run);
    }

    @Test
    void aStepIsEndedWithinTheDeadlineThoughItsRuntimeHangs() {
        var driver = new Driver();
        var run = driver.run(workflow("w").step("a"));
        driver.endStep(run, "a", Ending.STOP);
        driver.advanceSeconds(15);
        assertThat(driver.status(run)).isEqualTo(InstanceStatus.STOPPED);
    }

    @Test
    void oneActionAtATimeIsTakenForAStepButTheWholeRunOverrides() {
        var driver = new Driver();
        var run = driver.run(workflow("w").step("a"));
        driver.endStep(run, "a", Ending.SKIP);
        var second = (Answer.Refused) driver.endStep(run, "a", Ending.SKIP);
        assertThat(second.why().getMessage())
                .isEqualTo("There is an ongoing action for this step a and please try it again later.");
        driver.end(run, Ending.STOP);
        driver.report(run, "a", Reports.cancelled());
        assertThat(driver.attempts(run, "a")).isEqualTo("STOPPED");
    }

    @ParameterizedTest
    @CsvSource({"FAIL_AFTER_RUNNING, FATALLY_FAILED, RUNNING", "FAIL_IMMEDIATELY, FATALLY_FAILED, STOPPED",
        "IGNORE_FAILURE, COMPLETED_WITH_ERROR, RUNNING"})
    void aKillOfTheStepItselfMeetsItsFailureMode(FailureMode mode, String a, String q) {
        var driver = new Driver();
        var run = driver.run(workflow("w").step("a").failureMode(mode).step("q"));
        driver.endStep(run, "a", Ending.KILL);
        driver.report(run, "a", Reports.cancelled());
        driver.advanceSeconds(q.equals("STOPPED") ? 15 : 1);
        assertThat(driver.attempts(run, "a")).isEqualTo(a);
        assertThat(driver.attempts(run, "q")).isEqualTo(q);
    }

    @Test
    void aSkippedStepsConditionsReadParamsThatWereNotEvaluatedYet() {
        var driver = new Driver();
        driver.computing(false);
        var run = driver.run(workflow("w")
                .step("a").stepExpression("x", ParamType.LONG, LOOP).stepParam("y", 3)
                .noop("yes").edge("a", "yes", "y == 3")
                .noop("no").edge("a", "no", "y == 4"));
        driver.endStep(run, "a", Ending.SKIP);
        assertThat(driver.statuses(run)).isEqualTo("a=SKIPPED yes=SUCCEEDED no=UNSATISFIED");
        assertThat(driver.detail(run, "a").params()).containsOnlyKeys("y");
    }

    @Test
    void stepsThatAreNotThereOrHaveEndedAreRefused() {
        var driver = new Driver();
        var run = driver.run(workflow("w").step("a").noop("b", "a").step("q"));
        driver.report(run, "a", Reports.failed(FATAL));
        assertThat(code(driver.endStep(run, "a", Ending.STOP))).isEqualTo("BAD_REQUEST");
        assertThat(code(driver.endStep(run, "b", Ending.STOP))).isEqualTo("NOT_FOUND");
        assertThat(code(driver.endStep(run, "z", Ending.STOP))).isEqualTo("BAD_REQUEST");
    }

    private static String code(Answer answer) {
        return ((Answer.Refused) answer).why().code().name();
    }
}
