package maestro.core.restart;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import maestro.core.dag.Plan;
import maestro.core.row.Restart;
import maestro.core.row.Standing;
import maestro.core.row.StepRow;
import maestro.core.state.RunState;
import maestro.model.run.InstanceStatus;
import maestro.model.run.StepStatus;

/** How the steps of an instance stand over all of its runs, and what that makes of the instance (§4.5, §9.3). */
public final class Standings {
    private Standings() {}

    /**
     * Of a stored run, in the order of the plan.
     *
     * @param plan all steps of the definition
     */
    public static SequencedMap<String, Standing> of(Past past, Plan plan) {
        var own = new HashMap<String, Standing>();
        for (StepRow row : past.steps()) {
            own.put(row.stepId(), Standing.of(past.run().runId(), row));
        }
        return of(past.head().restart(), plan, own);
    }

    /** Of a live run. */
    public static SequencedMap<String, Standing> of(RunState run, Plan plan) {
        var own = new HashMap<String, Standing>();
        for (int ordinal = 0; ordinal < run.size(); ordinal++) {
            var step = run.step(ordinal);
            if (step.created()) {
                own.put(
                        step.id(),
                        new Standing(
                                run.identity().runId(),
                                step.attempt(),
                                step.status(),
                                step.times().start(),
                                step.times().end()));
            }
        }
        return of(run.head().restart(), plan, own);
    }

    private static SequencedMap<String, Standing> of(Optional<Restart> restart, Plan plan, Map<String, Standing> own) {
        var standings = new LinkedHashMap<String, Standing>();
        for (var step : plan.steps()) {
            var before = restart.map(past -> past.standing(step.id())).orElse(Standing.NEVER);
            standings.put(step.id(), own.getOrDefault(step.id(), before));
        }
        return standings;
    }

    /**
     * What they make of the instance.
     *
     * @param before what it was before this run, which stays while a step was never reached
     */
    public static InstanceStatus status(Collection<Standing> standings, InstanceStatus before) {
        boolean timedOut = false;
        boolean stopped = false;
        boolean missing = false;
        for (var standing : standings) {
            if (standing.status().failed()) {
                return InstanceStatus.FAILED;
            }
            timedOut |= standing.status() == StepStatus.TIMED_OUT;
            stopped |= standing.status() == StepStatus.STOPPED;
            missing |= !standing.reached();
        }
        if (timedOut) {
            return InstanceStatus.TIMED_OUT;
        }
        return stopped ? InstanceStatus.STOPPED : missing ? before : InstanceStatus.SUCCEEDED;
    }
}
