package maestro.core.state;

import maestro.core.permit.AutomaticTags;
import maestro.core.permit.TagEvent;
import maestro.core.row.MessageRow;
import maestro.core.signal.SignalEvolve;
import maestro.model.run.StepStatus;

/**
 * How each event changes the state (design law 2). The only writer of state; no decisions here. What a decision changes
 * is noted in the state's {@link Journal}, so that it can be undone.
 */
public final class Evolve {
    private Evolve() {}

    public static void apply(ShardState state, Event event) {
        state.sequence++;
        switch (event) {
            case Event.OfWorkflow change -> EvolveWorkflow.apply(state, change);
            case Event.LetterSent(var toShard, var workflowId, var payload) ->
                state.journal.append(
                        state.sent, new MessageRow(toShard, state.shard, state.sequence, workflowId, payload));
            case Event.LetterTaken(var key) -> state.journal.append(state.taken, key);
            case Event.LetterSetAside(var letter) -> state.journal.append(state.lettersAside, letter);
            case Event.LetterReleased(var key) -> state.journal.append(state.lettersBack, key);
            case Event.OfSignal(var name, var change) -> state.journal.note(SignalEvolve.apply(
                    state.signals.get(name), change, state.signalRows, state.freshKey()));
            case Event.OfTag(var tag, var change) -> {
                state.journal.note(state.tags.get(tag).apply(change, state.tagRows));
                if (change instanceof TagEvent.PermitSet(var permit) && AutomaticTags.is(tag)) {
                    permit.ifPresentOrElse(
                            set -> state.journal.put(state.limits, tag, set.maxAllowed()),
                            () -> state.journal.remove(state.limits, tag));
                }
            }
            case Event.OfStep change -> EvolveStep.apply(state, change);
            case Event.OfRun change -> EvolveRun.apply(state, change);
        }
    }

    static boolean holdsPermit(StepStatus status) {
        return status == StepStatus.STARTING || status == StepStatus.RUNNING || status == StepStatus.FINISHING;
    }

    /** The permits that a run's steps share: those of its workflow, or those of its loop (execution.md §8.3). */
    static Permits permits(ShardState state, RunState run) {
        return run.iteration.isPresent()
                ? run.iteration.get().step().attempt.loop.permits
                : state.workflows.get(run.ownerId()).permits;
    }

    static Permits.Place place(RunState run, StepState step) {
        return new Permits.Place(run.key(), step.ordinal(), step.id());
    }

    static void touch(ShardState state, RunState run, StepState step) {
        if (!step.changed) {
            step.save(state.journal);
            step.changed = true;
            state.journal.append(state.touchedSteps, new ShardState.Touched(run, step));
        }
    }
}
