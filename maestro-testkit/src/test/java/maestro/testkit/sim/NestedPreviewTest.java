package maestro.testkit.sim;

import static maestro.core.rule.Report.Failure.FATAL;
import static maestro.testkit.build.Workflows.workflow;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import maestro.core.restart.Preview;
import maestro.core.row.LoopRow;
import maestro.core.row.RestartConfig;
import maestro.core.row.RunRow;
import maestro.core.row.RunTail;
import maestro.core.row.StepDetail;
import maestro.core.row.StepRow;
import maestro.core.rule.Message;
import maestro.core.rule.Report;
import maestro.core.state.RunState;
import maestro.core.state.StepState;
import maestro.model.MaestroException;
import maestro.model.param.ParamType;
import maestro.model.run.InstanceStatus;
import maestro.model.run.RunPolicy;
import maestro.model.run.StepStatus;
import maestro.testkit.build.Workflows;
import maestro.testkit.sim.Driver.Run;
import org.junit.jupiter.api.Test;

/** Previews of restarts that go through subworkflows and loops tell each run that is then made (property of issue 4). */
class NestedPreviewTest {
    private static final int RUNS = 120;
    private static final int RESTARTS = 4;
    private static final int INSTANCES_MAX = 60;

    @Test
    void theRestartMakesTheRunsThatItsPreviewTold() {
        int held = 0;
        for (int seed = 1; seed <= RUNS; seed++) {
            var random = new SplittableRandom(seed);
            var driver = new Driver();
            publish(driver, random);
            driver.start("r");
            play(driver, random, 5);
            for (int i = 0; i < RESTARTS; i++) {
                held += restart(driver, random, "seed " + seed + " restart " + i) ? 1 : 0;
            }
        }
        assertThat(held).isGreaterThan(RUNS);
    }

    /** The lowest workflow has leaves only; those above call it or loop over what does. */
    private static void publish(Driver driver, SplittableRandom random) {
        driver.publish(steps(workflow("g"), random, "g", "").parallel(50));
        driver.publish(steps(workflow("c"), random, "c", "g").parallel(50));
        driver.publish(steps(workflow("r"), random, "r", "c"));
    }

    private static Workflows steps(Workflows workflow, SplittableRandom random, String prefix, String called) {
        int size = 2 + random.nextInt(2);
        for (int i = 0; i < size; i++) {
            var needs = i > 0 && random.nextBoolean() ? new String[] {prefix + (i - 1)} : new String[0];
            String id = prefix + i;
            switch (called.isEmpty() ? 9 : random.nextInt(6)) {
                case 0, 1 -> workflow.subworkflow(id, called, needs);
                case 2 ->
                    workflow.foreach(id, 1 + random.nextInt(3), body(random, id, called), needs)
                            .loopName("i" + id);
                case 3 -> workflow.repeat(id, 0, "i" + id + " < 2", looping(random, id, called), needs)
                        .loopName("i" + id);
                default -> workflow.step(id, needs);
            }
        }
        return workflow;
    }

    private static Workflows body(SplittableRandom random, String id, String called) {
        var body = workflow("body").step(id + "x");
        return random.nextBoolean() ? body.subworkflow(id + "s", called, id + "x") : body.step(id + "y", id + "x");
    }

    private static Workflows looping(SplittableRandom random, String id, String called) {
        return body(random, id, called)
                .noop(id + "n")
                .stepExpression("i" + id, ParamType.LONG, "i" + id + " + 1");
    }

    /** Lets launched steps end until nothing is live; one in {@code odds} fails, 0: none. */
    private static void play(Driver driver, SplittableRandom random, int odds) {
        while (!driver.state().runs().isEmpty()) {
            var open = driver.state().runs().stream()
                    .flatMap(run -> running(run).map(step -> new Object[] {run, step}))
                    .toList();
            var next = open.get(random.nextInt(open.size()));
            boolean fails = odds > 0 && random.nextInt(odds) == 0;
            report(driver, (RunState) next[0], (StepState) next[1], fails ? Reports.failed(FATAL) : Reports.done());
        }
    }

    private static Stream<StepState> running(RunState run) {
        return run.plan().steps().stream()
                .map(step -> run.step(step.ordinal()))
                .filter(step -> step.status() == StepStatus.RUNNING && !step.attemptKey().isEmpty());
    }

    private static void report(Driver driver, RunState run, StepState step, Report report) {
        driver.offer(new Message.Reported(run.ownerId(), run.key(), step.ordinal(), step.attemptKey(), report));
    }

    private static boolean restart(Driver driver, SplittableRandom random, String what) {
        var before = latest(driver);
        var config = wish(driver, random, List.copyOf(before.keySet()));
        List<Preview> previews;
        try {
            previews = driver.preview(config);
            driver.restart(config);
        } catch (MaestroException refused) {
            assertThat(latest(driver)).as(what).isEqualTo(before);
            return false;
        }
        play(driver, random, 0);
        boolean allWell = wentWell(driver.row(new Run("r", 1)));
        for (var preview : previews) {
            held(driver, preview, allWell, what + " " + config + "\n of " + previews);
        }
        var told = previews.stream()
                .map(preview -> new Run(preview.workflowId(), preview.instanceId()))
                .toList();
        assertThat(again(driver, before)).as(what + " " + config + " " + previews).isSubsetOf(told);
        return allWell;
    }

    /** What failed before and is not run again holds back what comes after it. */
    private static void held(Driver driver, Preview preview, boolean allWell, String what) {
        var run = driver.reads().run(preview.workflowId(), preview.instanceId(), preview.runId());
        if (run.isEmpty()) {
            assertThat(allWell).as(what + "\n lacks " + preview).isFalse();
            return;
        }
        var announced = new ArrayList<>(preview.runs());
        announced.addAll(preview.skips());
        var attempted = driver.reads().steps(run.get().runKey()).stream().map(StepRow::stepId).toList();
        if (wentWell(run.get())) {
            assertThat(attempted).as(what + "\n in " + preview).containsExactlyInAnyOrderElementsOf(announced);
        } else {
            assertThat(announced).as(what + "\n in " + preview).containsAll(attempted);
        }
    }

    private static boolean wentWell(RunRow run) {
        return RunTail.read(run.tail()).runStatus().orElse(run.status()) == InstanceStatus.SUCCEEDED;
    }

    /** Instances that had a run and got another one, but for those of whiles: how often these go on is not foretold. */
    private static List<Run> again(Driver driver, Map<Run, Long> before) {
        return latest(driver).entrySet().stream()
                .filter(entry -> before.containsKey(entry.getKey()) && entry.getValue() > before.get(entry.getKey()))
                .map(Map.Entry::getKey)
                .filter(run -> !run.workflowId().startsWith("maestro_while"))
                .toList();
    }

    private static RestartConfig wish(Driver driver, SplittableRandom random, List<Run> runs) {
        var run = runs.get(random.nextInt(runs.size()));
        var steps = driver.reads().steps(driver.row(run).runKey());
        int what = steps.isEmpty() ? random.nextInt(2) : random.nextInt(5);
        return switch (what) {
            case 0 ->
                RestartConfig.ofInstance(
                        driver.node(run, Optional.empty()), RunPolicy.RESTART_FROM_INCOMPLETE, Map.of());
            case 1 ->
                RestartConfig.ofInstance(
                        driver.node(run, Optional.empty()), RunPolicy.RESTART_FROM_BEGINNING, Map.of());
            default -> {
                var step = steps.get(random.nextInt(steps.size())).stepId();
                var policy =
                        what == 2 ? RunPolicy.RESTART_FROM_BEGINNING : RunPolicy.RESTART_FROM_INCOMPLETE;
                yield RestartConfig.ofStep(driver.node(run, Optional.of(step)), policy, Map.of());
            }
        };
    }

    /** The latest run id of each instance that can be found from the root. */
    private static Map<Run, Long> latest(Driver driver) {
        var latest = new LinkedHashMap<Run, Long>();
        for (String id : List.of("r", "c", "g")) {
            collect(driver, id, latest);
        }
        return latest;
    }

    private static void collect(Driver driver, String workflowId, Map<Run, Long> latest) {
        for (long instance = 1; instance <= INSTANCES_MAX; instance++) {
            var row = driver.reads().latestRun(workflowId, instance);
            if (row.isEmpty()) {
                return;
            }
            latest.put(new Run(workflowId, instance), row.get().runId());
            inlineIds(driver, row.get()).forEach(inline -> collect(driver, inline, latest));
        }
    }

    private static List<String> inlineIds(Driver driver, RunRow row) {
        return driver.reads().steps(row.runKey()).stream()
                .map(step -> StepDetail.read(step).artifacts())
                .flatMap(artifacts -> LoopRow.of(artifacts).stream())
                .map(loop -> loop.inlineId())
                .toList();
    }
}
