package maestro.testkit.sim;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import maestro.core.restart.Archive;
import maestro.core.restart.Lineage;
import maestro.core.row.Ending;
import maestro.core.row.RestartConfig;
import maestro.core.row.RunHead;
import maestro.core.row.RunRow;
import maestro.core.row.StepRow;
import maestro.core.rule.Command;
import maestro.model.MaestroException;
import maestro.model.param.ParamDefinition;
import maestro.model.param.ParamType;
import maestro.model.run.RunPolicy;
import maestro.model.run.StepStatus;
import maestro.runtime.store.Reads;

/** People who act on the runs of wild workflows: they end, skip and restart what they see, and set breakpoints. */
final class Operators {
    private static final List<RunPolicy> POLICIES =
            List.of(RunPolicy.RESTART_FROM_INCOMPLETE, RunPolicy.RESTART_FROM_BEGINNING);
    private static final List<Ending> ENDINGS = List.of(Ending.STOP, Ending.KILL, Ending.SKIP);

    private final Ledger ledger;
    private final Reads reads;
    private final RestartCaller restarts;
    private final RandomGenerator random;
    private final Map<Long, String> owners = new HashMap<>();
    private int lastRequest;

    Operators(Ledger ledger, Reads reads, Archive archive, VirtualClock clock, RandomGenerator random) {
        this.ledger = ledger;
        this.reads = reads;
        this.restarts = new RestartCaller(archive, clock);
        this.random = random;
    }

    /** Something to ask about one run, if as far as one can see it allows that. */
    Optional<Command> next() {
        var runs = ledger.runs().values().stream()
                .filter(run -> RandomWorkflows.wild(owner(run)))
                .toList();
        if (runs.isEmpty()) {
            return Optional.empty();
        }
        var run = any(runs);
        var steps = reads.steps(run.runKey());
        if (steps.isEmpty() || random.nextInt(12) == 0) {
            return Optional.of(breakpoint(owner(run)));
        }
        return run.live() ? live(run, steps) : restart(run, steps);
    }

    /** The workflow whose shard holds the run. */
    private String owner(RunRow run) {
        return owners.computeIfAbsent(run.runKey(), _ -> readOwner(run));
    }

    private String readOwner(RunRow run) {
        var stored = reads.run(run.workflowId(), run.instanceId(), run.runId()).orElseThrow();
        return Lineage.owner(run, RunHead.read(stored.head()));
    }

    private Command breakpoint(String owner) {
        String step = "s" + random.nextInt(4);
        return random.nextInt(3) == 0
                ? new Command.SetBreakpoint(owner, step, Caller.AMY)
                : new Command.DeleteBreakpoint(owner, step, random.nextBoolean(), Caller.AMY);
    }

    private Optional<Command> live(RunRow run, List<StepRow> steps) {
        var step = any(steps);
        if (step.status() == StepStatus.PAUSED) {
            return Optional.of(
                    new Command.ResumeStep(owner(run), run.runKey(), step.stepId(), step.attempt(), Caller.AMY));
        }
        if (step.status().failed()) {
            return restart(RestartConfig.ofStep(node(run, Optional.of(step.stepId())), any(POLICIES), params()));
        }
        return Optional.of(
                random.nextInt(4) == 0
                        ? new Command.EndRun(owner(run), run.runKey(), any(ENDINGS.subList(0, 2)), Caller.AMY)
                        : new Command.EndStep(owner(run), run.runKey(), step.stepId(), any(ENDINGS), Caller.AMY));
    }

    private Optional<Command> restart(RunRow run, List<StepRow> steps) {
        var step = node(run, Optional.of(any(steps).stepId()));
        return restart(
                switch (random.nextInt(6)) {
                    case 0 -> RestartConfig.skipping(step);
                    case 1, 2 -> RestartConfig.ofStep(step, any(POLICIES), params());
                    default -> RestartConfig.ofInstance(node(run, Optional.empty()), any(POLICIES), params());
                });
    }

    private Optional<Command> restart(RestartConfig config) {
        try {
            return Optional.of(restarts.command(config, "restart-" + ++lastRequest));
        } catch (MaestroException refused) {
            return Optional.empty(); // it is still under way, or cannot be restarted from there
        }
    }

    private static RestartConfig.Node node(RunRow run, Optional<String> stepId) {
        return new RestartConfig.Node(run.workflowId(), run.instanceId(), stepId);
    }

    private Map<String, ParamDefinition> params() {
        return random.nextInt(3) == 0
                ? Map.of("x", ParamDefinition.literal(ParamType.LONG, (long) random.nextInt(3)))
                : Map.of();
    }

    private <T> T any(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
