package maestro.core.start;

import java.util.Collection;
import java.util.Optional;
import maestro.model.Code;
import maestro.model.MaestroException;
import maestro.model.definition.Properties;
import maestro.model.definition.TriggerSet;
import maestro.model.definition.Workflow;
import maestro.model.run.Initiator;

/**
 * Which starts triggers may make (rest-api.md §5.1, triggers.md §8): those of a trigger that the active version still
 * has. A trigger's uuid is a hash of its definition, so equal ones have the same in all versions. Pure.
 */
public final class TriggerStart {
    private TriggerStart() {}

    /**
     * Passes whatever is not said to come from a trigger.
     *
     * @param active whether the version to be started is the active one
     * @throws MaestroException BAD_REQUEST for another version, CONFLICT for a trigger that it has not,
     *     UNPROCESSABLE_ENTITY when the properties disable such triggers
     */
    public static void check(Workflow workflow, boolean active, Properties properties, Initiator initiator) {
        switch (initiator) {
            case Initiator.Time(var uuid, _, _) -> check(
                    workflow, active, "time", TriggerSet.of(workflow).timeUuid().stream().toList(), uuid,
                    properties.timeTriggerDisabled().orElse(false));
            case Initiator.Signal(var uuid, _, _) -> check(
                    workflow, active, "signal", TriggerSet.of(workflow).signalByUuid().keySet(), uuid,
                    properties.signalTriggerDisabled().orElse(false));
            case Initiator.Manual _, Initiator.Upstream _, Initiator.Validation _ -> { }
        }
    }

    private static void check(
            Workflow workflow, boolean active, String kind, Collection<String> uuids, Optional<String> uuid, boolean disabled) {
        if (!active) {
            throw MaestroException.badRequest("A " + kind + " trigger starts the active version of workflow ["
                    + workflow.id() + "] only");
        }
        if (uuid.filter(uuids::contains).isEmpty()) {
            throw new MaestroException(Code.CONFLICT, "The active version of workflow [" + workflow.id() + "] has no "
                    + kind + " trigger [" + uuid.orElse("") + "]");
        }
        if (disabled) {
            throw new MaestroException(Code.UNPROCESSABLE_ENTITY, "The " + kind + " triggers of workflow ["
                    + workflow.id() + "] are disabled by its properties");
        }
    }
}
