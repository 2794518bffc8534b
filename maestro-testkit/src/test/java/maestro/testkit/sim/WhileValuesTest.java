package maestro.testkit.sim;

import static maestro.core.rule.Report.Failure.FATAL;
import static maestro.testkit.build.Workflows.workflow;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import maestro.core.row.LoopRow;
import maestro.model.json.Json;
import maestro.model.param.ParamType;
import maestro.model.run.InstanceStatus;
import maestro.model.run.RunPolicy;
import maestro.testkit.build.Workflows;
import maestro.testkit.sim.Driver.Run;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a while keeps of its loop params: the values of now, whatever number of iterations it has. */
class WhileValuesTest {
    private static Workflows counting(int to) {
        return workflow("w").repeat("l", 0, "i < " + to, workflow("body")
                .noop("inc").stepExpression("i", ParamType.LONG, "return i + 1;")
                .step("x", "inc"));
    }

    private static Run iteration(Driver driver, Run run, long number) {
        return new Run((String) artifact(driver, run).get("loop_workflow_id"), number);
    }

    private static Map<String, Object> artifact(Driver driver, Run run) {
        return driver.detail(run, "l").artifacts().get(LoopRow.WHILE);
    }

    private static String values(Driver driver, Run run) {
        return Json.text(Json.node(artifact(driver, run)).path(LoopRow.VALUES));
    }

    @Test
    void itsRowDoesNotGrowWithItsIterations() {
        var driver = new Driver();
        var run = driver.run(counting(100));
        driver.done(iteration(driver, run, 1), "x");
        int early = driver.step(run, "l").detail().length;
        for (int number = 2; number <= 60; number++) {
            driver.done(iteration(driver, run, number), "x");
        }
        assertThat(values(driver, run)).isEqualTo("{\"i\":[60]}");
        assertThat(driver.step(run, "l").detail().length).isLessThan(early + 20);
    }

    @ParameterizedTest
    @CsvSource({"1, 2 3 4", "2, 3 4", "3, 4"})
    void anIterationThatIsRunAgainBeginsWithTheValuesItHad(int from, String later) {
        var driver = new Driver();
        var run = driver.run(counting(4));
        for (int number = 1; number <= 4; number++) {
            driver.done(iteration(driver, run, number), "x");
        }
        driver.restart(iteration(driver, run, from), "inc");
        assertThat(values(driver, run)).isEqualTo("{\"i\":[" + (from - 1) + "]}");
        driver = driver.takeOver();
        driver.done(iteration(driver, run, from), "x");
        for (String number : later.split(" ")) {
            driver.done(iteration(driver, run, Long.parseLong(number)), "x");
        }
        assertThat(driver.status(run)).isEqualTo(InstanceStatus.SUCCEEDED);
        assertThat(values(driver, run)).isEqualTo("{\"i\":[4]}");
    }

    @Test
    void aRestartThatIsStoppedWhileItReadsDoesNotForgetTheValues() {
        var driver = new Driver();
        var run = driver.run(counting(3));
        driver.done(iteration(driver, run, 1), "x");
        driver.report(iteration(driver, run, 2), "x", Reports.failed(FATAL));
        driver.restart(run, RunPolicy.RESTART_FROM_INCOMPLETE);
        driver.report(iteration(driver, run, 2), "x", Reports.failed(FATAL));
        driver.restart(run, RunPolicy.RESTART_FROM_INCOMPLETE);
        driver.done(iteration(driver, run, 2), "x");
        driver.done(iteration(driver, run, 3), "x");
        assertThat(driver.status(run)).isEqualTo(InstanceStatus.SUCCEEDED);
    }

    @Test
    void aNextValueThatIsNoScalarFailsTheStepAndSaysWhich() {
        var driver = new Driver();
        var run = driver.run(workflow("w").repeat("l", 0, "i < 3", workflow("body")
                .noop("inc").stepExpression("i", ParamType.LONG_ARRAY, "return new long[]{1};")));
        assertThat(driver.status(run)).isEqualTo(InstanceStatus.FAILED);
        assertThat(String.join("\n", driver.timeline(run, "l")))
                .contains("Loop param [i] of step [l] has no STRING, LONG, DOUBLE or BOOLEAN after iteration [1]");
        driver = driver.takeOver();
        assertThat(driver.status(run)).isEqualTo(InstanceStatus.FAILED);
    }
}
