package maestro.testkit.sim;

import static maestro.model.definition.FailureMode.FAIL_IMMEDIATELY;
import static maestro.model.definition.FailureMode.IGNORE_FAILURE;
import static maestro.testkit.build.Workflows.workflow;
import static org.assertj.core.api.Assertions.assertThat;

import maestro.core.rule.Report.Failure;
import maestro.model.run.InstanceStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which steps run, and how their run ends (execution.md §4 and scenarios 1 to 4). */
class GraphTest {
    private final Driver driver = new Driver();

    @Test
    void aBranchThatNobodyChoosesIsUnsatisfiedToItsEnd() {
        var run = driver.run(workflow("w")
                .noop("a").noop("b", "a").noop("c").edge("a", "c", "false")
                .noop("d", "b").noop("e", "c").noop("f", "d", "e"));
        assertThat(driver.statuses(run)).isEqualTo("a=SUCCEEDED b=SUCCEEDED c=UNSATISFIED d=SUCCEEDED"
                + " e=UNSATISFIED f=SUCCEEDED");
        assertThat(driver.status(run)).isEqualTo(InstanceStatus.SUCCEEDED);
        assertThat(driver.timeline(run, "c"))
                .containsExactly("Step condition is unsatisfied because no predecessors can reach it.");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            first | second | join
            true  | true   | SUCCEEDED
            true  | false  | SUCCEEDED
            false | true   | SUCCEEDED
            false | false  | UNSATISFIED
            """)
    void aJoinRunsWhenAtLeastOneEdgeSaysYes(String first, String second, String join) {
        var run = driver.run(workflow("w")
                .noop("p").noop("q").noop("j").edge("p", "j", first).edge("q", "j", second));
        assertThat(driver.statuses(run)).isEqualTo("p=SUCCEEDED q=SUCCEEDED j=" + join);
        assertThat(driver.status(run)).isEqualTo(InstanceStatus.SUCCEEDED);
    }

    @Test
    void aJoinWaitsForAllItsPredecessors() {
        var run = driver.run(workflow("w").step("p").step("q").step("j", "p", "q"));
        driver.done(run, "p");
        assertThat(driver.statuses(run)).isEqualTo("p=SUCCEEDED q=RUNNING");
        driver.done(run, "q");
        assertThat(driver.statuses(run)).isEqualTo("p=SUCCEEDED q=SUCCEEDED j=RUNNING");
        driver.done(run, "j");
        assertThat(driver.status(run)).isEqualTo(InstanceStatus.SUCCEEDED);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            x  | b           | c
            5  | SUCCEEDED   | UNSATISFIED
            0  | UNSATISFIED | SUCCEEDED
            -1 | UNSATISFIED | SUCCEEDED
            """)
    void conditionsReadWorkflowParams(long x, String b, String c) {
        var run = driver.run(workflow("w").param("x", x)
                .noop("a").noop("b").noop("c").edge("a", "b", "x > 0").edge("a", "c", "x <= 0"));
        assertThat(driver.statuses(run)).isEqualTo("a=SUCCEEDED b=" + b + " c=" + c);
    }

    @Test
    void aConditionThatCannotBeEvaluatedFailsItsStepAndStartsNothing() {
        var run = driver.run(workflow("w").noop("a").noop("b").edge("a", "b", "nobody_knows > 0"));
        assertThat(driver.statuses(run)).isEqualTo("a=INTERNALLY_FAILED");
        assertThat(driver.status(run)).isEqualTo(InstanceStatus.FAILED);
    }

    @Test
    void otherBranchesGoOnAfterAFailure() {
        var run = driver.run(workflow("w").step("p").retries(0, 0, 0).step("q").step("r", "p").step("s", "q"));
        driver.report(run, "p", Reports.failed(Failure.FATAL));
        assertThat(driver.status(run)).isEqualTo(InstanceStatus.IN_PROGRESS);
        driver.done(run, "q", "s");
        assertThat(driver.statuses(run)).isEqualTo("p=FATALLY_FAILED q=SUCCEEDED s=SUCCEEDED");
        assertThat(driver.status(run)).isEqualTo(InstanceStatus.FAILED);
    }

    @Test
    void failImmediatelyStopsTheOthers() {
        var run = driver.run(workflow("w")
                .step("p").failureMode(FAIL_IMMEDIATELY).step("q").step("r", "p").step("s", "q"));
        driver.report(run, "p", Reports.failed(Failure.FATAL));
        assertThat(driver.cancelled(run, "q")).isTrue();
        driver.report(run, "q", Reports.cancelled());
        assertThat(driver.statuses(run)).isEqualTo("p=FATALLY_FAILED q=STOPPED");
        assertThat(driver.status(run)).isEqualTo(InstanceStatus.FAILED);
        assertThat(driver.timeline(run, "q")).contains("User [MAESTRO_TASK] take action [STOP] on the step due to"
                + " reason: [Stop all steps because step [p] with FAIL_IMMEDIATELY mode is failed.]");
    }

    @Test
    void anIgnoredFailureLetsSuccessorsRun() {
        var run = driver.run(workflow("w").step("p").failureMode(IGNORE_FAILURE).step("r", "p"));
        driver.report(run, "p", Reports.failed(Failure.FATAL)).done(run, "r");
        assertThat(driver.statuses(run)).isEqualTo("p=COMPLETED_WITH_ERROR r=SUCCEEDED");
        assertThat(driver.status(run)).isEqualTo(InstanceStatus.SUCCEEDED);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            mode               | step              | successor | run
            FAIL_AFTER_RUNNING | INTERNALLY_FAILED |           | FAILED
            IGNORE_FAILURE     | INTERNALLY_FAILED |           | FAILED
            """)
    void aBrokenRuntimeFailsItsStepWhateverTheFailureMode(String mode, String step, String successor, String status) {
        var run = driver.run(workflow("w")
                .step("p").failureMode(maestro.model.definition.FailureMode.valueOf(mode)).step("r", "p"));
        driver.report(run, "p", Reports.crashed());
        assertThat(driver.statuses(run)).isEqualTo("p=" + step + (successor == null ? "" : " r=" + successor));
        assertThat(driver.status(run)).hasToString(status);
        assertThat(driver.timeline(run, "p")).contains("The step's runtime broke: NullPointerException");
    }

    @Test
    void aSleepEndsByItself() {
        var run = driver.run(workflow("w").sleep("nap", 10).noop("after", "nap"));
        driver.advanceSeconds(10);
        assertThat(driver.statuses(run)).isEqualTo("nap=RUNNING");
        driver.advanceSeconds(1);
        assertThat(driver.statuses(run)).isEqualTo("nap=SUCCEEDED after=SUCCEEDED");
    }

    @Test
    void aLongChainOfStepsEndsWithinItsFirstCommit() {
        var chain = workflow("w").noop("s0");
        for (int i = 1; i < 100; i++) {
            chain.noop("s" + i, "s" + (i - 1));
        }
        var run = driver.run(chain);
        assertThat(driver.status(run)).isEqualTo(InstanceStatus.SUCCEEDED);
        assertThat(driver.reads().steps(driver.row(run).runKey())).hasSize(100);
    }

    @Test
    void anExpressionThatTakesLongIsEvaluatedOutsideTheTurn() {
        driver.computing(false);
        var run = driver.run(workflow("w")
                .noop("a")
                .stepExpression("x", maestro.model.param.ParamType.LONG,
                        "s = 0; while (s < 20000) { s += 1; } return s;"));
        assertThat(driver.statuses(run)).isEqualTo("a=EVALUATING_PARAMS");
        driver.computing(true);
        assertThat(driver.statuses(run)).isEqualTo("a=SUCCEEDED");
        assertThat(driver.detail(run, "a").params().get("x").result()).isEqualTo(20_000L);
    }
}
