package maestro.core.signal;

import java.util.List;
import java.util.Optional;
import maestro.core.row.MessageRow;
import maestro.model.Code;
import maestro.model.MaestroException;
import maestro.model.signal.SignalCondition;
import maestro.model.signal.SignalInstance;
import maestro.model.signal.SignalRequest;

/**
 * The decisions about one signal name: numbering, duplicates, who listens, who is told. Every wait is checked against every
 * instance: against those in the store by a search, against those that came since in memory, against later ones as a
 * listener.
 */
public final class SignalMachine {
    /** Listeners told in one go. */
    static final int TOLD_AT_ONCE = 1_000;
    /** Announcements of one name that wait to be told; more are refused. */
    static final int BEHIND_MAX = 100;

    /** What the machine works with: the time, and where its events, letters and questions go. */
    public interface Desk {
        long now();

        void emit(SignalEvent event);

        /** A letter to a listener. */
        void tell(Listener listener, SignalInstance instance);

        /** Answers an announcement. @param fresh false: it was there already */
        void answer(SignalQuery.Origin origin, SignalInstance instance, boolean fresh);

        void refuse(SignalQuery.Origin.Client client, MaestroException why);

        void ask(SignalQuery query);

        void taken(MessageRow.Key letter);

        /** {@link SignalMachine#tell} is to be called again when others have had their turn. */
        void later();
    }

    private final SignalState state;
    private final Desk desk;

    public SignalMachine(SignalState state, Desk desk) {
        this.state = state;
        this.desk = desk;
    }

    public void announce(SignalRequest request, SignalQuery.Origin origin) {
        if (origin instanceof SignalQuery.Origin.Client client && state.telling.size() >= BEHIND_MAX) {
            desk.refuse(client, new MaestroException(
                    Code.SERVICE_UNAVAILABLE,
                    "Signal [" + state.name + "] is announced faster than its listeners can be told; try again soon"));
        } else if (!known(request, origin)) {
            if (state.reachesBackTo(0)) {
                fresh(request, origin);
            } else {
                find(request, origin);
            }
        }
    }

    private boolean known(SignalRequest request, SignalQuery.Origin origin) {
        var seq = state.ids.get(request.instanceId());
        if (seq != null) {
            desk.answer(origin, state.after(seq - 1).getFirst(), false);
        }
        return seq != null;
    }

    private void find(SignalRequest request, SignalQuery.Origin origin) {
        state.finding++;
        desk.ask(new SignalQuery.ById(state.key, request, origin));
    }

    private void fresh(SignalRequest request, SignalQuery.Origin origin) {
        var instance = new SignalInstance(
                state.name,
                state.lastSeq + 1,
                request.instanceId(),
                request.params(),
                request.payload(),
                request.requestMillis().orElse(desk.now()),
                desk.now());
        desk.emit(new SignalEvent.Announced(instance));
        desk.answer(origin, instance, true);
        if (state.telling.isEmpty()) {
            tell(instance, "");
        } else {
            desk.emit(new SignalEvent.ToldUpTo(instance, ""));
        }
    }

    /** What was asked of the store is there. */
    public void found(SignalQuery asked, SignalQuery.Found found) {
        switch (asked) {
            case SignalQuery.ById(_, var request, var origin) -> {
                state.finding--;
                if (found.one().isPresent()) {
                    desk.answer(origin, found.one().get(), false);
                } else if (!known(request, origin)) {
                    if (state.reachesBackTo(found.upTo())) {
                        fresh(request, origin);
                    } else {
                        find(request, origin);
                    }
                }
            }
            case SignalQuery.Newest(_, var listener, var conditions) -> searched(listener, conditions, found);
            case SignalQuery.After(_, var listener, var conditions) -> caughtUp(listener, conditions, found);
        }
    }

    /** A step waits: it takes the newest instance that fits, or stays as a listener. */
    public void await(MessageRow.Key letter, Listener.Step listener, List<SignalCondition> conditions) {
        if (state.reachesBackTo(0) || newest(conditions).isPresent()) {
            settle(letter, listener, conditions, newest(conditions));
        } else {
            state.searching.put(listener.key(), letter);
            desk.ask(new SignalQuery.Newest(state.key, listener, conditions));
        }
    }

    private void searched(Listener.Step listener, List<SignalCondition> conditions, SignalQuery.Found found) {
        if (!state.searching.containsKey(listener.key())) {
            return; // it does not wait any more
        }
        var newer = newest(conditions);
        if (newer.isEmpty() && found.one().isEmpty() && !state.reachesBackTo(found.upTo())) {
            desk.ask(new SignalQuery.Newest(state.key, listener, conditions));
        } else {
            settle(state.searching.remove(listener.key()), listener, conditions, newer.or(found::one));
        }
    }

    private Optional<SignalInstance> newest(List<SignalCondition> conditions) {
        for (var instances = state.newestFirst(); instances.hasNext(); ) {
            var instance = instances.next();
            if (SignalCondition.all(conditions, instance.params())) {
                return Optional.of(instance);
            }
        }
        return Optional.empty();
    }

    private void settle(
            MessageRow.Key letter,
            Listener.Step listener,
            List<SignalCondition> conditions,
            Optional<SignalInstance> match) {
        match.ifPresentOrElse(
                instance -> desk.tell(listener, instance),
                () -> desk.emit(new SignalEvent.ListenerAdded(listener, conditions)));
        desk.taken(letter);
    }

    /** A trigger wants all instances after {@code listener.since}; below 0: after the newest. */
    public void subscribe(MessageRow.Key letter, Listener.Trigger listener, List<SignalCondition> conditions) {
        var from = listener.since() < 0 ? listener.since(state.lastSeq) : listener;
        if (state.reachesBackTo(from.since())) {
            register(letter, from, conditions);
        } else {
            state.searching.put(from.key(), letter);
            desk.ask(new SignalQuery.After(state.key, from, conditions));
        }
    }

    private void caughtUp(Listener.Trigger listener, List<SignalCondition> conditions, SignalQuery.Found found) {
        if (!state.searching.containsKey(listener.key())) {
            return;
        }
        long last = listener.since();
        for (var instance : found.found()) {
            tellIfItFits(listener, conditions, instance);
            last = instance.seq();
        }
        var from = listener.since(last);
        if (state.reachesBackTo(last)) {
            register(state.searching.remove(from.key()), from, conditions);
        } else {
            desk.ask(new SignalQuery.After(state.key, from, conditions));
        }
    }

    private void register(MessageRow.Key letter, Listener.Trigger listener, List<SignalCondition> conditions) {
        state.after(listener.since()).forEach(instance -> tellIfItFits(listener, conditions, instance));
        desk.emit(new SignalEvent.ListenerAdded(listener.since(state.lastSeq), conditions));
        desk.taken(letter);
    }

    private void tellIfItFits(Listener listener, List<SignalCondition> conditions, SignalInstance instance) {
        if (SignalCondition.all(conditions, instance.params())) {
            desk.tell(listener, instance);
        }
    }

    /** A listener does not want to know any more; one that is still being looked up never comes to be one. */
    public void forget(MessageRow.Key letter, String listenerKey) {
        var waiting = state.searching.remove(listenerKey);
        if (waiting != null) {
            desk.taken(waiting);
        }
        if (state.listeners.find(listenerKey).isPresent()) {
            desk.emit(new SignalEvent.ListenerRemoved(listenerKey));
        }
        desk.taken(letter);
    }

    /** Tells some more of those who do not know yet of the oldest announcement that is behind. */
    public void tell() {
        if (!state.telling.isEmpty()) {
            var next = state.telling.firstEntry().getValue();
            tell(next.instance(), next.lastKey());
        }
    }

    private void tell(SignalInstance instance, String lastKey) {
        int told = 0;
        for (var listener : state.listeners.matching(instance.params())) {
            if (listener.key().compareTo(lastKey) <= 0
                    || listener instanceof Listener.Trigger trigger && trigger.since() >= instance.seq()) {
                continue;
            }
            if (told == TOLD_AT_ONCE) {
                desk.emit(new SignalEvent.ToldUpTo(instance, lastKey));
                desk.later();
                return;
            }
            desk.tell(listener, instance);
            if (listener instanceof Listener.Step) {
                desk.emit(new SignalEvent.ListenerRemoved(listener.key()));
            }
            lastKey = listener.key();
            told++;
        }
        if (state.telling.containsKey(instance.seq())) {
            desk.emit(new SignalEvent.Told(instance.seq()));
            if (!state.telling.isEmpty()) {
                desk.later();
            }
        }
    }
}
