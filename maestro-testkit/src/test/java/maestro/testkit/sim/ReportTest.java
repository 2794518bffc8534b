package maestro.testkit.sim;

import static maestro.testkit.build.Workflows.workflow;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import maestro.core.row.Ending;
import maestro.core.row.MessageRow;
import maestro.core.row.ParentRef;
import maestro.core.rule.Answer;
import maestro.core.rule.Command;
import maestro.core.rule.Effect;
import maestro.core.rule.Letter;
import maestro.core.rule.Message;
import maestro.core.rule.Report;
import maestro.core.rule.Report.Failure;
import maestro.model.Code;
import maestro.model.definition.FailureMode;
import maestro.model.param.Param;
import maestro.model.param.ParamDefinition;
import maestro.model.param.ParamType;
import maestro.model.run.InstanceStatus;
import maestro.testkit.sim.Driver.Run;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Reports that come late, twice, or from somebody else, and what a crash between launch and report does. */
class ReportTest {
    private final Driver driver = new Driver();

    static List<Report> reports() {
        return List.of(
                Reports.done(),
                Reports.failed(Failure.USER),
                Reports.failed(Failure.FATAL),
                Reports.cancelled(),
                Reports.crashed());
    }

    @ParameterizedTest
    @MethodSource("reports")
    void aSecondReportChangesNothing(Report second) {
        var run = driver.run(workflow("w").step("a").step("b"));
        var launch = driver.launched(run, "a");
        driver.report(launch, Reports.done());
        var before = driver.step(run, "a");
        driver.report(launch, second);
        assertThat(driver.step(run, "a")).usingRecursiveComparison().isEqualTo(before);
        assertThat(driver.statuses(run)).isEqualTo("a=SUCCEEDED b=RUNNING");
    }

    @ParameterizedTest
    @MethodSource("reports")
    void aSecondReportChangesNothing_whileTheFirstIsBeingWorkedOn(Report second) {
        driver.computing(false);
        var run = driver.run(workflow("w").step("a").noop("b")
                .edge("a", "b", "s = 0; while (s < 20000) { s += 1; } return s > 0;"));
        driver.done(run, "a").report(run, "a", second);
        assertThat(driver.statuses(run)).isEqualTo("a=FINISHING");
        driver.computing(true);
        assertThat(driver.statuses(run)).isEqualTo("a=SUCCEEDED b=SUCCEEDED");
    }

    @ParameterizedTest
    @MethodSource("reports")
    void aReportAboutAnEarlierAttemptChangesNothing(Report late) {
        var run = driver.run(workflow("w").step("a").fixedBackoff(1));
        var first = driver.launched(run, "a");
        driver.report(first, Reports.failed(Failure.USER)).advanceSeconds(1).report(first, late);
        assertThat(driver.attempts(run, "a")).isEqualTo("USER_FAILED RUNNING");
    }

    @ParameterizedTest
    @MethodSource("reports")
    void aReportAboutALaunchBeforeACrashChangesNothing(Report late) {
        var run = driver.run(workflow("w").step("a"));
        var lost = driver.launched(run, "a");
        driver.takeOver().report(lost, late);
        assertThat(driver.attempts(run, "a")).isEqualTo("RUNNING");
        assertThat(driver.launched(run, "a").attemptKey()).isNotEqualTo(lost.attemptKey());
        assertThat(driver.launched(run, "a").stepUuid()).isEqualTo(lost.stepUuid());
        driver.done(run, "a");
        assertThat(driver.attempts(run, "a")).isEqualTo("SUCCEEDED");
    }

    @Test
    void aReportAboutNobodyChangesNothing() {
        var run = driver.run(workflow("w").step("a"));
        var launch = driver.launched(run, "a");
        driver.report(with(launch, "a key that nobody has"), Reports.done());
        driver.offer(new Message.Reported("w", 77, 0, launch.attemptKey(), Reports.done()));
        driver.offer(new Message.Reported("never-seen", 77, 0, launch.attemptKey(), Reports.done()));
        assertThat(driver.attempts(run, "a")).isEqualTo("RUNNING");
    }

    /** Whoever lost its shard without knowing may hold another run, with fewer steps, under the same key. */
    @Test
    void whatIsMeantForAStepThatTheRunDoesNotHaveChangesNothing() {
        var run = driver.run(workflow("w").step("a"));
        var launch = driver.launched(run, "a");
        long runKey = launch.run().runKey();
        var parent = new ParentRef(0, "w", runKey, 7, 1, true);
        driver.offer(new Message.Reported("w", runKey, 7, launch.attemptKey(), Reports.done()));
        driver.offer(new Message.Delivered(
                new MessageRow.Key(1, 1), new Letter.ChildRefused("w", parent, "NOT_FOUND", "no such workflow")));
        var resumed = driver.ask(new Command.ResumeStep("w", runKey, "b", 1, Caller.AMY));
        assertThat(((Answer.Refused) resumed).why().code()).isEqualTo(Code.NOT_FOUND);
        assertThat(driver.attempts(run, "a")).isEqualTo("RUNNING");
    }

    private static Effect.Launch with(Effect.Launch launch, String attemptKey) {
        return new Effect.Launch(
                launch.run(), launch.ownerId(), launch.ordinal(), launch.stepId(), launch.attempt(),
                launch.stepUuid(), attemptKey, launch.type(), launch.params(), launch.checkpoint());
    }

    @Test
    void aCheckpointComesBackWithTheNextLaunchOfTheSameAttempt() {
        var run = driver.run(workflow("w").step("a").fixedBackoff(1));
        checkpoint(run, "job 7");
        driver.takeOver();
        assertThat(driver.launched(run, "a").checkpoint()).isEqualTo("job 7");
        driver.report(run, "a", Reports.failed(Failure.USER)).advanceSeconds(1);
        assertThat(driver.launched(run, "a").attempt()).isEqualTo(2);
        assertThat(driver.launched(run, "a").checkpoint()).isEmpty();
    }

    private void checkpoint(Run run, String state) {
        var launch = driver.launched(run, "a");
        driver.offer(new Message.Checkpointed(
                "w", launch.run().runKey(), launch.ordinal(), launch.attemptKey(), state, 1_000));
    }

    @Test
    void artifactsOfAnAttemptAreKept() {
        var run = driver.run(workflow("w").step("a"));
        driver.report(run, "a", new Report.Done(Map.of(), Map.of("job", Map.of("id", 7))));
        assertThat(driver.detail(run, "a").artifacts()).containsKey("job");
    }

    @Test
    void anOrderThatCrossesTheReportFindsTheStepEnded() {
        var run = driver.run(workflow("w").step("a").step("b"));
        driver.done(run, "a").end(run, Ending.STOP);
        driver.report(run, "b", Reports.done());
        assertThat(driver.statuses(run)).isEqualTo("a=SUCCEEDED b=STOPPED");
    }

    @Test
    void aTimerThatGoesOffEarlyOrTwiceDoesNoHarm() {
        var run = driver.run(workflow("w").sleep("nap", 10));
        long runKey = driver.row(run).runKey();
        driver.offer(new Message.Look("w", runKey, 0)).offer(new Message.Look("w", runKey, -1));
        assertThat(driver.statuses(run)).isEqualTo("nap=RUNNING");
        driver.advanceSeconds(11);
        assertThat(driver.statuses(run)).isEqualTo("nap=SUCCEEDED");
        driver.offer(new Message.Look("w", runKey, 0));
        assertThat(driver.statuses(run)).isEqualTo("nap=SUCCEEDED");
    }

    @ParameterizedTest
    @CsvSource({
        "STOPPED, STOPPED, STOPPED", "TIMED_OUT, TIMED_OUT, TIMED_OUT", "FATAL, FATALLY_FAILED, FAILED",
        "USER, USER_FAILED, IN_PROGRESS"})
    void whatARuntimeSaysOfItsEnd(Failure end, String step, InstanceStatus instance) {
        var run = driver.run(workflow("w").step("a").stepParam("code", 200));
        driver.report(run, "a", failed(end, "code", 404L));
        assertThat(driver.statuses(run)).isEqualTo("a=" + step);
        assertThat(driver.status(run)).isEqualTo(instance);
        assertThat(driver.detail(run, "a").params().get("code").result()).isEqualTo(404L);
        assertThat(driver.timeline(run, "a")).anyMatch(line -> line.contains("it said so"));
    }

    @Test
    void aConditionSeesTheOutputsOfAFailureThatIsIgnored() {
        var run = driver.run(workflow("w").step("a").failureMode(FailureMode.IGNORE_FAILURE).stepParam("code", 200)
                .noop("b").edge("a", "b", "code == 404"));
        driver.report(run, "a", failed(Failure.FATAL, "code", 404L));
        assertThat(driver.statuses(run)).isEqualTo("a=COMPLETED_WITH_ERROR b=SUCCEEDED");
    }

    @Test
    void outputsThatDoNotFitAFailureAreLeftOut() {
        var run = driver.run(workflow("w").step("a").stepParam("code", 200));
        driver.report(run, "a", failed(Failure.FATAL, "other", 404L));
        assertThat(driver.statuses(run)).isEqualTo("a=FATALLY_FAILED");
        assertThat(driver.detail(run, "a").params().get("code").result()).isEqualTo(200L);
    }

    private static Report failed(Failure end, String name, long value) {
        var output = Param.of(ParamDefinition.literal(ParamType.LONG, value), value, 1);
        return new Report.Failed(end, "it said so", List.of(), Map.of(), Map.of(name, output));
    }
}
