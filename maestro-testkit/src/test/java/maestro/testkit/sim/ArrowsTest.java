package maestro.testkit.sim;

import static maestro.testkit.build.Workflows.workflow;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import maestro.core.row.Ending;
import maestro.core.row.LoopRow;
import maestro.core.rule.Change;
import maestro.core.rule.Report;
import maestro.core.rule.Report.Failure;
import maestro.model.definition.FailureMode;
import maestro.model.param.ParamType;
import maestro.testkit.build.Workflows;
import org.junit.jupiter.api.Test;

/**
 * The table of what each event does to a step in each status, checked in and reviewed. Every way of bringing a step to
 * a status is combined with every event; a row that changes, appears or goes makes this test fail.
 */
class ArrowsTest {
    private static final Path TABLE = Path.of("src/test/resources/step-arrows.txt");
    private static final String LONG = "s = 0; while (s < 20000) { s += 1; } return s > 0;";

    /**
     * A step {@code a} somewhere in its life; each call makes a fresh one. Below a composite one is the run of a step
     * {@code x}.
     */
    private record Scene(Driver driver, Driver.Run run, Optional<Driver.Run> below) {
        Scene with(Consumer<Scene> deed) {
            deed.accept(this);
            return this;
        }
    }

    private static Scene scene(Workflows workflow) {
        var driver = new Driver();
        driver.computing(false);
        return new Scene(driver, driver.run(workflow), Optional.empty());
    }

    private static Scene paused() {
        var driver = new Driver();
        driver.publish(workflow("w").step("a").timeout("60").noop("b", "a"));
        driver.breakAt("w", "a");
        return new Scene(driver, driver.start("w"), Optional.empty());
    }

    private static Workflows body() {
        return workflow("body").step("x").retries(0, 0, 0);
    }

    private static Scene looping(Workflows workflow) {
        var scene = scene(workflow.timeout("60").noop("b", "a"));
        var loop = LoopRow.of(scene.driver().detail(scene.run(), "a").artifacts()).orElseThrow();
        return new Scene(scene.driver(), scene.run(), Optional.of(new Driver.Run(loop.inlineId(), 1)));
    }

    private static Scene calling(Workflows workflow) {
        var driver = new Driver();
        driver.publish(workflow("child").step("x").retries(0, 0, 0));
        var run = driver.run(workflow.timeout("60").noop("b", "a"));
        return new Scene(driver, run, Optional.of(new Driver.Run("child", 1)));
    }

    private static Scene stopAsked(Scene scene) {
        return scene.with(asked -> asked.driver().end(asked.run(), Ending.STOP));
    }

    private static Workflows shell(FailureMode mode) {
        return workflow("w").step("a").failureMode(mode).retries(1, 1, 1).timeout("60").noop("b", "a");
    }

    private static Scene after(Report report) {
        return scene(shell(FailureMode.FAIL_AFTER_RUNNING))
                .with(scene -> scene.driver().report(scene.run(), "a", report));
    }

    private static Scene ended(Ending ending) {
        return scene(shell(FailureMode.FAIL_AFTER_RUNNING)).with(scene -> {
            scene.driver().end(scene.run(), ending);
            scene.driver().report(scene.run(), "a", Reports.cancelled());
        });
    }

    private static List<Map.Entry<String, Supplier<Scene>>> scenes() {
        return List.of(
                Map.entry("not created", () -> scene(workflow("w").step("z").step("a", "z"))),
                Map.entry("unsatisfied", () -> scene(workflow("w").noop("z").noop("a").edge("z", "a", "false"))),
                Map.entry("evaluating", () -> scene(workflow("w")
                        .step("a").stepExpression("x", ParamType.BOOLEAN, LONG))),
                Map.entry("waiting for permit", () -> scene(workflow("w").stepConcurrency(1).step("z").step("a"))),
                Map.entry("sleeping", () -> scene(workflow("w").sleep("a", 1_000).timeout("60"))),
                Map.entry("running", () -> scene(shell(FailureMode.FAIL_AFTER_RUNNING))),
                Map.entry("running, failure ignored", () -> scene(shell(FailureMode.IGNORE_FAILURE))),
                Map.entry("running, no retries", () -> scene(workflow("w").step("a").retries(0, 0, 0).timeout("60"))),
                Map.entry("running, stop asked", () -> scene(shell(FailureMode.FAIL_AFTER_RUNNING))
                        .with(scene -> scene.driver().end(scene.run(), Ending.STOP))),
                Map.entry("running, kill asked", () -> scene(shell(FailureMode.FAIL_AFTER_RUNNING))
                        .with(scene -> scene.driver().end(scene.run(), Ending.KILL))),
                Map.entry("finishing", () -> scene(workflow("w")
                                .step("a").noop("b").edge("a", "b", LONG))
                        .with(scene -> scene.driver().done(scene.run(), "a"))),
                Map.entry("failed and ignored, conditions evaluated", () -> scene(workflow("w")
                                .step("a").failureMode(FailureMode.IGNORE_FAILURE).timeout("60")
                                .noop("b").edge("a", "b", LONG))
                        .with(scene -> scene.driver().report(scene.run(), "a", Reports.failed(Failure.FATAL)))),
                Map.entry("paused", ArrowsTest::paused),
                Map.entry("foreach", () -> looping(workflow("w").foreach("a", 2, body()))),
                Map.entry("foreach, stop asked", () -> stopAsked(looping(workflow("w").foreach("a", 2, body())))),
                Map.entry("while", () -> looping(workflow("w").repeat("a", 0, "i < 2", body()))),
                Map.entry("while, stop asked", () -> stopAsked(looping(workflow("w").repeat("a", 0, "i < 2", body())))),
                Map.entry("subworkflow", () -> calling(workflow("w").subworkflow("a", "child"))),
                Map.entry("subworkflow, stop asked", () ->
                        stopAsked(calling(workflow("w").subworkflow("a", "child")))),
                Map.entry("subworkflow, not waited for", () ->
                        calling(workflow("w").subworkflow("a", "child").async())),
                Map.entry("user failed", () -> after(Reports.failed(Failure.USER))),
                Map.entry("platform failed", () -> after(Reports.failed(Failure.PLATFORM))),
                Map.entry("timeout failed", () -> scene(shell(FailureMode.FAIL_AFTER_RUNNING))
                        .with(scene -> scene.driver()
                                .advanceSeconds(60)
                                .report(scene.run(), "a", Reports.cancelled()))),
                Map.entry("succeeded", () -> after(Reports.done())),
                Map.entry("fatally failed", () -> after(Reports.failed(Failure.FATAL))),
                Map.entry("internally failed", () -> after(Reports.crashed())),
                Map.entry("stopped", () -> ended(Ending.STOP)),
                Map.entry("killed", () -> ended(Ending.KILL)));
    }

    private static List<Map.Entry<String, Consumer<Scene>>> events() {
        return List.of(
                report("done", Reports.done()),
                report("user error", Reports.failed(Failure.USER)),
                report("platform error", Reports.failed(Failure.PLATFORM)),
                report("fatal error", Reports.failed(Failure.FATAL)),
                report("cancelled", Reports.cancelled()),
                report("crashed", Reports.crashed()),
                Map.entry("computed", scene -> scene.driver().computing(true)),
                Map.entry("stop", scene -> scene.driver().end(scene.run(), Ending.STOP)),
                Map.entry("kill", scene -> scene.driver().end(scene.run(), Ending.KILL)),
                Map.entry("skip", scene -> scene.driver().endStep(scene.run(), "a", Ending.SKIP)),
                Map.entry("15 s pass", scene -> scene.driver().advanceSeconds(15)),
                Map.entry("75 s pass", scene -> scene.driver().advanceSeconds(75)),
                Map.entry("take-over", scene -> scene.driver().takeOver()),
                Map.entry("breakpoint deleted", scene -> scene.driver().deleteBreakpoint("w", "a", true)),
                below("below done", Reports.done()),
                below("below fatal error", Reports.failed(Failure.FATAL)),
                below("below cancelled", Reports.cancelled()));
    }

    private static Map.Entry<String, Consumer<Scene>> report(String name, Report report) {
        return Map.entry(name, scene -> {
            if (scene.driver().launches(scene.run()).contains("a")) {
                scene.driver().report(scene.run(), "a", report);
            }
        });
    }

    private static Map.Entry<String, Consumer<Scene>> below(String name, Report report) {
        return Map.entry(name, scene -> scene.below()
                .filter(below -> scene.driver().launches(below).contains("x"))
                .ifPresent(below -> scene.driver().report(below, "x", report)));
    }

    @Test
    void everyArrowIsTheOneWeAgreedOn() throws Exception {
        var table = scenes().stream()
                .flatMap(scene -> events().stream().map(event -> row(scene, event)))
                .collect(Collectors.joining("\n", "", "\n"));
        assertThat(table).isEqualTo(Files.readString(TABLE));
    }

    private static String row(Map.Entry<String, Supplier<Scene>> from, Map.Entry<String, Consumer<Scene>> event) {
        var scene = from.getValue().get();
        int before = scene.driver().changes().size();
        var effectsBefore = effects(scene);
        event.getValue().accept(scene);
        var moves = scene.driver().changes().stream()
                .skip(before)
                .filter(Change.StepMoved.class::isInstance)
                .map(Change.StepMoved.class::cast)
                .filter(move -> move.stepId().equals("a"))
                .map(move -> move.to().name())
                .collect(Collectors.joining(" "));
        var effects = effects(scene).stream()
                .filter(effect -> !effectsBefore.contains(effect))
                .map(Told::text)
                .toList();
        return from.getKey() + " + " + event.getKey() + " -> " + (moves.isEmpty() ? "-" : moves)
                + (effects.isEmpty() ? "" : " " + effects);
    }

    /** What a runtime was told about one launch. */
    private record Told(String text, String attemptKey) {}

    /** What the runtimes of the step and of the one below it were told about their last launch. */
    private static List<Told> effects(Scene scene) {
        var told = new ArrayList<Told>();
        effects(scene.driver(), scene.run(), "a", told);
        scene.below().ifPresent(below -> effects(scene.driver(), below, "x", told));
        return told;
    }

    private static void effects(Driver driver, Driver.Run run, String stepId, List<Told> told) {
        if (driver.launches(run).contains(stepId)) {
            String key = driver.launched(run, stepId).attemptKey();
            told.add(new Told("launch " + stepId, key));
            if (driver.cancelled(run, stepId)) {
                told.add(new Told("cancel " + stepId, key));
            }
        }
    }

    /** Each line of the specification's table that this engine has today is walked by some scene and event. */
    @Test
    void everyStatusThatCanBeReachedIsReached() throws Exception {
        var reached = new TreeSet<String>();
        for (String row : Files.readAllLines(TABLE)) {
            reached.addAll(List.of(row.substring(row.indexOf("->") + 3).replaceFirst(" \\[.*", "").split(" ")));
        }
        assertThat(reached).contains(
                "CREATED", "INITIALIZED", "WAITING_FOR_SIGNALS", "EVALUATING_PARAMS", "WAITING_FOR_PERMITS", "STARTING",
                "RUNNING", "FINISHING", "SUCCEEDED", "COMPLETED_WITH_ERROR", "USER_FAILED", "PLATFORM_FAILED",
                "TIMEOUT_FAILED", "FATALLY_FAILED", "INTERNALLY_FAILED", "STOPPED", "TIMED_OUT");
    }
}
