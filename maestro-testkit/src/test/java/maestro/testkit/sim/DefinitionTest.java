package maestro.testkit.sim;

import static maestro.testkit.build.Workflows.workflow;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.stream.Collectors;
import maestro.core.rule.Answer;
import maestro.core.rule.Command;
import maestro.core.rule.Report.Failure;
import maestro.model.Code;
import maestro.model.Tag;
import maestro.model.definition.PropertiesChange;
import maestro.model.definition.RunStrategy.Rule;
import maestro.model.json.Json;
import maestro.model.run.InstanceStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Versions, properties, activation (definition.md §14) and deletion (execution.md §12). */
class DefinitionTest {
    private final Driver driver = new Driver();

    @Test
    void versionsCountUpAndTheLatestIsActiveUnlessSaidOtherwise() {
        driver.publish(workflow("w").noop("a"));
        driver.publish(workflow("w").noop("b"));
        var third = (Answer.Published) driver.publish(workflow("w").noop("c").inactive());
        assertThat(third.version().version()).isEqualTo(3);
        assertThat(third.workflow().activeVersion()).isEqualTo(2);
        assertThat(driver.statuses(driver.start("w"))).isEqualTo("b=SUCCEEDED");
    }

    @Test
    void theFirstPushNeedsAnOwner() {
        var answer = (Answer.Refused) driver.publish(workflow("w").noop("a").ownerless());
        assertThat(answer.why().code()).isEqualTo(Code.BAD_REQUEST);
        assertThat(driver.reads().workflow("w")).isEmpty();
    }

    @Test
    void aRunKeepsTheVersionItWasStartedWith() {
        driver.publish(workflow("w").step("a").noop("b", "a"));
        var run = driver.start("w");
        driver.publish(workflow("w").step("x"));
        driver.takeOver().done(run, "a");
        assertThat(driver.statuses(run)).isEqualTo("a=SUCCEEDED b=SUCCEEDED");
    }

    @Test
    void activationChangesWhatTheNextStartRuns() {
        driver.publish(workflow("w").noop("a"));
        driver.publish(workflow("w").noop("b"));
        var first = activate(1);
        assertThat(first.changed()).isTrue();
        assertThat(activate(1).changed()).isFalse();
        assertThat(driver.statuses(driver.start("w"))).isEqualTo("a=SUCCEEDED");
        assertThat(activate(0).version()).isZero();
        assertThat(driver.reads().workflow("w").orElseThrow().activeVersion()).isZero();
    }

    private Answer.ActiveVersion activate(long version) {
        long internalId = driver.reads().workflow("w").orElseThrow().internalId();
        return (Answer.ActiveVersion) driver.ask(new Command.Activate("w", internalId, version, Caller.AMY));
    }

    @Test
    void whatHappenedToAWorkflowIsInItsHistory() {
        driver.publish(workflow("w").noop("a"));
        driver.publish(workflow("w").noop("b"));
        activate(1);
        long internalId = driver.reads().workflow("w").orElseThrow().internalId();
        assertThat(driver.reads().timeline("w", internalId, 10)).extracting("log").containsExactly(
                "Activated version [1]",
                "Created a new workflow version [2], now active, with new properties",
                "Created a new workflow version [1], now active, with new properties");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', useHeadersInDisplayName = true, textBlock = """
            from       | live | failed | to                 | answer
            PARALLEL   | 1    | 0      | FIRST_ONLY         | ok
            PARALLEL   | 2    | 0      | FIRST_ONLY         | PRECONDITION_FAILED
            PARALLEL   | 2    | 0      | LAST_ONLY          | PRECONDITION_FAILED
            PARALLEL   | 2    | 0      | SERIAL_LATEST_ONLY | ok
            SEQUENTIAL | 2    | 0      | LAST_ONLY          | PRECONDITION_FAILED
            SEQUENTIAL | 0    | 1      | STRICT_SEQUENTIAL  | PRECONDITION_FAILED
            SEQUENTIAL | 2    | 0      | STRICT_SEQUENTIAL  | ok
            PARALLEL   | 0    | 1      | FIRST_ONLY         | ok
            """)
    void aStrategyChangesOnlyWhenTheRunsAllowIt(Rule from, int live, int failed, Rule to, String answer) {
        driver.publish(workflow("w").strategy(from).step("a"));
        for (int i = 0; i < failed; i++) {
            driver.report(driver.start("w"), "a", Reports.failed(Failure.FATAL));
        }
        for (int i = 0; i < live; i++) {
            driver.start("w");
        }
        var pushed = driver.publish(workflow("w").strategy(to).step("a"));
        var changed = change("{\"run_strategy\":\"" + from + "\"}");
        assertThat(text(pushed)).isEqualTo(answer);
        assertThat(text(changed)).isEqualTo("ok");
    }

    private static String text(Answer answer) {
        return answer instanceof Answer.Refused(var why) ? why.code().name() : "ok";
    }

    private Answer change(String json) {
        var change = PropertiesChange.fromJson(Json.parse(json));
        return driver.ask(new Command.ChangeProperties("w", change, Caller.AMY));
    }

    @Test
    void aWiderStrategyAdmitsTheQueueAtOnce() {
        driver.publish(workflow("w").step("a"));
        driver.startAll("w", "x", "y", "z");
        change("{\"run_strategy\":2}");
        assertThat(driver.runs("w")).isEqualTo("IN_PROGRESS IN_PROGRESS CREATED");
        change("{\"run_strategy\":1}");
        assertThat(driver.runs("w")).isEqualTo("IN_PROGRESS IN_PROGRESS CREATED");
    }

    @Test
    void snapshotsOfOneMillisecondHaveDifferentIds() {
        driver.publish(workflow("w").noop("a"));
        var first = (Answer.PropertiesChanged) change("{\"description\":\"one\"}");
        var second = (Answer.PropertiesChanged) change("{\"description\":\"two\"}");
        assertThat(second.snapshot().createMillis()).isGreaterThan(first.snapshot().createMillis());
    }

    @Test
    void tagsComeAndGo() {
        driver.publish(workflow("w").noop("a"));
        var tag = new Tag("gold", Optional.empty(), new java.util.LinkedHashMap<>());
        driver.ask(new Command.AddTag("w", tag, Caller.AMY));
        var added = (Answer.PropertiesChanged) driver.ask(new Command.AddTag("w", tag, Caller.AMY));
        assertThat(added.snapshot().properties().tags().orElseThrow().stream()
                        .map(Tag::name)
                        .collect(Collectors.toList()))
                .containsExactly("gold");
        assertThat(text(driver.ask(new Command.RemoveTag("w", "gold", Caller.AMY)))).isEqualTo("ok");
        assertThat(text(driver.ask(new Command.RemoveTag("w", "gold", Caller.AMY)))).isEqualTo("NOT_FOUND");
    }

    @Test
    void aWorkflowWithLiveRunsIsNotDeleted() {
        var run = driver.run(workflow("w").step("a"));
        assertThat(text(delete())).isEqualTo("BAD_REQUEST");
        driver.done(run, "a");
        assertThat(text(delete())).isEqualTo("ok");
        assertThat(text(delete())).isEqualTo("NOT_FOUND");
    }

    private Answer delete() {
        return driver.ask(new Command.Delete("w", Caller.AMY));
    }

    @ParameterizedTest
    @CsvSource({"false", "true"})
    void aNewWorkflowOfADeletedIdIsAnotherOne_butItsRunsCountOn(boolean takenOver) {
        driver.publish(workflow("w").noop("a"));
        driver.startAll("w", "x");
        var before = driver.reads().workflow("w").orElseThrow();
        delete();
        if (takenOver) {
            driver.takeOver();
        }
        while (driver.removal().removeSome("w", before.internalId())) {
            assertThat(driver.reads().workflow("w")).isPresent();
        }
        var again = (Answer.Published) driver.publish(workflow("w").noop("b"));
        assertThat(again.workflow().internalId()).isNotEqualTo(before.internalId());
        assertThat(again.version().version()).isEqualTo(1);
        var one = driver.startAll("w", "x").getFirst();
        assertThat(one.status()).isEqualTo(Answer.Started.Status.CREATED);
        assertThat(one.instanceId()).isEqualTo(2);
    }

    @Test
    void startsPreparedBeforeADeletionAreRefused() {
        driver.publish(workflow("w").noop("a"));
        var late = driver.startCommand("w", "x");
        delete();
        assertThat(text(driver.ask(late))).isEqualTo("NOT_FOUND");
        driver.publish(workflow("w").noop("a"));
        assertThat(text(driver.ask(late))).isEqualTo("CONFLICT");
    }

    @Test
    void aPushPreparedBeforeADeletionIsRefused() {
        driver.publish(workflow("w").noop("a"));
        var late = driver.publishCommand(workflow("w").noop("b"));
        delete();
        assertThat(text(driver.ask(late))).isEqualTo("CONFLICT");
    }

    @Test
    void twoFirstPushesAtOnceAreTwoVersionsOfOneWorkflow() {
        var first = driver.publishCommand(workflow("w").noop("a"));
        var second = driver.publishCommand(workflow("w").noop("b"));
        driver.ask(first);
        var answer = (Answer.Published) driver.ask(second);
        assertThat(answer.version().version()).isEqualTo(2);
        assertThat(answer.workflow().internalId()).isEqualTo(answer.version().internalId());
        assertThat(driver.status(driver.start("w"))).isEqualTo(InstanceStatus.SUCCEEDED);
    }
}
