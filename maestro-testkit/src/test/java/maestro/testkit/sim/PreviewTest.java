package maestro.testkit.sim;

import static maestro.core.rule.Report.Failure.FATAL;
import static maestro.testkit.build.Workflows.workflow;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import maestro.core.restart.Preview;
import maestro.core.row.Ending;
import maestro.core.row.RestartConfig;
import maestro.core.row.RunHead;
import maestro.core.row.StepRow;
import maestro.model.MaestroException;
import maestro.model.run.RunPolicy;
import maestro.model.run.StepStatus;
import maestro.testkit.build.Workflows;
import maestro.testkit.sim.Driver.Run;
import org.junit.jupiter.api.Test;

/** What a preview says is what the restart then does, for any graph and any history (property of issue 4). */
class PreviewTest {
    private static final int RUNS = 150;
    private static final int RESTARTS = 4;

    @Test
    void theRestartDoesWhatItsPreviewSaid() {
        for (int seed = 1; seed <= RUNS; seed++) {
            var random = new SplittableRandom(seed);
            var driver = new Driver();
            var run = driver.run(graph(random));
            play(driver, run, random, 4);
            for (int i = 0; i < RESTARTS; i++) {
                restart(driver, run, random, "seed " + seed + " restart " + i);
            }
        }
    }

    private static Workflows graph(SplittableRandom random) {
        int size = 2 + random.nextInt(6);
        var workflow = workflow("w");
        for (int i = 0; i < size; i++) {
            var needs = new ArrayList<String>();
            for (int before = 0; before < i; before++) {
                if (random.nextInt(3) == 0) {
                    needs.add("s" + before);
                }
            }
            workflow.step("s" + i, needs.toArray(String[]::new));
        }
        return workflow;
    }

    /** Lets steps end as chance has it: one in {@code odds} fails; now and then the run is stopped. 0: all go well. */
    private static void play(Driver driver, Run run, SplittableRandom random, int odds) {
        while (driver.row(run).live()) {
            if (odds > 0 && random.nextInt(15) == 0) {
                driver.end(run, Ending.STOP);
                driver.advanceSeconds(15);
                return;
            }
            var running = driver.reads().steps(driver.row(run).runKey()).stream()
                    .filter(step -> step.status() == StepStatus.RUNNING)
                    .map(StepRow::stepId)
                    .toList();
            String step = running.get(random.nextInt(running.size()));
            boolean fails = odds > 0 && random.nextInt(odds) == 0;
            driver.report(run, step, fails ? Reports.failed(FATAL) : Reports.done());
        }
    }

    private static void restart(Driver driver, Run run, SplittableRandom random, String what) {
        var config = wish(driver, run, random);
        Preview preview;
        try {
            preview = driver.preview(config).getFirst();
            driver.restart(config);
        } catch (MaestroException refused) {
            return;
        }
        boolean goesWell = random.nextBoolean();
        play(driver, run, random, goesWell ? 0 : 4);
        var row = driver.row(run);
        assertThat(row.runId()).as(what).isEqualTo(preview.runId());
        var made = driver.reads().steps(row.runKey());
        var attempted = made.stream().map(StepRow::stepId).toList();
        var announced = new ArrayList<>(preview.runs());
        announced.addAll(preview.skips());
        if (goesWell) {
            assertThat(attempted).as(what).containsExactlyInAnyOrderElementsOf(announced);
        } else {
            assertThat(announced).as(what).containsAll(attempted);
        }
        assertThat(made.stream().filter(step -> step.status() == StepStatus.SKIPPED).map(StepRow::stepId))
                .as(what)
                .isSubsetOf(preview.skips());
        assertThat(attempted).as(what).noneMatch(preview.reuses()::contains).noneMatch(preview.waits()::contains);
        var dag = RunHead.read(row.head()).restart().orElseThrow().dag();
        assertThat(dag).as(what).noneMatch(preview.reuses()::contains);
    }

    private static RestartConfig wish(Driver driver, Run run, SplittableRandom random) {
        var names = List.of("s0", "s1", "s2", "s3", "s4", "s5", "s6", "s7");
        var step = driver.node(run, Optional.of(names.get(random.nextInt(names.size()))));
        return switch (random.nextInt(4)) {
            case 0 ->
                RestartConfig.ofInstance(
                        driver.node(run, Optional.empty()), RunPolicy.RESTART_FROM_INCOMPLETE, Map.of());
            case 1 ->
                RestartConfig.ofInstance(
                        driver.node(run, Optional.empty()), RunPolicy.RESTART_FROM_BEGINNING, Map.of());
            case 2 -> RestartConfig.skipping(step);
            default -> RestartConfig.ofStep(step, RunPolicy.RESTART_FROM_INCOMPLETE, Map.of());
        };
    }
}
