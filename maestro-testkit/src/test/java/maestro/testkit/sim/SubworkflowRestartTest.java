package maestro.testkit.sim;

import static maestro.core.rule.Report.Failure.FATAL;
import static maestro.model.run.RunPolicy.RESTART_FROM_BEGINNING;
import static maestro.model.run.RunPolicy.RESTART_FROM_INCOMPLETE;
import static maestro.testkit.build.Workflows.workflow;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import maestro.core.loop.InlineIds;
import maestro.core.row.ChildState;
import maestro.core.row.Ending;
import maestro.core.row.RestartConfig;
import maestro.core.row.RunHead;
import maestro.model.MaestroException;
import maestro.model.definition.FailureMode;
import maestro.model.definition.RunStrategy;
import maestro.model.definition.StepType;
import maestro.model.param.ParamDefinition;
import maestro.model.param.ParamType;
import maestro.model.run.InstanceStatus;
import maestro.model.run.RunPolicy;
import maestro.testkit.sim.Driver.Run;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Restarts through subworkflows, upwards and downwards (composite-steps.md §4.4; execution.md §6.6, §6.8). */
class SubworkflowRestartTest {
    private static final Run CHILD = new Run("c", 1);
    private static final Run GRANDCHILD = new Run("g", 1);

    private final Driver driver = new Driver();

    /** A root with a step before and one after its subworkflow, whose child has two branches. */
    private Run two() {
        driver.publish(workflow("c").step("a").step("x", "a").step("y", "x").step("side"));
        return driver.run(workflow("r").step("before").subworkflow("s", "c", "before").step("after", "s"));
    }

    private Run failedTwo() {
        var root = two();
        driver.done(root, "before").done(CHILD, "a", "side").report(CHILD, "x", Reports.failed(FATAL));
        assertThat(driver.status(root)).isEqualTo(InstanceStatus.FAILED);
        return root;
    }

    /** Three levels; the leaf fails at the lowest one, and each level has a branch that went well. */
    private Run failedThree() {
        driver.publish(workflow("g").step("a").step("x", "a").step("side"));
        driver.publish(workflow("c").subworkflow("t", "g").step("side"));
        var root = driver.run(workflow("r").subworkflow("s", "c").step("side"));
        driver.done(root, "side").done(CHILD, "side").done(GRANDCHILD, "side", "a");
        driver.report(GRANDCHILD, "x", Reports.failed(FATAL));
        assertThat(driver.status(root)).isEqualTo(InstanceStatus.FAILED);
        return root;
    }

    private ChildState child(Run run, String step) {
        return ChildState.of(driver.detail(run, step).artifacts()).orElseThrow();
    }

    @Test
    void aRestartOfTheRootGoesOnInTheSameChildWhereItFailed() {
        var root = failedTwo();
        driver.restart(root, RESTART_FROM_INCOMPLETE);
        assertThat(driver.statuses(root)).isEqualTo("s=RUNNING");
        assertThat(driver.row(CHILD).runId()).isEqualTo(2);
        assertThat(driver.statuses(CHILD)).isEqualTo("x=RUNNING");
        driver.done(CHILD, "x", "y").done(root, "after");
        assertThat(driver.status(root)).isEqualTo(InstanceStatus.SUCCEEDED);
        assertThat(driver.standings(CHILD)).isEqualTo("a=SUCCEEDED x=SUCCEEDED y=SUCCEEDED side=SUCCEEDED");
        assertThat(child(root, "s").instanceId()).isEqualTo(1);
        assertThat(child(root, "s").runId()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({"RESTART_FROM_BEGINNING, a side", "RESTART_FROM_INCOMPLETE, x"})
    void theChildHasTheRootsPolicy(RunPolicy policy, String running) {
        var root = failedTwo();
        driver.restart(root, policy);
        if (policy == RESTART_FROM_BEGINNING) {
            driver.done(root, "before");
        }
        assertThat(driver.statuses(CHILD)).isEqualTo(running.replaceAll("\\w+", "$0=RUNNING"));
        assertThat(RunHead.read(driver.row(CHILD).head()).policy()).isEqualTo(policy);
    }

    @Test
    void aRestartOfAStepOfTheChildRestartsTheRootToWaitForIt() {
        var root = failedTwo();
        driver.restart(CHILD, "a");
        assertThat(driver.row(root).runId()).isEqualTo(2);
        assertThat(driver.statuses(root)).isEqualTo("s=RUNNING");
        assertThat(driver.statuses(CHILD)).isEqualTo("a=RUNNING");
        driver.done(CHILD, "a", "x", "y").done(root, "after");
        assertThat(driver.status(root)).isEqualTo(InstanceStatus.SUCCEEDED);
    }

    @Test
    void aRestartOfTheChildItselfGoesThroughTheRoot() {
        var root = failedTwo();
        driver.restart(CHILD, RESTART_FROM_BEGINNING);
        assertThat(driver.statuses(root)).isEqualTo("s=RUNNING");
        assertThat(driver.statuses(CHILD)).isEqualTo("a=RUNNING side=RUNNING");
    }

    @Test
    void twoLevelsDownOnlyThePathIsRestarted() {
        var root = failedThree();
        driver.restart(GRANDCHILD, "x");
        for (var run : List.of(root, CHILD, GRANDCHILD)) {
            assertThat(driver.row(run).runId()).isEqualTo(2);
        }
        assertThat(driver.statuses(root)).isEqualTo("s=RUNNING");
        assertThat(driver.statuses(CHILD)).isEqualTo("t=RUNNING");
        assertThat(driver.statuses(GRANDCHILD)).isEqualTo("x=RUNNING");
        driver.takeOver().done(GRANDCHILD, "x");
        assertThat(driver.status(root)).isEqualTo(InstanceStatus.SUCCEEDED);
    }

    @Test
    void aFailedRestartCanBeRestartedAgain() {
        var root = failedThree();
        driver.restart(GRANDCHILD, "x");
        driver.report(GRANDCHILD, "x", Reports.failed(FATAL));
        assertThat(driver.status(root)).isEqualTo(InstanceStatus.FAILED);
        driver.restart(root, RESTART_FROM_INCOMPLETE);
        assertThat(driver.row(GRANDCHILD).runId()).isEqualTo(3);
        driver.done(GRANDCHILD, "x");
        assertThat(driver.status(root)).isEqualTo(InstanceStatus.SUCCEEDED);
    }

    @Test
    void whileTheRootGoesOnTheStepIsRestartedInPlace() {
        driver.publish(workflow("c").step("x").step("y", "x"));
        var root = driver.run(workflow("r").subworkflow("s", "c").step("other"));
        driver.report(CHILD, "x", Reports.failed(FATAL));
        driver.restart(CHILD, "x");
        assertThat(driver.row(root).runId()).isEqualTo(1);
        assertThat(driver.attempts(root, "s")).isEqualTo("FATALLY_FAILED RUNNING");
        assertThat(driver.row(CHILD).runId()).isEqualTo(2);
        driver.done(CHILD, "x", "y").done(root, "other");
        assertThat(driver.status(root)).isEqualTo(InstanceStatus.SUCCEEDED);
    }

    @Test
    void whileTheChildGoesOnItsStepIsRestartedInPlace() {
        driver.publish(workflow("c").step("x").step("other"));
        var root = driver.run(workflow("r").subworkflow("s", "c"));
        driver.report(CHILD, "x", Reports.failed(FATAL));
        driver.restart(CHILD, "x");
        assertThat(driver.row(root).runId()).isEqualTo(1);
        assertThat(driver.row(CHILD).runId()).isEqualTo(1);
        driver.done(CHILD, "x", "other");
        assertThat(driver.status(root)).isEqualTo(InstanceStatus.SUCCEEDED);
    }

    @Test
    void theTargetTakesTheParamsThatWereGiven() {
        driver.publish(workflow("c").param("p", 1).step("x").stepParam("q", 1));
        var root = driver.run(workflow("r").param("p", 2).subworkflow("s", "c"));
        driver.report(CHILD, "x", Reports.failed(FATAL));
        assertThat(param(CHILD, "p")).isEqualTo(2L);
        driver.restart(RestartConfig.ofStep(
                driver.node(CHILD, Optional.of("x")),
                RESTART_FROM_INCOMPLETE,
                Map.of("q", ParamDefinition.literal(ParamType.LONG, 7L))));
        assertThat(driver.detail(CHILD, "x").params().get("q").result()).isEqualTo(7L);
        driver.report(CHILD, "x", Reports.failed(FATAL));
        driver.restart(RestartConfig.ofInstance(
                driver.node(root, Optional.empty()),
                RESTART_FROM_INCOMPLETE,
                Map.of("p", ParamDefinition.literal(ParamType.LONG, 9L))));
        assertThat(param(CHILD, "p")).isEqualTo(9L);
        assertThat(driver.detail(CHILD, "x").params().get("q").result()).isEqualTo(1L);
    }

    @Test
    void aStepOnTheWayTakesNoParamsThoughItHasTheTargetsName() {
        driver.publish(workflow("c").step("x"));
        var root = driver.run(workflow("r").subworkflow("x", "c").step("other"));
        driver.report(CHILD, "x", Reports.failed(FATAL));
        driver.restart(RestartConfig.ofStep(
                driver.node(CHILD, Optional.of("x")),
                RESTART_FROM_INCOMPLETE,
                Map.of("q", ParamDefinition.literal(ParamType.LONG, 7L))));
        assertThat(driver.attempts(root, "x")).isEqualTo("FATALLY_FAILED RUNNING");
        assertThat(driver.detail(root, "x").params()).doesNotContainKey("q");
        assertThat(driver.detail(CHILD, "x").params().get("q").result()).isEqualTo(7L);
    }

    private Object param(Run run, String name) {
        return RunHead.read(driver.row(run).head()).params().get(name).result();
    }

    @Test
    void aChildOfAnIterationIsRestartedInItsIteration() {
        driver.publish(workflow("c").step("x").parallel(5));
        var root = driver.run(workflow("r").foreach("f", 3, workflow("body").subworkflow("s", "c").step("z", "s")));
        String inline = InlineIds.of(StepType.FOREACH, driver.row(root).internalId(), 1, "f", 1, "r");
        driver.done(new Run("c", 1), "x").done(new Run("c", 3), "x");
        driver.done(new Run(inline, 1), "z").done(new Run(inline, 3), "z");
        driver.report(new Run("c", 2), "x", Reports.failed(FATAL));
        assertThat(driver.status(root)).isEqualTo(InstanceStatus.FAILED);
        driver.restart(new Run("c", 2), "x");
        assertThat(driver.row(root).runId()).isEqualTo(2);
        assertThat(driver.row(new Run(inline, 2)).runId()).isEqualTo(2);
        assertThat(driver.row(new Run(inline, 1)).runId()).isEqualTo(1);
        assertThat(driver.row(new Run("c", 2)).runId()).isEqualTo(2);
        driver.takeOver().done(new Run("c", 2), "x").done(new Run(inline, 2), "z");
        assertThat(driver.status(root)).isEqualTo(InstanceStatus.SUCCEEDED);
        assertThat(driver.runs("c")).isEqualTo("SUCCEEDED SUCCEEDED SUCCEEDED");
    }

    @Test
    void anIterationOfAForeachThatRunsTakesTheRestartOfItsChild() {
        driver.publish(workflow("c").step("x").parallel(5));
        var root = driver.run(workflow("r").foreach("f", 2, workflow("body").subworkflow("s", "c")));
        driver.report(new Run("c", 1), "x", Reports.failed(FATAL));
        driver.restart(new Run("c", 1), "x");
        assertThat(driver.row(root).runId()).isEqualTo(1);
        assertThat(driver.row(new Run("c", 1)).runId()).isEqualTo(2);
        driver.done(new Run("c", 1), "x").done(new Run("c", 2), "x");
        assertThat(driver.status(root)).isEqualTo(InstanceStatus.SUCCEEDED);
    }

    @Test
    void aLoopWithinTheChildKeepsItsOtherIterations() {
        driver.publish(workflow("c").foreach("f", 3, workflow("body").step("x").step("y", "x")));
        var root = driver.run(workflow("r").subworkflow("s", "c"));
        String inline = InlineIds.of(StepType.FOREACH, driver.row(CHILD).internalId(), 1, "f", 1, "c");
        driver.done(new Run(inline, 1), "x", "y").done(new Run(inline, 2), "x", "y");
        driver.done(new Run(inline, 3), "x").report(new Run(inline, 3), "y", Reports.failed(FATAL));
        assertThat(driver.status(root)).isEqualTo(InstanceStatus.FAILED);
        driver.restart(new Run(inline, 3), "y");
        assertThat(driver.row(root).runId()).isEqualTo(2);
        assertThat(driver.row(CHILD).runId()).isEqualTo(2);
        assertThat(driver.row(new Run(inline, 3)).runId()).isEqualTo(2);
        assertThat(driver.statuses(new Run(inline, 3))).isEqualTo("y=RUNNING");
        assertThat(driver.row(new Run(inline, 1)).runId()).isEqualTo(1);
        driver.done(new Run(inline, 3), "y");
        assertThat(driver.status(root)).isEqualTo(InstanceStatus.SUCCEEDED);
    }

    @Test
    void aWhileGoesOnInTheChildOfItsFailedIteration() {
        driver.publish(workflow("c").step("x"));
        var body = workflow("body").noop("inc").stepExpression("i", ParamType.LONG, "i + 1").subworkflow("s", "c", "inc");
        var root = driver.run(workflow("r").repeat("w", 0, "i < 2", body));
        driver.done(new Run("c", 1), "x").report(new Run("c", 2), "x", Reports.failed(FATAL));
        assertThat(driver.status(root)).isEqualTo(InstanceStatus.FAILED);
        driver.restart(new Run("c", 2), "x");
        assertThat(driver.row(new Run("c", 2)).runId()).isEqualTo(2);
        driver.done(new Run("c", 2), "x");
        assertThat(driver.status(root)).isEqualTo(InstanceStatus.SUCCEEDED);
        assertThat(driver.runs("c")).isEqualTo("SUCCEEDED SUCCEEDED");
    }

    @Test
    void aChildThatIsLeftOverFromALoopRunAnewIsNotRestarted() {
        driver.publish(workflow("c").step("x"));
        var body = workflow("body").noop("inc").stepExpression("i", ParamType.LONG, "i + 1").subworkflow("s", "c", "inc");
        var root = driver.run(workflow("r").repeat("w", 0, "i < 2", body));
        driver.done(new Run("c", 1), "x").done(new Run("c", 2), "x");
        driver.restart(root, RESTART_FROM_BEGINNING);
        driver.done(new Run("c", 1), "x").done(new Run("c", 3), "x");
        assertThat(driver.status(root)).isEqualTo(InstanceStatus.SUCCEEDED);
        assertThatThrownBy(() -> driver.restart(new Run("c", 2), "x"))
                .isInstanceOf(MaestroException.class)
                .hasMessageContaining("is not the one");
    }

    @Test
    void aStepWhoseChildNeverWasStartsOne() {
        var root = driver.run(workflow("r").subworkflow("s", "c"));
        assertThat(driver.statuses(root)).isEqualTo("s=FATALLY_FAILED");
        driver.publish(workflow("c").step("x"));
        driver.restart(root, RESTART_FROM_INCOMPLETE);
        assertThat(driver.row(CHILD).runId()).isEqualTo(1);
        driver.done(CHILD, "x");
        assertThat(driver.status(root)).isEqualTo(InstanceStatus.SUCCEEDED);
    }

    @Test
    void theChildKeepsItsVersion() {
        var root = failedTwo();
        driver.publish(workflow("c").step("other"));
        driver.restart(root, RESTART_FROM_INCOMPLETE);
        assertThat(driver.row(CHILD).version()).isEqualTo(1);
        assertThat(driver.statuses(CHILD)).isEqualTo("x=RUNNING");
    }

    @Test
    void theStepCannotBeSentElsewhere() {
        var root = failedTwo();
        assertThatThrownBy(() -> driver.restart(RestartConfig.ofStep(
                        driver.node(root, Optional.of("s")),
                        RESTART_FROM_INCOMPLETE,
                        Map.of("subworkflow_id", ParamDefinition.literal(ParamType.STRING, "other")))))
                .isInstanceOf(MaestroException.class)
                .hasMessageContaining("cannot change");
    }

    @Test
    void aChildWithNothingLeftToDoEndsAtOnce() {
        driver.publish(workflow("c").step("x"));
        var root = driver.run(workflow("r").subworkflow("s", "c").step("after", "s"));
        driver.done(CHILD, "x").report(root, "after", Reports.failed(FATAL));
        driver.restart(root, "s");
        assertThat(driver.row(CHILD).runId()).isEqualTo(2);
        assertThat(driver.status(CHILD)).isEqualTo(InstanceStatus.SUCCEEDED);
        driver.done(root, "after");
        assertThat(driver.status(root)).isEqualTo(InstanceStatus.SUCCEEDED);
    }

    @Test
    void anAsynchronousChildThatStillRunsCannotBeRestartedByItsStep() {
        driver.publish(workflow("c").step("x"));
        var root = driver.run(workflow("r").subworkflow("s", "c").async().step("after", "s"));
        driver.report(root, "after", Reports.failed(FATAL));
        driver.restart(root, "s");
        assertThat(driver.statuses(root)).isEqualTo("s=FATALLY_FAILED");
        driver.report(CHILD, "x", Reports.failed(FATAL));
        driver.restart(CHILD, "x");
        assertThat(driver.row(root).runId()).isEqualTo(3);
        assertThat(driver.statuses(root)).isEqualTo("s=SUCCEEDED after=RUNNING");
        assertThat(driver.row(CHILD).runId()).isEqualTo(2);
    }

    @Test
    void theNewRunWaitsInTheChildsQueue() {
        driver.publish(workflow("c").step("x"));
        var root = driver.run(workflow("r").subworkflow("s", "c"));
        driver.report(CHILD, "x", Reports.failed(FATAL));
        var other = driver.start("c");
        driver.restart(root, RESTART_FROM_INCOMPLETE);
        assertThat(driver.status(CHILD)).isEqualTo(InstanceStatus.CREATED);
        driver.done(other, "x");
        driver.done(CHILD, "x");
        assertThat(driver.status(root)).isEqualTo(InstanceStatus.SUCCEEDED);
    }

    @Test
    void aRunStrategyMayStopTheNewRun() {
        driver.publish(workflow("c").step("x").strategy(RunStrategy.Rule.FIRST_ONLY));
        var root = driver.run(workflow("r").subworkflow("s", "c"));
        driver.report(CHILD, "x", Reports.failed(FATAL));
        driver.start("c");
        driver.restart(root, RESTART_FROM_INCOMPLETE);
        assertThat(driver.status(CHILD)).isEqualTo(InstanceStatus.STOPPED);
        assertThat(driver.statuses(root)).isEqualTo("s=STOPPED");
        assertThat(child(root, "s").runId()).isEqualTo(2);
    }

    @Test
    void aStepThatWasStoppedWhileItsChildRanGoesOnInTheSameChild() {
        var root = two();
        driver.done(root, "before").done(CHILD, "a", "side");
        driver.end(root, Ending.STOP);
        driver.report(CHILD, "x", Reports.cancelled());
        assertThat(driver.status(root)).isEqualTo(InstanceStatus.STOPPED);
        driver.restart(root, RESTART_FROM_INCOMPLETE);
        assertThat(driver.statuses(CHILD)).isEqualTo("x=RUNNING");
        assertThat(driver.row(CHILD).runId()).isEqualTo(2);
    }

    @Test
    void theEndOfAChildIsNotForgottenWhileConditionsAreEvaluated() {
        driver.publish(workflow("c").step("x"));
        String slow = "s = 0; while (s < 1500) { s += 1; } return s > 0;";
        var root = driver.run(workflow("r").param("s", 0)
                .subworkflow("s", "c").failureMode(FailureMode.IGNORE_FAILURE)
                .noop("after").edge("s", "after", slow));
        driver.computing(false).report(CHILD, "x", Reports.failed(FATAL));
        assertThat(driver.statuses(root)).isEqualTo("s=RUNNING");
        driver.takeOver().computing(true);
        assertThat(driver.statuses(root)).isEqualTo("s=COMPLETED_WITH_ERROR after=SUCCEEDED");
        assertThat(driver.status(root)).isEqualTo(InstanceStatus.SUCCEEDED);
    }

    @Test
    void theWishForARestartSurvivesACrash() {
        var root = failedTwo();
        driver.computing(false).restart(root, RESTART_FROM_INCOMPLETE);
        driver.takeOver().computing(true);
        assertThat(driver.statuses(CHILD)).isEqualTo("x=RUNNING");
        driver.done(CHILD, "x", "y").done(root, "after");
        assertThat(driver.status(root)).isEqualTo(InstanceStatus.SUCCEEDED);
    }
}
