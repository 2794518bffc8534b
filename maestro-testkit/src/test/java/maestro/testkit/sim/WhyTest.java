package maestro.testkit.sim;

import static maestro.testkit.build.Workflows.workflow;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import maestro.core.row.Ending;
import maestro.core.rule.Message;
import maestro.core.rule.Report;
import maestro.core.why.Reason;
import maestro.model.MaestroException;
import maestro.model.definition.FailureMode;
import maestro.model.definition.RunStrategy;
import maestro.model.permit.TagPermit;
import maestro.model.run.RunPolicy;
import maestro.runtime.node.PlanCache;
import maestro.runtime.why.WhyReads;
import maestro.testkit.build.Workflows;
import org.junit.jupiter.api.Test;

/** What is answered to "why is it not running?", each answer from the rows of the last commit. */
class WhyTest {
    private final Driver driver = new Driver();
    private final WhyReads why = new WhyReads(
            driver.reads(), driver.store.signals(), driver.store.permits(), new PlanCache(driver.reads())::plan);

    private static String text(List<Reason> reasons) {
        var text = new StringBuilder();
        append(text, reasons, "");
        return text.toString();
    }

    private static void append(StringBuilder text, List<Reason> reasons, String indent) {
        for (var reason : reasons) {
            text.append(indent).append(reason.code()).append(": ").append(reason.message()).append('\n');
            append(text, reason.children(), indent + "  ");
        }
    }

    private String run(Driver.Run run) {
        return text(why.run(driver.row(run)));
    }

    private String step(Driver.Run run, String stepId) {
        return text(why.step(driver.row(run), stepId));
    }

    private Reason only(Driver.Run run, String stepId) {
        var reasons = why.step(driver.row(run), stepId);
        assertThat(reasons).hasSize(1);
        return reasons.getFirst();
    }

    @Test
    void aQueuedRunNamesItsPlaceAndTheRunAheadWithWhatThatDoes() {
        driver.publish(workflow("w").step("a").strategy(RunStrategy.Rule.SEQUENTIAL));
        driver.start("w");
        driver.start("w");
        var third = driver.start("w");
        assertThat(run(third)).isEqualTo("""
                RUN_QUEUED: 1 run is queued before it; SEQUENTIAL lets one run of [w] go at once.
                  RUN_AHEAD: Instance 1 of [w] is under way.
                    STEP_RUNNING: Step [a] runs (Shell).
                """);
        assertThat(step(third, "a")).startsWith("STEP_NOT_BEGUN: The run of step [a] is queued.\n  RUN_QUEUED: 1 run");
        assertThat(why.run(driver.row(third)).getFirst().since()).isEqualTo(driver.row(third).createMillis());
    }

    @Test
    void aStepWhoseConditionsTakeLongTellsWhatItEndsAs() {
        driver.computing(false);
        var run = driver.run(workflow("w").step("a").failureMode(FailureMode.IGNORE_FAILURE).noop("b")
                .edge("a", "b", "s = 0; while (s < 20000) { s += 1; } return s > 0;"));
        driver.report(run, "a", Reports.failed(Report.Failure.FATAL));
        assertThat(step(run, "a")).isEqualTo("STEP_RUNNING: Step [a] ends as COMPLETED_WITH_ERROR when the"
                + " conditions behind it are evaluated.\n");
    }

    @Test
    void aParallelQueueListsTheOldestRunsThatFillIt() {
        driver.publish(workflow("w").step("a").parallel(6));
        for (int i = 0; i < 6; i++) {
            driver.start("w");
        }
        var last = driver.start("w");
        assertThat(run(last))
                .startsWith("RUN_QUEUED: It is next; PARALLEL lets 6 runs of [w] go at once.\n")
                .contains("RUN_AHEAD: Instance 5 of [w] is under way.", "MORE: More runs are under way.")
                .doesNotContain("Instance 6");
    }

    @Test
    void aStrictQueueNamesTheFailureThatBlocksIt() {
        driver.publish(workflow("w").step("a").retries(0, 0, 0).strategy(RunStrategy.Rule.STRICT_SEQUENTIAL));
        var first = driver.start("w");
        var second = driver.start("w");
        driver.report(first, "a", Reports.failed(Report.Failure.USER));
        assertThat(run(second)).isEqualTo("""
                RUN_BLOCKED: STRICT_SEQUENTIAL starts nothing while instance 1 of [w] is FAILED; restart or unblock it.
                """);
        assertThat(run(first))
                .startsWith("RUN_ENDED: The run has ended FAILED")
                .contains("STEP_ENDED: Step [a] has ended");
    }

    @Test
    void aStepThatWasNotBegunTellsTheChainOfStepsBeforeIt() {
        var run = driver.run(workflow("w").step("a").noop("b", "a").noop("c", "b").step("d").noop("e", "c", "d"));
        assertThat(step(run, "e")).isEqualTo("""
                STEP_WAITS_FOR_STEP: Step [e] waits for [c] (NOT_CREATED), [d] (RUNNING) to complete.
                  STEP_WAITS_FOR_STEP: Step [c] waits for [b] (NOT_CREATED) to complete.
                    STEP_WAITS_FOR_STEP: Step [b] waits for [a] (RUNNING) to complete.
                      STEP_RUNNING: Step [a] runs (Shell).
                  STEP_RUNNING: Step [d] runs (Shell).
                """);
        assertThat(run(run)).isEqualTo("STEP_RUNNING: Step [a] runs (Shell).\nSTEP_RUNNING: Step [d] runs (Shell).\n");
    }

    @Test
    void aLongChainIsCutToItsEnds() {
        var definition = workflow("w").step("s0");
        for (int i = 1; i < 40; i++) {
            definition.noop("s" + i, "s" + (i - 1));
        }
        var run = driver.run(definition);
        assertThat(step(run, "s39").lines())
                .hasSize(13)
                .first()
                .isEqualTo("STEP_WAITS_FOR_STEP: Step [s39] waits for [s38] (NOT_CREATED) to complete.");
        assertThat(step(run, "s39")).endsWith("  STEP_RUNNING: Step [s0] runs (Shell).\n");
    }

    @Test
    void aStepBehindAFailureWillNeverRun() {
        var run = driver.run(workflow("w").step("a").retries(0, 0, 0).noop("b", "a").noop("c", "b").step("d"));
        driver.report(run, "a", Reports.failed(Report.Failure.USER));
        assertThat(step(run, "c")).isEqualTo("""
                STEP_NEVER_RUNS: Step [c] will never run: [b] (NOT_CREATED) did not complete.
                  STEP_NEVER_RUNS: Step [b] will never run: [a] (FATALLY_FAILED) did not complete.
                    STEP_ENDED: Step [a] has ended FATALLY_FAILED: exit code 3.
                """);
        assertThat(run(run)).isEqualTo("STEP_RUNNING: Step [d] runs (Shell).\n");
    }

    private void permit(String tag, int max) {
        driver.offer(new Message.SetPermit(
                tag, Optional.of(new TagPermit(tag, max, List.of(), Map.of())), Caller.AMY, 4_000_000 + max));
    }

    /** A permit of a tag that steps carry without being told, over a take-over and until it is raised and removed. */
    @Test
    void aPermitOfAnAutomaticTagIsInForceInItsWorkflow() {
        driver.publish(workflow("w").step("a").step("b").parallel(5).stepConcurrency(2));
        permit("maestro_w:b", 0);
        permit("maestro_other", 0);
        driver.takeOver();
        var run = driver.start("w");
        assertThat(step(run, "a")).isEqualTo("STEP_RUNNING: Step [a] runs (Shell).\n");
        assertThat(step(run, "b"))
                .isEqualTo("STEP_WAITS_FOR_PERMIT: Step [b] waits for a permit, of which there are none, of [w:b].\n");
        permit("maestro_w:b", 1);
        assertThat(step(run, "b")).isEqualTo("STEP_RUNNING: Step [b] runs (Shell).\n");

        permit("maestro_w", 3);
        var second = driver.start("w");
        assertThat(step(second, "a")).isEqualTo("STEP_RUNNING: Step [a] runs (Shell).\n");
        assertThat(step(second, "b")).startsWith("STEP_WAITS_FOR_PERMIT: Step [b] waits for the only permit of [w:b].");
        driver.offer(new Message.SetPermit("maestro_w:b", Optional.empty(), Caller.AMY, 4_100_000));
        assertThat(step(second, "b")).startsWith("STEP_WAITS_FOR_PERMIT: Step [b] waits for one of the 3 permits of [w].");
        driver.offer(new Message.SetPermit("maestro_w", Optional.empty(), Caller.AMY, 4_100_001));
        driver.done(run, "a", "b");
        assertThat(step(second, "b")).isEqualTo("STEP_RUNNING: Step [b] runs (Shell).\n");
    }

    @Test
    void aStepWithoutPermitNamesTheLimitAndItsHolders() {
        driver.publish(workflow("w").step("a").step("b").parallel(5).stepConcurrency(2));
        var first = driver.start("w");
        var second = driver.start("w");
        assertThat(step(second, "b")).isEqualTo("""
                STEP_WAITS_FOR_PERMIT: Step [b] waits for one of the 2 permits of [w].
                  PERMIT_HOLDER: Step [a] of instance 1 of [w] holds a permit.
                  PERMIT_HOLDER: Step [b] of instance 1 of [w] holds a permit.
                """);
        driver.done(first, "a");
        assertThat(step(second, "a")).isEqualTo("STEP_RUNNING: Step [a] runs (Shell).\n");
        assertThat(step(second, "b")).contains("Step [a] of instance 2 of [w] holds");
    }

    @Test
    void aFailedAttemptTellsWhenTheNextOneFollows() {
        var run = driver.run(workflow("w").step("a").retries(3, 3, 3).fixedBackoff(60));
        long failedAt = driver.now();
        driver.report(run, "a", Reports.failed(Report.Failure.USER));
        var reason = only(run, "a");
        assertThat(reason.code()).isEqualTo(Reason.Code.STEP_WAITS_FOR_RETRY);
        assertThat(reason.message())
                .isEqualTo("Step [a] failed (USER_FAILED: exit code 3); attempt 2 follows after its"
                        + " backoff.");
        assertThat(reason.since()).isEqualTo(failedAt);
        assertThat(reason.until()).isEqualTo(failedAt + 60_000);
        driver.advanceSeconds(61);
        assertThat(only(run, "a").message()).isEqualTo("Step [a] attempt 2 runs (Shell).");
    }

    @Test
    void aSleepTellsItsEnd() {
        var run = driver.run(workflow("w").sleep("a", 30));
        var reason = only(run, "a");
        assertThat(reason.code()).isEqualTo(Reason.Code.STEP_SLEEPING);
        assertThat(reason.until() - driver.now()).isBetween(30_000L, 30_001L);
    }

    @Test
    void anEndingThatWasAskedForTellsByWhomAndItsDeadline() {
        var run = driver.run(workflow("w").step("a"));
        driver.end(run, Ending.STOP);
        var reason = why.run(driver.row(run)).getFirst();
        assertThat(reason.code()).isEqualTo(Reason.Code.RUN_ENDING);
        assertThat(reason.message()).startsWith("User [amy] asked to STOP the run");
        assertThat(reason.until()).isGreaterThan(driver.now());
        assertThat(reason.children()).extracting(Reason::code).containsExactly(Reason.Code.STEP_ENDING);
        driver.done(run, "a");
        assertThat(run(run)).startsWith("RUN_ENDED: The run has ended STOPPED").contains("Step [a] has ended STOPPED");
    }

    @Test
    void aStepThatWasPassedOverNamesTheConditionsOwner() {
        var run = driver.run(workflow("w").noop("a").noop("b").edge("a", "b", "1 > 2"));
        assertThat(step(run, "b")).isEqualTo("""
                STEP_ENDED: Step [b] was passed over: no condition of the steps before it was true for it.
                  STEP_ENDED: Step [a] has ended SUCCEEDED without choosing [b].
                """);
        assertThat(run(run)).isEqualTo("RUN_ENDED: The run has ended SUCCEEDED.\n");
    }

    @Test
    void aRestartTellsWhatItDoesNotRun() {
        var run = driver.run(workflow("w").noop("a").step("b", "a").retries(0, 0, 0));
        driver.report(run, "b", Reports.failed(Report.Failure.USER));
        driver.restart(run, RunPolicy.RESTART_FROM_INCOMPLETE);
        assertThat(step(run, "a"))
                .isEqualTo("STEP_ENDED: Step [a] is no part of this run: it ended SUCCEEDED in run 1.\n");
        assertThat(run(run)).isEqualTo("STEP_RUNNING: Step [b] runs (Shell).\n");
    }

    @Test
    void aRootThatARestartDoesNotNameWaitsForAUser() {
        var run = driver.run(workflow("w").step("a").step("b"));
        driver.end(run, Ending.STOP);
        driver.done(run, "a", "b");
        driver.restart(run, "a");
        assertThat(step(run, "b"))
                .startsWith("STEP_NOT_BEGUN: Step [b] waits for no other step")
                .contains("a user has to restart it");
    }

    @Test
    void anUnknownStepIsNotFound() {
        var run = driver.run(Workflows.workflow("w").step("a"));
        assertThatThrownBy(() -> step(run, "z")).isInstanceOf(MaestroException.class).hasMessageContaining("[z]");
    }
}
