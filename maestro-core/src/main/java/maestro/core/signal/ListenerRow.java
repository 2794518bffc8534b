package maestro.core.signal;

import maestro.core.row.StoredJson;
import maestro.model.json.Json;
import maestro.model.signal.SignalCondition;

/**
 * One listener of one signal.
 *
 * @param listener its key
 * @param detail JSON of who it is and of its conditions
 */
public record ListenerRow(long signalKey, String listener, String detail) {
    /** Names a row. */
    public record Key(long signalKey, String listener) {}

    static ListenerRow of(long signalKey, Listeners.Entry entry) {
        var json = entry.listener().toJson();
        json.set("if", SignalCondition.toJson(entry.conditions()));
        return new ListenerRow(signalKey, entry.listener().key(), Json.text(json));
    }

    Listeners.Entry entry() {
        var json = StoredJson.parse(detail);
        return new Listeners.Entry(Listener.fromJson(json), SignalCondition.fromJson(json.get("if")));
    }

    /** Who it is and what it waits for. */
    public Listening listening() {
        var entry = entry();
        return new Listening(entry.listener(), entry.conditions());
    }

    /** A listener and its conditions. */
    public record Listening(Listener listener, java.util.List<SignalCondition> conditions) {}
}
