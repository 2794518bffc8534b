package maestro.runtime.node;

import java.util.LinkedHashMap;
import java.util.Map;
import maestro.core.mail.Key;
import maestro.core.rule.Answer;
import maestro.core.rule.Message;
import maestro.model.Code;
import maestro.model.MaestroException;
import maestro.model.run.Initiator;
import maestro.model.signal.SignalInstance;
import maestro.model.signal.SignalRequest;
import maestro.runtime.engine.SignalBook;
import maestro.runtime.store.Signals;

/** Announcements by way of the shard that holds the signal. Thread-safe. */
record NodeSignals(Node node, Signals stored) implements SignalBook {
    /** The params of the instances that a start names, by the name of the signal. */
    static Map<String, Map<String, Object>> named(Initiator initiator, Signals stored) {
        var params = new LinkedHashMap<String, Map<String, Object>>();
        if (initiator instanceof Initiator.Signal(_, var ids, _)) {
            ids.forEach((name, seq) ->
                    stored.instance(name, seq).ifPresent(instance -> params.put(name, instance.params())));
        }
        return params;
    }

    @Override
    public SignalInstance announce(SignalRequest request) {
        String home = new Key.Signal(request.name()).text();
        return switch (node.ask(home, ticket -> new Message.Announce(request, ticket))) {
            case Answer.Announced(var instance, var fresh) when fresh -> instance;
            case Answer.Announced(var instance, _) -> throw new MaestroException(
                    Code.CONFLICT,
                    "Signal [" + instance.name() + "] has an instance with the id [" + instance.instanceId()
                            + "] already, number [" + instance.seq()
                            + "]; give a different 'request_id' to announce it again");
            case Answer other -> throw new IllegalStateException("not the answer to an announcement: " + other);
        };
    }
}
