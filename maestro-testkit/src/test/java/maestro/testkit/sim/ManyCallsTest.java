package maestro.testkit.sim;

import static maestro.testkit.build.Workflows.workflow;
import static org.assertj.core.api.Assertions.assertThat;

import maestro.core.row.Ending;
import maestro.model.run.InstanceStatus;
import org.junit.jupiter.api.Test;

/** More letters at once than a shard holds open. */
class ManyCallsTest {
    private static final int LOOPS = 3;
    private static final int CALLS_OF_A_LOOP = 400;
    private static final int AT_ONCE = 1_000;

    private final Driver driver = new Driver();

    @Test
    void aLoopOfVeryManyCallsEnds() {
        driver.publish(workflow("child").parallel(AT_ONCE).stepConcurrency(AT_ONCE).noop("x"));
        var run = start();
        assertThat(driver.status(run)).isEqualTo(InstanceStatus.SUCCEEDED);
        assertThat(driver.status(new Driver.Run("child", LOOPS * CALLS_OF_A_LOOP))).isEqualTo(InstanceStatus.SUCCEEDED);
    }

    @Test
    void allOfThemAreStoppedWithTheirCaller() {
        driver.publish(workflow("child").parallel(AT_ONCE).stepConcurrency(AT_ONCE).step("x"));
        var run = start();
        driver.end(run, Ending.STOP);
        driver.advanceSeconds(60);
        assertThat(driver.status(run)).isEqualTo(InstanceStatus.STOPPED);
        assertThat(driver.status(new Driver.Run("child", AT_ONCE - 1))).isEqualTo(InstanceStatus.STOPPED);
    }

    private Driver.Run start() {
        var caller = workflow("w").instanceStepConcurrency(AT_ONCE - 1).stepConcurrency(AT_ONCE);
        for (int i = 0; i < LOOPS; i++) {
            var body = workflow("body" + i).subworkflow("call" + i, "child");
            caller.foreach("loop" + i, CALLS_OF_A_LOOP, body).loopConcurrency(CALLS_OF_A_LOOP);
        }
        return driver.run(caller);
    }
}
