package maestro.core.row;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import maestro.model.run.InstanceStatus;

/**
 * What a run that is not the first of its instance has from those before it (execution.md §6.3). Immutable.
 *
 * @param config how it was asked for; empty when a parent's policy alone made it
 * @param dag ids of its steps, in the order of the plan; closed over successors
 * @param before status of the instance when the run was made
 * @param base how its steps stand as long as this run has not reached them; absent: to be seen as never reached
 * @param again steps that it runs though they were reached before
 * @param past latest attempts over earlier runs, of steps that it does not run, of composite steps, and of those that
 *     wait for signals
 */
public record Restart(
        Optional<RestartConfig> config,
        List<String> dag,
        InstanceStatus before,
        Map<String, Standing> base,
        Set<String> again,
        Map<String, PastStep> past) {
    public Restart {
        requireNonNull(config, "config");
        dag = List.copyOf(dag);
    }

    public Standing standing(String stepId) {
        return base.getOrDefault(stepId, Standing.NEVER);
    }

    public Optional<PastStep> past(String stepId) {
        return Optional.ofNullable(past.get(stepId));
    }

    /** Whether an attempt was made before this run that stands as long as this run makes none. */
    public boolean reachedBefore(String stepId) {
        return again.contains(stepId) || standing(stepId).reached();
    }

    /** The step that the run starts with by name. */
    public Optional<String> named() {
        return config.flatMap(asked -> asked.current().stepId());
    }
}
