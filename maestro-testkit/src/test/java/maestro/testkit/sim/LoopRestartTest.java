package maestro.testkit.sim;

import static maestro.core.rule.Report.Failure.FATAL;
import static maestro.model.run.RunPolicy.RESTART_FROM_BEGINNING;
import static maestro.model.run.RunPolicy.RESTART_FROM_INCOMPLETE;
import static maestro.testkit.build.Workflows.workflow;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import maestro.core.row.Ending;
import maestro.core.row.RestartConfig;
import maestro.core.row.RunRow;
import maestro.core.rule.Answer;
import maestro.model.Code;
import maestro.model.definition.FailureMode;
import maestro.model.json.Json;
import maestro.model.param.ParamDefinition;
import maestro.model.param.ParamSource;
import maestro.model.param.ParamType;
import maestro.model.run.InstanceStatus;
import maestro.model.run.RunPolicy;
import maestro.testkit.build.Workflows;
import maestro.testkit.sim.Driver.Run;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Restarts through loops (composite-steps.md §2.6, §2.7, §3.4; scenario 16). */
class LoopRestartTest {
    private static Workflows loops(int times) {
        return workflow("w").foreach("f", times, workflow("body").step("x").noop("y", "x"));
    }

    private static Run iteration(Driver driver, Run run, String step, long number) {
        var artifacts = driver.detail(run, step).artifacts();
        var artifact = artifacts.getOrDefault("maestro_foreach", artifacts.getOrDefault("maestro_while", Map.of()));
        String id = (String) artifact.getOrDefault("foreach_workflow_id", artifact.get("loop_workflow_id"));
        return new Run(id, number);
    }

    /** Of each iteration its status and the number of its run: {@code "1:SUCCEEDED 2:FAILED"}. */
    private static String iterations(Driver driver, Run run, String step, int times) {
        return LongStream.rangeClosed(1, times)
                .mapToObj(number -> iteration(driver, run, step, number))
                .flatMap(each -> driver.reads().latestRun(each.workflowId(), each.instanceId()).stream())
                .map(row -> row.runId() + ":" + row.status())
                .collect(Collectors.joining(" "));
    }

    /** Iteration 2 of 3 failed, the others went well. */
    private static Run twoFailed(Driver driver, Workflows workflow) {
        var run = driver.run(workflow);
        driver.done(iteration(driver, run, "f", 1), "x");
        driver.done(iteration(driver, run, "f", 3), "x");
        driver.report(iteration(driver, run, "f", 2), "x", Reports.failed(FATAL));
        assertThat(driver.status(run)).isEqualTo(InstanceStatus.FAILED);
        return run;
    }

    @Test
    void aRestartOfTheInstanceKeepsIterationsThatWentWell() {
        var driver = new Driver();
        var run = twoFailed(driver, loops(3));
        driver.restart(run, RESTART_FROM_INCOMPLETE);
        assertThat(iterations(driver, run, "f", 3)).isEqualTo("1:SUCCEEDED 2:IN_PROGRESS 1:SUCCEEDED");
        driver.done(iteration(driver, run, "f", 2), "x");
        assertThat(driver.status(run)).isEqualTo(InstanceStatus.SUCCEEDED);
        assertThat(overview(driver, run).path("stats").path("SUCCEEDED").intValue()).isEqualTo(3);
        assertThat(overview(driver, run).path("rollup").path("total_leaf_count").intValue()).isEqualTo(6);
        assertThat(overview(driver, run).path("rollup").path("overview").has("FATALLY_FAILED")).isFalse();
    }

    private static tools.jackson.databind.JsonNode overview(Driver driver, Run run) {
        return Json.node(driver.detail(run, "f").artifacts().get("maestro_foreach")).path("foreach_overview");
    }

    @Test
    void aRestartFromTheBeginningRunsAllAgain() {
        var driver = new Driver();
        var run = twoFailed(driver, loops(3));
        driver.restart(run, RESTART_FROM_BEGINNING);
        assertThat(iterations(driver, run, "f", 3)).isEqualTo("2:IN_PROGRESS 2:IN_PROGRESS 2:IN_PROGRESS");
        for (int number = 1; number <= 3; number++) {
            driver.done(iteration(driver, run, "f", number), "x");
        }
        assertThat(driver.status(run)).isEqualTo(InstanceStatus.SUCCEEDED);
        assertThat(overview(driver, run).path("rollup").path("total_leaf_count").intValue()).isEqualTo(6);
    }

    @Test
    void aStepOfAnIterationIsRestartedByWayOfItsRoot() {
        var driver = new Driver();
        var run = twoFailed(driver, loops(3));
        var inner = iteration(driver, run, "f", 2);
        var answer = (Answer.Started) driver.restart(inner, "x");
        assertThat(answer.runs().getFirst().runId()).isEqualTo(2);
        assertThat(driver.row(run).runId()).isEqualTo(2);
        assertThat(iterations(driver, run, "f", 3)).isEqualTo("1:SUCCEEDED 2:IN_PROGRESS 1:SUCCEEDED");
        driver.done(inner, "x");
        assertThat(driver.statuses(inner)).isEqualTo("x=SUCCEEDED y=SUCCEEDED");
        assertThat(driver.status(run)).isEqualTo(InstanceStatus.SUCCEEDED);
        assertThat(driver.reads().run(inner.workflowId(), 2, 1).map(RunRow::unblocked)).contains(true);
    }

    @Test
    void onlyTheNamedOneOfTwoFailedIterationsRunsAgain() {
        var driver = new Driver();
        var run = driver.run(loops(2));
        driver.report(iteration(driver, run, "f", 1), "x", Reports.failed(FATAL));
        driver.report(iteration(driver, run, "f", 2), "x", Reports.failed(FATAL));
        driver.restart(iteration(driver, run, "f", 1), "x");
        assertThat(iterations(driver, run, "f", 2)).isEqualTo("2:IN_PROGRESS 1:FAILED");
        driver.done(iteration(driver, run, "f", 1), "x");
        assertThat(iterations(driver, run, "f", 2)).isEqualTo("2:SUCCEEDED 1:FAILED");
        assertThat(driver.status(run)).isEqualTo(InstanceStatus.FAILED);
    }

    @Test
    void paramsOfTheRestartReachTheStepInTheIteration() {
        var driver = new Driver();
        var run = twoFailed(driver, workflow("w").foreach("f", 3, workflow("body").step("x").stepParam("p", 1)));
        var inner = iteration(driver, run, "f", 2);
        driver.restart(RestartConfig.ofStep(
                driver.node(inner, Optional.of("x")),
                RESTART_FROM_INCOMPLETE,
                Map.of("p", ParamDefinition.literal(ParamType.LONG, 9L))));
        var given = driver.detail(inner, "x").params().get("p");
        assertThat(given.result()).isEqualTo(9L);
        assertThat(given.definition().source()).contains(ParamSource.FOREACH);
    }

    @Test
    void iterationsThatAreKeptCountAsLoopedOver() {
        var driver = new Driver();
        var run = twoFailed(driver, loops(3));
        driver.restart(iteration(driver, run, "f", 2), "x");
        driver.takeOver();
        driver.done(iteration(driver, run, "f", 2), "x");
        var artifact = Json.node(driver.detail(run, "f").artifacts().get("maestro_foreach"));
        assertThat(artifact.path("next_loop_index").intValue()).isEqualTo(3);
    }

    @Test
    void anIterationThatRunsAgainIsNotRestartedOnceMore() {
        var driver = new Driver();
        var run = twoFailed(driver, loops(3));
        driver.restart(iteration(driver, run, "f", 2), "x");
        var again = (Answer.Refused) driver.restart(iteration(driver, run, "f", 2), "x");
        assertThat(again.why().code()).isEqualTo(Code.BAD_REQUEST);
    }

    @Test
    void aFailedLoopIsRestartedWhileItsRunGoesOn() {
        var driver = new Driver();
        var run = driver.run(workflow("w").step("q").foreach("f", 2, workflow("body").step("x")));
        driver.done(iteration(driver, run, "f", 1), "x");
        driver.report(iteration(driver, run, "f", 2), "x", Reports.failed(FATAL));
        driver.restart(run, "f");
        assertThat(iterations(driver, run, "f", 2)).isEqualTo("1:SUCCEEDED 2:IN_PROGRESS");
        driver.takeOver();
        driver.done(iteration(driver, run, "f", 2), "x").done(run, "q");
        assertThat(driver.status(run)).isEqualTo(InstanceStatus.SUCCEEDED);
    }

    @Test
    void oneIterationOfALoopThatRunsIsRestartedAlone() {
        var driver = new Driver();
        var run = driver.run(loops(3));
        driver.report(iteration(driver, run, "f", 2), "x", Reports.failed(FATAL));
        var taken = (Answer.StepTaken) driver.restart(iteration(driver, run, "f", 2), "x");
        assertThat(taken.stepId()).isEqualTo("f");
        assertThat(iterations(driver, run, "f", 3)).isEqualTo("1:IN_PROGRESS 2:IN_PROGRESS 1:IN_PROGRESS");
        for (int number = 1; number <= 3; number++) {
            driver.done(iteration(driver, run, "f", number), "x");
        }
        assertThat(driver.status(run)).isEqualTo(InstanceStatus.SUCCEEDED);
        assertThat(driver.timeline(run, "f")).containsSequence(
                "Saved a pending action for iteration [2]", "Successfully take an action: [RESTART of iteration 2]");
    }

    @Test
    void anIterationWaitsForItsTurnWhenItIsRestarted() {
        var driver = new Driver();
        var run = driver.run(loops(4).loopConcurrency(2));
        driver.done(iteration(driver, run, "f", 1), "x");
        assertThat(iterations(driver, run, "f", 4)).isEqualTo("1:SUCCEEDED 1:IN_PROGRESS 1:IN_PROGRESS");
        driver.restart(iteration(driver, run, "f", 1), "x");
        assertThat(iterations(driver, run, "f", 4)).isEqualTo("1:SUCCEEDED 1:IN_PROGRESS 1:IN_PROGRESS");
        var again = (Answer.Refused) driver.restart(iteration(driver, run, "f", 1), "x");
        assertThat(again.why().code()).isEqualTo(Code.CONFLICT);
        driver.takeOver();
        driver.done(iteration(driver, run, "f", 2), "x");
        assertThat(iterations(driver, run, "f", 4)).isEqualTo("2:IN_PROGRESS 1:SUCCEEDED 1:IN_PROGRESS");
    }

    @Test
    void aFailingLoopThatEndsAtOnceTakesNoRestartOfAnIteration() {
        var driver = new Driver();
        var run = driver.run(workflow("w")
                .foreach("f", 2, workflow("body").step("x"))
                .failureMode(FailureMode.FAIL_IMMEDIATELY)
                .step("q"));
        driver.done(iteration(driver, run, "f", 1), "x");
        var refused = (Answer.Refused) driver.restart(iteration(driver, run, "f", 1), "x");
        assertThat(refused.why().code()).isEqualTo(Code.BAD_REQUEST);
    }

    @Test
    void iterationsAreNotKeptForOtherLoopValues() {
        var driver = new Driver();
        var run = twoFailed(driver, workflow("w").param("n", 1)
                .foreach("f", 3, workflow("body").step("x").noop("y", "x"))
                .loopExpression("return new long[]{n, 2, 3};"));
        driver.restart(RestartConfig.ofInstance(
                driver.node(run, Optional.empty()),
                RESTART_FROM_INCOMPLETE,
                Map.of("n", ParamDefinition.literal(ParamType.LONG, 7L))));
        assertThat(driver.statuses(run)).isEqualTo("f=FATALLY_FAILED");
        assertThat(driver.timeline(run, "f").getLast()).contains("loop_params");
        driver.restart(run, RESTART_FROM_BEGINNING);
        assertThat(iterations(driver, run, "f", 3)).isEqualTo("2:IN_PROGRESS 2:IN_PROGRESS 2:IN_PROGRESS");
    }

    @Test
    void loopsInLoopsNeverReuseARunOfAnIteration() {
        var driver = new Driver();
        var run = driver.run(workflow("w")
                .foreach("f", 2, workflow("b").foreach("g", 2, workflow("c").step("x")).loopName("j")));
        var outer = iteration(driver, run, "f", 1);
        driver.report(iteration(driver, outer, "g", 1), "x", Reports.failed(FATAL));
        driver.done(iteration(driver, outer, "g", 2), "x");
        var other = iteration(driver, run, "f", 2);
        driver.done(iteration(driver, other, "g", 1), "x").done(iteration(driver, other, "g", 2), "x");
        assertThat(driver.status(run)).isEqualTo(InstanceStatus.FAILED);
        driver.restart(iteration(driver, outer, "g", 1), "x");
        assertThat(iterations(driver, outer, "g", 2)).isEqualTo("2:IN_PROGRESS 1:SUCCEEDED");
        driver.report(iteration(driver, outer, "g", 1), "x", Reports.failed(FATAL));
        driver.restart(run, RESTART_FROM_BEGINNING);
        assertThat(iterations(driver, outer, "g", 2)).isEqualTo("3:IN_PROGRESS 3:IN_PROGRESS");
        assertThat(iterations(driver, other, "g", 2)).isEqualTo("2:IN_PROGRESS 2:IN_PROGRESS");
    }

    // while

    private static Workflows counting() {
        return workflow("w").repeat("l", 0, "i < 3", workflow("body")
                .noop("inc").stepExpression("i", ParamType.LONG, "return i + 1;")
                .step("x", "inc"));
    }

    private static Run secondFailed(Driver driver) {
        var run = driver.run(counting());
        driver.done(iteration(driver, run, "l", 1), "x");
        driver.report(iteration(driver, run, "l", 2), "x", Reports.failed(FATAL));
        assertThat(driver.status(run)).isEqualTo(InstanceStatus.FAILED);
        assertThat(driver.timeline(run, "l").getLast()).endsWith("[2] ended as [FAILED]");
        return run;
    }

    @ParameterizedTest
    @CsvSource({"RESTART_FROM_INCOMPLETE, 1:SUCCEEDED 2:SUCCEEDED 2:SUCCEEDED, 2 3",
        "RESTART_FROM_BEGINNING, 2:SUCCEEDED 2:SUCCEEDED 2:SUCCEEDED, 1 2 3"})
    void aWhileGoesOnFromTheIterationThatFailed(RunPolicy policy, String iterations, String done) {
        var driver = new Driver();
        var run = secondFailed(driver);
        driver.restart(run, policy);
        for (String number : done.split(" ")) {
            driver.done(iteration(driver, run, "l", Long.parseLong(number)), "x");
        }
        assertThat(iterations(driver, run, "l", 4)).isEqualTo(iterations);
        assertThat(driver.status(run)).isEqualTo(InstanceStatus.SUCCEEDED);
        var artifact = Json.node(driver.detail(run, "l").artifacts().get("maestro_while"));
        assertThat(artifact.path("loop_param_values").path("i")).hasToString("[3]");
        assertThat(artifact.path("rollup").path("total_leaf_count").intValue()).isEqualTo(6);
    }

    @Test
    void aWhileWhoseLastIterationWentWellGoesOnAfterIt() {
        var driver = new Driver();
        var run = driver.run(workflow("w").repeat("l", 0, "i < 1", workflow("body")
                        .noop("inc").stepExpression("i", ParamType.LONG, "return i + 1;"))
                .step("z", "l"));
        driver.report(run, "z", Reports.failed(FATAL));
        driver.restart(run, "l");
        assertThat(driver.statuses(run)).startsWith("l=SUCCEEDED");
    }

    @Test
    void aWhileIsRestartedFromAnyIterationTwice() {
        var driver = new Driver();
        var run = driver.run(counting());
        for (int number = 1; number <= 3; number++) {
            driver.done(iteration(driver, run, "l", number), "x");
        }
        driver.restart(iteration(driver, run, "l", 3), "x");
        assertThat(iterations(driver, run, "l", 3)).isEqualTo("1:SUCCEEDED 1:SUCCEEDED 2:IN_PROGRESS");
        driver.done(iteration(driver, run, "l", 3), "x");
        driver.restart(iteration(driver, run, "l", 2), "x");
        assertThat(iterations(driver, run, "l", 3)).isEqualTo("1:SUCCEEDED 3:IN_PROGRESS 2:SUCCEEDED");
        driver.done(iteration(driver, run, "l", 2), "x");
        driver.done(iteration(driver, run, "l", 3), "x");
        assertThat(iterations(driver, run, "l", 3)).isEqualTo("1:SUCCEEDED 3:SUCCEEDED 3:SUCCEEDED");
        assertThat(driver.status(run)).isEqualTo(InstanceStatus.SUCCEEDED);
    }

    @Test
    void stoppingALoopThatIsRestartedEndsItAndItCanBeRestartedAgain() {
        var driver = new Driver();
        var run = twoFailed(driver, loops(3));
        driver.restart(run, RESTART_FROM_INCOMPLETE);
        driver.end(run, Ending.STOP);
        driver.advanceSeconds(15);
        assertThat(driver.status(run)).isEqualTo(InstanceStatus.STOPPED);
        driver.restart(run, RESTART_FROM_INCOMPLETE);
        assertThat(iterations(driver, run, "f", 3)).isEqualTo("1:SUCCEEDED 3:IN_PROGRESS 1:SUCCEEDED");
    }
}
