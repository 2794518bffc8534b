package maestro.model.definition;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import maestro.model.Tag;
import maestro.model.param.ParamDefinition;

/**
 * The body of a definition (definition.md §4). Immutable.
 *
 * @param empties keys of the lists and maps that were written though they are empty; they are shown so
 */
public record Workflow(
        String id,
        Optional<String> name,
        Optional<String> description,
        List<Tag> tags,
        Optional<DurationText> timeout,
        List<TimeTrigger> timeTriggers,
        List<SignalTrigger> signalTriggers,
        Optional<Criticality> criticality,
        Optional<Integer> instanceStepConcurrency,
        Map<String, ParamDefinition> params,
        List<Step> steps,
        Set<String> empties,
        Hooks hooks) {
    public Workflow {
        requireNonNull(id, "id");
    }

    /** What people see: the name, or the id without one. */
    public String displayName() {
        return name.orElse(id);
    }
}
