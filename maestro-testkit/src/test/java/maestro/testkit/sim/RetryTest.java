package maestro.testkit.sim;

import static maestro.testkit.build.Workflows.workflow;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import maestro.core.rule.Report.Failure;
import maestro.model.definition.FailureMode;
import maestro.model.run.InstanceStatus;
import maestro.testkit.build.Workflows;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How often and when a failed attempt is tried again (execution.md §5.7 and scenario 5). */
class RetryTest {
    private final Driver driver = new Driver();

    @Test
    void oneRetryOfAUserErrorMakesTwoAttempts() {
        var run = driver.run(workflow("w").step("a").retries(1, 10, 0));
        driver.report(run, "a", Reports.failed(Failure.USER));
        assertThat(driver.attempts(run, "a")).isEqualTo("USER_FAILED");
        assertThat(driver.timeline(run, "a")).contains("Retrying task in [1m]");
        driver.advanceSeconds(59);
        assertThat(driver.attempts(run, "a")).isEqualTo("USER_FAILED");
        driver.advanceSeconds(1);
        assertThat(driver.attempts(run, "a")).isEqualTo("USER_FAILED RUNNING");
        driver.report(run, "a", Reports.failed(Failure.USER));
        assertThat(driver.attempts(run, "a")).isEqualTo("USER_FAILED FATALLY_FAILED");
        assertThat(driver.status(run)).isEqualTo(InstanceStatus.FAILED);
        assertThat(driver.detail(run, "a").retry().user()).isEqualTo(1);
        assertThat(driver.detail(run, "a").retry().retryable()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            error    | user | platform | attempts
            USER     | 0    | 9        | FATALLY_FAILED
            USER     | 2    | 0        | USER_FAILED USER_FAILED FATALLY_FAILED
            PLATFORM | 9    | 0        | FATALLY_FAILED
            PLATFORM | 0    | 1        | PLATFORM_FAILED FATALLY_FAILED
            FATAL    | 9    | 9        | FATALLY_FAILED
            """)
    void eachClassOfErrorHasItsOwnLimit(Failure error, int user, int platform, String attempts) {
        var run = driver.run(workflow("w").step("a").retries(user, platform, 0).fixedBackoff(1));
        while (driver.status(run) == InstanceStatus.IN_PROGRESS) {
            driver.report(run, "a", Reports.failed(error)).advanceSeconds(1);
        }
        assertThat(driver.attempts(run, "a")).isEqualTo(attempts);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            error    | backoff        | waits in seconds
            USER     | default        | 60 120 240 480 600
            PLATFORM | default        | 60 120 240 480 960
            USER     | fixed 7        | 7 7 7 7 7
            PLATFORM | exp 1 3 20     | 1 3 9 20 20
            USER     | exp 5 1 3600   | 5 5 5 5 5
            USER     | exp 10 0 600   | 10 0 0 0 0
            """)
    void theWaitGrowsAsThePolicySays(Failure error, String backoff, String waits) {
        var run = driver.run(backoff(workflow("w").step("a").retries(9, 9, 0), backoff));
        var found = new ArrayList<String>();
        for (int i = 0; i < 5; i++) {
            driver.report(run, "a", Reports.failed(error));
            long failed = driver.step(run, "a").endMillis();
            driver.advance(java.time.Duration.ofHours(1));
            found.add(Long.toString((driver.step(run, "a").createMillis() - failed) / 1_000));
        }
        assertThat(String.join(" ", found)).isEqualTo(waits);
    }

    private static Workflows backoff(Workflows workflow, String text) {
        var words = text.split(" ");
        return switch (words[0]) {
            case "fixed" -> workflow.fixedBackoff(Long.parseLong(words[1]));
            case "exp" ->
                workflow.exponentialBackoff(
                        Long.parseLong(words[1]), Long.parseLong(words[2]), Long.parseLong(words[3]));
            default -> workflow;
        };
    }

    @Test
    void aRetryThatSucceedsMakesTheRunSucceed() {
        var run = driver.run(workflow("w").step("a").fixedBackoff(5).noop("b", "a"));
        driver.report(run, "a", Reports.failed(Failure.USER)).advanceSeconds(5).done(run, "a");
        assertThat(driver.attempts(run, "a")).isEqualTo("USER_FAILED SUCCEEDED");
        assertThat(driver.status(run)).isEqualTo(InstanceStatus.SUCCEEDED);
    }

    @Test
    void anIgnoredFailureIsRetriedFirst() {
        var run = driver.run(workflow("w")
                .step("a").retries(1, 0, 0).fixedBackoff(5).failureMode(FailureMode.IGNORE_FAILURE).noop("b", "a"));
        driver.report(run, "a", Reports.failed(Failure.USER)).advanceSeconds(5);
        driver.report(run, "a", Reports.failed(Failure.USER));
        assertThat(driver.attempts(run, "a")).isEqualTo("USER_FAILED COMPLETED_WITH_ERROR");
        assertThat(driver.status(run)).isEqualTo(InstanceStatus.SUCCEEDED);
    }

    @Test
    void aWaitForARetrySurvivesATakeOverAndIsNotPaidTwice() {
        var run = driver.run(workflow("w").step("a"));
        driver.report(run, "a", Reports.failed(Failure.USER)).advanceSeconds(50).takeOver().advanceSeconds(9);
        assertThat(driver.attempts(run, "a")).isEqualTo("USER_FAILED");
        driver.advanceSeconds(1);
        assertThat(driver.attempts(run, "a")).isEqualTo("USER_FAILED RUNNING");
    }

    @Test
    void anEndWithoutAnyOrderCountsAsThePlatformsError() {
        var run = driver.run(workflow("w").step("a"));
        driver.report(run, "a", Reports.cancelled());
        assertThat(driver.attempts(run, "a")).isEqualTo("PLATFORM_FAILED");
    }
}
