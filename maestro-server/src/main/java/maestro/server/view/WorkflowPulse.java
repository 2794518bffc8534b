package maestro.server.view;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import maestro.core.cron.Schedules;
import maestro.model.definition.Workflow;
import maestro.runtime.store.BriefReads.Beat;
import maestro.runtime.store.BriefReads.Pulse;
import tools.jackson.databind.node.ObjectNode;

/** How a workflow has gone lately and what is next, added to its line in a list. */
public final class WorkflowPulse {
    private WorkflowPulse() {}

    /**
     * @param active the definition that would be started by its triggers; empty: none is active
     * @param now after which it fires next
     */
    public static void into(ObjectNode view, Pulse pulse, Optional<Workflow> active, Instant now) {
        var letters = new StringBuilder();
        var ids = view.putArray("last_instance_ids");
        for (Beat beat : pulse.last()) {
            letters.append(StatusLetters.of(beat.status()));
            ids.add(beat.instanceId());
        }
        view.put("last", letters.toString());
        view.put("live", pulse.live()).put("queued", pulse.queued());
        typical(pulse.last()).ifPresent(millis -> view.put("typical_ms", millis));
        active.flatMap(workflow -> next(workflow, now))
                .ifPresent(at -> view.put("next_execution_time", at.toEpochMilli()));
    }

    /** The median of how long the ended ones took. */
    private static Optional<Long> typical(List<Beat> last) {
        var took = last.stream()
                .filter(beat -> beat.status().terminal() && beat.startMillis() > 0)
                .map(beat -> beat.endMillis() - beat.startMillis())
                .sorted()
                .toList();
        return took.isEmpty() ? Optional.empty() : Optional.of(took.get((took.size() - 1) / 2));
    }

    private static Optional<Instant> next(Workflow workflow, Instant now) {
        return workflow.timeTriggers().stream()
                .flatMap(trigger -> Schedules.next(trigger, now).stream())
                .min(Instant::compareTo);
    }
}
