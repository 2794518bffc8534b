package maestro.testkit.sim;

import static maestro.core.rule.Report.Failure.FATAL;
import static maestro.core.rule.Report.Failure.USER;
import static maestro.model.run.RunPolicy.RESTART_FROM_BEGINNING;
import static maestro.model.run.RunPolicy.RESTART_FROM_INCOMPLETE;
import static maestro.testkit.build.Workflows.workflow;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import maestro.core.row.Ending;
import maestro.core.row.RestartConfig;
import maestro.core.row.RunHead;
import maestro.core.row.RunTail;
import maestro.core.rule.Answer;
import maestro.model.Code;
import maestro.model.MaestroException;
import maestro.model.definition.FailureMode;
import maestro.model.definition.RunStrategy;
import maestro.model.param.ParamDefinition;
import maestro.model.param.ParamType;
import maestro.model.run.InstanceStatus;
import maestro.testkit.build.Workflows;
import maestro.testkit.sim.Driver.Run;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Restarts of instances and steps (execution.md §6 and scenarios 7 to 10). */
class RestartTest {
    /** The example of §6.2: a leads to b and d, b to c; a and d went well, b failed. */
    private static Run example(Driver driver) {
        var run = driver.run(example());
        driver.done(run, "a", "d").report(run, "b", Reports.failed(FATAL));
        assertThat(driver.standings(run)).isEqualTo("a=SUCCEEDED b=FATALLY_FAILED d=SUCCEEDED c=NOT_CREATED");
        return run;
    }

    private static Workflows example() {
        return workflow("w").step("a").step("b", "a").step("d", "a").step("c", "b");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            restart    | runs    | all     | status    | run status
            INCOMPLETE | b c     | b c     | SUCCEEDED |
            BEGINNING  | a b d c | a b d c | SUCCEEDED |
            b          | b c     | b c     | SUCCEEDED |
            a          | a b d c | a b d c | SUCCEEDED |
            d          | d       | b d c   | FAILED    | SUCCEEDED
            """)
    void theNewRunHasTheStepsThatItShould(
            String restart, String runs, String all, String status, String runStatus) {
        var driver = new Driver();
        var run = example(driver);
        var answer = restart(driver, run, restart);
        assertThat(((Answer.Started) answer).runs().getFirst().runId()).isEqualTo(2);
        for (String step : runs.split(" ")) {
            driver.done(run, step);
        }
        assertThat(driver.statuses(run)).isEqualTo(runs.replaceAll("\\w+", "$0=SUCCEEDED"));
        assertThat(String.join(" ", RunHead.read(driver.row(run).head()).restart().orElseThrow().dag()))
                .isEqualTo(all);
        assertThat(driver.status(run)).hasToString(status);
        assertThat(RunTail.read(driver.row(run).tail()).runStatus().map(Enum::name).orElse(null))
                .isEqualTo(runStatus);
    }

    private static Answer restart(Driver driver, Run run, String what) {
        return switch (what) {
            case "INCOMPLETE" -> driver.restart(run, RESTART_FROM_INCOMPLETE);
            case "BEGINNING" -> driver.restart(run, RESTART_FROM_BEGINNING);
            default -> driver.restart(run, what);
        };
    }

    @Test
    void anotherFailedBranchKeepsItsRunInTheAggregatedView() {
        var driver = new Driver();
        var run = example(driver);
        driver.restart(run, "d");
        driver.done(run, "d");
        assertThat(driver.standings(run)).isEqualTo("a=SUCCEEDED b=FATALLY_FAILED d=SUCCEEDED c=NOT_CREATED");
        driver.restart(run, RESTART_FROM_INCOMPLETE);
        driver.done(run, "b", "c");
        assertThat(driver.status(run)).isEqualTo(InstanceStatus.SUCCEEDED);
        assertThat(driver.row(run).runId()).isEqualTo(3);
    }

    @Test
    void aNewRunGoesOnAfterATakeOver() {
        var driver = new Driver();
        var run = example(driver);
        driver.restart(run, "d");
        driver.takeOver();
        assertThat(driver.statuses(run)).isEqualTo("d=RUNNING");
        driver.done(run, "d");
        assertThat(driver.status(run)).isEqualTo(InstanceStatus.FAILED);
    }

    @Test
    void whatACarriedOverStepSaidStillCounts() {
        var driver = new Driver();
        var run = driver.run(workflow("w").noop("a").step("b", "a").noop("no").edge("a", "no", "1 > 2").noop("c", "b"));
        driver.end(run, Ending.STOP);
        driver.report(run, "b", Reports.cancelled());
        driver.restart(run, RESTART_FROM_INCOMPLETE);
        driver.done(run, "b");
        assertThat(driver.statuses(run)).isEqualTo("b=SUCCEEDED c=SUCCEEDED");
        assertThat(driver.standings(run)).isEqualTo("a=SUCCEEDED b=SUCCEEDED no=UNSATISFIED c=SUCCEEDED");
    }

    @Test
    void aStepThatWasNeverReachedIsUnsatisfiedWhenItsCarriedOverParentSaidNo() {
        var driver = new Driver();
        var run = driver.run(workflow("w").step("a").step("b").noop("c", "b").edge("a", "c", "1 > 2"));
        driver.done(run, "a").report(run, "b", Reports.failed(FATAL));
        driver.restart(run, "b");
        driver.report(run, "b", Reports.failed(FATAL));
        assertThat(driver.standings(run)).isEqualTo("a=SUCCEEDED b=FATALLY_FAILED c=NOT_CREATED");
    }

    @Test
    void laterStepsReadTheParamsOfCarriedOverOnes() {
        var driver = new Driver();
        var run = driver.run(workflow("w")
                .noop("a").stepParam("x", 7)
                .step("b", "a")
                .noop("c", "b").stepExpression("y", ParamType.LONG, "return params.getFromStep('a', 'x') + 1;"));
        driver.report(run, "b", Reports.failed(FATAL));
        driver.restart(run, RESTART_FROM_INCOMPLETE);
        driver.done(run, "b");
        assertThat(driver.detail(run, "c").params().get("y").result()).isEqualTo(8L);
    }

    @Test
    void nothingIsLeftToRestartInAnInstanceThatWentWell() {
        var driver = new Driver();
        var run = driver.run(workflow("w").noop("a"));
        assertThatThrownBy(() -> driver.restart(run, RESTART_FROM_INCOMPLETE))
                .isInstanceOf(MaestroException.class)
                .hasMessageContaining("nothing to restart");
        driver.restart(run, RESTART_FROM_BEGINNING);
        assertThat(driver.row(run).runId()).isEqualTo(2);
        driver.restart(run, "a");
        assertThat(driver.row(run).runId()).isEqualTo(3);
        assertThat(driver.status(run)).isEqualTo(InstanceStatus.SUCCEEDED);
    }

    @ParameterizedTest
    @CsvSource({"RESTART_FROM_INCOMPLETE", "RESTART_FROM_BEGINNING"})
    void aRunThatGoesOnIsNotRestarted(maestro.model.run.RunPolicy policy) {
        var driver = new Driver();
        var run = driver.run(workflow("w").step("a"));
        assertThatThrownBy(() -> driver.restart(run, policy)).hasMessageContaining("non-terminal");
    }

    @Test
    void noStepOfAQueuedRunIsRestarted() {
        var driver = new Driver();
        var run = example(driver);
        var other = driver.start("w");
        driver.restart(run, "d");
        assertThat(driver.status(run)).isEqualTo(InstanceStatus.CREATED);
        var answer = driver.restart(run, "b");
        assertThat(((Answer.Refused) answer).why()).hasMessageContaining("still queued");
        driver.end(other, Ending.KILL);
        driver.report(other, "a", Reports.cancelled());
        assertThat(driver.statuses(run)).isEqualTo("d=RUNNING");
    }

    @Test
    void stepsThatNobodyKnowsOrReachedAreRefused() {
        var driver = new Driver();
        var run = example(driver);
        assertThatThrownBy(() -> driver.restart(run, "zzz")).hasMessageContaining("no step [zzz]");
        assertThatThrownBy(() -> driver.restart(run, "c")).hasMessageContaining("never created");
    }

    @Test
    void paramsOfTheRestartGoOverThoseOfTheRunBefore() {
        var driver = new Driver();
        var run = driver.run(workflow("w").param("x", 1).param("kept", 5).step("a").stepParam("p", 1));
        driver.report(run, "a", Reports.failed(FATAL));
        Map<String, ParamDefinition> params = Map.of("x", ParamDefinition.literal(ParamType.LONG, 2L));
        driver.restart(RestartConfig.ofInstance(
                driver.node(run, java.util.Optional.empty()), RESTART_FROM_INCOMPLETE, params));
        var head = RunHead.read(driver.row(run).head());
        assertThat(head.params().get("x").result()).isEqualTo(2L);
        assertThat(head.params().get("kept").result()).isEqualTo(5L);
        driver.report(run, "a", Reports.failed(FATAL));
        driver.restart(RestartConfig.ofStep(
                driver.node(run, java.util.Optional.of("a")),
                RESTART_FROM_INCOMPLETE,
                Map.of("p", ParamDefinition.literal(ParamType.LONG, 9L))));
        assertThat(driver.detail(run, "a").params().get("p").result()).isEqualTo(9L);
        assertThat(RunHead.read(driver.row(run).head()).params().get("x").result()).isEqualTo(2L);
    }

    @Test
    void aRestartThatGoesWellFreesAStrictQueue() {
        var driver = new Driver();
        driver.publish(workflow("w").strategy(RunStrategy.Rule.STRICT_SEQUENTIAL).step("a"));
        var first = driver.start("w");
        var second = driver.start("w");
        driver.report(first, "a", Reports.failed(FATAL));
        assertThat(driver.status(second)).isEqualTo(InstanceStatus.CREATED);
        driver.restart(first, RESTART_FROM_INCOMPLETE);
        assertThat(driver.status(first)).isEqualTo(InstanceStatus.IN_PROGRESS);
        driver.done(first, "a");
        assertThat(driver.runs("w")).isEqualTo("SUCCEEDED IN_PROGRESS");
    }

    @Test
    void aRestartIsAnArrivalForTheStrategy() {
        var driver = new Driver();
        driver.publish(workflow("w").strategy(RunStrategy.Rule.FIRST_ONLY).step("a"));
        var first = driver.start("w");
        driver.report(first, "a", Reports.failed(FATAL));
        driver.start("w");
        var answer = (Answer.Started) driver.restart(first, RESTART_FROM_INCOMPLETE);
        assertThat(answer.runs().getFirst().status()).isEqualTo(Answer.Started.Status.STOPPED);
    }

    @Test
    void whatWasReadBeforeAnotherRestartIsStale() {
        var driver = new Driver();
        var run = example(driver);
        var late = driver.restartCommand(driver.fromStep(run, "b"));
        driver.restart(run, "b");
        driver.report(run, "b", Reports.failed(FATAL));
        assertThat(driver.ask(late)).isInstanceOf(Answer.Stale.class);
    }

    // in place

    @Test
    void aFailedStepOfARunUnderWayGetsAnotherAttempt() {
        var driver = new Driver();
        var run = driver.run(workflow("w").step("p").step("q").noop("r", "p"));
        driver.report(run, "p", Reports.failed(FATAL));
        var taken = (Answer.StepTaken) driver.restart(run, "p");
        assertThat(taken.attempt()).isEqualTo(2);
        assertThat(driver.attempts(run, "p")).isEqualTo("FATALLY_FAILED RUNNING");
        assertThat(driver.timeline(run, "p"))
                .contains("User [amy] take action [RESTART] on the step due to reason: [manual step instance API call]");
        assertThat(driver.detail(run, "p").retry().retryable()).isFalse();
        assertThat(driver.detail(run, "p").retry().manual()).isEqualTo(1);
        driver.done(run, "p", "q");
        assertThat(driver.status(run)).isEqualTo(InstanceStatus.SUCCEEDED);
        assertThat(driver.statuses(run)).contains("r=SUCCEEDED");
    }

    @Test
    void anAttemptThatAUserAskedForIsNotRetriedByTheSystem() {
        var driver = new Driver();
        var run = driver.run(workflow("w").step("p").step("q"));
        driver.report(run, "p", Reports.failed(FATAL));
        driver.restart(run, "p");
        driver.report(run, "p", Reports.failed(USER));
        assertThat(driver.attempts(run, "p")).isEqualTo("FATALLY_FAILED FATALLY_FAILED");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            IGNORE_FAILURE     | FATAL | COMPLETED_WITH_ERROR
            FAIL_AFTER_RUNNING | USER  | still retrying
            FAIL_IMMEDIATELY   | FATAL | failure mode
            """)
    void someFailuresAreNotRestartedInPlace(FailureMode mode, maestro.core.rule.Report.Failure failure, String why) {
        var driver = new Driver();
        var run = driver.run(workflow("w").step("p").failureMode(mode).step("q"));
        driver.report(run, "p", Reports.failed(failure));
        assertThat(refusal(driver.restart(run, "p"))).contains(why);
    }

    private static String refusal(Answer answer) {
        var why = ((Answer.Refused) answer).why();
        assertThat(why.code()).isEqualTo(Code.BAD_REQUEST);
        return why.getMessage();
    }

    @Test
    void aPlaceholderBecomesAnAttemptWhenItIsRestarted() {
        var driver = new Driver();
        var run = example(driver);
        driver.restart(run, "d");
        assertThat(driver.statuses(run)).isEqualTo("d=RUNNING");
        driver.restart(run, "b");
        assertThat(driver.statuses(run)).isEqualTo("d=RUNNING b=RUNNING");
        assertThat(driver.detail(run, "b").retry().retryable()).isFalse();
        driver.done(run, "d", "b", "c");
        assertThat(driver.status(run)).isEqualTo(InstanceStatus.SUCCEEDED);
    }

    @Test
    void skippingAStepThatEndedMakesANewRunThatSkipsIt() {
        var driver = new Driver();
        var run = example(driver);
        driver.restart(RestartConfig.skipping(driver.node(run, java.util.Optional.of("b"))));
        assertThat(driver.statuses(run)).isEqualTo("b=SKIPPED c=RUNNING");
        assertThat(driver.timeline(run, "b")).containsExactly("Step is skipped because of a user skip action.");
        driver.done(run, "c");
        assertThat(driver.status(run)).isEqualTo(InstanceStatus.SUCCEEDED);
    }
}
