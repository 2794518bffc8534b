package maestro.testkit.sim;

import static maestro.testkit.build.Workflows.workflow;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import maestro.core.row.Ending;
import maestro.core.rule.Answer;
import maestro.core.rule.Report.Failure;
import maestro.model.Code;
import maestro.model.definition.FailureMode;
import maestro.model.param.ParamType;
import maestro.model.run.InstanceStatus;
import maestro.testkit.build.Workflows;
import maestro.testkit.sim.Driver.Run;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A step whose work is over, while the conditions behind it take longer than a turn (execution.md §3.3). */
class LongConditionsTest {
    private static final String LONG_YES = "s = 0; while (s < 20000) { s += 1; } return s > 0;";
    private static final String LONG_VALUE = "s = 0; while (s < 20000) { s += 1; } return s;";
    private static final String LONG_DIVISION = "s = 0; while (s < 20000) { s += 1; } return s / 0;";
    private static final String LONG_FAILURE = "s = 0; while (s < 20000) { s += 1; } return nobody_knows > 0;";

    /** Each brings step {@code a}, whose failures are ignored, to the end of its work; {@code b} comes after it. */
    private static final Map<String, Function<Driver, Run>> WORK = Map.of(
            "a process", driver -> {
                var run = driver.run(ignoring(workflow("w").step("a"), LONG_YES));
                driver.report(run, "a", Reports.failed(Failure.FATAL));
                return run;
            },
            "a refused call", driver -> driver.run(ignoring(workflow("w").subworkflow("a", "nobody"), LONG_YES)),
            "a failed call", driver -> {
                driver.publish(workflow("child").step("x"));
                var run = driver.run(ignoring(workflow("w").subworkflow("a", "child"), LONG_YES));
                driver.report(new Run("child", 1), "x", Reports.failed(Failure.FATAL));
                return run;
            },
            "a loop", driver -> loop(driver, LONG_YES));

    private final Driver driver = new Driver();

    static Stream<String> work() {
        return WORK.keySet().stream().sorted();
    }

    private static Workflows ignoring(Workflows workflow, String condition) {
        return workflow.failureMode(FailureMode.IGNORE_FAILURE).noop("b").edge("a", "b", condition);
    }

    private static Run loop(Driver driver, String condition) {
        var run = driver.run(ignoring(workflow("w").foreach("a", 1, workflow("body").step("x")), condition));
        driver.report(iteration(driver, run), "x", Reports.failed(Failure.FATAL));
        return run;
    }

    private static Run iteration(Driver driver, Run run) {
        var artifact = driver.detail(run, "a").artifacts().get("maestro_foreach");
        return new Run((String) artifact.get("foreach_workflow_id"), 1);
    }

    @BeforeEach
    void holdBack() {
        driver.computing(false);
    }

    @ParameterizedTest
    @MethodSource("work")
    void aCrashForgetsNothing(String what) {
        var run = WORK.get(what).apply(driver);
        assertThat(driver.statuses(run)).isEqualTo("a=RUNNING");
        driver.takeOver();
        assertThat(driver.statuses(run)).isEqualTo("a=RUNNING");
        assertThat(driver.launches(run)).isEmpty();
        driver.computing(true);
        assertThat(driver.statuses(run)).isEqualTo("a=COMPLETED_WITH_ERROR b=SUCCEEDED");
        assertThat(driver.status(run)).isEqualTo(InstanceStatus.SUCCEEDED);
    }

    @ParameterizedTest
    @MethodSource("work")
    void aStopDoesNotWaitForThem(String what) {
        var run = WORK.get(what).apply(driver);
        driver.end(run, Ending.STOP);
        assertThat(driver.statuses(run)).isEqualTo("a=STOPPED");
        assertThat(driver.status(run)).isEqualTo(InstanceStatus.STOPPED);
        driver.computing(true);
        assertThat(driver.statuses(run)).isEqualTo("a=STOPPED");
    }

    @ParameterizedTest
    @MethodSource("work")
    void aSkipTakesThePlaceOfTheFailure(String what) {
        var run = WORK.get(what).apply(driver);
        driver.endStep(run, "a", Ending.SKIP);
        driver.takeOver();
        driver.computing(true);
        assertThat(driver.statuses(run)).isEqualTo("a=SKIPPED b=SUCCEEDED");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aKilledCallThatIsRefusedEndsAfterACrash(boolean wide) {
        var run = driver.run(ignoring(workflow("w").subworkflow("a", "nobody"), LONG_YES));
        driver.endStep(run, "a", Ending.KILL);
        if (wide) {
            driver.end(run, Ending.KILL);
        }
        driver.takeOver();
        driver.computing(true);
        assertThat(driver.statuses(run))
                .isEqualTo(wide ? "a=FATALLY_FAILED" : "a=COMPLETED_WITH_ERROR b=SUCCEEDED");
    }

    @Test
    void whatIsSaidTwiceCountsOnce() {
        var run = WORK.get("a process").apply(driver);
        int told = driver.timeline(run, "a").size();
        driver.report(run, "a", Reports.failed(Failure.FATAL));
        assertThat(driver.timeline(run, "a")).hasSize(told);
        driver.computing(true);
        assertThat(driver.statuses(run)).isEqualTo("a=COMPLETED_WITH_ERROR b=SUCCEEDED");
    }

    @Test
    void noTimeoutIsDueAnyMore() {
        var run = driver.run(ignoring(workflow("w").step("a").timeout("10"), LONG_YES));
        driver.report(run, "a", Reports.failed(Failure.FATAL));
        driver.advanceSeconds(20);
        driver.computing(true);
        assertThat(driver.statuses(run)).isEqualTo("a=COMPLETED_WITH_ERROR b=SUCCEEDED");
    }

    @Test
    void aLoopThatIsDoneTakesNoRestartOfAnIteration() {
        var run = WORK.get("a loop").apply(driver);
        var refused = (Answer.Refused) driver.restart(iteration(driver, run), "x");
        assertThat(refused.why().code()).isEqualTo(Code.CONFLICT);
        driver.computing(true);
        assertThat(driver.statuses(run)).isEqualTo("a=COMPLETED_WITH_ERROR b=SUCCEEDED");
        assertThat(driver.status(iteration(driver, run))).isEqualTo(InstanceStatus.FAILED);
    }

    @Test
    void aLoopWhoseConditionsFailHasFailed() {
        var run = loop(driver, LONG_FAILURE);
        driver.computing(true);
        assertThat(driver.statuses(run)).isEqualTo("a=INTERNALLY_FAILED");
        assertThat(driver.status(run)).isEqualTo(InstanceStatus.FAILED);
    }

    @ParameterizedTest
    @EnumSource(names = {"SKIP", "KILL"})
    void whatIsToldToEndWhileItsParamsAreEvaluatedIsNotLaunched(Ending ending) {
        var run = driver.run(ignoring(workflow("w").step("a").stepExpression("x", ParamType.LONG, LONG_VALUE), LONG_YES));
        driver.endStep(run, "a", ending);
        assertThat(driver.statuses(run)).isEqualTo("a=EVALUATING_PARAMS");
        driver.computing(true);
        assertThat(driver.launches(run)).isEmpty();
        assertThat(driver.statuses(run)).isEqualTo(ended(ending));
    }

    @Test
    void aSkipOfParamsThatFailIsASkip() {
        var run = driver.run(ignoring(workflow("w").step("a").stepExpression("x", ParamType.LONG, LONG_DIVISION), LONG_YES));
        driver.endStep(run, "a", Ending.SKIP);
        assertThat(driver.statuses(run)).isEqualTo("a=EVALUATING_PARAMS");
        driver.computing(true);
        assertThat(driver.statuses(run)).isEqualTo("a=SKIPPED b=SUCCEEDED");
    }

    @ParameterizedTest
    @EnumSource(names = {"SKIP", "KILL"})
    void whatIsToldToEndWhileItWaitsForAPermitGetsNone(Ending ending) {
        driver.publish(ignoring(workflow("w").parallel(2).stepConcurrency(1).step("a"), LONG_YES));
        var first = driver.start("w");
        var second = driver.start("w");
        driver.endStep(second, "a", ending);
        driver.takeOver();
        driver.report(first, "a", Reports.failed(Failure.FATAL));
        assertThat(driver.statuses(second)).isEqualTo("a=WAITING_FOR_PERMITS");
        driver.computing(true);
        assertThat(driver.launches(second)).isEmpty();
        assertThat(driver.statuses(second)).isEqualTo(ended(ending));
    }

    @Test
    void whatIsToldToEndAtABreakpointDoesNotGoOn() {
        driver.publish(ignoring(workflow("w").step("a"), LONG_YES));
        driver.breakAt("w", "a");
        var run = driver.start("w");
        driver.endStep(run, "a", Ending.SKIP);
        var refused = (Answer.Refused) driver.resume(run, "a");
        assertThat(refused.why().code()).isEqualTo(Code.NOT_FOUND);
        driver.deleteBreakpoint("w", "a", true);
        driver.computing(true);
        assertThat(driver.launches(run)).isEmpty();
        assertThat(driver.statuses(run)).isEqualTo("a=SKIPPED b=SUCCEEDED");
    }

    @Test
    void anotherActionOnItMustWait() {
        driver.publish(ignoring(workflow("w").parallel(2).stepConcurrency(1).step("a"), LONG_YES));
        driver.start("w");
        var run = driver.start("w");
        driver.endStep(run, "a", Ending.SKIP);
        var refused = (Answer.Refused) driver.endStep(run, "a", Ending.KILL);
        assertThat(refused.why().code()).isEqualTo(Code.CONFLICT);
    }

    private static String ended(Ending ending) {
        return "a=" + (ending == Ending.SKIP ? "SKIPPED" : "COMPLETED_WITH_ERROR") + " b=SUCCEEDED";
    }
}
