package maestro.core.rule;

import maestro.core.row.MessageRow;

/** What a decision was about: who bears the consequences when it throws. */
sealed interface Culprit {
    record OfStep(long runKey, int ordinal) implements Culprit {}

    record OfRun(long runKey) implements Culprit {}

    /** The queue of a workflow. */
    record OfWorkflow(String workflowId) implements Culprit {}

    /** Somebody who waits for an answer. */
    record Asker(long ticket) implements Culprit {}

    record Nobody() implements Culprit {}

    record OfLetter(MessageRow.Key key, Letter letter) implements Culprit {}

    static Culprit of(Message message) {
        return switch (message) {
            case Message.Ask(_, var ticket) -> new Asker(ticket);
            case Message.Reported reported -> new OfStep(reported.runKey(), reported.ordinal());
            case Message.Noted noted -> new OfStep(noted.runKey(), noted.ordinal());
            case Message.Checkpointed saved -> new Asker(saved.ticket());
            case Message.Look(_, var runKey, var ordinal) ->
                ordinal == Message.Look.THE_RUN ? new OfRun(runKey) : new OfStep(runKey, ordinal);
            case Message.Computed(var asker, _) -> new OfStep(asker.runKey(), asker.ordinal());
            case Message.Recalled recalled -> of(recalled.asked().asker());
            case Message.Delivered(var key, var letter) -> new OfLetter(key, letter);
            case Message.Prepared prepared -> new OfLetter(prepared.key(), prepared.letter());
            case Message.ReadFailed(var asker, _) -> of(asker);
            case Message.Loaded _, Message.Unreadable _ -> new Nobody();
        };
    }

    private static Culprit of(Effect.Asker asker) {
        return new OfStep(asker.runKey(), asker.ordinal());
    }

    static Culprit of(Turn.Work work) {
        return switch (work) {
            case Turn.Work.Begin(var runKey, var ordinal) -> new OfStep(runKey, ordinal);
            case Turn.Work.Settle(var runKey) -> new OfRun(runKey);
            case Turn.Work.Dequeue(var workflowId) -> new OfWorkflow(workflowId);
            case Turn.Work.Grant(var permits) ->
                permits.oldest(ParallelLimits.PER_STEP)
                        .<Culprit>map(place -> new OfStep(place.runKey(), place.ordinal()))
                        .orElse(new Nobody());
            case Turn.Work.Loop(var runKey, var ordinal) -> new OfStep(runKey, ordinal);
            case Turn.Work.Resume(var runKey, var ordinal) -> new OfStep(runKey, ordinal);
            case Turn.Work.Unpause(var runKey, var ordinal) -> new OfStep(runKey, ordinal);
        };
    }
}
