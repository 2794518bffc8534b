package maestro.testkit.sim;

import static maestro.testkit.build.Workflows.workflow;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import maestro.core.row.Ending;
import maestro.core.rule.Answer;
import maestro.core.rule.Report.Failure;
import maestro.model.definition.RunStrategy.Rule;
import maestro.model.run.InstanceStatus;
import maestro.testkit.sim.Driver.Run;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What arrivals do to other runs, and which run goes next (execution.md §8.1, §8.2 and scenarios 10 to 14). */
class StrategyTest {
    private static final int QUEUED = 5_000;

    private final Driver driver = new Driver();

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            rule               | one after another arrive | then the first ends
            SEQUENTIAL         | IN_PROGRESS CREATED CREATED | SUCCEEDED IN_PROGRESS CREATED
            STRICT_SEQUENTIAL  | IN_PROGRESS CREATED CREATED | SUCCEEDED IN_PROGRESS CREATED
            PARALLEL           | IN_PROGRESS IN_PROGRESS IN_PROGRESS | SUCCEEDED IN_PROGRESS IN_PROGRESS
            FIRST_ONLY         | IN_PROGRESS STOPPED STOPPED | SUCCEEDED STOPPED STOPPED
            LAST_ONLY          | IN_PROGRESS STOPPED CREATED | STOPPED STOPPED IN_PROGRESS
            SERIAL_LATEST_ONLY | IN_PROGRESS STOPPED CREATED | SUCCEEDED STOPPED IN_PROGRESS
            """)
    void threeArrivals(Rule rule, String arrived, String later) {
        driver.publish(workflow("w").strategy(rule).step("a"));
        var first = driver.start("w");
        driver.start("w");
        driver.start("w");
        assertThat(driver.runs("w")).isEqualTo(arrived);
        driver.done(first, "a");
        assertThat(driver.runs("w")).isEqualTo(later);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            rule               | before | answers                 | runs
            SEQUENTIAL         | 0      | CREATED CREATED CREATED | IN_PROGRESS CREATED CREATED
            STRICT_SEQUENTIAL  | 0      | CREATED CREATED CREATED | IN_PROGRESS CREATED CREATED
            PARALLEL           | 0      | CREATED CREATED CREATED | IN_PROGRESS IN_PROGRESS IN_PROGRESS
            FIRST_ONLY         | 0      | CREATED STOPPED STOPPED | IN_PROGRESS STOPPED STOPPED
            FIRST_ONLY         | 1      | STOPPED STOPPED STOPPED | IN_PROGRESS STOPPED STOPPED STOPPED
            LAST_ONLY          | 0      | STOPPED STOPPED CREATED | STOPPED STOPPED IN_PROGRESS
            LAST_ONLY          | 1      | STOPPED STOPPED CREATED | IN_PROGRESS STOPPED STOPPED CREATED
            SERIAL_LATEST_ONLY | 0      | STOPPED STOPPED CREATED | STOPPED STOPPED IN_PROGRESS
            SERIAL_LATEST_ONLY | 1      | STOPPED STOPPED CREATED | IN_PROGRESS STOPPED STOPPED CREATED
            """)
    void aBatchOfThree(Rule rule, int before, String answers, String runs) {
        driver.publish(workflow("w").strategy(rule).step("a"));
        for (int i = 0; i < before; i++) {
            driver.start("w");
        }
        var started = driver.startAll("w", "x", "y", "z");
        assertThat(started.stream().map(one -> one.status().name()).collect(Collectors.joining(" ")))
                .isEqualTo(answers);
        assertThat(started.stream().map(Answer.Started.One::instanceId))
                .containsExactly(before + 1L, before + 2L, before + 3L);
        assertThat(driver.runs("w")).isEqualTo(runs);
    }

    @Test
    void concurrencyIsAsWide_asTheStrategySays() {
        driver.publish(workflow("w").parallel(2).step("a"));
        var first = driver.start("w");
        driver.startAll("w", "x", "y", "z");
        assertThat(driver.runs("w")).isEqualTo("IN_PROGRESS IN_PROGRESS CREATED CREATED");
        driver.done(first, "a");
        assertThat(driver.runs("w")).isEqualTo("SUCCEEDED IN_PROGRESS IN_PROGRESS CREATED");
    }

    @Test
    void aFailureBlocksAStrictQueueButNoOther() {
        driver.publish(workflow("w").strategy(Rule.STRICT_SEQUENTIAL).step("a"));
        var first = driver.start("w");
        var second = driver.start("w");
        driver.report(first, "a", Reports.failed(Failure.FATAL));
        assertThat(driver.runs("w")).isEqualTo("FAILED CREATED");
        assertThat(driver.takeOver().runs("w")).isEqualTo("FAILED CREATED");
        driver.publish(workflow("w").strategy(Rule.SEQUENTIAL).step("a"));
        assertThat(driver.status(second)).isEqualTo(InstanceStatus.IN_PROGRESS);
    }

    @Test
    void aQueuedRunThatIsKilledBlocksAStrictQueueToo() {
        driver.publish(workflow("w").strategy(Rule.STRICT_SEQUENTIAL).step("a"));
        var first = driver.start("w");
        var second = driver.start("w");
        var third = driver.start("w");
        driver.end(second, Ending.KILL);
        driver.done(first, "a");
        assertThat(driver.status(third)).isEqualTo(InstanceStatus.CREATED);
    }

    @Test
    void theNewRunOfLastOnlyWaitsUntilTheOldOneHasEnded() {
        driver.publish(workflow("w").strategy(Rule.LAST_ONLY).step("a"));
        var old = driver.start("w");
        var latest = driver.start("w");
        assertThat(driver.cancelled(old, "a")).isTrue();
        assertThat(driver.status(latest)).isEqualTo(InstanceStatus.CREATED);
        driver.advanceSeconds(15);
        assertThat(driver.runs("w")).isEqualTo("STOPPED IN_PROGRESS");
        assertThat(driver.timeline(old, "a")).contains("User [maestro_run_strategy] take action [STOP] on the step due"
                + " to reason: [Stopped due to LAST_ONLY run strategy to start a new instance: [w][2][1]]");
    }

    @Test
    void runsThatLoseSayWhy() {
        driver.publish(workflow("w").strategy(Rule.FIRST_ONLY).step("a"));
        driver.start("w");
        var loser = driver.start("w");
        assertThat(driver.timeline(loser)).containsExactly(
                "With FIRST_ONLY run strategy, this run is stopped due to a running one [[w][1][1]].");
        assertThat(driver.row(loser).startMillis()).isZero();
    }

    @Test
    void theSameRequestTwiceIsOneRunAndTakesNoNumber() {
        driver.publish(workflow("w").step("a"));
        var first = driver.startAll("w", "x").getFirst();
        var again = driver.startAll("w", "x", "y", "y");
        assertThat(again).extracting(Answer.Started.One::status).containsExactly(
                Answer.Started.Status.DUPLICATED, Answer.Started.Status.CREATED, Answer.Started.Status.DUPLICATED);
        assertThat(again).extracting(Answer.Started.One::instanceId).containsExactly(first.instanceId(), 2L, 2L);
        assertThat(driver.start("w").instanceId()).isEqualTo(3);
    }

    @Test
    void requestsPreparedBeforeTheFirstOfThemIsDecidedAreStillOneRun() {
        driver.publish(workflow("w").step("a"));
        var command = driver.startCommand("w", "x");
        driver.ask(command);
        var again = (Answer.Started) driver.ask(command);
        assertThat(again.runs().getFirst().status()).isEqualTo(Answer.Started.Status.DUPLICATED);
        assertThat(driver.runs("w")).isEqualTo("IN_PROGRESS");
    }

    @Test
    void aDuplicateIsKnownAfterATakeOver() {
        driver.publish(workflow("w").noop("a"));
        driver.startAll("w", "x");
        driver.takeOver();
        assertThat(driver.startAll("w", "x").getFirst().status()).isEqualTo(Answer.Started.Status.DUPLICATED);
    }

    @Test
    void numbersGoOnAfterATakeOver() {
        driver.publish(workflow("w").noop("a"));
        driver.start("w");
        driver.start("w");
        driver.takeOver();
        assertThat(driver.start("w").instanceId()).isEqualTo(3);
    }

    /** Fault 21: were a start or an end to cost what the queue is long, this would take hours. */
    @Test
    void fiveThousandQueuedRunsAreAdmittedOneByOneInOrder() {
        driver.publish(workflow("w").step("a"));
        for (int i = 0; i < QUEUED; i++) {
            driver.start("w");
        }
        for (long id = 1; id <= QUEUED; id++) {
            var run = new Run("w", id);
            assertThat(driver.status(run)).isEqualTo(InstanceStatus.IN_PROGRESS);
            driver.done(run, "a");
        }
        assertThat(driver.state().runs()).isEmpty();
    }
}
