package maestro.core.rule;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import maestro.core.row.Ending;
import maestro.core.state.RunState;
import maestro.core.state.WorkflowState;
import maestro.model.definition.RunStrategy;
import maestro.model.run.InstanceStatus;

/** What an arrival does to a workflow's other runs, and which run goes next (execution.md §8.1). */
final class StrategyRules {
    private static final String RUN_STRATEGY = "maestro_run_strategy";

    private StrategyRules() {}

    static RunStrategy strategy(WorkflowState workflow) {
        return workflow.snapshot()
                .map(snapshot -> snapshot.properties().runStrategyInForce())
                .orElse(RunStrategy.DEFAULT);
    }

    /** Starts queued runs as far as the strategy allows, oldest first. */
    static void dequeue(Turn turn, WorkflowState workflow) {
        var strategy = strategy(workflow);
        if (strategy.rule() == RunStrategy.Rule.STRICT_SEQUENTIAL && workflow.blockingFailures() > 0) {
            return;
        }
        while (workflow.inProgress() < strategy.workflowConcurrency()
                && !workflow.queued().isEmpty()) {
            RunRules.start(turn, workflow.queued().iterator().next());
        }
    }

    /** New runs have just been stored as queued, in request order: the strategy decides about them and the others. */
    static void arrived(Turn turn, WorkflowState workflow, List<RunState> arrivals) {
        switch (strategy(workflow).rule()) {
            case SEQUENTIAL, STRICT_SEQUENTIAL, PARALLEL -> {}
            case FIRST_ONLY -> firstOnly(turn, workflow, arrivals);
            case LAST_ONLY -> lastOnly(turn, workflow, arrivals);
            case SERIAL_LATEST_ONLY -> serialLatestOnly(turn, workflow, arrivals);
        }
        turn.later(new Turn.Work.Dequeue(workflow.id()));
    }

    private static void firstOnly(Turn turn, WorkflowState workflow, List<RunState> arrivals) {
        var before = workflow.nonTerminal() - arrivals.size();
        var losers = before > 0 ? arrivals : arrivals.subList(1, arrivals.size());
        if (losers.isEmpty()) {
            return;
        }
        String winners = Stream.concat(workflow.running().stream(), workflow.queued().stream())
                .filter(run -> !losers.contains(run))
                .map(run -> run.identity().text())
                .collect(Collectors.joining(", "));
        for (var loser : losers) {
            stop(turn, loser, "With FIRST_ONLY run strategy, this run is stopped due to a running one [" + winners + "].");
        }
    }

    private static void lastOnly(Turn turn, WorkflowState workflow, List<RunState> arrivals) {
        var last = arrivals.getLast();
        for (var run : List.copyOf(workflow.queued())) {
            if (run != last) {
                stop(turn, run, "With LAST_ONLY run strategy, this run is stopped due to starting a new run.");
            }
        }
        for (var run : List.copyOf(workflow.running())) {
            RunRules.end(
                    turn,
                    run,
                    Ending.STOP,
                    RUN_STRATEGY,
                    "Stopped due to LAST_ONLY run strategy to start a new instance: "
                            + last.identity().text());
        }
    }

    private static void serialLatestOnly(Turn turn, WorkflowState workflow, List<RunState> arrivals) {
        var last = arrivals.getLast();
        for (var run : List.copyOf(workflow.queued())) {
            if (run != last) {
                stop(
                        turn,
                        run,
                        "With SERIAL_LATEST_ONLY run strategy, this run is stopped because new instance "
                                + last.identity().instanceId() + " with run "
                                + last.identity().runId() + " arrived.");
            }
        }
    }

    private static void stop(Turn turn, RunState run, String why) {
        turn.note(run, why);
        RunRules.ended(turn, run, InstanceStatus.STOPPED);
    }
}
