package maestro.testkit.sim;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import maestro.core.dag.Plan;
import maestro.core.dag.PlanStep;
import maestro.core.retry.RetrySpec;
import maestro.model.definition.FailureMode;
import maestro.model.definition.StepType;
import maestro.model.run.InstanceStatus;
import maestro.model.run.StepStatus;

/**
 * How a run that nobody disturbs must end, told from its definition and the script without any of the engine's rules:
 * execution.md §4 and §5.7 written a second time, as plainly as can be.
 */
record Oracle(Script script, Plan plan, String runUuid) {
    /** Statuses of all attempts of the steps that are created at all. */
    Map<String, List<StepStatus>> attempts() {
        var attempts = new HashMap<String, List<StepStatus>>();
        for (var step : plan.steps()) { // in topological order
            if (step.predecessors().stream().allMatch(before -> complete(attempts, plan.step(before)))) {
                attempts.put(step.id(), satisfied(attempts, step) ? tries(step) : List.of(StepStatus.UNSATISFIED));
            }
        }
        return attempts;
    }

    InstanceStatus run() {
        boolean failed = attempts().values().stream().anyMatch(tries -> tries.getLast().failed());
        return failed ? InstanceStatus.FAILED : InstanceStatus.SUCCEEDED;
    }

    private static boolean complete(Map<String, List<StepStatus>> attempts, PlanStep step) {
        return attempts.containsKey(step.id()) && attempts.get(step.id()).getLast().complete();
    }

    private boolean satisfied(Map<String, List<StepStatus>> attempts, PlanStep step) {
        return step.root()
                || step.predecessors().stream()
                        .map(plan::step)
                        .anyMatch(before -> attempts.get(before.id()).getLast() != StepStatus.UNSATISFIED
                                && RandomWorkflows.CONDITIONS.get(
                                        before.conditions().get(before.successors().indexOf(step.ordinal()))));
    }

    private List<StepStatus> tries(PlanStep step) {
        if (step.type() != StepType.SHELL) {
            return List.of(StepStatus.SUCCEEDED);
        }
        RetrySpec limits = step.retry().resolve(text -> text);
        var tries = new ArrayList<StepStatus>();
        int user = 0;
        int platform = 0;
        while (true) {
            switch (script.outcome(runUuid, step.id(), tries.size() + 1)) {
                case DONE -> {
                    return with(tries, StepStatus.SUCCEEDED);
                }
                case CRASH -> {
                    return with(tries, StepStatus.INTERNALLY_FAILED);
                }
                case FATAL -> {
                    return with(tries, fatal(step));
                }
                case USER -> {
                    if (user++ == limits.userLimit()) {
                        return with(tries, fatal(step));
                    }
                    tries.add(StepStatus.USER_FAILED);
                }
                case PLATFORM -> {
                    if (platform++ == limits.platformLimit()) {
                        return with(tries, fatal(step));
                    }
                    tries.add(StepStatus.PLATFORM_FAILED);
                }
            }
        }
    }

    private static List<StepStatus> with(List<StepStatus> tries, StepStatus last) {
        tries.add(last);
        return tries;
    }

    private static StepStatus fatal(PlanStep step) {
        return step.failureMode() == FailureMode.IGNORE_FAILURE
                ? StepStatus.COMPLETED_WITH_ERROR
                : StepStatus.FATALLY_FAILED;
    }
}
