package maestro.server.view;

import java.util.Optional;
import maestro.core.row.PropertiesSnapshot;
import maestro.core.row.SnapshotJson;
import maestro.core.row.StoredJson;
import maestro.core.row.WorkflowRow;
import maestro.core.trigger.Ticks;
import maestro.core.trigger.Triggers;
import maestro.model.definition.TriggerSet;

/**
 * A workflow as its triggers see it.
 *
 * @param declared by the active version, or by the latest one where none is active
 * @param triggers how far those in force have come
 */
public record Scheduled(WorkflowRow row, PropertiesSnapshot snapshot, TriggerSet declared, Triggers triggers) {
    /** Whether triggers fire, and if not, why. The names are API. */
    public enum State {
        /** They fire. */
        IN_FORCE("in force"),
        /** No version of the workflow is active. */
        INACTIVE("no version is active; activate one"),
        /** A property of the workflow switches them off. */
        PAUSED("paused by a property of the workflow"),
        /** They were declared a moment ago, or by an earlier version of the program. */
        PENDING("being taken up"),
        /** None of their times will ever come. */
        OVER("none of its times will ever come again");

        private final String says;

        State(String says) {
            this.says = says;
        }

        public String says() {
            return says;
        }
    }

    /** @param latest what the version declares that would be active */
    public static Scheduled of(WorkflowRow row, TriggerSet latest) {
        var detail = StoredJson.parse(row.detail());
        return new Scheduled(
                row, SnapshotJson.fromJson(detail.get("props")), latest, Triggers.fromJson(detail.get("triggers")));
    }

    /** Without a look at its definition: what is active has been taken up. */
    public static Scheduled of(WorkflowRow row) {
        var triggers = Triggers.fromJson(StoredJson.parse(row.detail()).get("triggers"));
        return of(row, triggers.declared());
    }

    public State time() {
        boolean paused = snapshot.properties().timeTriggerDisabled().orElse(false);
        var state = state(paused, triggers.time().isPresent());
        return state == State.IN_FORCE && triggers.dueMillis() == 0 ? State.OVER : state;
    }

    public State signal() {
        return state(snapshot.properties().signalTriggerDisabled().orElse(false), !triggers.signals().isEmpty());
    }

    private State state(boolean paused, boolean there) {
        if (row.activeVersion() == 0) return State.INACTIVE;
        if (paused) return State.PAUSED;
        return there ? State.IN_FORCE : State.PENDING;
    }

    public Ticks ticks() {
        return new Ticks(row.workflowId(), declared.time());
    }

    /** How far a trigger has come; empty: its schedule is not in force. */
    public Optional<Long> mark(int trigger) {
        return triggers.time().map(schedule -> schedule.marks().get(trigger));
    }

    /** How late the schedule is. */
    public long lagMillis(long nowMillis) {
        return triggers.dueMillis() == 0 ? 0 : Math.max(0, nowMillis - triggers.dueMillis());
    }
}
