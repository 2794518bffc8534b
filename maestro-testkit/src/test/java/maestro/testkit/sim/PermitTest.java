package maestro.testkit.sim;

import static maestro.testkit.build.Workflows.workflow;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import maestro.core.row.Ending;
import maestro.core.rule.Report.Failure;
import maestro.testkit.sim.Driver.Run;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How many steps of a workflow run at once (execution.md §8.3). */
class PermitTest {
    private final Driver driver = new Driver();

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            step_concurrency | instance_step_concurrency | steps | running
            0                | 0                         | 30    | 20
            5                | 0                         | 30    | 5
            25               | 0                         | 30    | 25
            0                | 7                         | 30    | 7
            4                | 7                         | 30    | 4
            """)
    void stepsOfOneRun(int stepConcurrency, int instanceStepConcurrency, int steps, int running) {
        var workflow = workflow("w");
        if (stepConcurrency > 0) {
            workflow.stepConcurrency(stepConcurrency);
        }
        if (instanceStepConcurrency > 0) {
            workflow.instanceStepConcurrency(instanceStepConcurrency);
        }
        for (int i = 0; i < steps; i++) {
            workflow.step("s" + i);
        }
        var run = driver.run(workflow);
        assertThat(driver.launches(run)).hasSize(running);
        assertThat(held()).isEqualTo(running);
    }

    @Test
    void atMostTwentyOfOneStepOverAllRuns() {
        driver.publish(workflow("w").parallel(50).stepConcurrency(100).step("a"));
        var runs = new ArrayList<Run>();
        for (int i = 0; i < 25; i++) {
            runs.add(driver.start("w"));
        }
        assertThat(held()).isEqualTo(20);
        driver.done(runs.getFirst(), "a");
        assertThat(driver.attempts(runs.get(20), "a")).isEqualTo("RUNNING");
        assertThat(driver.attempts(runs.get(21), "a")).isEqualTo("WAITING_FOR_PERMITS");
    }

    @Test
    void theOldestRequestGoesFirst_alsoBeforeTheNextStepOfTheRunThatGaveThePermitBack() {
        driver.publish(workflow("w").parallel(2).stepConcurrency(1).step("a").step("b", "a"));
        var first = driver.start("w");
        var second = driver.start("w");
        assertThat(driver.timeline(second, "a")).containsExactly("The step is still waiting for tag permit");
        driver.done(first, "a");
        assertThat(driver.statuses(second)).isEqualTo("a=RUNNING");
        assertThat(driver.statuses(first)).isEqualTo("a=SUCCEEDED b=WAITING_FOR_PERMITS");
        assertThat(driver.timeline(second, "a")).endsWith("Tag permit acquired");
    }

    @Test
    void aPermitIsGivenBackBetweenAttempts() {
        driver.publish(workflow("w").parallel(2).stepConcurrency(1).step("a"));
        var first = driver.start("w");
        var second = driver.start("w");
        driver.report(first, "a", Reports.failed(Failure.USER));
        assertThat(driver.attempts(second, "a")).isEqualTo("RUNNING");
        driver.advanceSeconds(60);
        assertThat(driver.attempts(first, "a")).isEqualTo("USER_FAILED WAITING_FOR_PERMITS");
        driver.done(second, "a");
        assertThat(driver.attempts(first, "a")).isEqualTo("USER_FAILED RUNNING");
    }

    @Test
    void whoIsStoppedWhileWaitingLeavesTheLine() {
        driver.publish(workflow("w").parallel(3).stepConcurrency(1).step("a"));
        var first = driver.start("w");
        var second = driver.start("w");
        var third = driver.start("w");
        driver.end(second, Ending.STOP);
        driver.done(first, "a");
        assertThat(driver.attempts(third, "a")).isEqualTo("RUNNING");
        assertThat(held()).isEqualTo(1);
    }

    @Test
    void permitsInUseAreTheRunningHoldersAfterATakeOver() {
        driver.publish(workflow("w").parallel(3).stepConcurrency(2).step("a"));
        var first = driver.start("w");
        driver.start("w");
        var third = driver.start("w");
        driver.takeOver();
        assertThat(held()).isEqualTo(2);
        assertThat(driver.attempts(third, "a")).isEqualTo("WAITING_FOR_PERMITS");
        driver.done(first, "a");
        assertThat(driver.attempts(third, "a")).isEqualTo("RUNNING");
        assertThat(held()).isEqualTo(2);
    }

    private int held() {
        return driver.state().workflow("w").orElseThrow().permits().held();
    }
}
