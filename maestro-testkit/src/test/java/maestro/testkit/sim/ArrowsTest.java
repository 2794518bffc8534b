package maestro.testkit.sim;

import static maestro.testkit.build.Workflows.workflow;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import maestro.core.row.Ending;
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

    /** A step {@code a} somewhere in its life; each call makes a fresh one. */
    private record Scene(Driver driver, Driver.Run run) {
        Scene with(Consumer<Scene> deed) {
            deed.accept(this);
            return this;
        }
    }

    private static Scene scene(Workflows workflow) {
        var driver = new Driver();
        driver.computing(false);
        return new Scene(driver, driver.run(workflow));
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
                Map.entry("take-over", scene -> scene.driver().takeOver()));
    }

    private static Map.Entry<String, Consumer<Scene>> report(String name, Report report) {
        return Map.entry(name, scene -> {
            if (scene.driver().launches(scene.run()).contains("a")) {
                scene.driver().report(scene.run(), "a", report);
            }
        });
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
        event.getValue().accept(scene);
        var moves = scene.driver().changes().stream()
                .skip(before)
                .filter(Change.StepMoved.class::isInstance)
                .map(Change.StepMoved.class::cast)
                .filter(move -> move.stepId().equals("a"))
                .map(move -> move.to().name())
                .collect(Collectors.joining(" "));
        return from.getKey() + " + " + event.getKey() + " -> " + (moves.isEmpty() ? "-" : moves);
    }

    /** Each line of the specification's table that this engine has today is walked by some scene and event. */
    @Test
    void everyStatusThatCanBeReachedIsReached() throws Exception {
        var reached = new TreeSet<String>();
        for (String row : Files.readAllLines(TABLE)) {
            reached.addAll(List.of(row.substring(row.indexOf("->") + 3).split(" ")));
        }
        assertThat(reached).contains(
                "CREATED", "INITIALIZED", "WAITING_FOR_SIGNALS", "EVALUATING_PARAMS", "WAITING_FOR_PERMITS", "STARTING",
                "RUNNING", "FINISHING", "SUCCEEDED", "COMPLETED_WITH_ERROR", "USER_FAILED", "PLATFORM_FAILED",
                "TIMEOUT_FAILED", "FATALLY_FAILED", "INTERNALLY_FAILED", "STOPPED", "TIMED_OUT");
    }
}
