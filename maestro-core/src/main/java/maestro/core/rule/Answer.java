package maestro.core.rule;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import maestro.core.row.PropertiesSnapshot;
import maestro.core.row.SetAsideRow;
import maestro.core.row.VersionRow;
import maestro.core.row.WorkflowRow;
import maestro.core.state.Breakpoint;
import maestro.core.state.RunIdentity;
import maestro.model.MaestroException;
import maestro.model.run.InstanceStatus;
import maestro.model.signal.SignalInstance;

/** What a command is answered with, once durable. */
public sealed interface Answer {
    record Refused(MaestroException why) implements Answer {}

    record Published(WorkflowRow workflow, VersionRow version, PropertiesSnapshot snapshot) implements Answer {}

    /** A push that was carried out before, as this version. */
    record Repeated(long version) implements Answer {}

    /** A run that was set aside is taken up again. */
    record Released(SetAsideRow row) implements Answer {}

    record PropertiesChanged(PropertiesSnapshot snapshot) implements Answer {}

    /** A checkpoint is durable, or its attempt has ended. */
    record Saved() implements Answer {}

    /** @param changed false: it was like that already */
    record ActiveVersion(long version, boolean changed, String log, long atMillis) implements Answer {}

    record Deleted(long internalId, long atMillis) implements Answer {}

    record Started(List<One> runs) implements Answer {
        /** How one start went. */
        public enum Status {
            CREATED, DUPLICATED, STOPPED
        }

        public record One(long version, long instanceId, long runId, String uuid, Status status, long atMillis) {}
    }

    /**
     * @param found empty: no live run; the caller looks at the stored one
     * @param completed the run is in its final state by this answer
     */
    record InstanceEnded(Optional<Run> found, boolean completed, long atMillis) implements Answer {
        public record Run(long instanceId, long runId, InstanceStatus status) {}
    }

    record AllEnded(long queued, long running, long atMillis) implements Answer {}

    /** What the caller read is not the latest any more: it reads again and asks again. */
    record Stale() implements Answer {}

    /**
     * An action on a step of a live run was taken.
     *
     * @param attempt the one that has it; for a restart the new one
     * @param ended whether that attempt has ended for good by this answer
     */
    record StepTaken(RunIdentity run, String stepId, int attempt, boolean ended, long atMillis) implements Answer {}

    /** @param fresh false: it had been announced before */
    record Announced(SignalInstance instance, boolean fresh) implements Answer {}

    record PermitSet() implements Answer {}

    record Unblocked(long count, long atMillis) implements Answer {}

    /** By step id. */
    record Breakpoints(Map<String, Breakpoint> set) implements Answer {}

    /** @param resumed attempts that go on */
    record BreakpointDeleted(long resumed, long atMillis) implements Answer {}

    record Paused(List<One> attempts) implements Answer {
        /** An attempt that rests. */
        public record One(RunIdentity run, String stepId, int attempt, long pauseMillis) {}
    }
}
