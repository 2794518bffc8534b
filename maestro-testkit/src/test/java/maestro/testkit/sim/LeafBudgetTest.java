package maestro.testkit.sim;

import static maestro.testkit.build.Workflows.workflow;
import static org.assertj.core.api.Assertions.assertThat;

import maestro.core.rule.RuleConfig;
import maestro.model.run.InstanceStatus;
import org.junit.jupiter.api.Test;

/** A tree of runs that gets more leaf steps than allowed is stopped at its root (execution.md §4.6). */
class LeafBudgetTest {
    private final Driver driver = new Driver(RuleConfig.DEFAULT.withLimits(1_000, 100));

    @Test
    void asManyAsAllowedIsFine() {
        var run = driver.run(workflow("w").foreach("f", 100, workflow("inner").noop("x")));
        assertThat(driver.status(run)).isEqualTo(InstanceStatus.SUCCEEDED);
    }

    @Test
    void moreInOneLoopStopTheRun() {
        var run = driver.run(workflow("w").foreach("f", 900, workflow("inner").noop("x")).noop("after", "f"));
        assertThat(driver.statuses(run)).isEqualTo("f=STOPPED");
        assertThat(driver.status(run)).isEqualTo(InstanceStatus.STOPPED);
        assertThat(String.join(" ", driver.timeline(run, "f"))).contains("100").contains("leaf steps");
    }

    @Test
    void moreInNestedLoopsStopTheRun() {
        var inner = workflow("inner").foreach("g", 60, workflow("innermost").noop("x")).loopName("j");
        var run = driver.run(workflow("w").foreach("f", 60, inner));
        assertThat(driver.status(run)).isEqualTo(InstanceStatus.STOPPED);
    }

    @Test
    void moreInCalledWorkflowsStopTheCaller_notTheCalledOne() {
        driver.publish(workflow("called").foreach("f", 80, workflow("inner").noop("x")));
        var run = driver.run(workflow("w").subworkflow("a", "called").subworkflow("b", "called", "a").step("c", "b"));
        assertThat(driver.status(run)).isEqualTo(InstanceStatus.STOPPED);
        assertThat(driver.runs("called")).isEqualTo("SUCCEEDED SUCCEEDED");
    }
}
