package maestro.core.rule;

import maestro.core.row.MessageRow;
import maestro.core.signal.Listener;
import maestro.core.signal.SignalEvent;
import maestro.core.signal.SignalLetter;
import maestro.core.signal.SignalMachine;
import maestro.core.signal.SignalQuery;
import maestro.core.signal.SignalState;
import maestro.core.state.Event;
import maestro.model.MaestroException;
import maestro.model.signal.SignalInstance;

/** Brings what reaches a signal name to its machine, and what the machine decides to the turn. */
final class SignalRules {
    private SignalRules() {}

    static void announce(Turn turn, Message.Announce announce) {
        machine(turn, announce.request().name())
                .announce(announce.request(), new SignalQuery.Origin.Client(announce.ticket()));
    }

    static void take(Turn turn, MessageRow.Key key, Letter.ToSignal letter) {
        var machine = machine(turn, letter.name());
        switch (letter.letter()) {
            case SignalLetter.Await(var listener, var conditions) -> machine.await(key, listener, conditions);
            case SignalLetter.Subscribe(var listener, var conditions) -> machine.subscribe(key, listener, conditions);
            case SignalLetter.Forget(var listenerKey) -> machine.forget(key, listenerKey);
            case SignalLetter.Announce(var place, var request) ->
                machine.announce(request, new SignalQuery.Origin.Step(key, place));
        }
    }

    static void found(Turn turn, Message.SignalFound found) {
        machine(turn, found.name()).found(found.asked(), found.found());
    }

    static void tell(Turn turn, String name) {
        if (turn.state().signal(name).isPresent()) {
            machine(turn, name).tell();
        }
    }

    private static SignalMachine machine(Turn turn, String name) {
        var state = turn.state().signal(name).orElseThrow();
        return new SignalMachine(state, new TurnDesk(turn, state));
    }

    private record TurnDesk(Turn turn, SignalState state) implements SignalMachine.Desk {
        @Override
        public long now() {
            return turn.now();
        }

        @Override
        public void emit(SignalEvent event) {
            turn.emit(new Event.OfSignal(state.name(), event));
        }

        @Override
        public void tell(Listener listener, SignalInstance instance) {
            switch (listener) {
                case Listener.Step step -> turn.send(new Letter.Matched(step, instance.seq(), instance.params()));
                case Listener.Trigger(var workflowId, var uuid, _) ->
                    turn.send(new Letter.Seen(workflowId, uuid, state.name(), instance.seq(), instance.params()));
            }
        }

        @Override
        public void answer(SignalQuery.Origin origin, SignalInstance instance, boolean fresh) {
            switch (origin) {
                case SignalQuery.Origin.Client(var ticket) -> turn.reply(ticket, new Answer.Announced(instance, fresh));
                case SignalQuery.Origin.Step(var letter, var place) -> {
                    turn.send(new Letter.Announced(place, instance.seq(), fresh ? instance.createMillis() : 0));
                    taken(letter);
                }
            }
        }

        @Override
        public void refuse(SignalQuery.Origin.Client client, MaestroException why) {
            turn.reply(client.ticket(), new Answer.Refused(why));
        }

        @Override
        public void ask(SignalQuery query) {
            turn.effect(new Effect.AskSignal(state.name(), query));
        }

        @Override
        public void taken(MessageRow.Key letter) {
            turn.emit(new Event.LetterTaken(letter));
        }

        @Override
        public void later() {
            turn.later(new Turn.Work.Tell(state.name()));
        }
    }
}
