package maestro.core.rule;

import maestro.core.row.MessageRow;
import maestro.core.signal.SignalQuery;

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
            case Message.Fired fired -> new OfLetter(
                    fired.asked().letter().letter(),
                    new Letter.Seen(
                            fired.workflowId(),
                            fired.asked().uuid(),
                            fired.asked().letter().signal(),
                            fired.asked().letter().seq(),
                            fired.asked().letter().params()));
            case Message.Announce announce -> new Asker(announce.ticket());
            case Message.SetPermit set -> new Asker(set.ticket());
            case Message.SignalFound found -> of(found.asked());
            case Message.Prepared prepared -> new OfLetter(prepared.key(), prepared.letter());
            case Message.ReadFailed(var asker, _) -> of(asker);
            case Message.Loaded _,
                    Message.Unreadable _,
                    Message.SignalLoaded _,
                    Message.TagLoaded _,
                    Message.Adopt _,
                    Message.Due _,
                    Message.Ticked _ -> new Nobody();
        };
    }

    private static Culprit of(SignalQuery asked) {
        return asked instanceof SignalQuery.ById(_, _, SignalQuery.Origin.Client(var ticket))
                ? new Asker(ticket)
                : new Nobody();
    }

    private static Culprit of(Effect.Asker asker) {
        return new OfStep(asker.runKey(), asker.ordinal());
    }

    static Culprit of(Turn turn, Turn.Work work) {
        return switch (work) {
            case Turn.Work.Begin(var runKey, var ordinal) -> new OfStep(runKey, ordinal);
            case Turn.Work.Settle(var runKey) -> new OfRun(runKey);
            case Turn.Work.Dequeue(var workflowId) -> new OfWorkflow(workflowId);
            case Turn.Work.Grant(var permits) ->
                PermitRules.next(turn, permits)
                        .<Culprit>map(place -> new OfStep(place.runKey(), place.ordinal()))
                        .orElse(new Nobody());
            case Turn.Work.Loop(var runKey, var ordinal) -> new OfStep(runKey, ordinal);
            case Turn.Work.Resume(var runKey, var ordinal) -> new OfStep(runKey, ordinal);
            case Turn.Work.Tell _ -> new Nobody();
            case Turn.Work.Unpause(var runKey, var ordinal) -> new OfStep(runKey, ordinal);
        };
    }
}
